"""From a hit of the search to a finding: made small, and told as tables and differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from paycalc.audit._breakpoints import KEYS, MAIN
from paycalc.audit._cases import Case
from paycalc.audit.changes import changed
from paycalc.audit.model import Difference, Finding, Promise
from paycalc.audit.pairs import Pairs, pay, pay_changed
from paycalc.audit.search import Hit, is_cliff
from paycalc.audit.shrinking import Shrunk, cases_of, cheapest, shrink
from paycalc.audit.world import World
from paycalc.audit.world_drawing import CHUNK, draw
from paycalc.audit.world_tables import Named, county_of, money_text
from paycalc.engine.plan import OF_SCHOOLS
from paycalc.engine.states import CODES
from paycalc.engine.values import decimal_text

_MOST_HITS = 24
_MOST_CHUNKS = 2


def finding_of(world: World, promise: Promise, hits: Sequence[Hit], seed: int) -> Finding:
    """The smallest case that can be had from some of the hits, as grave as the one it began as."""
    chunks = list(dict.fromkeys(hit.chunk for hit in hits))[:_MOST_CHUNKS]
    some = [hit for hit in hits if hit.chunk in chunks][:_MOST_HITS]
    cases: list[Case] = []
    ordered: list[Hit] = []
    for chunk in chunks:
        own = [hit for hit in some if hit.chunk == chunk]
        pairs = pairs_of(world, promise, seed, chunk)
        cases += cases_of(pairs, [hit.county for hit in own])
        ordered += own
    case, hit = cheapest(world, cases, ordered)
    return told(world, promise, shrink(world, promise, case, hit), hit, seed)


def pairs_of(world: World, promise: Promise, seed: int, chunk: int) -> Pairs:
    """The pairs of a chunk, as the search had them."""
    before = pay(world, draw(world, seed, chunk))
    change = changed(world, before.counties, promise.change, is_cliff(promise), seed, chunk)
    return Pairs(world, promise, before, pay_changed(world, before, change), change)


def told(world: World, promise: Promise, shrunk: Shrunk, hit: Hit, seed: int) -> Finding:
    """A small case as tables, with who loses and what was changed."""
    case = shrunk.case
    named = Named(world, case.before, 0)
    before = county_of(world, case.before, 0)
    after = before if case.after is case.before else county_of(world, case.after, 0)

    def post(place: int) -> tuple[str, str] | None:
        return named.post(place) if place >= 0 else None

    codes: tuple[str, ...] = ()
    if shrunk.refused:
        faults = pay(world, case.after).range.faults
        codes = tuple(dict.fromkeys(CODES[fault.state] for fault in faults))
    other = case.subject if shrunk.loser == case.peer else case.peer
    return Finding(
        promise=promise.id,
        before=before,
        after=after,
        changed=tuple(_differences(world, promise, case)),
        loser=post(shrunk.loser),
        loss=shrunk.loss,
        share=shrunk.share,
        seed=seed,
        index=hit.chunk * CHUNK + hit.county,
        peer=post(other) if case.peer >= 0 else None,
        subject=post(case.subject),
        refused=codes,
    )


# --- What was changed -----------------------------------------------------------------------------


def _differences(world: World, promise: Promise, case: Case) -> Iterator[Difference]:
    kind = promise.change.kind
    named = Named(world, case.before, 0)
    if case.peer >= 0:
        school, teacher = named.post(case.subject)
        yield Difference(kind, "", school, teacher, after=named.teacher(case.peer))
        return
    if kind == "row_order":
        yield Difference(kind, "")
        return
    for name in case.before.tables:
        yield from _of_table(world, promise, case, name)
    yield from _of_funds(world, promise, case)
    yield from _of_cases(world, promise, case)


def _of_table(world: World, promise: Promise, case: Case, name: str) -> Iterator[Difference]:
    """Rows that came or went, and cells that differ."""
    kind, named = promise.change.kind, Named(world, case.before, 0)
    old, new = case.before.tables[name], case.after.tables[name]
    if old is new:
        return
    for owner, slot in np.argwhere(old.there | new.there).tolist():
        if name in OF_SCHOOLS:
            school, teacher = named.school(owner), ""
        else:
            school, teacher = named.post(owner)
        of = world.texts[int(old.key[slot])] if name in KEYS else ""
        had, has = bool(old.there[owner, slot]), bool(new.there[owner, slot])
        before, after = int(old.main[owner, slot]), int(new.main[owner, slot])
        if had != has or (before != after and name in MAIN):
            said = (decimal_text(before) if had else "", decimal_text(after) if has else "")
            yield Difference(kind, name, school, teacher, MAIN.get(name, ""), of, *said)
        for column, codes in old.cells.items():
            pair = int(codes[owner, slot]), int(new.cells[column][owner, slot])
            if pair[0] != pair[1] and had and has:
                texts = tuple(world.texts[code] if code >= 0 else "" for code in pair)
                yield Difference(kind, name, school, teacher, column, of, *texts)


def _of_funds(world: World, promise: Promise, case: Case) -> Iterator[Difference]:
    decimals = world.policy.currency.decimals
    pairs = zip(case.before.funds[:, 0].tolist(), case.after.funds[:, 0].tolist(), strict=True)
    for source, (old, new) in zip(world.domain.sources, pairs, strict=True):
        if old != new:
            said = money_text(old, decimals), money_text(new, decimals)
            yield Difference(promise.change.kind, "funds", "", "", "amount", source, *said)


def _of_cases(world: World, promise: Promise, case: Case) -> Iterator[Difference]:
    veto = world.policy.veto
    if veto is None:
        return
    items, named = list(veto.items), Named(world, case.before, 0)
    old, new = case.before.cases.item, case.after.cases.item
    for post, slot in np.argwhere(old != new).tolist():
        said = [items[int(x[post, slot])] if x[post, slot] >= 0 else "" for x in (old, new)]
        school, teacher = named.post(post)
        yield Difference(promise.change.kind, "ethics", school, teacher, "item", "", *said)
