"""Random conditions and groups."""

from __future__ import annotations

from datetime import date, timedelta

from tests.strategies.chooser import Chooser
from tests.strategies.spots import Env, GGroup, Ref, Spot, of_type, reachable, table_spot
from tests.strategies.text import Branch, Tree, number
from tests.strategies.world import LEAVE_KINDS, POST_TABLES, RESULT_INDICATORS, World

POST = Spot("post")
_KEYS = {
    "workload": ("kind", ("lesson", "class_head", "competition")),
    "outcomes": ("indicator", ("quality", "survey")),
    "leave": ("kind", LEAVE_KINDS),
    "school_results": ("indicator", RESULT_INDICATORS),
}


def conditions(chooser: Chooser, env: Env, spot: Spot, most: int = 2) -> Branch:
    """Conditions on a row or member; the first choice for a table is its own key column."""
    tree: Branch = {}
    if spot.table in _KEYS and chooser.chance(65):
        column, texts = _KEYS[spot.table]
        tree[column] = _texts(chooser, texts)
        most -= 1
    refs = of_type(env.world, spot, "text", "number", "date")
    for _ in range(chooser.integer(0 if tree else 1, max(most, 1)) if most else 0):
        ref = chooser.choice(refs)
        accepted = _accepts(chooser, env.world, ref)
        if accepted is not None:
            tree.setdefault(ref.written, accepted)
    return tree


def _texts(chooser: Chooser, texts: tuple[str, ...]) -> Tree:
    if chooser.chance(70):
        return chooser.choice(texts)
    return list(chooser.some(texts, 1, 3))


def _accepts(chooser: Chooser, world: World, ref: Ref) -> Tree | None:
    if ref.type == "text":
        return _texts(chooser, ref.values)
    if ref.type == "date":
        days = sorted(_bound_day(chooser, world) for _ in range(2))
        return _ends(chooser, [str(day) for day in days])
    if ref.values and chooser.chance(20):
        return _texts(chooser, ref.values)
    return number_range(chooser, ref)


def _bound_day(chooser: Chooser, world: World) -> date:
    """A day that cuts through the data; often one on which some of it lies."""
    edges = (world.first_day, world.last_day, date(2020, 2, 29))
    if chooser.chance(50):
        return chooser.choice(edges)
    return world.first_day + timedelta(chooser.integer(-2000, 200))


def number_range(chooser: Chooser, ref: Ref) -> Tree:
    """A range of numbers that cuts through what the column or item usually is."""
    low, high = max(ref.interval.low, -1e8), min(ref.interval.high, 1e8)
    places = sorted(chooser.integer(-10, 100) for _ in range(2))
    step = 1_000_000 if high - low >= 4 and chooser.chance(70) else 1
    micro = [int((low + (high - low) * place / 100) * 1e6) // step * step for place in places]
    return _ends(chooser, [number(part) for part in micro])


def _ends(chooser: Chooser, parts: list[str]) -> Tree:
    ends: Branch = {"from": parts[0], "to": parts[1]}
    if chooser.chance(55):
        del ends[chooser.choice(("from", "to"))]
    return ends


def group_tree(chooser: Chooser, env: Env) -> Branch:
    """What a group of posts may say: conditions, ``has``, ``not``, ``item``."""
    tree: Branch = {}
    kind = chooser.weighted(((50, "plain"), (20, "has"), (15, "not"), (15, "item")))
    if kind == "plain" or chooser.chance(40):
        tree.update(conditions(chooser, env, POST))
    if kind == "has":
        table = chooser.choice(POST_TABLES)
        tree["has"] = {"rows": table}
        if chooser.chance(80):
            tree["has"]["where"] = conditions(chooser, env, table_spot(table))
    if kind == "not":
        tree["not"] = _excluded(chooser, env)
    if kind == "item":
        _add_items(chooser, env, POST, tree)
    return tree or {"position": "teacher"}


def _excluded(chooser: Chooser, env: Env) -> Tree:
    if env.groups and chooser.chance(70):
        return chooser.choice(env.groups).name
    if chooser.chance(4):
        return "everyone"
    return conditions(chooser, env, POST) or {"position": "clerk"}


def _add_items(chooser: Chooser, env: Env, spot: Spot, tree: Branch) -> None:
    items: Branch = {}
    for item in chooser.some(reachable(env, spot), 1, 2):
        items[item.name] = number_range(chooser, Ref(item.name, "number", (), item.interval))
    if items:
        tree["item"] = items


def who(chooser: Chooser, env: Env, percent: int = 40) -> Tree | None:
    """A ``for`` of posts: a group's name or conditions in place, or nothing."""
    if not chooser.chance(percent):
        return None
    if env.groups and chooser.chance(60):
        return chooser.choice(env.groups).name
    if chooser.chance(4):
        return "everyone"
    if chooser.chance(50):
        return {"position": list(chooser.some(("teacher", "principal", "clerk"), 1, 2))}
    return group_tree(chooser, env)


def who_units(chooser: Chooser, env: Env, percent: int = 15) -> Tree | None:
    """A ``for`` of units: conditions on what their schools share, or a group that asks no more."""
    if not chooser.chance(percent):
        return None
    named = [group.name for group in env.groups if group.units_too]
    if named and chooser.chance(40):
        return chooser.choice(named)
    tree = conditions(chooser, env, Spot("unit"))
    if chooser.chance(25):
        _add_items(chooser, env, Spot("unit"), tree)
    return tree or None


_POSITIONS = (
    ("front", ("teacher",)),
    ("heads", ("principal",)),
    ("office", ("clerk", "deputy")),
    ("led", ("teacher", "clerk")),
)


def add_group(chooser: Chooser, env: Env) -> None:
    """One more named group."""
    taken = {group.name for group in env.groups}
    name = f"g{len(env.groups)}"
    kind = chooser.weighted(((45, "positions"), (35, "any"), (20, "units")))
    positions = [(label, texts) for label, texts in _POSITIONS if label not in taken]
    if kind == "positions" and positions:
        label, texts = chooser.choice(positions)
        env.group_trees[label] = {"position": list(texts)}
        env.groups.append(GGroup(label, frozenset(texts)))
        return
    if kind == "units":
        tree = conditions(chooser, env, Spot("unit")) or {"period.days": {"from": "1"}}
        env.groups.append(GGroup(name, units_too=True))
    else:
        tree = group_tree(chooser, env)
        excluded = tree.get("not")
        env.groups.append(GGroup(name, excluded=excluded if isinstance(excluded, str) else None))
    env.group_trees[name] = tree


def disjoint(env: Env) -> list[tuple[str, str]]:
    """Pairs of named groups that share no post: other positions, or one excludes the other."""
    pairs = []
    for first in env.groups:
        for second in env.groups:
            if first is second:
                continue
            if first.positions and second.positions and not first.positions & second.positions:
                pairs.append((first.name, second.name))
            if first.excluded == second.name or second.excluded == first.name:
                pairs.append((first.name, second.name))
    return pairs
