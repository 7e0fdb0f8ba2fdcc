"""A plain recomputation of an explanation from its own numbers; nothing of the engine is used.

Each function returns what does not follow, as short texts; nothing at all where every fen does.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from paycalc.result.explain.facts import (
    CaseFact,
    ChangeFact,
    PoolFact,
    PostFact,
    PurseFact,
    ShareFact,
    TakeFact,
)
from tests.explain.recomputing_items import UNIT, mul, rounded, wrong_in_item


def wrong_in(post: PostFact, decimals: int) -> Iterator[str]:
    """Everything in one post that does not follow from what is told beside it."""
    numbers = {(item.name, tuple(item.cell.items())): item.number for item in post.items}
    for item in post.items:
        yield from (f"item {item.name}: {text}" for text in wrong_in_item(item, numbers))
    for pool in (*post.unit_money, *post.pools):
        yield from (f"pool {pool.level}.{pool.id}: {text}" for text in _pool(pool, decimals))
        for name, number in (*pool.items, *pool.factors):
            if numbers[name, ()] != number:
                yield f"pool {pool.id}: item {name} has two numbers"
    yield from _changes(post, decimals)
    yield from _payout(post)
    yield from _purses(post)


# --- Pools ------------------------------------------------------------------------------------


def _pool(pool: PoolFact, decimals: int) -> Iterator[str]:
    claim = _claim(pool, decimals)
    if claim != pool.claim:
        yield f"claim {claim}, not {pool.claim}"
    exact = _exact(pool)
    if exact != pool.exact:
        yield f"exact share {exact}, not {pool.exact}"
    if pool.amount % pool.step:
        yield f"{pool.amount} is no whole number of steps"
    if pool.rounding == "webster" and pool.point_value is not None and _is_free(pool):
        steps = pool.point_value * Fraction(pool.claim, UNIT) / pool.step
        half = (steps * 2).denominator == 1  # by the key it goes either way
        if Fraction(pool.amount, pool.step) not in (
            {floor(steps), floor(steps) + 1} if half else {rounded(steps)}
        ):
            yield f"{pool.amount} is not what the point value gives"
    elif abs(exact - pool.amount) >= pool.step * _slack(pool):
        yield f"{pool.amount} is too far from the exact share {exact}"
    elif exact.denominator == pool.step == 1 and _slack(pool) == 1 and exact != pool.amount:
        yield f"{pool.amount} for an exact share of {exact}"


def _slack(pool: PoolFact) -> int:
    """Largest remainder stays within a step of the exact share, Webster within one a member."""
    return max(pool.members, 1) if pool.rounding == "webster" else 1


def _claim(pool: PoolFact, decimals: int) -> int:
    if not pool.inside:
        return 0
    claim = pool.base
    if pool.kind != "share_equally":
        claim = max(sum(number or 0 for _, number in pool.items), 0)
    for _, factor in pool.factors:
        claim = mul(claim, factor or 0)
    if pool.weight is not None:
        claim = mul(claim, pool.weight[1])
    return rounded(Fraction(claim * 10**decimals, UNIT)) if pool.kind == "pay" else claim


def _exact(pool: PoolFact) -> Fraction:
    if not pool.claim:
        return Fraction(0)
    if pool.kind == "pay":
        short = pool.claims > pool.money
        return Fraction(pool.money * pool.claim, pool.claims) if short else Fraction(pool.claim)
    money = pool.money // pool.step * pool.step
    if pool.free is None:
        return Fraction(money * pool.claim, pool.claims)
    low, high = _limits(pool)
    if not pool.free.points:
        return Fraction(pool.amount) if pool.amount in (low, high) else Fraction(-1)
    share = Fraction(pool.free.money * pool.claim, pool.free.points)
    share = max(share, Fraction(low))
    return share if high is None else min(share, Fraction(high))


def _limits(pool: PoolFact) -> tuple[int, int | None]:
    low = -(-(pool.at_least or 0) // pool.step) * pool.step
    return low, None if pool.at_most is None else pool.at_most // pool.step * pool.step


def _is_free(pool: PoolFact) -> bool:
    low, high = _limits(pool)
    if not pool.claim or pool.kind == "pay":
        return False
    return pool.free is None or (low < pool.exact and (high is None or pool.exact < high))


# --- After the pools --------------------------------------------------------------------------


def _near(told: int, share: ShareFact | None) -> bool:
    """Whether a part of an amount is its exact share, rounded by either rounding."""
    if share is None:
        return told == 0
    return abs(Fraction(share.amount * share.own, share.all) - told) < 2


def _changes(post: PostFact, decimals: int) -> Iterator[str]:
    has = sum(pool.amount for pool in post.pools if pool.level == 2)
    for fact in post.adjustments:
        yield from (f"adjust {fact.id}: {text}" for text in _adjusted(fact, has, decimals))
        has += fact.change
    for fact in post.guarantees:
        after = fact.before + fact.change
        if fact.before != has:
            yield f"guarantee {fact.id}: before {fact.before}, not {has}"
        if not fact.moved and fact.change:
            yield f"guarantee {fact.id}: changed, though nothing moved"
        if fact.shared is not None and not _near(after, fact.shared):
            yield f"guarantee {fact.id}: {after} is not its share"
        if fact.shared is None and fact.change:
            yield f"guarantee {fact.id}: changed without a share"
        has = after


def _adjusted(fact: ChangeFact, has: int, decimals: int) -> Iterator[str]:
    if fact.before != has:
        yield f"before {fact.before}, not {has}"
    if fact.kind == "each_at_least":
        lacks = max(fact.limit - has, 0) if fact.inside and fact.limit is not None else 0
        if fact.gained != lacks:
            yield f"gained {fact.gained}, lacked {lacks}"
        if not _near(fact.lost, fact.shared):
            yield f"lost {fact.lost} is not its share"
        return
    cut = _cut(fact, has, decimals) if fact.inside else 0
    if fact.lost != cut:
        yield f"lost {fact.lost}, not {cut}"
    if not _near(fact.gained, fact.shared):
        yield f"gained {fact.gained} is not its share"


def _cut(fact: ChangeFact, has: int, decimals: int) -> int:
    if fact.kind == "each_at_most":
        return max(has - fact.limit, 0) if fact.limit is not None else 0
    base = fact.reckoned_from or 0
    if fact.kind == "keep":
        kept = base
        for _, factor in fact.items:
            kept = mul(kept, UNIT if factor is None else factor)
        return base - kept
    owed = sum(number or 0 for _, number in fact.items)
    cuts = [rounded(Fraction(owed * 10**decimals, UNIT)), base]
    return min(cuts if fact.ceiling is None else [*cuts, fact.ceiling])


def _takes(case: CaseFact) -> int:
    return case.reckoned_from - mul(case.reckoned_from, case.pays)


def _payout(post: PostFact) -> Iterator[str]:
    gross = sum(pool.amount for pool in post.pools)
    gross += sum(fact.change for fact in (*post.adjustments, *post.guarantees))
    gross += sum(fact.amount for fact in post.manual)
    if gross != post.gross:
        yield f"gross {post.gross}, but the lines make {gross}"
    if any(case.takes != _takes(case) for case in post.cases):
        yield "a case takes something else"
    taken = {
        effect: max((c.takes for c in post.cases if c.in_time and c.effect == effect), default=0)
        for effect in ("apply", "hold")
    }
    if post.forfeited != taken["apply"]:
        yield f"forfeited {post.forfeited}, not {taken['apply']}"
    if post.held != max(taken["hold"] - taken["apply"], 0):
        yield f"held {post.held}"
    if not _near(post.received, post.received_share):
        yield f"received {post.received} is not its share"
    if post.payable != post.gross - post.forfeited + post.received - post.held:
        yield "payable is not what it should be"


# --- Purses -----------------------------------------------------------------------------------


def _purses(post: PostFact) -> Iterator[str]:
    unit = {pool.id: pool.amount for pool in post.unit_money}
    had = {(pool.level, pool.id): pool for pool in (*post.unit_money, *post.pools)}
    for purse in post.purses:
        if sum(fen for _, fen in purse.sources) != purse.whole:
            yield f"purse of level {purse.level}: its sources make another sum"
        given = [pair for pair in purse.sources if pair[0] != "opening_balances"]
        if purse.level == 2 and any(unit.get(name, 0) != fen for name, fen in given):
            yield "the unit's money is not what level 1 gave it"
        if purse.whole != sum(take.taken for take in purse.takes) + purse.unallocated:
            yield "more or less was taken than the purse had"
        for take in purse.takes:
            pool = had.get((purse.level, take.id))
            yield from _take(take, purse, pool)


def _take(take: TakeFact, purse: PurseFact, pool: PoolFact | None) -> Iterator[str]:
    if take.money != take.taken + sum(fen for _, fen in take.received):
        yield f"{take.id} has another sum of money"
    if take.kind == "keep" and take.over:
        yield f"{take.id} is kept but left something over"
    told = None if pool is None else (pool.money, pool.whole)
    if told != (None if take.kind == "keep" else (take.money, purse.whole)):
        yield f"{take.id} had something else"
    arrived = [fen for other in purse.takes for name, fen in other.received if name == take.id]
    if take.goes_to != "unallocated" and sum(arrived) != take.over:
        yield f"what {take.id} left over went nowhere"
