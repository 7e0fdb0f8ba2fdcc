"""`combine`, `grade` and `percentile` against their plain twins (section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.engine import kernels
from tests.engine.drawing import (
    LARGEST,
    MODES,
    SOME,
    answers,
    array,
    numbers,
    repeated,
    starts_of_segments,
)
from tests.reference import kernels as plain

KINDS = {
    "sum": kernels.SUM,
    "mean": kernels.MEAN,
    "max": kernels.MAX,
    "min": kernels.MIN,
    "count": kernels.COUNT,
    "best": kernels.BEST,
    "mean_by": kernels.MEAN_BY,
}
TIES = {
    "average": kernels.AVERAGE,
    "up": kernels.TIES_UP,
    "down": kernels.TIES_DOWN,
    "key": kernels.BY_KEY,
}
QUOTAS = {"percent": kernels.PERCENT, "count": kernels.MEMBERS, "rest": kernels.REST}
Quotas = Sequence[tuple[str, int, int]]


@pytest.mark.parametrize("kind", sorted(KINDS))
@settings(SOME, max_examples=60)
@given(st.data(), st.integers(1, 4), st.integers(1, 4))
def test_combine_agrees_with_its_twin(
    kind: str, data: st.DataObject, members: int, best: int
) -> None:
    """`combine` makes each member's number of its rows, or says that it leaves 64 bits."""
    places = st.integers(0, members - 1)
    member = sorted(data.draw(st.lists(places, max_size=20)))
    x = data.draw(repeated(len(member), numbers))
    w = data.draw(repeated(len(member), numbers))
    if kind == "best":  # the kernel takes each member's rows from the largest
        x = [x[i] for i in sorted(range(len(x)), key=lambda i: (member[i], -x[i]))]
    found = kernels.combine(array(member), array(x), array(w), members, KINDS[kind], best)
    expected, count = plain.combine(member, x, w, members, kind, best)
    assert answers(found[0], found[1]) == expected
    assert found[2].tolist() == count


HOW = {
    "constant": kernels.CONSTANT,
    "word": kernels.OF_WORD,
    "number": kernels.OF_NUMBER,
    "band": kernels.OF_BAND,
}
WORDS = 3
"""How many words each column has in these tests."""


@st.composite
def weighings(draw: st.DrawFn) -> dict[str, Any]:
    """Rows of up to three members, with two columns of words and two of numbers."""
    small = st.one_of(st.integers(-3, 40).map(lambda n: n * 500_000), numbers)
    maybe = st.one_of(small, small, small, st.none())
    members = draw(st.integers(1, 3))
    owner = draw(st.lists(st.integers(0, members - 1), max_size=12))
    width = len(owner) + draw(st.integers(0, 3))
    rows = draw(st.permutations(range(width)))[: len(owner)]
    if width == len(owner) and draw(st.booleans()):
        rows = []
    kind = draw(st.sampled_from(["sum", "mean", "max", "min", "count"]))
    factors = []
    for _ in range(0 if kind == "count" else draw(st.integers(1, 3))):
        how = draw(st.sampled_from(sorted(HOW)))
        said = draw(st.lists(maybe, min_size=WORDS + 1, max_size=WORDS + 1))
        if how == "constant":
            said = [draw(small)]
        elif how == "band":
            bounds = sorted(
                draw(st.sets(st.integers(-2, 20).map(lambda n: n * 1_000_000), min_size=1))
            )
            said = [draw(maybe), *bounds, *(draw(maybe) for _ in bounds)]
        factors.append((how, draw(st.integers(0, 1)), [] if how == "number" else said))
    accepted = st.lists(st.booleans(), min_size=WORDS + 1, max_size=WORDS + 1)
    return {
        "owner": owner,
        "rows": list(rows),
        "words": [draw(repeated(width, st.integers(-1, WORDS - 1))) for _ in range(2)],
        "numbers": [draw(repeated(width, maybe)) for _ in range(2)],
        "tests": draw(st.lists(st.tuples(st.integers(0, 1), accepted), max_size=2)),
        "factors": factors,
        "inside": draw(repeated(members, st.sampled_from([True, True, False]))),
        "kind": kind,
    }


