"""Random items, each made for what it will be used for."""

from __future__ import annotations

from dataclasses import dataclass

from tests.strategies.chooser import Chooser
from tests.strategies.conditions import conditions, who
from tests.strategies.interval import LARGEST, Interval, hull, point
from tests.strategies.spots import BASES, Env, GItem, Ref, Spot, of_type, plain, table_spot
from tests.strategies.steps import Running, clip, steps
from tests.strategies.text import Branch, Tree, number
from tests.strategies.values import Value, column_number, value
from tests.strategies.world import POST_TABLES, SCHOOL_TABLES

_SIZE = {"post": 8, "unit": 60, "county": 300}
_DEFAULT = {
    "workload": "quantity",
    "outcomes": "value",
    "school_results": "value",
    "leave": "days",
}


@dataclass
class _Draft:
    """An item that is being made: its tree so far and what its number is like."""

    base: str
    tree: Branch
    cells: tuple[Ref, ...]
    running: Running
    rows: bool = True


def add_item(chooser: Chooser, env: Env, base: str, flavour: str, *, cells: bool = False) -> str:
    """One more item for posts, units or counties; returns its name.

    ``flavour`` is ``money`` (never negative), ``factor`` (never negative), ``fraction`` (0 to 1),
    ``solid`` (above zero for nearly everyone) or ``any``.
    """
    solid = flavour == "solid"
    often = 15 if base == "post" else 30
    composed = not cells and not solid and chooser.chance(often)
    draft = _composite(chooser, env, base) if composed else None
    draft = draft or _rows(chooser, env, base, cells, everyone=solid)
    then = steps(chooser, env, Spot(base, cells=draft.cells), draft.running, 3 if env.items else 2)
    then += _last_steps(chooser, draft.running, flavour)
    if then:
        draft.tree["then"] = list(then)
    _write_missing(chooser, env, draft, flavour)
    name = f"i{len(env.items)}"
    env.item_trees[name] = draft.tree
    none = draft.running.may_none or bool(draft.cells)
    env.items.append(GItem(name, base, draft.cells, draft.running.interval, none))
    return name


def _last_steps(chooser: Chooser, running: Running, flavour: str) -> list[Tree]:
    trees = []
    if flavour == "solid":
        return [clip("at_least", chooser.choice((1, 0.5, 0.01, 0.333333)), running)]
    if flavour != "any" and running.interval.low < 0:
        trees.append(clip("at_least", 0, running))
    if flavour == "fraction" and running.interval.high > 1:
        trees.append(clip("at_most", 1, running))
    return trees


def _write_missing(chooser: Chooser, env: Env, draft: _Draft, flavour: str) -> None:
    """``missing`` goes with rows and no cells, and must be written where peers are compared."""
    if not draft.rows or draft.cells or not (draft.running.peers or chooser.chance(35)):
        return
    everyone = draft.tree.get("rows") == "staff" and "where" not in draft.tree
    error = 30 if everyone and draft.base == "post" else 10 if env.world.wild else 0
    none = 30 if flavour != "solid" else 0
    kind = chooser.weighted(((40, "0"), (none, "none"), (28, "number"), (error, "error")))
    if kind == "number":
        kind = chooser.choice(("1", "0.5", "0.000001", "0.6"))
    draft.tree["missing"] = kind
    draft.running.may_none |= kind == "none"
    if kind not in ("none", "error") and "then" not in draft.tree:
        number_now = point(float(kind))
        draft.running.interval = hull((draft.running.interval, number_now))


def _composite(chooser: Chooser, env: Env, base: str) -> _Draft | None:
    coarser = BASES[BASES.index(base) :]
    known = [item for part in coarser for item in plain(env, part)]
    if not known:
        return None
    items = chooser.some(known, 1, 3)
    kind = chooser.choice(("sum_of", "product_of"))
    interval = items[0].interval
    for item in items[1:]:
        interval = interval + item.interval if kind == "sum_of" else interval * item.interval
    if interval.magnitude > LARGEST:
        return None
    none = all(i.may_none for i in items) if kind == "sum_of" else any(i.may_none for i in items)
    tree: Branch = {"of": base} if base != "post" else {}
    tree[kind] = [item.name for item in items]
    if base == "post":
        _add_for(chooser, env, tree)
    running = Running(interval.with_zero() if none else interval, none or "for" in tree)
    return _Draft(base, tree, (), running, rows=False)


def _add_for(chooser: Chooser, env: Env, tree: Branch) -> None:
    group = who(chooser, env, 25)
    if group is not None:
        tree["for"] = group


def _source(chooser: Chooser, env: Env, base: str) -> tuple[str | GItem, Spot]:
    finer = BASES[: BASES.index(base) + 1]
    known = [item for item in env.items if item.base in finer]
    if known and chooser.chance(25):
        item = chooser.choice(known)
        return item, Spot(item.base, cells=item.cells, row=True)
    tables = list(POST_TABLES) if base == "post" else [*SCHOOL_TABLES, *POST_TABLES]
    table = chooser.weighted([(30 if name == "workload" else 12, name) for name in tables])
    return table, table_spot(table)


