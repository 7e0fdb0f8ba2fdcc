"""Random VALUEs: numbers, columns, lookups in tables and bands, items."""

from __future__ import annotations

from dataclasses import dataclass

from tests.strategies.chooser import Chooser
from tests.strategies.interval import Interval, hull, point
from tests.strategies.spots import Env, Ref, Spot, of_type, reachable
from tests.strategies.text import Tree, number


@dataclass(frozen=True)
class Value:
    """A VALUE as written, rough bounds of its number, whether it may have none."""

    tree: Tree
    interval: Interval
    may_none: bool = False


_COEFFICIENTS = (
    1_000_000,
    2_000_000,
    500_000,
    1_200_000,
    333_333,
    0,
    3_000_000,
    1_000_001,
    123_456,
    999_999,
    1,
    10_000_000,
)


def literal(chooser: Chooser) -> Value:
    """A number written in the policy: mostly a coefficient, sometimes large or negative."""
    kind = chooser.weighted(((70, "coefficient"), (12, "random"), (10, "large"), (8, "negative")))
    micro = chooser.choice(_COEFFICIENTS)
    if kind == "random":
        micro = chooser.integer(0, 5_000_000)
    elif kind == "large":
        micro = chooser.choice((600, 55, 1250, 3000)) * 1_000_000
    elif kind == "negative":
        micro = -micro
    return Value(_written(chooser, micro), point(micro / 1e6))


def _written(chooser: Chooser, micro: int) -> str:
    """A number's text; trailing zeros now and then, which do not count."""
    text = number(micro)
    if chooser.chance(6):
        text += "0" if "." in text else ".0"
    return text


def value(chooser: Chooser, env: Env, spot: Spot, depth: int = 2) -> Value:
    """Any VALUE at a spot; in a row nearly always one that has a number."""
    kinds = [(30, "number"), (25, "column")]
    if depth > 0:
        kinds += [(20, "table"), (6, "nested"), (18, "bands"), (18, "item")]
    made = _one(chooser, env, spot, depth, chooser.weighted(kinds))
    return made if made is not None else literal(chooser)


def _one(chooser: Chooser, env: Env, spot: Spot, depth: int, kind: str) -> Value | None:
    if kind == "column":
        return column_number(chooser, env, spot)
    if kind == "table":
        return _table(chooser, env, spot, depth)
    if kind == "nested":
        return _nested(chooser, env, spot, depth)
    if kind == "bands":
        return _band_lookup(chooser, env, spot, depth)
    if kind == "item":
        return _item(chooser, env, spot, depth)
    return literal(chooser)


def _careless(chooser: Chooser, env: Env) -> bool:
    return env.world.wild and chooser.chance(15)


def column_number(chooser: Chooser, env: Env, spot: Spot) -> Value | None:
    """A column that holds numbers."""
    needs = spot.row and not _careless(chooser, env)
    refs = [ref for ref in of_type(env.world, spot, "number") if ref.dense or not needs]
    if not refs:
        return None
    ref = _preferred(chooser, refs)
    return Value(ref.written, ref.interval, not ref.dense)


def _preferred(chooser: Chooser, refs: list[Ref], cells: tuple[Ref, ...] = ()) -> Ref:
    """A ref; a cell's own and bare columns more often than scoped or derived ones."""
    written = {cell.written for cell in cells}
    own = [ref for ref in refs if ref.written in written]
    if own and chooser.chance(30):
        return chooser.choice(own)
    bare = [ref for ref in refs if "." not in ref.written]
    return chooser.choice(bare if bare and chooser.chance(50) else refs)


def _default(chooser: Chooser, env: Env, spot: Spot, depth: int, needed: bool) -> Value | None:
    if (needed and not _careless(chooser, env)) or (not needed and chooser.chance(15)):
        return value(chooser, env, spot, depth - 1) if chooser.chance(25) else literal(chooser)
    return None


def _looked_up(tree: dict[str, Tree], parts: list[Value], default: Value | None) -> Value:
    if default is not None:
        tree["default"] = default.tree
        parts = [*parts, default]
    return Value(tree, hull(p.interval for p in parts), any(p.may_none for p in parts))


def _entry(chooser: Chooser, env: Env, spot: Spot, depth: int) -> Value:
    return value(chooser, env, spot, depth - 1) if chooser.chance(15) else literal(chooser)