def laid_out(parts: Sequence[Sequence[Any]]) -> tuple[list[Any], list[tuple[int, int]]]:
    """Lists one after another, and where each begins and how long it is."""
    starts = np.cumsum([0, *(len(part) for part in parts)]).tolist()
    return [x for part in parts for x in part], [
        (s, len(p)) for s, p in zip(starts, parts, strict=False)
    ]


def or_nothing(values: Sequence[int | None]) -> list[int]:
    """Numbers, ``NOTHING`` in the place of none."""
    return [kernels.NOTHING if value is None else value for value in values]


@settings(SOME, max_examples=300)
@given(weighings())
def test_weigh_agrees_with_its_twin(drawn: dict[str, Any]) -> None:
    """`weigh` makes each member's number of the rows that count, or says that one is lacking."""
    accepts, of_tests = laid_out([accepts for _, accepts in drawn["tests"]])
    said, of_factors = laid_out([or_nothing(said) for _, _, said in drawn["factors"]])
    tests = [[c, *at] for (c, _), at in zip(drawn["tests"], of_tests, strict=True)]
    factors = [
        [HOW[how], c, *at] for (how, c, _), at in zip(drawn["factors"], of_factors, strict=True)
    ]
    value, count, sure = kernels.weigh(
        array(drawn["owner"]),
        array(drawn["rows"]),
        (*map(array, drawn["words"]), array([]), array([])),
        tuple(array(or_nothing(column)) for column in drawn["numbers"]),
        array(tests).reshape(-1, 3),
        np.array(accepts, np.bool_),
        array(factors).reshape(-1, 4),
        array(said),
        np.array(drawn["inside"], np.bool_),
        KINDS[drawn["kind"]],
    )
    found = (value.tolist(), count.tolist()) if sure else None
    assert found == plain.weigh(**drawn)


def test_combine_of_many_rows() -> None:
    """A member may have thousands of rows of the largest numbers, if the sum fits."""
    x = [LARGEST, -LARGEST] * 2000 + [5]
    member = [1] * len(x)
    for kind, expected in {"sum": 5, "mean": 0, "max": LARGEST, "min": -LARGEST}.items():
        found = kernels.combine(array(member), array(x), array(x), 3, KINDS[kind], 0)
        assert answers(found[0], found[1]) == [0, expected, 0]
    found = kernels.combine(array(member), array(x), np.ones(len(x), np.int64), 3, KINDS["sum"], 0)
    assert found[2].tolist() == [0, 4001, 0]


def test_weights_that_cancel_make_no_number() -> None:
    """`mean_by` of weights whose sum is 0 is none."""
    found = kernels.combine(array([0, 0]), array([1, 2]), array([7, -7]), 1, KINDS["mean_by"], 0)
    assert answers(found[0], found[1]) == ["none"]


# --- Grades -----------------------------------------------------------------------------------


@st.composite
def quotas_of_grades(draw: st.DrawFn) -> Quotas:
    """Quotas in any order: percentages up to all, counts, and `rest` last where they leave some."""
    percents = draw(st.lists(st.integers(0, 10**6), max_size=4))
    while sum(percents) > 10**6:
        percents.pop()
    quotas = [("percent", p) for p in percents]
    left = 10**6 - sum(percents)
    rest = draw(st.booleans()) or not quotas
    if left and not rest:
        quotas.append(("percent", left))
    quotas += [("count", n) for n in draw(st.lists(st.integers(0, 12), max_size=2))]
    quotas = draw(st.permutations(quotas)) + ([("rest", 0)] if rest else [])
    values = st.one_of(st.integers(-(10**7), 10**7), numbers)
    return [(kind, amount, draw(values)) for kind, amount in quotas]


