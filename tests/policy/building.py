"""Small policies to test with: a whole one, and the same with something put in."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import dedent, indent

from paycalc.policy import Policy, parse_policy
from paycalc.problems import Problem

HERE = "§"
"""Stands in a faulty policy right before the place that a problem must name."""

HEAD = """\
paycalc: 1
id: small
version: "1"
effective: {from: 2025-09-01}
currency: {code: CNY, decimals: 2}
"""
GROUPS = "teachers: {position: teacher}\nheads: {position: principal}\n"
ITEMS = """\
lessons: {rows: workload}
size: {of: unit, rows: staff}
spare: {of: county, rows: staff}
events: {of: [post, event], rows: workload}
"""
POOLS_1 = "base: {takes: 50%, share_by: [size]}\n"
POOLS_2 = "work: {takes: 50%, share_by: [lessons]}\n"


def small(
    *,
    head: str = HEAD,
    groups: str = "",
    items: str = "",
    level_1: str = "",
    pools_1: str = "",
    level_2: str = "",
    pools_2: str = "",
    adjust: str = "",
    end: str = "",
) -> str:
    """The small policy with more in some of its sections; ``end`` is whole sections."""
    parts = [
        head,
        "groups:\n" + _in(GROUPS + dedent(groups)),
        "items:\n" + _in(ITEMS + dedent(items)),
        "level_1:\n" + _in(dedent(level_1)) + "  pools:\n" + _in(POOLS_1 + dedent(pools_1), 4),
        "level_2:\n" + _in(dedent(level_2)) + "  pools:\n" + _in(POOLS_2 + dedent(pools_2), 4),
    ]
    if adjust:
        parts.append("  adjust:\n" + _in(dedent(adjust), 4))
    return "".join(parts) + dedent(end)


def _in(text: str, by: int = 2) -> str:
    lines = indent(text, " " * by)
    return lines if not lines or lines.endswith("\n") else lines + "\n"


@dataclass(frozen=True)
class Fault:
    """A policy with one fault: the code it must give, at the place marked in its text.

    ``item`` is the part of the policy that the problem must name. The mark may stand in one of
    the files instead, which plans name.
    """

    code: str
    item: str | None
    text: str
    files: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> tuple[str, int, int]:
        """The file, line and column that are marked."""
        for name, text in {"policy.yaml": self.text, **self.files}.items():
            before, mark, _ = text.partition(HERE)
            if mark:
                return name, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        return "policy.yaml", 1, 1

    def problems(self) -> tuple[Problem, ...]:
        """What loading it says."""
        files = {name: text.replace(HERE, "") for name, text in self.files.items()}
        text = self.text.replace(HERE, "")
        return parse_policy(text, file="policy.yaml", read_file=reading(files))[1]


def reading(files: dict[str, str]):  # type: ignore[no-untyped-def]
    """Reads from these texts as if they were files."""

    def read(name: str) -> str:
        if name not in files:
            raise FileNotFoundError(name)
        return files[name]

    return read


def accepted(text: str, files: dict[str, str] | None = None) -> Policy:
    """The policy of a text that must have no problem."""
    policy, problems = parse_policy(text, file="policy.yaml", read_file=reading(files or {}))
    assert not problems, "\n".join(map(str, problems))
    assert policy is not None
    return policy
