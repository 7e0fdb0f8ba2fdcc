"""Where a VALUE or a condition stands, and which columns and items can be seen from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tests.strategies.interval import Interval, point
from tests.strategies.text import Branch
from tests.strategies.world import POST_TABLES, Column, World

BASES = ("post", "unit", "county")


@dataclass(frozen=True)
class Ref:
    """A column as a policy writes it, and what its cells hold."""

    written: str
    type: str  # text | number | date
    values: tuple[str, ...] = ()
    interval: Interval = field(default_factory=lambda: Interval(0, 1))
    dense: bool = True
    units_too: bool = False  # whether a unit has it as well as a post


@dataclass(frozen=True)
class GItem:
    """An item that was generated: its grain, rough bounds, and whether members may have none."""

    name: str
    base: str
    cells: tuple[Ref, ...]
    interval: Interval
    may_none: bool


@dataclass(frozen=True)
class GGroup:
    """A named group: a key that says what excludes what, and whether it may be asked of units."""

    name: str
    positions: frozenset[str] | None = None
    excluded: str | None = None
    units_too: bool = False


@dataclass
class Env:
    """What is known while a policy grows."""

    world: World
    items: list[GItem] = field(default_factory=list)
    groups: list[GGroup] = field(default_factory=list)
    item_trees: Branch = field(default_factory=dict)
    group_trees: Branch = field(default_factory=dict)


@dataclass(frozen=True)
class Spot:
    """A row of a table, a row of an item, or a member; ``base`` may be ``school`` for rows.

    In a ``row`` a VALUE without a number is an error, at a member it is none.
    """

    base: str
    table: str | None = None
    cells: tuple[Ref, ...] = ()
    row: bool = False


def table_spot(table: str) -> Spot:
    """A row of a table."""
    return Spot("post" if table in POST_TABLES else "school", table, row=True)


def _parts(world: World, column: Column, written: str, dense: bool) -> list[Ref]:
    """A column and what is derived from it."""
    if column.type != "date":
        return [Ref(written, column.type, column.values, column.interval, dense)]
    return [
        Ref(written, "date", (), dense=dense),
        Ref(f"{written}.years", "number", ("0", "1", "5"), Interval(0, 60), dense),
        Ref(f"{written}.month", "text", world.months[:3], dense=dense),
        Ref(f"{written}.week", "text", world.weeks, dense=dense),
    ]


def _scopes(world: World, spot: Spot) -> list[tuple[str, dict[str, Column]]]:
    scopes = []
    if spot.table:
        scopes.append(("row", world.tables[spot.table]))
    if spot.base == "post":
        scopes.append(("staff", world.tables["staff"]))
    if spot.base in ("post", "school"):
        scopes.append(("school", world.tables["schools"]))
    if spot.base == "unit":
        scopes.append(("school", shared_columns(world)))
    return scopes


def shared_columns(world: World) -> dict[str, Column]:
    """The columns of schools on which the schools of one unit agree."""
    schools = world.tables["schools"]
    if world.unit is None:
        return schools
    own = ("building", "school_id", world.unit)
    return {name: column for name, column in schools.items() if name not in own}


_HIDDEN = ("from", "to")


def visible(world: World, spot: Spot) -> list[Ref]:
    """Every column that may be written at a spot."""
    refs = list(spot.cells)
    taken = {ref.written for ref in refs}
    scoped = [ref for ref in refs if "." not in ref.written]
    refs += [replace(ref, written=f"row.{ref.written}") for ref in scoped]
    bare: dict[str, tuple[Column, bool]] = {}
    for scope, columns in _scopes(world, spot):
        for name, column in columns.items():
            if name in _HIDDEN:
                continue
            first, dense = bare.get(name, (column, False))
            bare[name] = (first, dense or column.dense)
            refs += _parts(world, column, f"{scope}.{name}", column.dense)
    for name, (column, dense) in bare.items():
        refs += [ref for ref in _parts(world, column, name, dense) if ref.written not in taken]
    shared = shared_columns(world)
    marked = [_marked(ref, shared) for ref in refs]
    return marked + _always(world, spot)


def _marked(ref: Ref, shared: Iterable[str]) -> Ref:
    name = ref.written.removeprefix("school.").split(".")[0]
    if name not in shared or ref.written.startswith(("row.", "staff.")):
        return ref
    return Ref(ref.written, ref.type, ref.values, ref.interval, ref.dense, units_too=True)


def _always(world: World, spot: Spot) -> list[Ref]:
    months = len(world.months)
    refs = [
        Ref("period.days", "number", (str(world.days),), point(world.days), units_too=True),
        Ref("period.months", "number", (str(months),), point(months), units_too=True),
    ]
    if spot.base in ("post", "school"):
        refs += [
            Ref("held.days", "number", (str(world.days),), Interval(0, world.days)),
            Ref("held.months", "number", (str(months), "1"), Interval(0, months)),
            Ref("held.share", "number", ("1", "0.5"), Interval(0, 1)),
        ]
    return refs


def of_type(world: World, spot: Spot, *types: str) -> list[Ref]:
    """The columns of these types that may be written at a spot."""
    return [ref for ref in visible(world, spot) if ref.type in types]


def reachable(env: Env, spot: Spot) -> list[GItem]:
    """The items whose number can be looked up at a spot."""
    first = {"post": 0, "school": 1, "unit": 1, "county": 2}[spot.base]
    written = {ref.written for ref in visible(env.world, spot)}
    return [
        item
        for item in env.items
        if item.base in BASES[first:] and all(cell.written in written for cell in item.cells)
    ]


def plain(env: Env, base: str) -> list[GItem]:
    """The items of a base without cells."""
    return [item for item in env.items if item.base == base and not item.cells]
