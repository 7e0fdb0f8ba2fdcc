"""YAML is read into texts, lists and mappings that know their places."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.policy._collector import Collector
from paycalc.policy._yaml import ListNode, MapNode, Node, ScalarNode, read_nodes
from paycalc.policy.model import Mark
from tests.policy.building import accepted, small


def read(text: str | bytes) -> Node | None:
    """The nodes of a text that has no problem."""
    problems = Collector()
    node = read_nodes(text, "f", problems)
    assert not problems.problems
    return node


def test_nodes_know_their_places() -> None:
    """Keys, values and entries carry line and column, counted from one in characters."""
    top = read("一: [甲, 乙]\nb:\n  c: d\n")
    assert isinstance(top, MapNode)
    key, node = top.entries["一"]
    assert (key.mark, node.mark) == (Mark("f", 1, 1), Mark("f", 1, 4))
    assert isinstance(node, ListNode)
    assert node.nodes[1] == ScalarNode("乙", Mark("f", 1, 8))
    inner = top.entries["b"][1]
    assert isinstance(inner, MapNode)
    assert inner.entries["c"][1] == ScalarNode("d", Mark("f", 3, 6))


@pytest.mark.parametrize("text", ["a", "'a'", '" a "', "'\u3000a\t'", "|\n  a\n", ">-\n  a"])
def test_scalars_are_trimmed_texts(text: str) -> None:
    """However a text is quoted or folded, it is the same text without blanks around it."""
    top = read(f"k: {text}")
    assert isinstance(top, MapNode)
    node = top.entries["k"][1]
    assert isinstance(node, ScalarNode)
    assert node.text == "a"


def test_byte_order_mark_is_nothing() -> None:
    """A byte order mark before the text changes neither the text nor its places."""
    assert read("\ufeffa: b") == read("a: b") == read("\ufeffa: b".encode())


def test_windows_line_ends_are_line_ends() -> None:
    """A file with CR LF says the same as one with LF."""
    text = small(pools_2="more: {takes: 1%, keep: true}")
    assert accepted(text.replace("\n", "\r\n")) == accepted(text)


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [(b"a: \xff", 1, 4), ("一: b\n二: ".encode() + b"\xe4\xb8", 2, 4), (b"\x80", 1, 1)],
)
def test_invalid_utf8_is_refused_in_its_place(content: bytes, line: int, column: int) -> None:
    """Bytes that are not UTF-8 are refused, and their place is counted in characters."""
    problems = Collector()
    assert read_nodes(content, "f", problems) is None
    (problem,) = problems.problems.values()
    assert (problem.code, problem.place.line, problem.place.position) == ("P003", line, column)


def test_without_the_c_parser_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PyYAML has no C parser, its own reads the same nodes at the same places."""
    text = small(items="more: {rows: 'leave', where: {kind: [a, 二]}}")
    with_c = read(text)
    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    assert read(text) == with_c


@pytest.mark.parametrize("text", ["a: [b\n", "a:\n\t- b\n", 'a: "b\n', "a: b: c\n", "a: @b\n"])
def test_without_the_c_parser_the_same_is_refused(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both of PyYAML's parsers lead to the same sentence."""

    def codes() -> list[str]:
        problems = Collector()
        assert read_nodes(text, "f", problems) is None
        return [problem.code for problem in problems.problems.values()]

    with_c = codes()
    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    assert codes() == with_c


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever the text, reading gives nodes or at least one problem, and raises nothing."""
    problems = Collector()
    node = read_nodes(text, "f", problems)
    assert node is not None or problems.problems


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """Whatever the bytes, reading gives nodes or at least one problem, and raises nothing."""
    problems = Collector()
    node = read_nodes(content, "f", problems)
    assert node is not None or problems.problems
