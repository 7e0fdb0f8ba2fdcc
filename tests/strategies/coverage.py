"""What of the grammar, and what kinds of data, occur in a case."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from tests.strategies.case import Case
from tests.strategies.data_features import DATA_FEATURES, data_features
from tests.strategies.item_features import ITEM_FEATURES, item_features
from tests.strategies.text import Branch
from tests.strategies.value_features import (
    VALUE_FEATURES,
    who_of,
)

Features = Iterator[str]


def coverage(case: Case) -> set[str]:
    """The names of everything that a case exercises; ``ALL_FEATURES`` holds every name."""
    if "takes" not in case.policy_text:
        return set()
    return set(_policy(case)) | set(data_features(case))


def _policy(case: Case) -> Features:
    tree = case.policy
    items = tree.get("items", {})
    cells = {name for name, item in items.items() if isinstance(item.get("of"), list)}
    yield from _head(tree)
    for group in tree.get("groups", {}).values():
        yield from who_of(group, "group")
    for item in tree.get("items", {}).values():
        yield from item_features(item, cells)
    yield from _level_1(tree["level_1"])
    yield from _level_2(tree["level_2"], case.files)
    for guarantee in tree.get("guarantees", {}).values():
        yield from _guarantee(guarantee)
    if "veto" in tree:
        yield from _veto(tree["veto"])


def _head(tree: Branch) -> Features:
    yield f"currency.decimals.{tree['currency']['decimals']}"
    yield from (f"policy.{key}" for key in ("title", "promises", "domain") if key in tree)
    if "to" in tree["effective"]:
        yield "effective.to"


def _level_1(tree: Branch) -> Features:
    if "unit" in tree:
        yield "level_1.unit"
    yield from _rounding(tree, "level_1")
    for pool in tree["pools"].values():
        yield from _pool(pool, "level_1")


def _level_2(tree: Branch, files: dict[str, str]) -> Features:
    plans = list(tree["plans"].values()) if "plans" in tree else [tree]
    if "plans" in tree:
        yield "level_2.plan_by"
        yield f"level_2.plans.{len(plans)}"
    for plan in plans:
        if "file" in plan:
            yield "level_2.file"
            yield from _plan(yaml.load(files[plan["file"]], yaml.BaseLoader))
        else:
            yield from _plan(plan)


def _plan(tree: Branch) -> Features:
    yield from _rounding(tree, "level_2")
    for pool in tree["pools"].values():
        yield from _pool(pool, "level_2")
    if len(tree.get("adjust", {})) > 1:
        yield "adjust.several"
    for adjustment in tree.get("adjust", {}).values():
        yield from _adjustment(adjustment)


def _rounding(tree: Branch, level: str) -> Features:
    if "rounding" in tree:
        yield f"{level}.rounding.{tree['rounding']}"
    if "round_to" in tree:
        yield f"{level}.round_to"


def _takes(takes: object) -> str:
    if isinstance(takes, dict):
        return "of_all" if "share" in takes else next(iter(takes))
    assert isinstance(takes, str)
    if takes.endswith("%"):
        return "percent"
    return takes if takes in ("rest", "as_needed") else "amount"


def _pool(tree: Branch, level: str) -> Features:
    kind = next((k for k in ("share_by", "share_equally", "pay", "keep") if k in tree), "broken")
    if kind == "broken" or "takes" not in tree:
        return
    where = f"{level}.direct" if "members" in tree else level
    takes = _takes(tree["takes"])
    yield from (f"{where}.takes.{takes}", f"{where}.{kind}", f"takes.{takes}.{kind}")
    if isinstance(tree.get(kind), list) and len(tree[kind]) > 1:
        yield f"{where}.{kind}.several"
    yield from (f"{where}.{key}" for key in ("from", "factors", "weights") if key in tree)
    if len(tree.get("factors", [])) > 1:
        yield "pool.factors.several"
    if "weights" in tree:
        yield "weights.everyone" if "everyone" in tree["weights"] else "weights.without_everyone"
    if "for" in tree:
        yield from who_of(tree["for"], f"{where}.for")
    yield from _money_keys(tree, level)


def _money_keys(tree: Branch, level: str) -> Features:
    for key in ("if_short", "left_over"):
        if key in tree:
            yield f"{level}.{key}.{tree[key]}"
    if "up_to" in tree:
        yield "pool.up_to." + ("percent" if tree["up_to"].endswith("%") else "amount")
    limit = tree.get("limit", {})
    for side, bound in limit.items():
        yield f"{level}.limit.{side}." + ("times_mean" if isinstance(bound, dict) else "amount")
    if len(limit) == 2:
        yield f"{level}.limit.both"


def _adjustment(tree: Branch) -> Features:
    kind = next(k for k in ("keep", "minus", "each_at_most", "each_at_least") if k in tree)
    yield f"adjust.{kind}"
    if isinstance(tree[kind], dict):
        yield f"adjust.{kind}.times_mean"
        if "of" in tree[kind]:
            yield f"adjust.{kind}.of"
    elif isinstance(tree[kind], str):
        yield f"adjust.{kind}.amount"
    elif len(tree[kind]) > 1:
        yield f"adjust.{kind}.several"
    for key in ("from", "at_most", "for"):
        if key in tree:
            yield f"adjust.{kind}.{key}"
    if "goes_to" in tree:
        yield f"adjust.{kind}.goes_to.{tree['goes_to']}"


def _guarantee(tree: Branch) -> Features:
    kinds = ("per_head_at_least", "per_head_at_most", "share_at_most")
    kind = next(k for k in kinds if k in tree)
    yield f"guarantee.{kind}.enforce.{tree.get('enforce', 'false')}"
    if tree.get("of") == "everyone":
        yield f"guarantee.{kind}.of_everyone"
    for key in ("within", "over"):
        if key in tree:
            yield f"guarantee.{key}.{tree[key]}"
    if isinstance(tree["group"], dict):
        yield "guarantee.group_in_place"


def _veto(tree: Branch) -> Features:
    yield f"veto.money_goes_to.{tree.get('money_goes_to', 'default')}"
    for entry in tree["list"].values():
        if "title" in entry:
            yield "veto.list.title"
    for one in tree["classes"].values():
        yield f"veto.reaches.{one.get('reaches', 'default')}"
        yield from (f"veto.{key}" for key in ("pools", "bars") if key in one)
        if "months" not in one:
            yield "veto.no_months"
        if any(pool.startswith("level_1.") for pool in one.get("pools", [])):
            yield "veto.pools.level_1"
    for line in tree.get("leaders", []):
        yield "veto.leaders.in_place" if isinstance(line["group"], dict) else "veto.leaders.named"
        yield f"veto.leaders.cases.{line['cases']}"


def _names(text: str, *prefixes: str) -> set[str]:
    return {f"{prefix}{name}" for prefix in prefixes or ("",) for name in text.split()}


_LEVELS = ("level_1.", "level_2.")
_MEMBERS = (*_LEVELS, "level_1.direct.")
_POLICY_FEATURES = (
    _names("0 1 2 3", "currency.decimals.")
    | _names("policy.title policy.promises policy.domain effective.to")
    | _names("level_1.unit level_2.plan_by level_2.plans.1 level_2.plans.2 level_2.file")
    | _names("rounding.webster rounding.largest_remainder round_to", *_LEVELS)
    | _names("amount percent of_all sum item rest as_needed", *(f"{m}takes." for m in _MEMBERS))
    | _names("share_by share_equally pay share_by.several pay.several", *_MEMBERS)
    | _names("keep", *_LEVELS)
    | {f"takes.{t}.{k}" for t in ["amount", "percent", "of_all", "sum", "item", "rest"]
       for k in ["share_by", "share_equally", "pay", "keep"]}
    | {"takes.as_needed.pay", "pool.factors.several", "pool.up_to.percent", "pool.up_to.amount"}
    | _names("from factors", *_MEMBERS)
    | _names("weights", "level_2.", "level_1.direct.")
    | _names("weights.everyone weights.without_everyone")
    | _names("if_short.scale if_short.error left_over.rest left_over.unallocated", *_LEVELS)
    | _names("at_most.times_mean at_most.amount at_least.times_mean at_least.amount both",
             *(f"{level}limit." for level in _LEVELS))
    | _names("for.place for.name", *_MEMBERS)
    | _names("adjust.several")
    | {f"adjust.{k}{s}" for k in ("keep", "minus") for s in ("", ".several", ".from", ".for")}
    | {f"adjust.{k}{s}" for k in ("each_at_most", "each_at_least")
       for s in ("", ".amount", ".times_mean", ".of", ".for")}
    | {f"adjust.{k}.goes_to.{g}" for k in ("keep", "minus", "each_at_most")
       for g in ("others", "unallocated")}
    | {"adjust.minus.at_most"}
    | {f"guarantee.{k}.enforce.{e}" for k in ("per_head_at_least", "per_head_at_most",
       "share_at_most") for e in ("true", "false")}
    | _names("per_head_at_most.of_everyone within.unit within.county over.all over.level_2 "
             "group_in_place", "guarantee.")
    | _names("county unallocated school default", "veto.money_goes_to.")
    | _names("overlap decided_in committed_in default", "veto.reaches.")
    | _names("list.title pools bars no_months pools.level_1 leaders.in_place leaders.named "
             "leaders.cases.1 leaders.cases.2", "veto.")
)  # fmt: skip

ALL_FEATURES = frozenset(_POLICY_FEATURES | ITEM_FEATURES | VALUE_FEATURES | DATA_FEATURES)
