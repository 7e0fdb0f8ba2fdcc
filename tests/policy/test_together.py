"""All mistakes of a policy come back at once, in the order of the file, and never without end."""

from __future__ import annotations

from time import process_time

import pytest

from paycalc.policy import parse_policy
from paycalc.problems import order
from tests.policy.building import HERE, reading, small
from tests.policy.faults import FAULTS


def test_all_mistakes_come_at_once() -> None:
    """Spelling, numbers, names, grains, purses and duties are told in one go."""
    text = small(
        groups="bad: {item: {nobody: {from: 1}}}",
        items="""\
        a: {rows: workload, wher: {kind: x}}
        b: {rows: leave, times: [1e3, 2, 3.0000001]}
        c: {of: unit, sum_of: [lessons]}
        a: {rows: leave}
        """,
        pools_1="more: {takes: 60%, share_by: [lessons]}",
        pools_2="x: {takes: rest, keep: true}\ny: {takes: rest, keep: true, for: nobodies}",
        end="guarantees: {g: {group: heads, share_at_most: 1%, over: all, enforce: true}}\n",
    )
    _, problems = parse_policy(text)
    assert [problem.code for problem in problems] == [
        "P200",
        "P030N",
        "P040",
        "P041",
        "P304",
        "P010",
        "P412",
        "P400",
        "P411",
        "P201",
        "P510",
    ]
    assert problems == order(problems)


def test_mistakes_of_a_plans_file_come_too() -> None:
    """Mistakes of the policy and of its plans' files come together, each with its file."""
    text = small(items="a: {rows: nothing}").split("level_2:")[0] + (
        "level_2: {plan_by: stage, default: a, plans: {a: {file: a.yaml}, b: {file: b.yaml}}}\n"
    )
    files = {"a.yaml": "pools: {x: {takes: 1%}}\n", "b.yaml": "pools: [\n"}
    _, problems = parse_policy(text, file="p.yaml", read_file=reading(files))
    assert {(problem.code, problem.place.file) for problem in problems} == {
        ("P050", "p.yaml"),
        ("P032", "a.yaml"),
        ("P014", "b.yaml"),
    }


def test_a_refused_part_is_not_told_twice() -> None:
    """What was refused keeps its name, so that those who use it are not blamed as well."""
    text = small(
        items="a: {rows: [1]}",
        pools_1="more: [1]",
        pools_2="x: {takes: 1%, share_by: [a], from: [more]}",
    )
    _, problems = parse_policy(text)
    assert [problem.code for problem in problems] == ["P023", "P020"]


def test_items_that_are_no_mapping_are_told_once() -> None:
    """Where items are no mapping at all, nobody is told that each of them is unknown."""
    lines = [line for line in small().splitlines() if "rows:" not in line]
    text = "\n".join(lines).replace("items:", "items: []")
    _, problems = parse_policy(text)
    assert [problem.code for problem in problems] == ["P020"]


def test_very_many_mistakes_are_cut_off() -> None:
    """After a thousand problems only their being there is told."""
    items = "\n".join(f"n{i}: {{rows: leave, colour{i}: 1}}" for i in range(3000))
    _, problems = parse_policy(small(items=items))
    assert len(problems) == 1001
    assert [problem.code for problem in problems].count("P009") == 1


HUGE = 100_000

BOMBS = {
    "brackets": "a: " + "[" * HUGE,
    "braces": "a: " + "{a: " * HUGE,
    "dashes": "- " * HUGE,
    "nested maps": "".join(" " * i + "a:\n" for i in range(400)),
    "aliases": "a: &a [x, x]\n" + "".join(f"b{i}: [*a, *a, *a]\n" for i in range(20_000)),
    "one key": "a: 1\n" * HUGE,
    "many unknown keys": "".join(f"share_by{i}: 1\n" for i in range(50_000)),
    "documents": "--- a\n" * HUGE,
    "long number": small(pools_2="more: {takes: " + "9" * 900_000 + ", keep: true}"),
    "long key": "k" * 900_000 + ": 1",
    "long name": small(pools_2="more: {takes: 1%, share_by: [" + "l" * 900_000 + "]}"),
    "too large": "a" * (1 << 21),
    "tabs": "\t" * HUGE,
    "quotes": '"' * HUGE,
    "bands": small(
        items="more: {rows: leave, then: [{bands: {"
        + ", ".join(f"{i % 7}: 1" for i in range(50_000))
        + "}}]}"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_quickly(name: str) -> None:
    """What is built to be slow to read is refused, in far less than it was built for."""
    start = process_time()
    policy, problems = parse_policy(BOMBS[name])
    assert process_time() - start < 3
    assert policy is None
    assert 0 < len(problems) <= 1001


def test_depth_is_refused_before_the_rest_is_read() -> None:
    """What lies behind a place that is too deep is never looked at."""
    _, problems = parse_policy("a: " + "[" * 40 + "]" * 40 + "\na: 1\n")
    assert [problem.code for problem in problems] == ["P006"]


def test_one_file_of_many_plans_is_read_once() -> None:
    """A file that several plans name is read once."""
    reads = []

    def read(name: str) -> str:
        reads.append(name)
        return "pools: {x: {takes: rest, share_equally: true}}\n"

    plans = ", ".join(f"p{i}: {{file: one.yaml}}" for i in range(50))
    text = small().split("level_2:")[0] + (
        f"level_2: {{plan_by: stage, default: p0, plans: {{{plans}}}}}\n"
    )
    policy, _ = parse_policy(text, read_file=read)
    assert policy is not None
    assert reads == ["one.yaml"]


def test_two_faults_in_one_file_are_both_told() -> None:
    """The fault of one policy is still told when a key that is not known stands at the end."""
    for fault in FAULTS:
        if fault.code < "P020" or fault.files or HERE not in fault.text or len(fault.text) < 99:
            continue
        text = fault.text.replace(HERE, "").rstrip("\n") + "\ncolour: red\n"
        codes = [problem.code for problem in parse_policy(text)[1]]
        assert {fault.code, "P030"} <= set(codes)
