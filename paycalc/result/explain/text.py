"""An explanation for people: lines of a tree, as plain text or Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from paycalc.engine.values import decimal_text
from paycalc.result.explain.facts import (
    CaseFact,
    ChangeFact,
    Coefficient,
    Explanation,
    ItemFact,
    Line,
    PoolFact,
    PostFact,
    RowFact,
    StepFact,
)

_Lines = Iterator[tuple[int, str]]  # depth and text

_DIGITS = 6
"""An exact share is shown with so many decimals of a fen; ``…`` says that more follow."""


def plain(explanation: Explanation) -> str:
    """The explanation as indented lines."""
    return "\n".join(f"{'    ' * depth}{text}".rstrip() for depth, text in _told(explanation))


def markdown(explanation: Explanation) -> str:
    """The explanation as a Markdown document: headings for posts, nested lists below."""
    lines: list[str] = []
    for depth, text in _told(explanation):
        if depth == 0:
            lines += ["", f"{'##' if lines else '#'} {text}", ""] if text else []
        else:
            lines.append(f"{'  ' * (depth - 1)}- {text}")
    return "\n".join(lines).strip() + "\n"


@dataclass(frozen=True)
class _Teller:
    """Tells the facts of one explanation: it knows the currency's digits."""

    decimals: int

    def money(self, fen: int) -> str:
        """Fen in major units, with digits and thousands separators."""
        unit = 10**self.decimals
        whole, part = divmod(abs(fen), unit)
        digits = f".{part:0{self.decimals}d}" if self.decimals else ""
        return f"{'-' if fen < 0 else ''}{whole:,}{digits}"

    def exact(self, share: Fraction) -> str:
        """An exact share in major units, cut after some decimals of a fen."""
        scale = 10 ** (self.decimals + _DIGITS)
        scaled = share * scale / 10**self.decimals
        cut = int(scaled)
        whole, part = divmod(cut, scale)
        digits = f"{part:0{self.decimals + _DIGITS}d}".rstrip("0").ljust(self.decimals, "0")
        more = "" if scaled == cut else "…"
        return f"{whole:,}.{digits}{more}" if digits or more else f"{whole:,}"

    def post(self, post: PostFact) -> _Lines:
        """One post."""
        plan = f", plan {post.plan}" if post.plan else ""
        yield 0, f"School {post.school} (unit {post.unit}, county {post.county}{plan})"
        m = self.money
        taken = f"- forfeited {m(post.forfeited)} + received {m(post.received)}"
        yield 1, f"gross {m(post.gross)} {taken} - held {m(post.held)} = payable {m(post.payable)}"
        for title, parts in (
            ("What the unit got", (self.pool(fact) for fact in post.unit_money)),
            ("Pools", (self.pool(fact) for fact in post.pools)),
            ("Adjustments", (self.change(fact) for fact in post.adjustments)),
            ("Guarantees", (self.change(fact) for fact in post.guarantees)),
            ("Cases", (self.case(fact) for fact in post.cases)),
            ("Items", (item(fact) for fact in post.items)),
        ):
            lines = [line for part in parts for line in part]
            if lines:
                yield 1, title
                yield from lines

    def pool(self, fact: PoolFact) -> _Lines:
        """What came from one pool."""
        m = self.money
        where = _at(fact.line)
        yield 2, f"level_{fact.level}.{fact.id}: {m(fact.amount)} ({fact.takes}{where})"
        pay = fact.kind == "pay"
        claim, claims = (m(fact.claim), m(fact.claims)) if pay else map(_n, _both(fact))
        word = "owed" if pay else "points"
        yield 3, f"{word} {claim} of {claims} among {fact.members}"
        yield 3, f"the pool had {m(fact.money)}; its purse {m(fact.whole)}"
        yield from ((3, f"{name}: {_n(number)}") for name, number in fact.items)
        yield from ((3, f"x {name} {_n(number)}") for name, number in fact.factors)
        if fact.weight is not None:
            yield 3, f"x weight of {fact.weight[0]} {_n(fact.weight[1])}"
        for limit, fen in (("at least", fact.at_least), ("at most", fact.at_most)):
            if fen is not None:
                yield 3, f"{limit} {m(fen)}"
        how = "" if fact.exact == fact.amount else f", by {fact.rounding} {m(fact.amount)}"
        yield 3, f"exact share {self.exact(fact.exact)}{how}"

    def change(self, fact: ChangeFact) -> _Lines:
        """What an adjustment or guarantee changed."""
        m = self.money
        yield 2, f"{fact.id}: {m(fact.change)} ({fact.kind}{_at(fact.line)})"
        yield 3, f"before {m(fact.before)}, lost {m(fact.lost)}, gained {m(fact.gained)}"
        yield 3, f"in the unit {m(fact.moved)} moved"
        yield from ((3, f"{name}: {_n(number)}") for name, number in fact.items)

    def case(self, fact: CaseFact) -> _Lines:
        """What a case takes."""
        time = "in time" if fact.in_time else "not in time"
        name = f"{fact.case_id} " if fact.case_id else ""
        takes = self.money(fact.takes)
        yield (
            2,
            (
                f"{name}{fact.item}, class {fact.veto_class}: {fact.effect}, {time}, takes {takes}"
                f"{_brackets(fact.line)}"
            ),
        )


