"""Random steps of items."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tests.strategies.chooser import Chooser
from tests.strategies.interval import LARGEST, Interval, hull, point
from tests.strategies.spots import Env, Spot, of_type
from tests.strategies.text import Branch, Tree, number
from tests.strategies.values import Value, banded, bounds, literal, value


@dataclass
class Running:
    """An item's number on its way through the steps."""

    interval: Interval
    may_none: bool
    peers: bool = False


_KINDS = (
    (10, "plus"),
    (8, "minus"),
    (12, "times"),
    (6, "from"),
    (8, "divide"),
    (8, "at_least"),
    (8, "at_most"),
    (12, "bands"),
    (12, "tiers"),
    (10, "round"),
    (10, "relative_to"),
    (8, "percentile"),
    (14, "grade"),
)


def steps(chooser: Chooser, env: Env, spot: Spot, running: Running, most: int) -> list[Tree]:
    """Up to ``most`` steps; ``running`` says afterwards what became of the number."""
    trees: list[Tree] = []
    for _ in range(chooser.integer(0, most)):
        kind = chooser.weighted(_KINDS)
        if kind in _COMPARING:
            trees.append(_COMPARING[kind](chooser, env, spot, running))
            running.peers = True
        elif kind in ("bands", "tiers", "round"):
            trees.append(_SHAPING[kind](chooser, env, spot, running))
        else:
            trees.append(_arithmetic(chooser, env, spot, running, kind))
        if running.interval.magnitude > LARGEST:
            trees.append(clip("at_most", 1_000_000, running))
            trees.append(clip("at_least", -1_000_000, running))
    return trees


def clip(kind: str, bound: float, running: Running) -> Tree:
    """A floor or cap written as a number."""
    other = point(bound)
    interval = running.interval
    running.interval = interval.at_least(other) if kind == "at_least" else interval.at_most(other)
    return {kind: number(int(bound * 1e6))}


def _arithmetic(chooser: Chooser, env: Env, spot: Spot, running: Running, kind: str) -> Tree:
    other = value(chooser, env, spot)
    now = running.interval
    if kind in ("times", "divide") and (now * other.interval).magnitude > LARGEST:
        other = Value("2", point(2))
    tree: Branch = {kind: other.tree}
    running.may_none |= other.may_none
    if kind == "divide":
        running.interval = now.divided(other.interval)
        if other.interval.low <= 0 <= other.interval.high and not env.world.wild:
            zero = literal(chooser) if chooser.chance(70) else value(chooser, env, spot, 1)
            tree["if_zero"] = zero.tree
            running.may_none |= zero.may_none
            running.interval = hull((running.interval, zero.interval))
        return tree
    running.interval = {
        "plus": lambda: now + other.interval,
        "minus": lambda: now - other.interval,
        "times": lambda: now * other.interval,
        "from": lambda: other.interval - now,
        "at_least": lambda: now.at_least(other.interval),
        "at_most": lambda: now.at_most(other.interval),
    }[kind]()
    return tree


def _parts(chooser: Chooser, env: Env, spot: Spot, edges: list[int]) -> list[Value]:
    return [value(chooser, env, spot, 1) if chooser.chance(20) else literal(chooser) for _ in edges]


def _bands(chooser: Chooser, env: Env, spot: Spot, running: Running) -> Tree:
    edges = bounds(chooser, running.interval)
    parts = _parts(chooser, env, spot, edges)
    running.interval = hull(part.interval for part in parts)
    running.may_none |= any(part.may_none for part in parts)
    return {"bands": banded(chooser, edges, [part.tree for part in parts])}


def _tiers(chooser: Chooser, env: Env, spot: Spot, running: Running) -> Tree:
    edges = bounds(chooser, running.interval, safe=chooser.chance(60))
    parts = _parts(chooser, env, spot, edges)
    if (running.interval * hull(part.interval for part in parts)).magnitude > LARGEST:
        parts = [Value("1.5", point(1.5)) for _ in edges]
    rates = hull(part.interval for part in parts)
    running.interval = (running.interval.with_zero() * rates).with_zero()
    running.may_none |= any(part.may_none for part in parts)
    mode = chooser.choice(("marginal", "whole"))
    return {"tiers": banded(chooser, edges, [part.tree for part in parts]), "mode": mode}


_ROUND_TO = ("1", "0.1", "10", "0.25", "0.5", "3", "0.000001", "0.7")


