"""Random pools of a level: purses, what pools take, and how they share or pay it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.strategies.chooser import Chooser
from tests.strategies.conditions import who, who_units
from tests.strategies.items import need
from tests.strategies.spots import Env
from tests.strategies.text import Branch, Tree, money, number


@dataclass
class LevelPools:
    """The pools of one plan, and which of them pay units, pay posts, or are kept."""

    level: int
    trees: Branch = field(default_factory=dict)
    to_units: list[str] = field(default_factory=list)
    to_posts: list[str] = field(default_factory=list)


@dataclass
class _Purse:
    """What is still to be had of a purse, in hundredths of a percent."""

    sources: list[str]
    of_all: int = 10_000
    percent: int = 10_000
    has_rest: bool = False


_NAMES = ("base", "merit", "awards", "extra", "reserve", "heads", "奖励", "quota", "work", "tail")


def make_pools(chooser: Chooser, env: Env, level: int, named: list[str]) -> LevelPools:
    """The pools of a plan whose purses are the general one and some of ``named``."""
    pools = LevelPools(level)
    purses = _purses(chooser, named)
    names = [name + ("" if level == 1 else "2") for name in _NAMES]
    if level == 2 and chooser.chance(50):
        names = list(_NAMES)
    counts = [chooser.weighted(((40, 1), (35, 2), (20, 3), (5, 4))) for _ in purses]
    turns = chooser.shuffled([i for i, count in enumerate(counts) for _ in range(count)])
    for turn, name in zip(turns, names, strict=False):
        _add_pool(chooser, env, pools, purses[turn], name)
    for i, purse in enumerate(purses):
        if not purse.has_rest and chooser.chance(85 if i == 0 else 60):
            purse.has_rest = True
            _add_rest(chooser, env, pools, purse, f"all{i}")
    if level == 1 and not pools.to_units:
        _add_rest(chooser, env, pools, purses[0], "units")
    return pools


def _add_rest(chooser: Chooser, env: Env, pools: LevelPools, purse: _Purse, name: str) -> None:
    """A pool in which nearly everyone has a weight, so that money flows."""
    base = "unit" if pools.level == 1 else "post"
    tree: Branch = {"takes": "rest"}
    if name == "units":
        tree = {"takes": amount(chooser, env, 1), "if_short": "scale"}
    if purse.sources:
        tree["from"] = chooser.shuffled(purse.sources)
    if chooser.chance(30):
        tree["share_equally"] = "true"
    else:
        tree["share_by"] = _items(chooser, env, base, "solid", 2)
    _more_keys(chooser, env, tree, base, 8)
    pools.to_units.append(name)
    pools.trees[name] = tree


def _purses(chooser: Chooser, named: list[str]) -> list[_Purse]:
    purses = [_Purse([])]
    rest = chooser.some(named, 0, len(named)) if chooser.chance(65) else []
    while rest:
        size = chooser.integer(1, 2)
        purses.append(_Purse(rest[:size]))
        rest = rest[size:]
    return purses


def _add_pool(chooser: Chooser, env: Env, pools: LevelPools, purse: _Purse, name: str) -> None:
    kind = chooser.weighted(((52, "share_by"), (14, "share_equally"), (24, "pay"), (10, "keep")))
    direct = pools.level == 1 and kind != "keep" and chooser.chance(22)
    posts = pools.level == 2 or direct
    tree: Branch = {"takes": _takes(chooser, env, purse, pools.level, posts, kind)}
    if purse.sources:
        tree["from"] = chooser.shuffled(purse.sources)
    if direct:
        tree["members"] = "posts"
    if kind == "keep":
        tree["keep"] = "true"
    else:
        _pay_or_share(chooser, env, tree, kind, "post" if posts else "unit")
        (pools.to_posts if direct else pools.to_units).append(name)
    _if_short(chooser, env, tree, kind)
    if tree["takes"] != "rest" and kind != "keep" and chooser.chance(15):
        tree["left_over"] = chooser.choice(("unallocated", "rest"))
    pools.trees[name] = tree


def _takes(chooser: Chooser, env: Env, purse: _Purse, level: int, posts: bool, kind: str) -> Tree:
    kinds = [(14, "amount"), (24, "percent"), (12, "of_all"), (6, "sum"), (6, "item")]
    if not purse.has_rest:
        kinds.append((38, "rest"))
    if kind == "pay":
        kinds.append((40, "as_needed"))
    chosen = chooser.weighted(kinds)
    if chosen == "rest":
        purse.has_rest = True
    if chosen == "amount":
        return amount(chooser, env, level)
    if chosen == "sum":
        base = "post" if posts else "unit"
        return {"sum": [need(chooser, env, base, "money") for _ in range(chooser.integer(1, 2))]}
    if chosen == "item":
        return {"item": need(chooser, env, "county" if level == 1 else "unit", "money")}
    if chosen in ("percent", "of_all"):
        return _percentage(chooser, purse, chosen)
    return chosen


def _percentage(chooser: Chooser, purse: _Purse, kind: str) -> Tree:
    left = purse.percent if kind == "percent" else purse.of_all
    part = chooser.weighted(
        (
            (60, chooser.choice((1000, 2000, 3333, 6000, 100, 1))),
            (20, left),
            (15, chooser.integer(0, 10_000)),
            (5, 0),
        )
    )
    part = min(part, left)
    if kind == "percent":
        purse.percent -= part
        return number(part * 10_000) + "%"
    purse.of_all -= part
    return {"share": number(part * 10_000) + "%", "of": "all"}


def amount(chooser: Chooser, env: Env, level: int) -> str:
    """An amount of money that is mostly there."""
    size = env.world.fund if level == 1 else env.world.fund // 10
    fen = chooser.choice(
        (size // 20, size // 7, size // 100, size // 30, chooser.integer(0, max(size, 1)))
        if chooser.chance(80)
        else (0, 1, 100)
    )
    text = money(min(fen, 10**15), env.world.decimals)
    return text.rstrip("0").rstrip(".") if "." in text and chooser.chance(30) else text


def _items(chooser: Chooser, env: Env, base: str, flavour: str, most: int) -> list[Tree]:
    count = chooser.weighted([(60, 1), (30, 2), (10, 3)][:most])
    names = [need(chooser, env, base, flavour) for _ in range(count)]
    return list(dict.fromkeys(names))


def _pay_or_share(chooser: Chooser, env: Env, tree: Branch, kind: str, base: str) -> None:
    if kind == "share_equally":
        tree["share_equally"] = "true"
    else:
        flavour = chooser.weighted(((50, "solid"), (30, "money"), (20, "any")))
        if kind == "pay":
            flavour = chooser.weighted(((60, "money"), (40, "solid")))
        tree[kind] = _items(chooser, env, base, flavour, 3)
    _more_keys(chooser, env, tree, base, 25)
    if chooser.chance(35):
        group = who(chooser, env, 100) if base == "post" else who_units(chooser, env, 50)
        if group is not None:
            tree["for"] = group


def _more_keys(chooser: Chooser, env: Env, tree: Branch, base: str, percent: int) -> None:
    """``factors``, ``weights`` and ``limit``, each in so many of a hundred pools."""
    if chooser.chance(percent):
        flavour = "solid" if chooser.chance(60) else "factor"
        tree["factors"] = _items(chooser, env, base, flavour, 2)
    if base == "post" and chooser.chance(percent):
        tree["weights"] = _weights(chooser, env)
    if "pay" not in tree and chooser.chance(percent * 3 // 2):
        tree["limit"] = _limit(chooser, env)


def _weights(chooser: Chooser, env: Env) -> Tree:
    names = [group.name for group in chooser.some(env.groups, 0, 3)]
    if not names or chooser.chance(60):
        names.append("everyone")
    marks = ("1", "0.7", "0.9", "2", "0", "1.3", "0.333333")
    return {name: chooser.choice(marks) for name in names}


def _limit(chooser: Chooser, env: Env) -> Tree:
    """Limits that rarely cross: two means, two amounts, or a mean and a tiny amount."""
    kind = chooser.weighted(((35, "at_most"), (25, "at_least"), (40, "both")))
    least: Tree = {"times_mean": chooser.choice(("0.5", "0.2", "0.9", "0.8", "0", "0.333333"))}
    most: Tree = {"times_mean": chooser.choice(("1", "1.5", "2", "1.1", "3", "1.000001"))}
    size = min(env.world.fund, 10**15)
    if chooser.chance(25):
        fen = chooser.choice((0, 0, min(1, size // 5000), size // 5000))
        least = money(fen, env.world.decimals)
    if chooser.chance(25) and (kind != "both" or isinstance(least, str) or env.world.wild):
        fen = chooser.choice((size // 20, size // 100, max(100, size // 5000), size // 4000))
        most = money(fen, env.world.decimals)
    return {
        **({"at_most": most} if kind != "at_least" else {}),
        **({"at_least": least} if kind != "at_most" else {}),
    }


def _if_short(chooser: Chooser, env: Env, tree: Branch, kind: str) -> None:
    """``if_short`` where money may be short, mostly so that it is no error."""
    takes = tree["takes"]
    fixed = isinstance(takes, dict) and ("sum" in takes or "item" in takes)
    plain_amount = isinstance(takes, str) and takes[0].isdigit() and "%" not in takes
    if takes == "as_needed" and chooser.chance(40):
        tree["up_to"] = _up_to(chooser, env)
    if kind == "pay" or fixed or plain_amount:
        choice = chooser.weighted(((97, "scale"), (2, "error"), (1, "")))
        if choice:
            tree["if_short"] = choice


def _up_to(chooser: Chooser, env: Env) -> Tree:
    if chooser.chance(50):
        return f"{chooser.choice((10, 25, 50, 100, 3))}%"
    return amount(chooser, env, 2)


def rounding(chooser: Chooser, env: Env, tree: Branch) -> None:
    """``rounding`` and ``round_to`` of a level or plan."""
    if chooser.chance(40):
        tree["rounding"] = chooser.weighted(((75, "webster"), (25, "largest_remainder")))
    if chooser.chance(20):
        decimals = env.world.decimals
        steps = {"100": 100, "10": 10, "1": 1, "0.1": 0.1, "0.01": 0.01}
        allowed = [
            text
            for text, step in steps.items()
            if len(text) - 2 <= decimals or step >= 1
            if step * 10**decimals * 500 <= env.world.fund or chooser.chance(5)
        ]
        if allowed:
            tree["round_to"] = chooser.choice(allowed)