def item(fact: ItemFact) -> _Lines:
    """How an item's number came about."""
    cell = ", ".join(f"{name} = {text}" for name, text in fact.cell.items())
    name = f"{fact.name} ({cell})" if cell else fact.name
    of = "" if fact.base == "post" else f", of the {fact.base}"
    yield 2, f"{name}: {_n(fact.number)}{of}{_brackets(fact.line)}"
    yield from ((3, row(one)) for one in fact.rows)
    yield from ((3, f"{name}: {_n(number)}") for name, number in fact.parts)
    count = f" of {fact.count} rows" if not fact.parts else ""
    yield 3, f"{fact.combine}{count}: {_n(fact.combined)}"
    yield from ((3, step(one)) for one in fact.steps)


def row(fact: RowFact) -> str:
    """One row: where it stands, what it brought and what that came to."""
    where = fact.item if fact.item is not None else f"{fact.file or fact.table} row {fact.row}"
    times = "".join(f" x {coefficient(one)}" for one in fact.coefficients)
    product = f" = {_n(fact.number)}" if fact.coefficients else ""
    weight = "" if fact.weight is None else f", weight {_n(fact.weight)}"
    return f"{where}: {_n(fact.brought)}{times}{product}{weight}"


def coefficient(fact: Coefficient) -> str:
    """A coefficient and why it is that."""
    because = _why(fact.because) or _brackets(fact.line)
    return f"{_n(fact.number)}{because}"


def step(fact: StepFact) -> str:
    """A step and the number after it."""
    operand = "" if fact.operand is None else f" {_n(fact.operand)}"
    peers = ""
    if fact.peers is not None:
        told = dict(fact.peers)
        peers = f", {told.pop('peers')} peers"
        if "rank" in told:
            last = told["rank_last"]
            ranks = f"{told['rank']}" if last == told["rank"] else f"{told['rank']} to {last}"
            peers += f", rank {ranks}"
        else:
            peers += f", total {_n(told['total'])}, largest {_n(told['largest'])}"
    why = _why(fact.because) or _brackets(fact.line)
    return f"{fact.step}{operand}{why}{peers}: {_n(fact.number)}"


def _told(explanation: Explanation) -> _Lines:
    teller = _Teller(explanation.decimals)
    e = explanation
    yield 0, f"{e.teacher}: {e.policy} {e.version}, {e.period}, {e.currency}"
    for post in e.posts:
        yield 0, ""
        yield from teller.post(post)


def _n(number: int | None) -> str:
    return "none" if number is None else decimal_text(number)


def _both(fact: PoolFact) -> tuple[int, int]:
    return fact.claim, fact.claims


def _at(line: Line) -> str:
    return f", line {line.line}" if line.line else ""


def _brackets(line: Line) -> str:
    return f" (line {line.line})" if line.line else ""


def _why(because: Iterable[tuple[str, Line]]) -> str:
    parts = [f"{text}{_at(line)}" for text, line in because]
    return f" ({'; '.join(parts)})" if parts else ""