def _rows(chooser: Chooser, env: Env, base: str, cells: bool, *, everyone: bool = False) -> _Draft:
    source, spot = _source(chooser, env, base)
    columns = tuple(_cells(chooser, env, spot) if cells else ())
    tree: Branch = {}
    if columns or base != "post":
        tree["of"] = [base, *(ref.written for ref in columns)] if columns else base
    if base == "post" and not everyone:
        _add_for(chooser, env, tree)
    tree["rows"] = source if isinstance(source, str) else {"item": source.name}
    if chooser.chance(45):
        where = conditions(chooser, env, spot, 2 if chooser.chance(30) else 1)
        if where:
            tree["where"] = where
    one = _each(chooser, env, spot, source, tree)
    interval = _combined(chooser, env, spot, base, tree, one)
    running = Running(interval, "for" in tree or _mean_by(tree))
    return _Draft(base, tree, tuple(_as_cell(ref) for ref in columns), running)


def _mean_by(tree: Branch) -> bool:
    combine = tree.get("combine")
    return isinstance(combine, dict) and "mean_by" in combine


def _as_cell(ref: Ref) -> Ref:
    """A cell column seen from its cell: a text that may be empty."""
    values = ref.values or ("1", "2")
    return Ref(ref.written, "text", values, dense=False)


def _cells(chooser: Chooser, env: Env, spot: Spot) -> list[Ref]:
    refs = of_type(env.world, spot, "text")
    if chooser.chance(15):
        refs = of_type(env.world, spot, "text", "number", "date")
    bare = [ref for ref in refs if "." not in ref.written]
    if spot.table == "workload" and chooser.chance(50):
        bare = [ref for ref in bare if ref.written in ("event", "subject", "grade", "kind")]
    return chooser.some(bare if bare and chooser.chance(55) else refs, 1, 2)


def _default_each(env: Env, source: str | GItem) -> Interval:
    if isinstance(source, GItem):
        return source.interval
    column = env.world.tables[source].get(_DEFAULT.get(source, ""))
    return column.interval if column else point(1)


def _each(chooser: Chooser, env: Env, spot: Spot, source: str | GItem, tree: Branch) -> Interval:
    """``each`` and ``times``: the bounds of what one row brings."""
    interval = _default_each(env, source)
    if chooser.chance(30):
        one = value(chooser, env, spot)
        tree["each"] = one.tree
        interval = one.interval
    times: list[Tree] = []
    for _ in range(chooser.integer(0, 3) if chooser.chance(55) else 0):
        factor = value(chooser, env, spot)
        if (interval * factor.interval).magnitude * 1000 > LARGEST:
            factor = Value("0.5", point(0.5))
        interval = interval * factor.interval
        times.append(factor.tree)
    if times:
        tree["times"] = times
    return interval


def _combined(
    chooser: Chooser, env: Env, spot: Spot, base: str, tree: Branch, one: Interval
) -> Interval:
    kinds = ("sum", "mean", "max", "min", "count", "best", "mean_by")
    kind = chooser.choice(kinds) if chooser.chance(60) else "sum"
    by = column_number(chooser, env, spot) if kind == "mean_by" else None
    if kind == "mean_by" and by is not None and not isinstance(by.tree, str):
        by = None
    if kind == "mean_by" and by is None:
        kind = "mean"
    size = _SIZE[base]
    if kind == "count":
        tree.pop("each", None)
        tree.pop("times", None)
        tree["combine"] = kind
        return Interval(0, size)
    if kind == "best":
        n = chooser.integer(1, 3)
        tree["combine"] = {"best": str(n)}
        return (one * Interval(0, n)).with_zero()
    if kind == "mean_by" and by is not None:
        tree["combine"] = {"mean_by": by.tree}
        negative = by.interval.low < 0
        return one.with_zero() * (Interval(-1000, 1000) if negative else Interval(0, 1.01))
    if kind != "sum" or chooser.chance(10):
        tree["combine"] = kind
    return (one * Interval(0, size)).with_zero() if kind == "sum" else one.with_zero()


def money_scale(chooser: Chooser, env: Env, name: str) -> None:
    """Another last step for a money item: some amount that fits the fund of the case."""
    item = next(item for item in env.items if item.name == name)
    major = env.world.fund / 10**env.world.decimals
    high = max(item.interval.high, 0.5)
    rate = int(max(1, min(major / high / chooser.choice((40, 200, 2000)), 1e6) * 1e6))
    tree = env.item_trees[name]
    then = list(tree.get("then", []))
    tree["then"] = [*then, {"times": number(rate)}]
    scaled = GItem(name, item.base, item.cells, item.interval * point(rate / 1e6), item.may_none)
    env.items[env.items.index(item)] = scaled


def need(chooser: Chooser, env: Env, base: str, flavour: str) -> str:
    """The name of an item without cells of a base that fits a flavour; made where there is none."""
    fits = [item for item in plain(env, base) if _fits(item, flavour)]
    if fits and chooser.chance(65):
        return chooser.choice(fits).name
    name = add_item(chooser, env, base, flavour)
    if flavour == "money" and chooser.chance(70):
        money_scale(chooser, env, name)
    return name


def _fits(item: GItem, flavour: str) -> bool:
    if flavour == "any":
        return True
    if flavour == "fraction":
        return item.interval.low >= 0 and item.interval.high <= 1
    if flavour == "solid":
        return item.interval.low > 0 and not item.may_none
    return item.interval.low >= 0
