"""Whatever is loaded, loading raises nothing: it gives a policy or says what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paycalc.policy import parse_policy
from paycalc.problems import Problem
from tests.policy.building import reading, small

EXAMPLE = Path(__file__).with_name("example.yaml").read_text(encoding="utf-8")
TREE = yaml.load(EXAMPLE, Loader=yaml.BaseLoader)
WORDS = sorted({word.strip("{}[],:\"'") for word in EXAMPLE.split()})

LEAVES = (
    st.sampled_from(WORDS)
    | st.text(max_size=8)
    | st.sampled_from(
        [
            "",
            "0",
            "-1",
            "101%",
            "0.00000001",
            "9" * 30,
            "2025-02-30",
            "rest",
            "none",
            "a.b.c",
            "unit",
        ]
    )
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(LEAVES, inner, max_size=4),
    max_leaves=12,
)


def loads(text: str, files: dict[str, str] | None = None) -> tuple[Problem, ...]:
    """Loads a text, and holds what must hold whatever it is."""
    policy, problems = parse_policy(text, file="f", read_file=reading(files or {}))
    assert (policy is None) == bool(problems)
    for problem in problems:
        assert problem.place.line is not None
        assert problem.place.line >= 1
        assert problem.message("en")
        assert problem.message("zh")
        assert str(problem).isprintable()
    return problems


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all parts of a tree."""
    found = [path]
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, part in inner if not isinstance(tree, str) else ():
        found += places(part, (*path, key))
    return found


def replaced(tree: Any, path: tuple[Any, ...], new: Any) -> Any:
    """The tree with another part at a path."""
    if not path:
        return new
    copy = tree.copy()
    copy[path[0]] = replaced(tree[path[0]], path[1:], new)
    return copy


PLACES = places(TREE)


@settings(deadline=None)
@given(st.text())
@example("\x00")
@example("\ud800")
@example("? ")
@example("!!binary |\n x")
@example("%TAG ! tag:x,2000:\n---\na")
@example('a: "\\ud800"')
@example("level_2: {file: x, plans: {a: {file: y}}}")
def test_any_text(text: str) -> None:
    """Any text at all is refused with problems that have a line."""
    loads(text)


@settings(deadline=None)
@given(TREES)
def test_any_tree(tree: Any) -> None:
    """Any tree of lists, mappings and texts is refused with problems."""
    assert loads(json.dumps(tree))


@settings(deadline=None)
@given(st.sampled_from(PLACES), TREES)
def test_the_example_with_another_part(place: tuple[Any, ...], tree: Any) -> None:
    """The example with anything else in the place of any part is accepted or refused."""
    loads(json.dumps(replaced(TREE, place, tree)))


@settings(deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_the_example_with_a_part_of_its_own_elsewhere(
    place: tuple[Any, ...], other: tuple[Any, ...]
) -> None:
    """The example with one of its parts put in the place of another is accepted or refused."""
    part: Any = TREE
    for key in other:
        part = part[key]
    loads(json.dumps(replaced(TREE, place, part)))


@settings(deadline=None)
@given(st.integers(0, len(EXAMPLE)), st.integers(0, 20), st.text(max_size=5))
def test_the_example_with_other_characters(start: int, length: int, text: str) -> None:
    """The example with some characters removed and others put in is accepted or refused."""
    loads(EXAMPLE[:start] + text + EXAMPLE[start + length :])


@settings(deadline=None)
@given(TREES)
def test_any_plan(tree: Any) -> None:
    """Any content of a plan's file is accepted or refused."""
    text = small().split("level_2:")[0] + "level_2: {file: plan.yaml}\n"
    loads(text, {"plan.yaml": json.dumps(tree)})
