"""What each kernel computes, in plain Python integers, one member after another.

Segments, members and keys arrive as the kernels take them: segment ``s`` of a flat list is
``starts[s]:starts[s + 1]``; members who share are in ascending order of the key. Where there is no
number, a short word (an error class, or ``none``) stands in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from math import isfinite
from struct import pack, unpack
from typing import TypeAlias

from . import division, limits, peers, purses
from .arithmetic import MICRO, ceiling, checked, div, mean, mul, nearest
from .claims import Claims
from .policy import Node, Plan
from .refusal import PayError

Ints: TypeAlias = Sequence[int]
Answers: TypeAlias = "list[int | str]"


def judged(compute: Callable[[], int]) -> int | str:
    """A number, or the class of the error that stands in its place."""
    try:
        return compute()
    except PayError as error:
        (name,) = error.classes
        return name


def in_range(number: int) -> int | str:
    """The number, or `overflow` where it leaves 64 bits."""
    return judged(lambda: checked(number))


def runs(starts: Ints) -> list[range]:
    """The places of each segment."""
    return [range(low, high) for low, high in pairwise(starts)]


def rounded(numerator: int, denominator: int, mode: str) -> int:
    """Section 1 and `round`: half_up is halves away from zero, down and up toward infinities."""
    if mode == "half_up":
        return nearest(numerator, denominator)
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    return numerator // denominator if mode == "down" else ceiling(numerator, denominator)


def muldiv(a: Ints, b: Ints, c: Ints, mode: str) -> Answers:
    """Section 1: `a * b / c` rounded once; a list of one number stands for all."""
    size = max(len(a), len(b), len(c)) if a and b and c else 0
    a, b, c = (list(x) * (size if len(x) == 1 else 1) for x in (a, b, c))
    return [in_range(rounded(a[i] * b[i], c[i], mode)) for i in range(size)]


# --- Order ------------------------------------------------------------------------------------


def key_of(keys: Sequence[Ints], member: int) -> list[int]:
    """The key of a member, most important first."""
    return [row[member] for row in keys]


def order(starts: Ints, keys: Sequence[Ints]) -> list[int]:
    """The members of each segment in ascending order of their keys, equal ones as they were."""
    return [i for run in runs(starts) for i in sorted(run, key=lambda i: key_of(keys, i))]


def by_owner(owner: Ints, owners: int) -> list[int]:
    """The rows of each owner after those of the one before, as they were."""
    return [row for o in range(owners) for row, found in enumerate(owner) if found == o]


def group_starts(starts: Ints, ordered: Ints, keys: Sequence[Ints]) -> list[int]:
    """Where the key changes or a segment begins, and last how many there are."""
    result = []
    for run in runs(starts):
        for place in run:
            key = key_of(keys, ordered[place])
            if place == run[0] or key != key_of(keys, ordered[place - 1]):
                result.append(place)
    return [*result, len(ordered)]


def find_cells(
    starts: Ints, cells: Sequence[Ints], parent: Ints, wanted: Sequence[Ints]
) -> list[int]:
    """Section 4, VALUE: the cell of each parent with these column texts, or -1."""
    result = []
    for place, p in enumerate(parent):
        key = key_of(wanted, place)
        there = [cell for cell in range(starts[p], starts[p + 1]) if key_of(cells, cell) == key]
        result.append(there[0] if there else -1)
    return result


# --- Items ------------------------------------------------------------------------------------


def segment_sums(starts: Ints, x: Ints) -> Answers:
    """Section 1: exact sums; only the whole sum must fit in 64 bits."""
    return [in_range(sum(x[i] for i in run)) for run in runs(starts)]


def combine(
    member: Ints, x: Ints, w: Ints, members: int, kind: str, best: int
) -> tuple[Answers, list[int]]:
    """Section 4, `combine`: each member's number from its rows (0 without any), and their count."""
    rows: list[list[int]] = [[] for _ in range(members)]
    for row, m in enumerate(member):
        rows[m].append(row)
    numbers = [
        combined([x[r] for r in of], [w[r] for r in of] if w else [], kind, best) for of in rows
    ]
    return numbers, [len(of) for of in rows]


