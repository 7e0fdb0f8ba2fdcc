"""The sentences about numbers: items, their rows and steps."""

from __future__ import annotations

from dataclasses import dataclass

from paycalc.result.explain.item_facts import Coefficient, ItemFact, RowFact, StepFact
from paycalc.result.explain.words import Lines, Speaker


@dataclass(frozen=True)
class ItemTeller:
    """Tells how an item's number came about."""

    say: Speaker

    def item(self, fact: ItemFact) -> Lines:
        """An item: its rows, how they were combined, and the number after each step."""
        say = self.say
        cell = ", ".join(f"{name} = {text}" for name, text in fact.cell.items())
        name = f"{fact.name}{say('brackets', text=cell)}" if cell else fact.name
        of = "" if fact.base == "post" else say(f"of_{fact.base}")
        at = say.brackets(fact.line)
        yield 2, say("item", name=name, number=say.number(fact.number), of=of, at=at)
        if not fact.inside:
            yield 3, say("outside")
            return
        yield from ((3, self.row(one)) for one in fact.rows)
        yield from ((3, say("part", name=n, number=say.number(x))) for n, x in fact.parts)
        sentence, combined = "composed" if fact.parts else "combined", say.number(fact.combined)
        yield 3, say(sentence, combine=fact.combine, count=fact.count, number=combined)
        yield from ((3, self.step(one)) for one in fact.steps)

    def row(self, fact: RowFact) -> str:
        """One row: where it stands, what it brought and what that came to."""
        say = self.say
        where = fact.item or say("row", where=fact.file or fact.table, row=fact.row)
        times = "".join(f" x {self.coefficient(one)}" for one in fact.coefficients)
        product = f" = {say.number(fact.number)}" if fact.coefficients else ""
        weight = ""
        if fact.weight is not None:
            weight = say("row_weight", number=say.number(fact.weight))
        told = f"{say.number(fact.brought)}{say.why(fact.because)}{times}{product}{weight}"
        return say("part", name=where, number=told)

    def coefficient(self, fact: Coefficient) -> str:
        """A coefficient and why it is that."""
        because = self.say.why(fact.because) or self.say.brackets(fact.line)
        return f"{self.say.number(fact.number)}{because}"

    def step(self, fact: StepFact) -> str:
        """A step and the number after it."""
        say = self.say
        name = fact.step
        if fact.mode is not None and fact.step != "grade":
            name += f" {fact.mode}"
        if fact.operand is not None:
            name += f" {say.number(fact.operand)}"
        if fact.if_zero is not None:
            name += f"{say('comma')}{say('if_zero', number=say.number(fact.if_zero))}"
        parts = [
            say("tier", part=say.number(tier.part), rate=say.number(tier.rate))
            for tier in fact.tiers
        ]
        name += f" {' + '.join(parts)}" if parts else ""
        why = say.why(fact.because) or say.brackets(fact.line)
        number = say.number(fact.number)
        return say("step", step=name, why=why, peers=self._peers(fact), number=number)

    def _peers(self, fact: StepFact) -> str:
        if fact.peers is None:
            return ""
        say, told = self.say, fact.peers
        text = say("peers", peers=told["peers"])
        if "rank" in told:
            rank, last = told["rank"], told["rank_last"]
            text += say("rank" if rank == last else "ranks", rank=rank, last=last)
        for word in ("total", "largest"):
            if word in told:
                text += say(word, number=say.number(told[word]))
        return text + (say("grade", grade=fact.grade) if fact.grade else "")
