"""Numbers near and beyond 64 bits, put into a case on purpose: some of them still fit."""

from __future__ import annotations

from collections.abc import Callable

from tests.strategies.case import Tables
from tests.strategies.chooser import Chooser
from tests.strategies.text import Branch, Tree

_LARGEST = "1000000000"
_Variant = Callable[[Chooser, Branch, Tables], None]


def overflow(chooser: Chooser, policy: Branch, tables: Tables) -> None:
    """One of many ways to leave 64 bits, or nearly."""
    chooser.choice(_VARIANTS)(chooser, policy, tables)


def _item(policy: Branch, tree: Branch) -> str:
    items = policy.setdefault("items", {})
    name = f"huge{len(items)}"
    items[name] = tree
    return name


def _rate(chooser: Chooser) -> str:
    """A rate that takes 10^9 below, to or beyond the largest number, about 9.22 * 10^12."""
    return chooser.choice(("9223", "9223.372036", "9223.372037", "9999", "4000", "30000"))


def _step(chooser: Chooser, policy: Branch, tables: Tables) -> None:
    """A product, quotient, sum or rounding of one member."""
    big: list[Tree] = [{"times": _LARGEST}, {"times": _rate(chooser)}]
    extra: tuple[Tree, ...] = (
        {"plus": _LARGEST},
        {"divide": "0.5"},
        {"divide": "0.000001"},
        {"round": {"to": _LARGEST, "mode": "up"}},
        {"tiers": {"-1000000000": "2", "5": "1.5"}, "mode": "marginal"},
        {"times": "-1"},
        {"relative_to": {"sum": []}},
        {"relative_to": {"mean": []}},
        {"minus": "staff.seniority"},
    )
    steps = [*big, chooser.choice(extra)] if chooser.chance(70) else big
    _item(policy, {"rows": "staff", "missing": "0", "then": steps})


def _rows(chooser: Chooser, policy: Branch, tables: Tables) -> None:
    """Rows whose sum may leave 64 bits though parts of it cancel out."""
    rows = tables.get("workload", [])
    for row in rows:
        row["quantity"] = chooser.choice((_LARGEST, f"-{_LARGEST}", "999999999.999999", "1"))
    combine: Tree = chooser.choice(("sum", "mean", "max", {"best": "2"}, {"mean_by": "quantity"}))
    base = chooser.choice(("post", "unit", "county"))
    times: Tree = [_rate(chooser)]
    _item(policy, {"of": base, "rows": "workload", "times": times, "combine": combine})


def _plan_pools(chooser: Chooser, policy: Branch) -> Branch:
    level = policy["level_2"]
    plans = list(level["plans"].values()) if "plans" in level else [level]
    inside = [plan for plan in plans if "pools" in plan]
    return chooser.choice(inside)["pools"] if inside else {}


def _weights(chooser: Chooser, policy: Branch, tables: Tables) -> None:
    """Weights, sums of items and factors whose total may leave 64 bits."""
    steps: list[Tree] = [{"times": _LARGEST}, {"times": _rate(chooser)}]
    name = _item(policy, {"rows": "staff", "combine": "count", "then": steps})
    pool: Branch = {"takes": "0%", "share_by": [name]}
    kind = chooser.choice(("plain", "twice", "factor", "weights", "pay", "sum"))
    if kind == "twice":
        pool["share_by"] = [name, _item(policy, {"rows": "staff", "then": [{"times": _LARGEST}]})]
    elif kind == "factor":
        pool["factors"] = [name]
    elif kind == "weights":
        pool["weights"] = {"everyone": "2"}
    elif kind == "pay":
        pool = {"takes": "0%", "pay": [name], "if_short": "scale"}
    elif kind == "sum":
        pool = {"takes": {"sum": [name]}, "share_equally": "true", "if_short": "scale"}
    _plan_pools(chooser, policy)["huge"] = pool


def _bounds(chooser: Chooser, policy: Branch, tables: Tables) -> None:
    """Limits, floors and guarantees of a huge multiple of the mean."""
    kind = chooser.choice(("limit", "adjust", "guarantee"))
    if kind == "limit":
        for pool in _plan_pools(chooser, policy).values():
            if "share_by" in pool or "share_equally" in pool:
                pool["limit"] = {"at_most": {"times_mean": _LARGEST}}
    elif kind == "adjust":
        level = policy["level_2"]
        if "pools" in level:
            level.setdefault("adjust", {})["huge"] = {"each_at_most": {"times_mean": _LARGEST}}
    else:
        policy.setdefault("guarantees", {})["huge"] = {
            "group": {"position": "teacher"},
            chooser.choice(("per_head_at_least", "per_head_at_most")): _LARGEST,
            "of": {"position": "clerk"},
            "enforce": chooser.choice(("true", "false")),
        }


_VARIANTS: tuple[_Variant, ...] = (_step, _rows, _weights, _bounds)
