"""Sections 3 and 4 of policy.md: all groups and items of a county, in order of dependence."""

from __future__ import annotations

from .columns import Key, Reading, place_of_post, place_of_unit
from .groups import judge_group
from .items import compute_item
from .policy import EVERYONE, Node, Policy, item_values
from .refusal import PayError

Name = tuple[str, str]  # ("item" or "group", its name)


def needs_of_group(group: Node) -> set[Name]:
    """Section 3: the items and groups that a group's name or conditions in place need."""
    if group is None or group == EVERYONE:
        return set()
    if isinstance(group, str):
        return {("group", group)}
    needs = {("item", name) for name in group.get("item", {})}
    return needs | needs_of_group(group.get("not"))


def needs_of_item(item: Node) -> set[Name]:
    """Section 4: the items and groups that an item needs."""
    needs = needs_of_group(item.get("for"))
    rows = item.get("rows")
    if isinstance(rows, dict):
        needs.add(("item", rows["item"]))
    for name in [*item.get("sum_of", []), *item.get("product_of", [])]:
        needs.add(("item", name))
    for value in item_values(item):
        if isinstance(value, dict) and "item" in value:
            needs.add(("item", value["item"]))
    return needs


def order_of_dependence(policy: Policy) -> list[tuple[Name, set[Name]]]:
    """Section 4: every item and group after what it needs; a circle is an error."""
    needs = {("group", name): needs_of_group(group) for name, group in policy.groups.items()}
    needs |= {("item", name): needs_of_item(item) for name, item in policy.items.items()}
    ordered: list[tuple[Name, set[Name]]] = []
    placed: set[Name] = set()
    while len(placed) < len(needs):
        ready = [name for name in needs if name not in placed and needs[name] <= placed]
        if not ready:
            raise PayError("policy")
        for name in ready:
            placed.add(name)
            ordered.append((name, needs[name]))
    return ordered


def compute_items(reading: Reading) -> set[str]:
    """Section 4: all items and groups, used or not; what depends on an error is not judged."""
    errors: set[str] = set()
    void: set[Name] = set()
    for name, needs in order_of_dependence(reading.policy):
        found: set[str] = set()
        if needs & void:
            void.add(name)
            continue
        if name[0] == "item":
            computed, found = compute_item(reading.policy.items[name[1]], reading)
            reading.items[name[1]] = computed
        else:
            reading.groups[name[1]], found = compute_group(name[1], reading)
        if found:
            void.add(name)
        errors |= found
    return errors


def compute_group(name: str, reading: Reading) -> tuple[dict[Key, bool], set[str]]:
    """Section 3: a named group is judged for every post; for units where a pool of units asks."""
    group = reading.policy.groups[name]
    members: dict[Key, bool] = {}
    errors: set[str] = set()
    places = [place_of_post(post) for post in reading.county.posts]
    if name in unit_groups(reading.policy):
        places += [place_of_unit(reading.county, unit) for unit in reading.county.units]
    for place in places:
        try:
            members[place.base] = judge_group(group, place, reading)
        except PayError as wrong:
            errors |= wrong.classes
    return members, errors


def unit_groups(policy: Policy) -> set[str]:
    """Section 5, `for`: the named groups that pools of units ask for, with those they deny."""
    asked: set[Name] = set()
    for pool in policy.level_1.pools.values():
        if pool.get("members") != "posts":
            asked |= needs_of_group(pool.get("for"))
    names = {name for kind, name in asked if kind == "group"}
    while True:
        more = {
            inner
            for name in names
            for kind, inner in needs_of_group(policy.groups[name])
            if kind == "group"
        }
        if more <= names:
            return names
        names |= more
