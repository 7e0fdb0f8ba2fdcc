"""What a computation found for one of its cases, looked up by the keys of claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from paycalc.engine.arrays import compute_traced
from paycalc.result.explain.view import View
from paycalc.testing._known import BAR
from paycalc.testing.cases import Bar, Claim, Member, Value

if TYPE_CHECKING:
    from paycalc.engine.numbers import Ints, Numbers
    from paycalc.engine.work import ItemNumbers
    from paycalc.result import Result


@dataclass(frozen=True)
class Computed:
    """The result of one computation, with what lies between where items are asked for."""

    result: Result

    @cached_property
    def members(self) -> Mapping[Member, int]:
        """The place of every post, unit and county."""
        names, encoded = self.result.names, self.result.encoded
        schools = names.schools[encoded.post_school].to_list()
        posts = zip(schools, names.teachers.to_list(), strict=True)
        found = {Member("post", post): place for place, post in enumerate(posts)}
        units = enumerate(names.units.to_list())
        found |= {Member("unit", (unit,)): place for place, unit in units}
        counties = enumerate(names.counties)
        return found | {Member("county", (county,)): place for place, county in counties}

    @cached_property
    def view(self) -> View:
        """All counties, computed once more with everything kept that lies between."""
        made = self.result.made
        traced, work = compute_traced(made.plan, made.encoded, 0, made.encoded.counties)
        return View(self.result, traced, work, 0, self.result.names.texts)

    @cached_property
    def payouts(self) -> Mapping[str, Ints]:
        """The amounts of posts, in fen."""
        result = self.result
        return {
            "gross": result.gross,
            "forfeited": result.forfeited,
            "received": result.received,
            "held": result.held,
            "payable": result.payable,
        }

    @cached_property
    def units(self) -> Mapping[str, Ints]:
        """The amounts of units, in fen."""
        frame = self.result.units
        digits = self.result.policy.currency.decimals
        return {
            name: np.array([int(amount.scaleb(digits)) for amount in frame[name]], np.int64)
            for name in frame.columns[3:]
        }

    @cached_property
    def ledger(self) -> Mapping[tuple[str, str, str], int]:
        """The flows of money, in fen."""
        flows: dict[tuple[str, str, str], int] = defaultdict(int)
        digits = self.result.policy.currency.decimals
        for county, source, target, amount in self.result.ledger.iter_rows():
            flows[county, source, target] += int(amount.scaleb(digits))
        return flows

    @cached_property
    def bars(self) -> tuple[dict[str, str], ...]:
        """The bars, as texts."""
        rows = self.result.bars.iter_rows(named=True)
        return tuple({name: str(value) for name, value in row.items()} for row in rows)

    @cached_property
    def broken(self) -> tuple[tuple[str, str], ...]:
        """The guarantees that do not hold, each with a county."""
        found = (p for p in self.result.problems if p.code == "C301")
        return tuple((p.place.county or "", str(p.values["what"])) for p in found)

    @cached_property
    def _cells(self) -> dict[tuple[str, int], dict[tuple[str, ...], int]]:
        return {}

    def cells(self, item: str, member: int, prefix: str) -> Mapping[tuple[str, ...], int]:
        """The cells of an item for a member: their texts (ids without the prefix), their places."""
        found = self._cells.get((item, member))
        if found is None:
            numbers = self.view.work.items[item]
            assert numbers.starts is not None
            places = range(int(numbers.starts[member]), int(numbers.starts[member + 1]))
            texts = ((self.view.cell(numbers.cells, place).values(), place) for place in places)
            found = {tuple(text.removeprefix(prefix) for text in cell): p for cell, p in texts}
            self._cells[item, member] = found
        return found


@dataclass(frozen=True)
class Found:
    """What was found for one case: that of ids that begin with its prefix."""

    computed: Computed
    prefix: str = ""

    def value(self, claim: Claim) -> Value:
        """What stands where the claim says."""
        return _FOUND[claim.kind](self, claim)

    def place(self, member: Member) -> int | None:
        """The place of a member, if it is there."""
        ids = tuple(self.prefix + one for one in member.ids)
        return self.computed.members.get(Member(member.base, ids))

    def _payout(self, claim: Claim) -> Value:
        return self._amount(claim, self.computed.payouts)

    def _line(self, claim: Claim) -> Value:
        return self._amount(claim, self.computed.result.post_lines)

    def _unit(self, claim: Claim) -> Value:
        return self._amount(claim, self.computed.units)

    def _amount(self, claim: Claim, amounts: Mapping[str, Ints]) -> Value:
        member, name = cast("tuple[Member, str]", claim.key)
        place = self.place(member)
        if place is None:
            return None
        return int(amounts[name][place]) if name in amounts else 0

    def _item(self, claim: Claim) -> Value:
        name, member, cell = cast("tuple[str, Member, tuple[str, ...]]", claim.key)
        numbers = self.computed.view.work.items[name]
        return self._number(numbers.numbers, numbers, name, member, cell)

    def _step(self, claim: Claim) -> Value:
        name, member, cell, place = cast("tuple[str, Member, tuple[str, ...], int]", claim.key)
        view = self.computed.view
        key = ("step", name, place - 1) if place else ("item", name)
        return self._number(view.kept(*key)["numbers"], view.work.items[name], name, member, cell)

    def _number(
        self, numbers: Numbers, of: ItemNumbers, name: str, member: Member, cell: tuple[str, ...]
    ) -> int | None:
        place = self.place(member)
        if place is not None and of.starts is not None:
            place = self.computed.cells(name, place, self.prefix).get(cell)
        if place is None or not numbers.ok[place]:
            return None
        return int(numbers.value[place])

    def _cells(self, claim: Claim) -> Value:
        name, member = cast("tuple[str, Member]", claim.key)
        place = self.place(member)
        cells = () if place is None else self.computed.cells(name, place, self.prefix)
        return frozenset(", ".join(cell) for cell in cells)

    def _ledger(self, claim: Claim) -> Value:
        county, source, target = cast("tuple[str, str, str]", claim.key)
        key = (self.prefix + county, self._account(source), self._account(target))
        return self.computed.ledger.get(key, 0)

    def _account(self, name: str) -> str:
        """An account's name, with the prefix before the unit that it names."""
        for begins in ("unit.", "posts."):
            if name.startswith(begins):
                return begins + self.prefix + name.removeprefix(begins)
        return name

    def _bars(self, claim: Claim) -> Value:
        own = (bar for bar in self.computed.bars if bar["county_id"].startswith(self.prefix))
        return tuple(self._bar(bar) for bar in own)

    def _bar(self, bar: dict[str, str]) -> Bar:
        return tuple(
            (name, bar[name].removeprefix(self.prefix) if name.endswith("_id") else bar[name])
            for name in BAR
        )

    def _guarantees(self, claim: Claim) -> Value:
        broken = self.computed.broken
        return frozenset(name for county, name in broken if county.startswith(self.prefix))

    def _problems(self, claim: Claim) -> Value:
        return frozenset()

    def _warnings(self, claim: Claim) -> Value:
        return frozenset(problem.code for problem in self.computed.result.problems)


_FOUND = {
    "payout": Found._payout,
    "line": Found._line,
    "unit": Found._unit,
    "item": Found._item,
    "step": Found._step,
    "cells": Found._cells,
    "ledger": Found._ledger,
    "bars": Found._bars,
    "guarantees": Found._guarantees,
    "problems": Found._problems,
    "warnings": Found._warnings,
}
