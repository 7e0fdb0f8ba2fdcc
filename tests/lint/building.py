"""A policy that the lint has nothing against, and the same with something put in."""

from __future__ import annotations

from textwrap import dedent, indent

from paycalc.policy.lint import Report, lint_policy
from tests.policy.building import HERE, accepted

GROUPS = "front_line: {position: teacher}\n"
ITEMS = """\
size: {of: unit, rows: staff, each: fte}
lessons: {rows: workload, where: {kind: lesson}}
head_pay: {rows: workload, where: {kind: class_head}, times: [600]}
"""
POOLS_1 = "base: {takes: rest, share_by: [size]}\n"
POOLS_2 = """\
heads: {takes: as_needed, pay: [head_pay], if_short: scale}
work: {takes: rest, share_by: [lessons], weights: {front_line: 1, everyone: 0.9}}
"""


def policy(
    *,
    head: str = "id: sound",
    groups: str = "",
    items: str = "",
    pools_1: str = "",
    pools_2: str | None = None,
    own_pools_2: str = POOLS_2,
    adjust: str = "",
    end: str = "",
) -> str:
    """The sound policy with more in some of its sections; `end` is whole sections."""
    parts = [
        f'paycalc: 1\n{head}\nversion: "1"\n',
        "effective: {from: 2025-09-01}\ncurrency: {code: CNY, decimals: 2}\n",
        "groups:\n" + _in(GROUPS + dedent(groups)),
        "items:\n" + _in(ITEMS + dedent(items)),
        "level_1:\n  pools:\n" + _in(POOLS_1 + dedent(pools_1), 4),
        "level_2:\n  pools:\n" + _in(dedent(pools_2 or "") + own_pools_2, 4),
    ]
    if adjust:
        parts.append("  adjust:\n" + _in(dedent(adjust), 4))
    return "".join(parts) + dedent(end)


def _in(text: str, by: int = 2) -> str:
    lines = indent(text.lstrip("\n"), " " * by)
    return lines if not lines or lines.endswith("\n") else lines + "\n"


def linted(text: str) -> Report:
    """What the lint says of a policy's text, in which marked places do not count."""
    return lint_policy(accepted(text.replace(HERE, "")))


def told(text: str) -> list[tuple[str, int | None, int | None]]:
    """The code, line and column of each finding."""
    found = linted(text).findings
    return [(one.code, one.place.line, one.place.position) for one in found]


def marked(text: str) -> list[tuple[int, int]]:
    """The lines and columns of the marks of a text."""
    places = []
    for number, line in enumerate(text.splitlines(), 1):
        position = line.find(HERE)
        if position >= 0:
            places.append((number, position + 1))
    return places