def graded(
    starts: list[int],
    ordered: list[int],
    x: list[int],
    quotas: Quotas,
    mode: str,
    ties: str,
    small_group: tuple[int, int],
) -> list[Any]:
    """What the kernel says, in the words of the twin."""
    rows = [(QUOTAS[kind], amount, value) for kind, amount, value in quotas]
    found = kernels.grade(
        array(starts),
        array(ordered),
        array(x),
        array(rows).T,
        MODES[mode],
        TIES[ties],
        *small_group,
    )
    return answers(*found)


@SOME
@given(
    st.data(),
    starts_of_segments(members=30),
    quotas_of_grades(),
    st.sampled_from(sorted(MODES)),
    st.sampled_from(sorted(TIES)),
    st.booleans(),
)
def test_grade_agrees_with_its_twin(
    data: st.DataObject,
    starts: list[int],
    quotas: Quotas,
    mode: str,
    ties: str,
    ascending: bool,
) -> None:
    """`grade` gives each member the value of the places that it takes, in every mode."""
    x = data.draw(repeated(starts[-1], numbers))
    small_group = data.draw(st.tuples(st.integers(0, 5), numbers))
    sign = 1 if ascending else -1
    ordered = plain.order(starts, [[sign * number for number in x]])
    expected = plain.grade(starts, ordered, x, quotas, mode, ties, small_group)
    assert graded(starts, ordered, x, quotas, mode, ties, small_group) == expected


@pytest.mark.parametrize("ties", sorted(TIES))
@pytest.mark.parametrize("mode", sorted(MODES))
def test_grades_of_300_members(mode: str, ties: str) -> None:
    """Groups of 1 to 300 members are graded alike, with and without ties."""
    rng = np.random.default_rng(5)
    starts = [0, *np.cumsum([1, 2, 3, 7, 0, 150, 300]).tolist()]
    for distinct in (1, 20, 10**6):
        x = rng.integers(0, distinct, starts[-1]).tolist()
        ordered = plain.order(starts, [[-number for number in x]])
        quotas = [
            ("percent", 200_000, 12),
            ("count", 3, 10),
            ("percent", 333_333, 7),
            ("rest", 0, 1),
        ]
        expected = plain.grade(starts, ordered, x, quotas, mode, ties, (0, 0))
        assert graded(starts, ordered, x, quotas, mode, ties, (0, 0)) == expected


def test_a_mean_of_values_beyond_64_bits_is_an_error() -> None:
    """Tied members whose values add up to more than 64 bits have no mean; the best value stays."""
    quotas = [("percent", 500_000, LARGEST), ("rest", 0, LARGEST)]
    tied = ([0, 2], [0, 1], [4, 4], quotas, "half_up")
    assert graded(*tied, "average", (0, 0)) == ["overflow", "overflow"]
    assert graded(*tied, "up", (0, 0)) == [LARGEST, LARGEST]
    assert graded(*tied, "average", (3, 8)) == [8, 8]


@SOME
@given(st.data(), starts_of_segments(members=30))
def test_percentile_agrees_with_its_twin(data: st.DataObject, starts: list[int]) -> None:
    """`percentile` places each member among its group; alone it is in the middle."""
    x = data.draw(repeated(starts[-1], numbers))
    ordered = plain.order(starts, [[-number for number in x]])
    found = kernels.percentile(array(starts), array(ordered), array(x))
    assert found.tolist() == plain.percentile(starts, ordered, x)


def test_percentiles_of_300_members() -> None:
    """Groups of up to 300 members, with and without ties, have their percentiles."""
    rng = np.random.default_rng(9)
    starts = [0, *np.cumsum([1, 2, 0, 300, 299]).tolist()]
    for distinct in (1, 20, 10**6):
        x = rng.integers(0, distinct, starts[-1]).tolist()
        ordered = plain.order(starts, [[-number for number in x]])
        found = kernels.percentile(array(starts), array(ordered), array(x))
        assert found.tolist() == plain.percentile(starts, ordered, x)
