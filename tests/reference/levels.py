"""Section 2 of policy.md: level 1 divides the county's fund, level 2 what a unit got."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .arithmetic import LARGEST_MONEY
from .claims import Claims, judge_pool
from .columns import Place, Reading, place_of_post, place_of_unit, text_of
from .policy import Plan
from .purses import Purse, purses_of, spend
from .records import PostKey
from .refusal import PayError

Lines = dict[PostKey, dict[str, int]]  # fen of each post's lines


@dataclass
class Accounts:
    """Section 2: all money of a county between its fund and the last balances, in fen."""

    fund: int = 0
    opening: int = 0  # of all units
    lines: Lines = field(default_factory=dict)
    unit_money: dict[str, dict[str, int]] = field(default_factory=dict)  # unit, level-1 pool
    kept: int = 0  # level 1's
    unallocated: int = 0  # level 1's
    unit_kept: dict[str, int] = field(default_factory=dict)
    unit_unallocated: dict[str, int] = field(default_factory=dict)
    pools_kept: dict[tuple[str, str], int] = field(default_factory=dict)  # unit or "", level.pool

    def add(self, key: PostKey, line: str, fen: int) -> None:
        """Section 8: a post's gross is the sum of its lines."""
        lines = self.lines.setdefault(key, {})
        lines[line] = lines.get(line, 0) + fen

    def has(self, key: PostKey) -> int:
        """Section 6: what a post has at level 2 so far."""
        lines = self.lines.get(key, {})
        return sum(fen for line, fen in lines.items() if not line.startswith("level_1."))

    def gross(self, key: PostKey) -> int:
        """Section 8: all that a post has, level 1's direct money too."""
        return sum(self.lines.get(key, {}).values())

    def of_lines(self, key: PostKey, names: Iterable[str]) -> int:
        """What a post has of some lines."""
        lines = self.lines.get(key, {})
        return sum(lines.get(name, 0) for name in names)


def judge_pools(
    plan: Plan, places: Mapping[str, Sequence[Place]], whole: Place, reading: Reading
) -> tuple[dict[str, Claims], set[str]]:
    """Section 5: the claims on every pool of a level, before any money is divided."""
    claims: dict[str, Claims] = {}
    errors: set[str] = set()
    for name, pool in plan.pools.items():
        members = places[pool.get("members", "")]
        claims[name], found = judge_pool(pool, members, whole, reading)
        errors |= found
    return claims, errors


def level_1(reading: Reading, accounts: Accounts) -> set[str]:
    """Section 2, level 1: the members are the county's units and the money is its fund."""
    county, plan, decimals = reading.county, reading.policy.level_1, reading.policy.decimals
    sources: dict[str, int] = {}
    for source, fen in county.funds:
        sources[source] = sources.get(source, 0) + fen
    accounts.fund = sum(sources.values())
    purses = purses_of(plan, sources)
    places = {
        "": [place_of_unit(county, unit) for unit in county.units],
        "posts": [place_of_post(post) for post in county.posts],
    }
    claims, errors = judge_pools(plan, places, Place((county.id,)), reading)
    accounts.opening = sum(county.opening.values())
    most = max(accounts.fund, accounts.fund + accounts.opening)
    if accounts.fund < 0 or most > LARGEST_MONEY or any(purse.money < 0 for purse in purses):
        errors.add("fund_out_of_range")
    if errors:
        return errors
    accounts.unit_money = {unit: {} for unit in county.units}
    for purse in purses:
        try:
            spent = spend(purse, plan, claims, decimals)
        except PayError as wrong:
            errors |= wrong.classes
            continue
        accounts.kept += sum(spent.kept.values())
        for name, fen in spent.kept.items():
            accounts.pools_kept["", f"level_1.{name}"] = fen
        accounts.unallocated += spent.unallocated
        for name, paid in spent.paid.items():
            for key, fen in paid.items():
                if len(key) == 3:
                    accounts.add((key[0], key[1], key[2]), f"level_1.{name}", fen)
                else:
                    accounts.unit_money[key[1]][name] = fen
    return errors


def plan_of(unit: str, reading: Reading) -> Plan:
    """Section 2: the plan that a unit's value names, else the default; neither is an error."""
    policy = reading.policy
    if policy.plan_by is None:
        return policy.plans[""]
    name = text_of(policy.plan_by, place_of_unit(reading.county, unit), reading)
    if name in policy.plans:
        return policy.plans[name]
    if policy.default_plan is None:
        raise PayError("not_in_table")
    return policy.plans[policy.default_plan]


def choose_plans(reading: Reading) -> tuple[dict[str, Plan], set[str]]:
    """Section 2: the plan of every unit of the county."""
    plans, errors = {}, set[str]()
    for unit in reading.county.units:
        try:
            plans[unit] = plan_of(unit, reading)
        except PayError as wrong:
            errors |= wrong.classes
    return plans, errors


def level_2(reading: Reading, accounts: Accounts) -> tuple[dict[str, Plan], set[str]]:
    """Section 2, level 2: the members are a unit's posts, the money what it got in level 1."""
    county = reading.county
    claims: dict[str, dict[str, Claims]] = {}
    plans, errors = choose_plans(reading)
    for unit, plan in plans.items():
        places = {"": [place_of_post(post) for post in county.posts_of(unit)]}
        whole = place_of_unit(county, unit)
        claims[unit], found = judge_pools(plan, places, whole, reading)
        errors |= found
        if general_purse(unit, plan, reading, accounts).money < 0:
            errors.add("opening_below_zero")
    if not errors:
        for unit, plan in plans.items():
            errors |= spend_unit(unit, plan, claims[unit], reading, accounts)
    return plans, errors


def unit_purses(unit: str, plan: Plan, reading: Reading, accounts: Accounts) -> list[Purse]:
    """Section 2, level 2: a unit's purses; its opening balance is in the general one."""
    opening = reading.county.opening.get(unit, 0)
    return purses_of(plan, accounts.unit_money[unit], opening)


def general_purse(unit: str, plan: Plan, reading: Reading, accounts: Accounts) -> Purse:
    """Section 2: the purse of pools without `from`."""
    [general] = [p for p in unit_purses(unit, plan, reading, accounts) if p.is_general]
    return general


def spend_unit(
    unit: str, plan: Plan, claims: Mapping[str, Claims], reading: Reading, accounts: Accounts
) -> set[str]:
    """Section 2, level 2: a unit's purses, each until its first error of money."""
    errors: set[str] = set()
    accounts.unit_kept[unit] = accounts.unit_unallocated[unit] = 0
    for purse in unit_purses(unit, plan, reading, accounts):
        try:
            spent = spend(purse, plan, claims, reading.policy.decimals)
        except PayError as wrong:
            errors |= wrong.classes
            continue
        accounts.unit_kept[unit] += sum(spent.kept.values())
        for name, fen in spent.kept.items():
            accounts.pools_kept[unit, f"level_2.{name}"] = fen
        accounts.unit_unallocated[unit] += spent.unallocated
        for name, paid in spent.paid.items():
            for key, fen in paid.items():
                accounts.add((key[0], key[1], key[2]), f"level_2.{name}", fen)
    return errors