def _round(chooser: Chooser, env: Env, spot: Spot, running: Running) -> Tree:
    to: Tree = chooser.choice(_ROUND_TO)
    if chooser.chance(10):
        to = {"by": "period.days", "bands": {"0": "0.5", "100": "2"}}
    tree: Branch = {"to": to}
    if chooser.chance(75):
        tree["mode"] = chooser.choice(("half_up", "down", "up"))
    signed = running.interval.low < 0
    running.interval = running.interval + Interval(-10 if signed else 0, 10)
    return {"round": tree}


def peers(chooser: Chooser, env: Env, spot: Spot) -> list[Tree]:
    """The columns on which peers agree; ``unit`` may be one, none is the whole county."""
    columns: list[Tree] = []
    if spot.base != "county" and chooser.chance(40):
        columns.append("unit")
    refs = of_type(env.world, spot, "text")
    if spot.cells and chooser.chance(40):
        columns.append(chooser.choice(spot.cells).written)
    elif refs and chooser.chance(40):
        columns.append(chooser.choice(refs).written)
    return columns


def _relative_to(chooser: Chooser, env: Env, spot: Spot, running: Running) -> Tree:
    statistic = chooser.choice(("mean", "max", "sum"))
    high = 10.0 if running.interval.low < 0 else {"mean": 60.0}.get(statistic, 1.0)
    running.interval = Interval(-1e6 if running.interval.low < 0 else 0, high)
    return {"relative_to": {statistic: peers(chooser, env, spot)}}


def _percentile(chooser: Chooser, env: Env, spot: Spot, running: Running) -> Tree:
    running.interval = Interval(0, 1)
    return {"percentile": peers(chooser, env, spot)}


_GRADES = ("excellent", "good", "pass", "weak")
_VALUES = (1_200_000, 1_000_000, 800_000, 0, 500_000, 333_333, 1_500_001)


def _quotas(chooser: Chooser) -> list[str]:
    """The quotas of 1 to 4 grades: counts anywhere, percentages, then rest or exactly 100%."""
    count = chooser.integer(1, 4)
    if chooser.chance(60):
        quotas = [_quota(chooser, 100 // count) for _ in range(count - 1)]
        return [*quotas, "rest"]
    cuts = sorted(chooser.integer(0, 10_000) for _ in range(count - 1))
    edges = [0, *cuts, 10_000]
    quotas = [_percent(after - before) for before, after in pairwise(edges)]
    if chooser.chance(20):
        quotas.insert(chooser.integer(0, len(quotas) - 1), str(chooser.integer(0, 3)))
    return quotas


def _percent(hundredths: int) -> str:
    return number(hundredths * 10_000) + "%"


def _quota(chooser: Chooser, most: int) -> str:
    kind = chooser.weighted(((50, "percent"), (30, "count"), (20, "fine")))
    if kind == "count":
        return str(chooser.integer(0, 4))
    if kind == "percent":
        return f"{chooser.choice([part for part in (20, 25, 33, 10, 50, 0) if part <= most])}%"
    return number(chooser.integer(0, most * 10_000) * 100) + "%"


def _valid(quotas: list[str]) -> bool:
    percent = [quota for quota in quotas if quota.endswith("%")]
    total = sum(round(float(quota[:-1]) * 10_000) for quota in percent)
    return len(quotas) <= 4 and (quotas[-1] == "rest" or total == 1_000_000) and total <= 1_000_000


def _grade(chooser: Chooser, env: Env, spot: Spot, running: Running) -> Tree:
    quotas = _quotas(chooser)
    if not _valid(quotas):
        quotas = ["20%", "1", "80%"]
    names = _GRADES[: len(quotas)]
    marks = [chooser.choice(_VALUES) for _ in names]
    within = peers(chooser, env, spot)
    scalar = len(within) == 1 and chooser.chance(50)
    tree: Branch = {
        "within": within[0] if scalar else within,
        "quotas": dict(zip(names, quotas, strict=True)),
        "values": {name: number(mark) for name, mark in zip(names, marks, strict=True)},
    }
    for key, options in _GRADE_KEYS.items():
        if chooser.chance(40):
            tree[key] = chooser.choice(options)
    if chooser.chance(20):
        below = str(chooser.integer(1, 5))
        tree["small_group"] = {"below": below, "grade": chooser.choice(names)}
    running.interval = Interval(min(marks) / 1e6, max(marks) / 1e6)
    return {"grade": tree}


_GRADE_KEYS: dict[str, tuple[str, ...]] = {
    "order": ("descending", "ascending"),
    "quota_rounding": ("half_up", "down", "up"),
    "ties": ("average", "up", "down", "key"),
}
_COMPARING = {"relative_to": _relative_to, "percentile": _percentile, "grade": _grade}
_SHAPING = {"bands": _bands, "tiers": _tiers, "round": _round}
