"""Small policies to type by direction, and short forms of what is told of them."""

from __future__ import annotations

from textwrap import dedent, indent

from paycalc import parse_policy
from paycalc.audit._directions import Directions
from paycalc.audit._values import Probe
from paycalc.audit._ways import Effect, Place
from paycalc.policy import Policy

FRAME = """\
paycalc: 1
id: small
version: "1"
effective: {from: 2025-09-01}
currency: {code: CNY, decimals: 2}
GROUPSitems:
  size: {of: unit, rows: staff}
ITEMS
level_1: {pools: {base: {takes: rest, share_by: [size]}}}
level_2:
  pools:
POOLS
END
domain:
  workload: {lesson: {from: 0, to: 30, step: 1}, duty: {from: 0, to: 9, step: 1}}
  outcomes: {quality: {from: 0, to: 100, step: 1}, change: {from: -2, to: 2, step: 0.5}}
  typical: {workload: {lesson: 16}, position: teacher}
"""
LESSON = Probe("workload", "lesson")
QUALITY = Probe("outcomes", "quality", adds=False)


def policy(
    items: str = "x: {rows: workload, where: {kind: lesson}}",
    pools: str = "work: {takes: rest, share_by: [x]}",
    *,
    groups: str = "",
    end: str = "",
) -> Policy:
    """A policy with some items, pools of level 2, groups, and more at its end."""
    text = FRAME.replace("ITEMS", indent(dedent(items).strip(), "  "))
    text = text.replace("POOLS", indent(dedent(pools).strip(), "    ")).replace("END", end)
    named = f"groups:\n{indent(dedent(groups).strip(), '  ')}\n" if groups else ""
    loaded, problems = parse_policy(text.replace("GROUPS", named), file="small.yaml")
    assert loaded is not None, problems
    return loaded


def effect(items: str, name: str = "x", place: Place = "own", probe: Probe = LESSON) -> Effect:
    """What more of something does to an item."""
    return Directions(policy(items, "work: {takes: rest, share_equally: true}"), probe).item(
        name, place
    )


def way(items: str, name: str = "x", place: Place = "own", probe: Probe = LESSON) -> str:
    """The direction of an item in a word; ``?`` follows where it may come from no number."""
    found = effect(items, name, place, probe)
    return found.way.name + ("?" if found.appears else "")  # type: ignore[operator]
