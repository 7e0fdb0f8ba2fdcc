"""Random policies: groups and items first, then what uses them."""

from __future__ import annotations

from datetime import timedelta

from tests.strategies.chooser import Chooser
from tests.strategies.conditions import add_group
from tests.strategies.endings import adjustments, guarantees, veto
from tests.strategies.items import add_item
from tests.strategies.pools import LevelPools, make_pools, rounding
from tests.strategies.spots import Env
from tests.strategies.text import Branch, Tree, to_yaml
from tests.strategies.world import TEXTS, World


def make_policy(chooser: Chooser, world: World) -> tuple[Branch, dict[str, str]]:
    """A policy as a tree, and the texts of the files that its plans name."""
    env = Env(world)
    _grow(chooser, env)
    first = _level_1(chooser, env)
    second, plans, files = _level_2(chooser, env, first[1])
    if not env.item_trees:  # the key has to be there
        add_item(chooser, env, "post", "any")
    tree = _head(chooser, world)
    ends = _endings(chooser, env, first[1], plans)
    if env.group_trees:
        tree["groups"] = _any_order(chooser, env.group_trees)
    tree["items"] = _any_order(chooser, env.item_trees)
    tree |= {"level_1": first[0], "level_2": second} | ends
    return tree, files


def _grow(chooser: Chooser, env: Env) -> None:
    """Groups and items that may refer to each other, each to earlier ones only."""
    for _ in range(chooser.integer(0, 5)):
        if chooser.chance(45):
            add_group(chooser, env)
        else:
            base = chooser.weighted(((60, "post"), (22, "unit"), (18, "county")))
            add_item(chooser, env, base, "any", cells=chooser.chance(35))


def _any_order(chooser: Chooser, tree: Branch) -> Branch:
    """The same mapping, at times in another order: it means nothing."""
    keys = chooser.shuffled(list(tree)) if chooser.chance(30) else list(tree)
    return {key: tree[key] for key in keys}


def _head(chooser: Chooser, world: World) -> Branch:
    tree: Branch = {"paycalc": "1", "id": "case", "version": "1"}
    if chooser.chance(10):
        tree["title"] = {"en": "A case", "zh": "示例"}
    tree["effective"] = {"from": str(world.first_day - timedelta(chooser.integer(0, 2)))}
    if chooser.chance(50):
        tree["effective"]["to"] = str(world.first_day + timedelta(chooser.integer(0, 400)))
    tree["currency"] = {"code": "CNY", "decimals": str(world.decimals)}
    return tree


def _level_1(chooser: Chooser, env: Env) -> tuple[Branch, LevelPools]:
    pools = make_pools(chooser, env, 1, [source for source in env.world.sources if source])
    tree: Branch = {"unit": env.world.unit} if env.world.unit else {}
    tree["pools"] = pools.trees
    rounding(chooser, env, tree)
    return tree, pools


def _plan(chooser: Chooser, env: Env, first: LevelPools) -> tuple[Branch, LevelPools]:
    pools = make_pools(chooser, env, 2, first.to_units)
    tree: Branch = {"pools": pools.trees}
    if chooser.chance(45):
        tree["adjust"] = adjustments(chooser, env, pools)
    rounding(chooser, env, tree)
    return tree, pools


def _level_2(
    chooser: Chooser, env: Env, first: LevelPools
) -> tuple[Branch, list[LevelPools], dict[str, str]]:
    files: dict[str, str] = {}
    if chooser.chance(70):
        tree, pools = _plan(chooser, env, first)
        if chooser.chance(3):
            files["plan.yaml"] = to_yaml(tree)
            tree = {"file": "plan.yaml"}
        return tree, [pools], files
    by = chooser.choice(("stage", "location"))
    names = chooser.some(TEXTS[by], 1, 2)
    made = [_plan(chooser, env, first) for _ in names]
    plans: Branch = {name: tree for name, (tree, _) in zip(names, made, strict=True)}
    if chooser.chance(30):
        files["plans/one.yaml"] = to_yaml(made[0][0])
        plans[names[0]] = {"file": "plans/one.yaml"}
    result: Branch = {"plan_by": by, "plans": plans, "default": chooser.choice(names)}
    return result, [pools for _, pools in made], files


def _endings(chooser: Chooser, env: Env, first: LevelPools, plans: list[LevelPools]) -> Branch:
    tree: Branch = {}
    if chooser.chance(40):
        made = guarantees(chooser, env)
        if made:
            tree["guarantees"] = made
    if chooser.chance(50):
        tree["veto"] = veto(chooser, env, first, plans)
    if chooser.chance(4):
        tree["promises"] = _PROMISES
    if chooser.chance(4):
        tree["domain"] = _DOMAIN
    return tree


_PROMISES: Tree = {
    "more_work_not_less_pay": "true",
    "veto_harms_nobody": {"tolerance": "1"},
    "no_cliff": {"per": "workload", "at_most": "20%"},
}
_DOMAIN: Tree = {
    "units": "1..4",
    "posts": "1..40",
    "workload": {"lesson": {"from": "0", "to": "40", "step": "1"}},
    "typical": {"workload": {"lesson": "12"}, "position": "teacher"},
}
