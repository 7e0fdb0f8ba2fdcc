"""Section 4 of policy.md, Steps that compare peers: `relative_to`, `percentile`, `grade`."""

from __future__ import annotations

from .arithmetic import checked, div, is_percentage, mean, nearest, percentage, policy_number
from .columns import Computed, Key, Reading
from .policy import Node, as_list
from .records import utf8
from .values import cell_text

Numbers = dict[Key, int]

COMPARING = ("relative_to", "percentile", "grade")


def peer_columns(step: Node) -> list[str]:
    """Section 4, peers: the columns on which peers agree."""
    if "relative_to" in step:
        return as_list(next(iter(step["relative_to"].values())))
    if "percentile" in step:
        return as_list(step["percentile"])
    return as_list(step["grade"].get("within", []))


def peer_texts(step: Node, key: Key, item: Computed, reading: Reading) -> tuple[str, ...]:
    """Section 4, peers: what a member says in these columns; `unit` may be one."""
    place = item.places[key]
    return tuple(
        (place.unit or "") if column == "unit" else cell_text(column, place, reading)
        for column in peer_columns(step)
    )


def compare(step: Node, group: Numbers) -> Numbers:
    """Section 4: a step that compares, on one group of peers."""
    if "relative_to" in step:
        return relative(next(iter(step["relative_to"])), group)
    if "percentile" in step:
        return percentile(group)
    return graded(step["grade"], group)


def relative(to: str, group: Numbers) -> Numbers:
    """Section 4, `relative_to`: `div` by the peers' mean, max or sum; 0 where that is 0."""
    if to == "max":
        reference = max(group.values())
    else:
        reference = checked(sum(group.values()))
        if to == "mean":
            reference = mean(reference, len(group))
    return {key: div(x, reference) if reference else 0 for key, x in group.items()}


def percentile(group: Numbers) -> Numbers:
    """Section 4, `percentile`: `div(2 * smaller + equal, 2 * (n - 1))`; alone: 0.5."""
    n, numbers = len(group), list(group.values())
    if n == 1:
        return dict.fromkeys(group, 500_000)
    result = {}
    for key, x in group.items():
        smaller = sum(y < x for y in numbers)
        equal = sum(y == x for y in numbers) - 1
        result[key] = div(2 * smaller + equal, 2 * (n - 1))
    return result


def cuts(grade: Node, n: int) -> list[int]:
    """Section 4, `grade`: up to which place each grade goes."""
    counts = percents = 0
    result = []
    for quota in grade["quotas"].values():
        if quota == "rest":
            result.append(n)
            continue
        if is_percentage(quota):
            percents += percentage(quota)
        else:
            counts += int(quota)
        share = n * percents
        mode = grade.get("quota_rounding", "half_up")
        if mode == "half_up":
            whole = nearest(share, 10**6)
        else:
            whole = share // 10**6 if mode == "down" else -(-share // 10**6)
        result.append(min(n, counts + whole))
    return result


def graded(grade: Node, group: Numbers) -> Numbers:
    """Section 4, `grade`: by rank among peers, with equal numbers treated as `ties` says."""
    n = len(group)
    values = [policy_number(grade["values"][name]) for name in grade["quotas"]]
    small = grade.get("small_group")
    if small and n < int(small["below"]):
        return dict.fromkeys(group, policy_number(grade["values"][small["grade"]]))
    limits = cuts(grade, n)
    # the grade of each place, counted from the first
    places = [next(g for g, cut in enumerate(limits) if cut > place) for place in range(n)]
    sign = 1 if grade.get("order") == "ascending" else -1
    ranked = sorted(group, key=lambda key: (sign * group[key], utf8(key)))
    ties = grade.get("ties", "average")
    if ties == "key":
        return {key: values[places[i]] for i, key in enumerate(ranked)}
    result: Numbers = {}
    first = 0
    while first < n:
        after = first
        while after < n and group[ranked[after]] == group[ranked[first]]:
            after += 1
        taken = places[first:after]
        if ties == "average":
            value = mean(checked(sum(values[g] for g in taken)), len(taken))
        else:
            value = values[taken[0] if ties == "up" else taken[-1]]
        result |= dict.fromkeys(ranked[first:after], value)
        first = after
    return result