def text_refs(chooser: Chooser, env: Env, spot: Spot, count: int) -> list[Ref]:
    """Different columns whose texts are few enough to name."""
    refs = [ref for ref in of_type(env.world, spot, "text", "number") if ref.values]
    chosen: list[Ref] = []
    for _ in range(min(count, len(refs))):
        ref = _preferred(chooser, refs, spot.cells)
        if ref not in chosen:
            chosen.append(ref)
    return chosen


def _table(chooser: Chooser, env: Env, spot: Spot, depth: int) -> Value | None:
    refs = text_refs(chooser, env, spot, 1)
    if not refs:
        return None
    ref = refs[0]
    keys = chooser.some(ref.values, 1, 4)
    parts = [_entry(chooser, env, spot, depth) for _ in keys]
    complete = ref.type == "text" and ref.dense and set(keys) == set(ref.values)
    complete = complete and "." not in ref.written and not ref.written.endswith("_id")
    default = _default(chooser, env, spot, depth, needed=not complete)
    table: dict[str, Tree] = dict(zip(keys, (part.tree for part in parts), strict=True))
    by: Tree = [ref.written] if chooser.chance(10) else ref.written
    return _looked_up({"by": by, "table": table}, parts, default)


def _nested(chooser: Chooser, env: Env, spot: Spot, depth: int) -> Value | None:
    refs = text_refs(chooser, env, spot, chooser.integer(2, 3))
    if len(refs) < 2:
        return None
    parts: list[Value] = []

    def level(rest: list[Ref]) -> Tree:
        if not rest:
            parts.append(_entry(chooser, env, spot, depth))
            return parts[-1].tree
        return {key: level(rest[1:]) for key in chooser.some(rest[0].values, 1, 2)}

    table = level(refs)
    default = _default(chooser, env, spot, depth, needed=True)
    by: Tree = [ref.written for ref in refs]
    return _looked_up({"by": by, "table": table}, parts, default)


def bounds(chooser: Chooser, interval: Interval, *, safe: bool = True) -> list[int]:
    """Ascending bounds in micro, the first at or below what the number can be."""
    low = int(max(min(interval.low, 1e8), -1e8)) - (1 if interval.low < 0 else 0)
    first = low * 1_000_000 if safe else (low + 1) * 1_000_000
    span = max(1, min(int((interval.high - interval.low) * 1e6), 10**14))
    inner = {first + chooser.integer(1, span) for _ in range(chooser.integer(0, 3))}
    if chooser.chance(60):
        inner = {_round_bound(bound, span) for bound in inner}
    return [first, *sorted(bound for bound in inner if first < bound <= 10**15)]


def _round_bound(bound: int, span: int) -> int:
    step = 1_000_000 if span > 3_000_000 else 100_000 if span > 300_000 else 1
    return bound // step * step


_SHUFFLED_BOUNDS = 0
"""In how many of a hundred bands the bounds are written in another order than ascending."""


def banded(chooser: Chooser, edges: list[int], parts: list[Tree]) -> dict[str, Tree]:
    """Bounds and their values; their order in the file means nothing."""
    pairs = list(zip(edges, parts, strict=True))
    if chooser.chance(_SHUFFLED_BOUNDS):
        pairs = chooser.shuffled(pairs)
    return {number(edge): part for edge, part in pairs}


def _band_lookup(chooser: Chooser, env: Env, spot: Spot, depth: int) -> Value | None:
    calm = Spot(spot.base, spot.table, spot.cells, row=False)
    by = value(chooser, env, calm, depth - 1) if chooser.chance(50) else None
    by = by or column_number(chooser, env, calm) or literal(chooser)
    edges = bounds(chooser, by.interval, safe=not _careless(chooser, env))
    parts = [_entry(chooser, env, spot, depth) for _ in edges]
    default = _default(chooser, env, spot, depth, needed=by.may_none)
    bands = banded(chooser, edges, [part.tree for part in parts])
    return _looked_up({"by": by.tree, "bands": bands}, parts, default)


def _item(chooser: Chooser, env: Env, spot: Spot, depth: int) -> Value | None:
    items = reachable(env, spot)
    if not items:
        return None
    item = chooser.choice(items)
    none = item.may_none or bool(item.cells)
    default = _default(chooser, env, spot, depth, needed=none and (spot.row or chooser.chance(50)))
    found = Value(item.name, item.interval, none and default is None)
    return _looked_up({"item": item.name}, [found], default)
