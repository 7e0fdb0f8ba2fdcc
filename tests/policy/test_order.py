"""Items are put in an order in which each comes after what it needs."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.policy import parse_policy
from tests.policy.building import accepted, small


def order(items: str, groups: str = "") -> list[str]:
    """The names of the items added, in the policy's order."""
    own = [line.split(":")[0] for line in items.splitlines()]
    return [name for name in accepted(small(items=items, groups=groups)).items if name in own]


def test_items_follow_those_they_read() -> None:
    """An item comes after the items of its rows, VALUEs, sums, products, conditions and steps."""
    items = """\
a: {rows: {item: b}, each: {by: {item: c}, bands: {0: {item: d}}}}
b: {sum_of: [e]}
c: {product_of: [f, b]}
d: {rows: leave, then: [{divide: 2, if_zero: {item: g, default: {item: h}}}]}
e: {rows: leave, for: {item: {h: {from: 1}}}}
f: {rows: leave}
g: {rows: leave}
h: {rows: leave}
"""
    names = order(items)
    for later, earlier in ("ab", "ac", "ad", "be", "cf", "cb", "dg", "dh", "eh"):
        assert names.index(later) > names.index(earlier)


def test_items_follow_those_of_their_groups() -> None:
    """A group's items count as needs of the item that has the group, through `not` as well."""
    groups = "many: {item: {b: {from: 1}}}\nfew: {not: {not: many}}"
    assert order("a: {rows: leave, for: few}\nb: {rows: leave}", groups) == ["b", "a"]


def test_items_without_needs_stay_as_written() -> None:
    """Where nothing else is asked, the order is that of the file."""
    assert order("z: {rows: leave}\na: {rows: leave}\nm: {rows: leave}") == ["z", "a", "m"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30))
def test_either_an_order_or_a_circle(needs: list[tuple[int, int]]) -> None:
    """Any net of needs gives an order that keeps them all, or names a circle that is one."""
    lines = []
    for item in range(12):
        listed = ", ".join(f"n{need}" for owner, need in needs if owner == item)
        lines.append(f"n{item}: {{sum_of: [lessons{', ' if listed else ''}{listed}]}}")
    policy, problems = parse_policy(small(items="\n".join(lines)))
    if policy is not None:
        names = list(policy.items)
        assert all(names.index(f"n{one}") > names.index(f"n{need}") for one, need in needs)
        return
    assert {problem.code for problem in problems} == {"P203"}
    for problem in problems:
        circle = [int(name[1:]) for name in str(problem.values["found"]).split(" → ")]
        assert circle[0] == circle[-1]
        assert all(pair in needs for pair in pairwise(circle))


def test_long_chain() -> None:
    """A chain of thousands of items is ordered without running out of stack."""
    lines = [f"n{i}: {{sum_of: [n{i + 1}]}}" for i in range(3000)]
    names = order("\n".join([*lines, "n3000: {rows: leave}"]))
    assert names == [f"n{i}" for i in range(3000, -1, -1)]