def weigh(
    owner: Ints,
    rows: Ints,
    words: Sequence[Ints],
    numbers: Sequence[Sequence[int | None]],
    tests: Sequence[tuple[int, Sequence[bool]]],
    factors: Sequence[tuple[str, int, Sequence[int | None]]],
    inside: Sequence[bool],
    kind: str,
) -> tuple[list[int], list[int]] | None:
    """Section 4: each member's number from the rows that count, and how many these are.

    What is accepted or said of words has an entry for each and one for an empty cell (-1). A band
    lookup says what counts without a number, then its bounds, then its numbers. ``None`` where a
    row or a member has no number.
    """
    brought: list[list[int]] = [[] for _ in inside]
    for place, m in enumerate(owner):
        row = rows[place] if rows else place
        if not inside[m] or not all(accepts[words[column][row]] for column, accepts in tests):
            continue
        x: int | str = MICRO
        for how, column, said in factors:
            factor = _factor(how, column, said, row, words, numbers)
            if factor is None:
                return None
            x = judged(lambda x=x, factor=factor: checked(mul(x, factor)))
            if isinstance(x, str):
                return None
        brought[m].append(x)
    answers = [combined(of, [], kind, 0) for of in brought]
    if any(isinstance(answer, str) for answer in answers):
        return None
    return [int(answer) for answer in answers], [len(of) for of in brought]


def _factor(
    how: str,
    column: int,
    said: Sequence[int | None],
    row: int,
    words: Sequence[Ints],
    numbers: Sequence[Sequence[int | None]],
) -> int | None:
    """One factor of a row."""
    if how == "constant":
        return said[0]
    if how == "word":
        return said[words[column][row]]
    number = numbers[column][row]
    if how == "number":
        return number
    if number is None:
        return said[0]
    bands = (len(said) - 1) // 2
    reached = [said[1 + bands + b] for b in range(bands) if number >= (said[1 + b] or 0)]
    return reached[-1] if reached else None


def combined(x: Ints, w: Ints, kind: str, best: int) -> int | str:
    """One member's number from what its rows bring."""
    if not x:
        return 0
    if kind == "mean_by":
        return judged_mean_by(x, w)
    ways: dict[str, Callable[[], int]] = {
        "sum": lambda: checked(sum(x)),
        "mean": lambda: mean(checked(sum(x)), len(x)),
        "max": lambda: max(x),
        "min": lambda: min(x),
        "count": lambda: len(x) * MICRO,
        "best": lambda: checked(sum(sorted(x, reverse=True)[:best])),
    }
    return judged(ways[kind])


def judged_mean_by(x: Ints, w: Ints) -> int | str:
    """`div` of the sum of `mul(x, w)` and the sum of w; none where that is 0."""
    try:
        total = checked(sum(mul(a, b) for a, b in zip(x, w, strict=True)))
        weight = checked(sum(w))
        return div(total, weight) if weight else "none"
    except PayError:
        return "overflow"


def grade(
    starts: Ints,
    ordered: Ints,
    x: Ints,
    quotas: Sequence[tuple[str, int, int]],
    mode: str,
    ties: str,
    small_group: tuple[int, int],
) -> Answers:
    """Section 4, `grade`: the value of each member; ``ordered`` stands from the best on.

    A quota is (percent, count or rest; its amount, percentages in micro; the grade's value), and
    a group of fewer members than the first number of ``small_group`` gets the second.
    """
    result: Answers = [0] * len(x)
    for run in runs(starts):
        ranked = [ordered[place] for place in run]
        grades = grade_of_places(quotas, len(ranked), mode)
        for place, member in enumerate(ranked):
            tied = [p for p, other in enumerate(ranked) if x[other] == x[member]]
            taken = [grades[p] for p in (tied if ties != "key" else [place])]
            if len(ranked) < small_group[0]:
                result[member] = small_group[1]
            else:
                result[member] = tied_value([quotas[g][2] for g in taken], ties)
    return result


def grade_of_places(quotas: Sequence[tuple[str, int, int]], n: int, mode: str) -> list[int]:
    """Which grade takes each of n places, from the first."""
    texts = {str(g): quota_text(kind, amount) for g, (kind, amount, _) in enumerate(quotas)}
    cuts = peers.cuts({"quotas": texts, "quota_rounding": mode}, n)
    return [next(g for g, cut in enumerate(cuts) if cut > place) for place in range(n)]


def quota_text(kind: str, amount: int) -> str:
    """A quota as a policy says it."""
    if kind == "percent":
        return f"{amount // 10_000}.{amount % 10_000:04d}%"
    return "rest" if kind == "rest" else str(amount)


def tied_value(values: Ints, ties: str) -> int | str:
    """What members get who take the places of these values together, from the best on."""
    if ties == "average":
        return judged(lambda: mean(checked(sum(values)), len(values)))
    return values[-1] if ties == "down" else values[0]


def percentile(starts: Ints, ordered: Ints, x: Ints) -> list[int]:
    """Section 4, `percentile`: of each member among its group."""
    result = [0] * len(x)
    for run in runs(starts):
        group: peers.Numbers = {(str(ordered[place]),): x[ordered[place]] for place in run}
        found = peers.percentile(group) if group else {}
        for key, number in found.items():
            result[int(key[0])] = number
    return result


# --- Money ------------------------------------------------------------------------------------


