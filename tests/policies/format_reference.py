"""The examples of `policies/README.md`: found, laid over the base, written as policy tests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml

README = Path(__file__).parents[2] / "policies" / "README.md"
BLOCK = re.compile(r"(?:<!-- (?P<mark>[a-z ]+) -->\n)?```(?P<info>[^\n]*)\n(?P<text>.*?)```", re.S)
NUMBER = re.compile(r"-?\d+(\.\d+)?")
ADDED = ("items", "groups")
OF_A_CASE = ("given", "add", "expect")
OTHER_CODES = {"problems": "P000", "warnings": "R132"}
TEXT, LIST, MAP = (f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map"))


@dataclass(frozen=True)
class Block:
    """A fenced block: its mark, language, file name, text, and the line where its text begins."""

    mark: str
    language: str
    file: str
    text: str
    line: int


@dataclass(frozen=True)
class Example:
    """A policy, its tests, the plan files shown right before it, and its line in README.md."""

    line: int
    policy: str
    tests: str
    files: tuple[tuple[str, str], ...] = ()

    def write(self, folder: Path) -> Path:
        """Writes all files into a folder; the file of the tests."""
        for name, text in (("policy.yaml", self.policy), ("tests.yaml", self.tests), *self.files):
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return folder / "tests.yaml"


def blocks(text: str) -> Iterator[Block]:
    """All fenced blocks, in their order."""
    for found in BLOCK.finditer(text):
        language, _, file = found["info"].partition(" ")
        line = text.count("\n", 0, found.start("text")) + 1
        yield Block(found["mark"] or "", language, file, found["text"], line)


def examples(text: str) -> list[Example]:
    """Every example, laid over the base policy and the base records.

    Each has two cases: what README.md shows, and the same with every expected value wrong.
    """
    found = list(blocks(text))
    marked = {block.mark: block for block in found if block.mark}
    base, records = marked["base policy"].text, marked["base records"].text
    whole = marked["test file"]
    made = [Example(whole.line, base, f"policy: policy.yaml\n{whole.text}")]
    files: list[tuple[str, str]] = []
    for block in found:
        if block.file:
            files.append((block.file, block.text))
        elif not block.mark:
            made.append(_example(block, base, records, tuple(files)))
            files = []
    return sorted(made, key=lambda example: example.line)


def _example(block: Block, base: str, records: str, files: tuple[tuple[str, str], ...]) -> Example:
    fragment, case = _parts(block.text)
    _, wrong = _parts(block.text)
    for key, node in wrong.value:
        if key.value == "expect":
            _falsify(node, fragment)
    named = [_named(case, "as shown"), _named(wrong, "all wrong")]
    tests = _mapping(records)
    tests.value += [
        (_scalar("policy"), _scalar("policy.yaml")),
        (_scalar("cases"), yaml.SequenceNode(LIST, named)),
    ]
    policy = _laid_over(_mapping(base), fragment)
    return Example(block.line, _written(policy), _written(tests), files)


def _parts(text: str) -> tuple[yaml.MappingNode, yaml.MappingNode]:
    """What an example says of the policy, and of the case."""
    parts = (_mapping("{}"), _mapping("{}"))
    for key, node in _mapping(text).value:
        parts[key.value in OF_A_CASE].value.append((key, node))
    return parts


def _laid_over(base: yaml.MappingNode, fragment: yaml.MappingNode) -> yaml.MappingNode:
    """The base with the fragment's parts: items and groups are added, others take the place."""
    parts = {key.value: (key, node) for key, node in base.value}
    for key, node in fragment.value:
        if key.value in ADDED and key.value in parts:
            parts[key.value][1].value.extend(node.value)
        else:
            parts[key.value] = (key, node)
    return yaml.MappingNode(MAP, list(parts.values()), flow_style=False)


def _named(case: yaml.MappingNode, name: str) -> yaml.MappingNode:
    case.value.insert(0, (_scalar("name"), _scalar(name)))
    return case


# --- Wrong expectations -------------------------------------------------------------------------


def _falsify(expect: yaml.MappingNode, policy: yaml.MappingNode) -> None:
    """Makes every expected value of an example wrong."""
    for key, node in expect.value:
        if key.value == "guarantees":
            shown = {one.value for one in node.value}
            every = [
                name for part, n in policy.value if part.value == key.value for name in n.value
            ]
            node.value = [_scalar(name.value) for name, _ in every if name.value not in shown]
        elif key.value in OTHER_CODES:
            node.value = [_scalar(OTHER_CODES[key.value])]
        elif key.value == "bars":
            _leaves(node, lambda text: "other" if not text[0].isdigit() else text)
        else:
            _leaves(node, _other_number)


def _leaves(node: yaml.Node, change: Callable[[str], str]) -> None:
    if isinstance(node, yaml.MappingNode):
        for _, inner in node.value:
            _leaves(inner, change)
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            _leaves(inner, change)
    else:
        node.value = change(node.value)


def _other_number(text: str) -> str:
    """The next number; of no number, one; any other text is no expectation but a name."""
    if text == "none":
        return "1"
    return str(Decimal(text) + 1) if NUMBER.fullmatch(text) else text


# --- Nodes --------------------------------------------------------------------------------------


def _scalar(text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode(TEXT, text)


def _mapping(text: str) -> yaml.MappingNode:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(node, yaml.MappingNode)
    return node


def _written(node: yaml.Node) -> str:
    """A node as text, each scalar as it was: plain or quoted."""
    text: str = yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True, width=1000)
    return text
