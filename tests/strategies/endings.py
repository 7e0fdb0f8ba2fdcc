"""Random adjustments, guarantees and vetoes."""

from __future__ import annotations

from tests.strategies.chooser import Chooser
from tests.strategies.conditions import disjoint, who
from tests.strategies.items import need
from tests.strategies.pools import LevelPools, amount
from tests.strategies.spots import Env, GGroup
from tests.strategies.text import Branch, Tree, number


def adjustments(chooser: Chooser, env: Env, pools: LevelPools) -> Branch:
    """The ``adjust`` of a plan."""
    names = ("leave", "cap", "floor", "fine")
    count = chooser.weighted(((40, 1), (40, 2), (20, 3)))
    return {name: _adjustment(chooser, env, pools) for name in chooser.some(names, count, count)}


def _adjustment(chooser: Chooser, env: Env, pools: LevelPools) -> Tree:
    kind = chooser.weighted(
        ((30, "keep"), (25, "minus"), (25, "each_at_most"), (20, "each_at_least"))
    )
    tree: Branch = {}
    if kind in ("keep", "minus"):
        flavour = "fraction" if kind == "keep" else "money"
        names = [need(chooser, env, "post", flavour) for _ in range(chooser.integer(1, 2))]
        tree[kind] = list(dict.fromkeys(names))
        if chooser.chance(45):
            tree["from"] = list(chooser.some(list(pools.trees), 1, 3))
        if kind == "minus" and chooser.chance(50):
            tree["at_most"] = chooser.choice(("10%", "100%", "33.3333%", "0%", "50%"))
    else:
        tree[kind] = _bound(chooser, env, kind)
    group = who(chooser, env, 30)
    if group is not None:
        tree["for"] = group
    if kind != "each_at_least" and chooser.chance(60):
        tree["goes_to"] = chooser.weighted(((75, "others"), (25, "unallocated")))
    return tree


def _bound(chooser: Chooser, env: Env, kind: str) -> Tree:
    if chooser.chance(20):
        small = kind == "each_at_least" and not env.world.wild
        return amount(chooser, env, 2) if not small else "0"
    means = ("1", "1.5", "0.9", "1.2", "2") if kind == "each_at_most" else ("0.5", "0.9", "1")
    tree: Branch = {"times_mean": chooser.choice(means)}
    if chooser.chance(30):
        if kind == "each_at_least":
            tree["times_mean"] = "0.2"
        names = [group.name for group in env.groups]
        tree["of"] = chooser.choice([*names, "everyone"])
    return tree


_FACTORS = ("1", "1.2", "0.8", "0.5", "2", "1.000001", "0")


def guarantees(chooser: Chooser, env: Env) -> Branch:
    """The ``guarantees`` of a policy, whose groups share no post."""
    for name, position in (("front", "teacher"), ("heads", "principal")):
        if chooser.chance(70) and name not in env.group_trees:
            env.group_trees[name] = {"position": [position]}
            env.groups.append(GGroup(name, frozenset([position])))
    pairs = disjoint(env)
    tree: Branch = {}
    for i in range(chooser.integer(1, 3)):
        one = _guarantee(chooser, env, pairs)
        if one is not None:
            tree[f"promise{i}"] = one
    return tree


def _guarantee(chooser: Chooser, env: Env, pairs: list[tuple[str, str]]) -> Tree | None:
    kind = chooser.choice(("per_head_at_least", "per_head_at_most", "share_at_most"))
    names = [group.name for group in env.groups]
    alone = kind == "share_at_most" or (kind == "per_head_at_most" and chooser.chance(40))
    if not names or not (alone or pairs):
        return None
    group, other = (chooser.choice(names), "") if alone else chooser.choice(pairs)
    tree: Branch = {"group": group}
    if chooser.chance(10):
        tree["group"] = env.group_trees[group]
    if kind == "share_at_most":
        tree[kind] = chooser.choice(("30%", "50%", "10%", "0%", "100%", "33.3333%"))
    else:
        tree[kind] = chooser.choice(_FACTORS)
        tree["of"] = "everyone" if alone else other
    if chooser.chance(55):
        tree["enforce"] = "true"
        return tree
    for key, options in _GUARANTEE_KEYS.items():
        if chooser.chance(50):
            tree[key] = chooser.choice(options)
    return tree


_GUARANTEE_KEYS = {
    "enforce": ("false", "false"),
    "within": ("county", "unit"),
    "over": ("all", "level_2"),
}

BREACHES = ("tutoring", "gifts", "体罚")
_CLASSES = ("serious", "moderate", "light")


def veto(chooser: Chooser, env: Env, level_1: LevelPools, plans: list[LevelPools]) -> Branch:
    """The ``veto`` section."""
    classes = chooser.some(_CLASSES, 1, 3)
    tree: Branch = {
        "list": {name: _entry(chooser, classes) for name in chooser.some(BREACHES, 1, 3)},
        "classes": {name: _class(chooser, level_1, plans) for name in classes},
        "statuses": {"confirmed": "apply", "review": "hold", "overturned": "ignore"},
    }
    if chooser.chance(75):
        tree["money_goes_to"] = chooser.choice(("county", "unallocated", "school"))
    if chooser.chance(45):
        tree["leaders"] = [_leaders(chooser, env) for _ in range(chooser.integer(1, 2))]
    return tree


def _entry(chooser: Chooser, classes: list[str]) -> Tree:
    tree: Branch = {"class": chooser.choice(classes)}
    if chooser.chance(20):
        tree["title"] = {"en": "a breach", "zh": "违规"}
    return tree


def _class(chooser: Chooser, level_1: LevelPools, plans: list[LevelPools]) -> Tree:
    tree: Branch = {"pays": chooser.choice(("0%", "50%", "33.3333%", "90%", "100%"))}
    tree["months"] = chooser.choice(("6", "12", "1", "24"))
    if chooser.chance(60):
        tree["reaches"] = chooser.choice(("overlap", "decided_in", "committed_in"))
    pools = [name for plan in plans for name in plan.trees]
    pools = list(dict.fromkeys(pools)) + [f"level_1.{name}" for name in level_1.to_posts]
    if chooser.chance(35):
        tree["pools"] = list(chooser.some(pools, 1, 3))
    if chooser.chance(50):
        tree["bars"] = list(chooser.some(("annual_review", "honours", "title", "promotion"), 1, 3))
    elif tree.get("reaches") in ("decided_in", "committed_in") and chooser.chance(40):
        del tree["months"]
    return tree


def _leaders(chooser: Chooser, env: Env) -> Tree:
    names = [group.name for group in env.groups]
    group: Tree = {"position": ["principal", "deputy"]}
    if names and chooser.chance(60):
        group = chooser.choice(names)
    pays = number(chooser.choice((0, 50, 80, 100)) * 1_000_000) + "%"
    return {"cases": str(chooser.weighted(((60, 1), (40, 2)))), "group": group, "pays": pays}