def share(
    amount: Ints, starts: Ints, weights: Ints, rounding: Sequence[str]
) -> tuple[list[int], Answers]:
    """Section 1, `share`: what each member gets; by segment what is left, or an error."""
    paid = [0] * len(weights)
    left: Answers = []
    for s, run in enumerate(runs(starts)):
        those = [place for place in run if weights[place] > 0]
        try:
            parts = shared(amount[s], [weights[place] for place in those], 0, None, rounding[s])
        except PayError as error:
            (name,) = error.classes
            left.append(name)
            continue
        for place, part in zip(those, parts, strict=True):
            paid[place] = part
        left.append(amount[s] - sum(parts))
    return paid, left


def divide(
    whole: Ints, pools: Mapping[str, Node], claims: Sequence[Mapping[str, Claims]], plan: Plan
) -> list[purses.Spent | str]:
    """Section 2: where the money of each purse went, or the class of its first error of money."""
    spent: list[purses.Spent | str] = []
    for money, claimed in zip(whole, claims, strict=True):
        try:
            spent.append(purses.spend(purses.Purse(money, dict(pools)), plan, claimed, 2))
        except PayError as error:
            (name,) = error.classes
            spent.append(name)
    return spent


def not_fixed(amount: int, weights: Ints, floor: int, cap: int | None) -> tuple[int, int]:
    """The steps, and the sum of weights, of the members that no limit fixes; nobody: nothing."""
    fixed = limits.fix_breaches(amount, weights, floor, cap)
    others = sum(weight for i, weight in enumerate(weights) if i not in fixed)
    return (amount - sum(fixed.values()) if weights else 0), others


def shared(amount: int, weights: Ints, floor: int, cap: int | None, rounding: str) -> list[int]:
    """Members with a weight share an amount; nobody shares nothing."""
    if not weights:
        return []
    if floor == 0 and cap is None:
        return division.share(amount, weights, rounding)
    return limits.share_within(amount, weights, floor, cap, rounding)


def least_move(
    giver: Ints, taker: Ints, by: Ints, times: Ints, cap: Ints, gives: int, takes: int
) -> list[int]:
    """Section 7: the least t up to cap with ``(giver - gives t) by <= (taker + takes t) times``.

    Where none holds it is cap; a cap of -1 asks whether it holds already (0) or not (1).
    """
    result = []
    for g, o, b, x, most in zip(giver, taker, by, times, cap, strict=True):
        lacks, gains = g * b - o * x, gives * b + takes * x
        if most < 0:
            result.append(int(lacks > 0))
        elif lacks <= 0:
            result.append(0)
        else:
            result.append(min(most, ceiling(lacks, gains)) if gains else most)
    return result


# --- Reading -----------------------------------------------------------------------------------


def distinct(cells: Sequence[object]) -> tuple[list[int], list[int]]:
    """The code of each cell, counted as they come (-1: ``None``), and where each first stands."""
    there = [cell for cell in cells if cell is not None]
    words = list(dict.fromkeys(there))
    codes = [-1 if cell is None else words.index(cell) for cell in cells]
    return codes, [cells.index(word) for word in words]


def micro_of_floats(bits: Ints, empty: Sequence[bool]) -> list[int | str]:
    """Section 1: the micro of the shortest decimal that reads back as the float, or a word."""
    result: list[int | str] = []
    for place, pattern in enumerate(bits):
        (number,) = unpack("<d", pack("<q", pattern))
        if empty and empty[place]:
            result.append("empty")
        elif not isfinite(number):
            result.append("no_number")
        elif abs(number) > 10**9:
            result.append("out_of_range")
        else:
            numerator, denominator = Decimal(repr(number)).as_integer_ratio()
            result.append(nearest(numerator * MICRO, denominator))
    return result


def agreeing(
    rows: tuple[Ints, Ints, Ints], words: tuple[Ints, Ints, Ints], homes: tuple[Ints, Ints]
) -> list[int]:
    """The one post of each row's teacher, -1 where it is not in the school or county named."""
    posts = []
    for teacher, school, county in zip(*rows, strict=True):
        post = words[0][teacher] if teacher >= 0 else -1
        if post >= 0:
            elsewhere = school >= 0 and words[1][school] != homes[0][post]
            abroad = county >= 0 and words[2][county] != homes[1][post]
            post = -1 if elsewhere or abroad else post
        posts.append(post)
    return posts


def is_rounded(bits: int) -> bool:
    """Whether a float's shortest decimal has more than six decimals."""
    (number,) = unpack("<d", pack("<q", bits))
    return Decimal(repr(number)) * MICRO % 1 != 0


__all__ = [
    "agreeing",
    "by_owner",
    "combine",
    "distinct",
    "divide",
    "find_cells",
    "grade",
    "group_starts",
    "least_move",
    "micro_of_floats",
    "muldiv",
    "order",
    "percentile",
    "segment_sums",
    "share",
    "weigh",
]
