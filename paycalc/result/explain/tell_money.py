"""The sentences about money: purses, pools, adjustments, guarantees, cases."""

from __future__ import annotations

from dataclasses import dataclass

from paycalc.result.explain.facts import (
    CaseFact,
    ChangeFact,
    ManualFact,
    PoolFact,
    PurseFact,
    ShareFact,
    TakeFact,
)
from paycalc.result.explain.words import Lines, Speaker


@dataclass(frozen=True)
class MoneyTeller:
    """Tells where money came from and how it was divided."""

    say: Speaker

    def purse(self, fact: PurseFact) -> Lines:
        """A purse, what it is made of, and who took it."""
        say = self.say
        called = {"": say("no_source"), "opening_balances": say("opening")}
        parts = [f"{called.get(name, name)} {say.money(fen)}" for name, fen in fact.sources if fen]
        sources = " + ".join(parts) or say("nothing")
        yield 2, say(f"purse_{fact.level}", whole=say.money(fact.whole), sources=sources)
        for take in fact.takes:
            yield from self.take(take, fact.level)
        if fact.unallocated:
            yield 3, say("unallocated", amount=say.money(fact.unallocated))

    def take(self, fact: TakeFact, level: int) -> Lines:
        """What one pool took, what was left over to it and what it left over."""
        say, money = self.say, self.say.money
        yield (
            3,
            say(
                "take",
                pool=f"level_{level}.{fact.id}",
                taken=money(fact.taken),
                left=money(fact.left),
                takes=fact.takes,
                at=say.at(fact.line),
            ),
        )
        for name, fen in fact.received:
            yield 4, say("left_to_it", pool=name, amount=money(fen))
        if fact.over and fact.goes_to == "unallocated":
            yield 4, say("unallocated", amount=money(fact.over))
        elif fact.over:
            yield 4, say("left_over", pool=fact.goes_to, amount=money(fact.over))

    def pool(self, fact: PoolFact) -> Lines:
        """What came from one pool."""
        say, m = self.say, self.say.money
        name, at = f"level_{fact.level}.{fact.id}", say.at(fact.line)
        yield 2, say("pool", pool=name, amount=m(fact.amount), takes=fact.takes, at=at)
        if not fact.inside:
            yield 3, say("outside")
            return
        yield from ((3, say("part", name=n, number=say.number(x))) for n, x in fact.items)
        yield from ((3, say("factor", name=n, number=say.number(x))) for n, x in fact.factors)
        if fact.weight is not None:
            group, coefficient = fact.weight
            yield 3, say("weight", name=group, number=say.number(coefficient))
        pays = fact.kind == "pay"
        claim, claims = (m(x) if pays else say.number(x) for x in (fact.claim, fact.claims))
        word = "owed" if pays else "points"
        yield 3, say(word, claim=claim, claims=claims, members=fact.members)
        yield 3, say("pool_had", money=m(fact.money))
        yield from self._limits(fact)
        exact, amount = say.exact(fact.exact), m(fact.amount)
        if fact.exact == fact.amount:
            yield 3, say("exact", exact=exact)
        else:
            yield 3, say("rounded", exact=exact, rounding=fact.rounding, amount=amount)

    def _limits(self, fact: PoolFact) -> Lines:
        say = self.say
        for limit, fen in (("at_least", fact.at_least), ("at_most", fact.at_most)):
            if fen is not None:
                yield 3, say(limit, amount=say.money(fen))
        if fact.free is not None and fact.free.points:
            money, points = say.money(fact.free.money), say.number(fact.free.points)
            yield 3, say("free", money=money, points=points)
        if fact.point_value is not None:
            yield 3, say("point_value", value=say.exact(fact.point_value))

    def change(self, fact: ChangeFact) -> Lines:
        """What an adjustment or guarantee changed."""
        say, m = self.say, self.say.money
        at = say.at(fact.line)
        yield 2, say("change", id=fact.id, amount=m(fact.change), kind=fact.kind, at=at)
        if not fact.inside:
            yield 3, say("outside")
        yield 3, say("before", before=m(fact.before), lost=m(fact.lost), gained=m(fact.gained))
        yield 3, say("moved", moved=m(fact.moved))
        if fact.inside:
            yield from ((3, say("part", name=n, number=say.number(x))) for n, x in fact.items)
            for word in ("reckoned_from", "ceiling", "limit"):
                fen = getattr(fact, word)
                if fen is not None:
                    yield 3, say("at_most" if word == "ceiling" else word, amount=m(fen))
        if fact.shared is not None:
            yield from self.share(fact.shared, 3)

    def by_hand(self, fact: ManualFact) -> Lines:
        """What a row of adjustments gives or takes."""
        say = self.say
        where = say("row", where=fact.file or "adjustments", row=fact.row)
        yield (
            2,
            say(
                "by_hand",
                where=where,
                id=fact.adjustment_id,
                amount=say.money(fact.amount),
                reason=fact.reason,
            ),
        )

    def share(self, fact: ShareFact, depth: int) -> Lines:
        """A part of an amount by what one has among those who share it."""
        m = self.say.money
        yield depth, self.say("share", amount=m(fact.amount), own=m(fact.own), all=m(fact.all))

    def case(self, fact: CaseFact) -> Lines:
        """What a case takes."""
        say = self.say
        sentence = "case" if fact.case_id else "leaders"
        yield (
            2,
            say(
                sentence,
                case=fact.case_id,
                item=fact.item,
                name=fact.veto_class,
                effect=say(fact.effect),
                time=say("in_time" if fact.in_time else "not_in_time"),
                takes=say.money(fact.takes),
                pays=f"{say.number(fact.pays * 100)}%",
                base=say.money(fact.reckoned_from),
                at=say.at(fact.line),
            ),
        )
