"""What of items and steps occurs in a policy."""

from __future__ import annotations

from collections.abc import Iterator

from tests.strategies.text import Branch, Tree
from tests.strategies.value_features import column_of, conditions_of, value_of, who_of

Features = Iterator[str]


def item_features(tree: Branch, cells: set[str]) -> Features:
    """What an item says; ``cells`` names the items that have cells."""
    of = tree.get("of", "post")
    base = of if isinstance(of, str) else of[0]
    yield f"item.of.{base}"
    if isinstance(of, list):
        yield f"item.of.{base}.cells.{len(of) - 1}"
        for column in of[1:]:
            yield from column_of(column)
    if "for" in tree:
        yield from who_of(tree["for"], "item.for")
    for kind in ("sum_of", "product_of"):
        if kind in tree:
            yield f"item.{kind}.{base}"
            if len(tree[kind]) > 1:
                yield f"item.{kind}.several"
    if "rows" in tree:
        yield from _rows(tree, base, cells)
    for step in tree.get("then", []):
        yield from step_features(step, cells)


def _rows(tree: Branch, base: str, cells: set[str]) -> Features:
    rows = tree["rows"]
    if isinstance(rows, dict):
        yield "item.rows.item.cells" if rows.get("item") in cells else "item.rows.item"
    else:
        yield f"item.rows.{rows}"
    yield f"item.rows.of.{base}"
    if "where" in tree:
        yield "item.where"
        yield from conditions_of(tree["where"])
    if "each" in tree:
        yield "item.each"
        yield from value_of(tree["each"], cells)
    if "times" in tree:
        yield "item.times" if len(tree["times"]) == 1 else "item.times.several"
        for part in tree["times"]:
            yield from value_of(part, cells)
    combine = tree.get("combine", "default")
    yield "item.combine." + (combine if isinstance(combine, str) else next(iter(combine)))
    if "missing" in tree:
        missing = tree["missing"]
        yield "item.missing." + (missing if missing in ("0", "none", "error") else "number")


_PLAIN = ("plus", "minus", "times", "from", "divide", "at_least", "at_most")


def step_features(step: Tree, cells: set[str]) -> Features:
    """What a step says."""
    assert isinstance(step, dict)
    for kind in _PLAIN:
        if kind in step:
            yield f"step.{kind}"
            yield from value_of(step[kind], cells)
    if "if_zero" in step:
        yield "step.divide.if_zero"
        yield from value_of(step["if_zero"], cells)
    if "bands" in step:
        yield "step.bands"
        for part in step["bands"].values():
            yield from value_of(part, cells)
    if "tiers" in step:
        yield f"step.tiers.{step.get('mode', '')}"
        for part in step["tiers"].values():
            yield from value_of(part, cells)
    if "round" in step:
        yield f"step.round.{step['round'].get('mode', 'default')}"
        yield "step.round.to." + ("number" if isinstance(step["round"]["to"], str) else "value")
    yield from _comparing(step)


def _comparing(step: Branch) -> Features:
    if "relative_to" in step:
        statistic, columns = next(iter(step["relative_to"].items()))
        yield f"step.relative_to.{statistic}"
        yield from _peers(columns)
    if "percentile" in step:
        yield "step.percentile"
        yield from _peers(step["percentile"])
    if "grade" in step:
        yield from _grade(step["grade"])


def _peers(columns: Tree) -> Features:
    names = [columns] if isinstance(columns, str) else columns
    assert isinstance(names, list)
    if not names:
        yield "peers.county"
    if "unit" in names:
        yield "peers.unit"
    for name in names:
        if name != "unit":
            yield "peers.column"
            assert isinstance(name, str)
            yield from column_of(name)


def _grade(tree: Branch) -> Features:
    yield "step.grade"
    yield "step.grade.within." + ("text" if isinstance(tree.get("within"), str) else "list")
    yield from _peers(tree.get("within", []))
    for key in ("order", "quota_rounding", "ties"):
        yield f"step.grade.{key}.{tree.get(key, 'default')}"
    if "small_group" in tree:
        yield "step.grade.small_group"
    for quota in tree.get("quotas", {}).values():
        kind = "rest" if quota == "rest" else "percent" if quota.endswith("%") else "count"
        yield f"step.grade.quota.{kind}"
    if "rest" not in tree.get("quotas", {}).values():
        yield "step.grade.without_rest"


def _names(text: str, prefix: str) -> set[str]:
    return {prefix + name for name in text.split()}


ITEM_FEATURES = frozenset(
    {f"item.{kind}.{base}" for kind in ("of", "sum_of", "product_of", "rows.of")
     for base in ("post", "unit", "county")}
    | {f"item.of.{base}.cells.{n}" for base in ("post", "unit", "county") for n in (1, 2)}
    | _names("workload outcomes leave staff schools school_results item item.cells", "item.rows.")
    | _names("sum_of.several product_of.several where each times times.several", "item.")
    | _names("for.name for.place", "item.")
    | _names("default sum mean max min count best mean_by", "item.combine.")
    | _names("0 none error number", "item.missing.")
    | _names(" ".join(_PLAIN), "step.")
    | _names("divide.if_zero bands tiers.marginal tiers.whole percentile grade", "step.")
    | _names("half_up down up default to.number to.value", "step.round.")
    | _names("mean max sum", "step.relative_to.")
    | _names("county unit column", "peers.")
    | _names("descending ascending default", "step.grade.order.")
    | _names("half_up down up default", "step.grade.quota_rounding.")
    | _names("average up down key default", "step.grade.ties.")
    | _names("within.text within.list small_group without_rest", "step.grade.")
    | _names("percent count rest", "step.grade.quota.")
)  # fmt: skip
