"""The result: payouts, lines, units, ledger and bars as tables, made when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import polars as pl

from paycalc.engine.accounts import KEPT, MANUAL, UNALLOCATED
from paycalc.result import _ledger

if TYPE_CHECKING:
    from paycalc.engine.encoded import Encoded
    from paycalc.engine.numbers import Bools, Ints
    from paycalc.engine.plan import EnginePlan
    from paycalc.policy.model import Currency, Policy
    from paycalc.problems import Problem
    from paycalc.records import Checked, Period, Records
    from paycalc.result.explain import Explainer, Explanation, WhatIf
    from paycalc.result.fingerprint import Digests


Status: TypeAlias = Literal["final", "provisional", "incomplete"]
"""``provisional``: money is held until cases are decided; ``incomplete``: counties are left out."""


@dataclass(frozen=True)
class Names:
    """The ids of counties, units, schools and posts' teachers, in the order of the arrays."""

    counties: tuple[str, ...]
    units: pl.Series
    schools: pl.Series
    teachers: pl.Series
    case_ids: pl.Series
    case_teachers: pl.Series
    texts: Callable[[], pl.Series]  # the text of each code, when an explanation needs it


@dataclass(frozen=True)
class Made:
    """What a result was made of: the policy made ready, the records, checked and encoded.

    Where a dataset was computed in batches of counties, ``encoded`` has their structure and no
    rows, ``source`` reads the records again, and ``of_county`` computes the batch of a county.
    ``digests`` are those of the records, where they had to be made before the rows were dropped.
    """

    plan: EnginePlan
    period: Period
    encoded: Encoded
    names: Names
    source: Callable[[], tuple[Records, Checked]]
    of_county: Callable[[str], Result] | None = None
    digests: Digests | None = None

    @property
    def records(self) -> Records:
        """The records as they were read."""
        return self.source()[0]

    @property
    def checked(self) -> Checked:
        """The records, each row in its place."""
        return self.source()[1]


@dataclass(frozen=True)
class Result:
    """The pay of every post of a period, and every account between the fund and it.

    Tables are Polars frames sorted by their keys; money is ``Decimal`` in major units with the
    currency's digits, and whole fen inside. ``problems`` are the warnings and notes; the errors
    too of the counties that were ``left_out``, because they had errors and that was asked for.
    """

    problems: tuple[Problem, ...]
    made: Made = field(repr=False)
    gross: Ints = field(repr=False)
    forfeited: Ints = field(repr=False)
    received: Ints = field(repr=False)
    held: Ints = field(repr=False)
    post_lines: Mapping[str, Ints] = field(repr=False)
    units_received: Mapping[str, Ints] = field(repr=False)
    allocated: Ints = field(repr=False)
    cuts: Ints = field(repr=False)
    flows_1: Mapping[tuple[str, str], Ints] = field(repr=False)
    flows_2: Mapping[tuple[str, str], Ints] = field(repr=False)
    county_forfeits: Ints = field(repr=False)
    applying: Ints = field(repr=False)
    case_places: Ints = field(repr=False)
    until: Ints = field(repr=False)
    in_groups: Mapping[str, Bools] = field(repr=False)
    left_out: tuple[str, ...] = ()

    @property
    def policy(self) -> Policy:
        """The policy that was carried out."""
        return self.made.plan.policy

    @property
    def period(self) -> Period:
        """The period that was paid."""
        return self.made.period

    @property
    def status(self) -> Status:
        """Whether this is the pay of everybody, and all of it.

        ``incomplete`` where counties were left out, else ``provisional`` where money is held
        (section 8), else ``final``.
        """
        return status_of(self.left_out, bool(self.held.any()))

    @property
    def names(self) -> Names:
        """The ids behind the arrays."""
        return self.made.names

    @property
    def encoded(self) -> Encoded:
        """The records as arrays."""
        return self.made.encoded

    @cached_property
    def payable(self) -> Ints:
        """What each post is paid now, in fen: gross - forfeited + received - held."""
        return self.gross - self.forfeited + self.received - self.held

    @cached_property
    def opening(self) -> Ints:
        """The opening balance of each unit, in fen; negative where it owes."""
        found = self.encoded.opening
        return np.zeros(self.encoded.units, np.int64) if found is None else found

    @cached_property
    def payouts(self) -> pl.DataFrame:
        """One row per post: its ids, gross, forfeited, received, held, payable (section 8)."""
        amounts = {
            "gross": self.gross,
            "forfeited": self.forfeited,
            "received": self.received,
            "held": self.held,
            "payable": self.payable,
        }
        columns = [self.money(name, fen) for name, fen in amounts.items()]
        return self._keys.hstack(columns)

    @cached_property
    def lines(self) -> pl.DataFrame:
        """One row per post and line that is not 0: its ids, line, amount.

        A line is ``level_1.<pool>``, ``level_2.<pool>``, ``adjust.<id>``, ``guarantee.<id>``, or
        ``manual``: what the table ``adjustments`` gives or takes.
        """
        names = list(self.post_lines)
        if not names:
            return self._keys.clear().with_columns(
                pl.lit("").alias("line"), self.money("amount", np.zeros(0, np.int64))
            )
        fen = np.stack([self.post_lines[name] for name in names], axis=1)
        post, line = np.nonzero(fen)
        return self._keys[post].hstack(
            [
                pl.Series("line", names, dtype=pl.String)[line],
                self.money("amount", fen[post, line]),
            ]
        )

    @cached_property
    def units(self) -> pl.DataFrame:
        """One row per unit: posts, allocated (by level 1), and what became of its posts' money.

        ``payable``, ``held``, ``forfeited`` and ``received`` are the sums over its posts, level
        1's direct money included; ``kept`` and ``unallocated`` are the unit's own.
        """
        encoded = self.encoded
        county = pl.Series("county_id", self.names.counties)[encoded.unit_county]
        posts = pl.Series("posts", np.diff(encoded.post_starts))
        columns = [self.money(name, fen) for name, fen in self._unit_amounts.items()]
        return pl.DataFrame([county, self.names.units.alias("unit_id"), posts, *columns])

    @cached_property
    def totals(self) -> pl.DataFrame:
        """One row per county: what it had, and where that is.

        fund + opening = payable + held + kept + unallocated + forfeited_to_county; ``opening`` is
        the sum of its units' opening balances, 0 without any.
        """
        n = self.encoded.counties
        of_units = {name: self._by_county(fen) for name, fen in self._unit_amounts.items()}
        own_kept = _ledger.ending(self.flows_1, KEPT, n)
        own = _ledger.ending(self.flows_1, UNALLOCATED, n)
        amounts = {
            "fund": self.encoded.funds.sum(axis=0),
            "opening": self._by_county(self.opening),
            "payable": of_units["payable"],
            "held": of_units["held"],
            "kept": own_kept + of_units["kept"],
            "unallocated": own + of_units["unallocated"],
            "forfeited_to_county": self.county_forfeits,
        }
        columns = [self.money(name, fen) for name, fen in amounts.items()]
        return pl.DataFrame([pl.Series("county_id", self.names.counties), *columns])

    @cached_property
    def ledger(self) -> pl.DataFrame:
        """Every flow of money: county_id, from_account, to_account, amount.

        Every account between ``fund`` (and ``opening``, of units that carry a balance) and the
        last ones (``payable``, ``held``, ``kept.…``, ``unallocated``, ``forfeited_to_county``)
        takes in what it gives.
        """
        return _ledger.ledger(self)

    @cached_property
    def bars(self) -> pl.DataFrame:
        """What the applying cases close, until when (section 8): one row per case and bar."""
        rules = self.policy.veto
        items = list(rules.items.values()) if rules else []
        rows = []
        for case, place, until in zip(
            self.applying.tolist(), self.case_places.tolist(), self.until.tolist(), strict=True
        ):
            assert rules is not None
            encoded = self.encoded.cases
            veto_class = rules.classes[items[int(encoded.item[place])].veto_class]
            county = self.names.counties[int(encoded.county[place])]
            ids = (county, self.names.case_teachers[case], self.names.case_ids[case])
            decided = int(encoded.decided_on.value[place])
            rows += [(*ids, veto_class.name, bar, decided, until) for bar in veto_class.bars]
        names = ("county_id", "teacher_id", "case_id", "class", "bar", "from", "until")
        texts, days = names[:5], names[5:]
        schema = dict.fromkeys(texts, pl.String()) | dict.fromkeys(days, pl.Int32())
        frame = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
            pl.col(days).cast(pl.Date)
        )
        return frame.sort("county_id", "teacher_id", "case_id", maintain_order=True)

    def groups(self) -> pl.DataFrame:
        """Heads, total and mean of payable of each named group of posts, and of everyone.

        The mean is rounded once to the currency's digits, halves away from zero; null of nobody.
        """
        from paycalc.result.summary import summary_of

        return summary_of(self).groups()

    def explain(self, teacher_id: str, *, county_id: str | None = None) -> Explanation:
        """How a teacher's pay came about, in every post; prints well and exports to JSON.

        ``county_id`` is needed where the id occurs in two counties. Raises `UnknownTeacherError`.

        >>> import paycalc
        >>> policy = paycalc.load_policy("policies/star.yaml")
        >>> result = paycalc.compute(policy, paycalc.read_records("fixtures/star"))
        >>> told = result.explain("T0004")
        >>> next(item for item in told.posts[0].items if item.name == "taught").rows[0].row
        5
        >>> print(told)
        T0004: star 1.0, star, USD
        <BLANKLINE>
        School S01 (unit S01, county TN)
            gross 800.36 - forfeited 0.00 + received 0.00 - held 0.00 = payable 800.36
            ...
        """
        return self._with_rows(teacher_id, county_id)._explainer.explain(teacher_id, county_id)

    def what_if(self, teacher_id: str, *changes: str, county_id: str | None = None) -> WhatIf:
        """What changes such as ``"lesson+1"`` would have brought this teacher, line by line.

        Raises `UnknownTeacherError`, `WhatIfError`, `ProblemsError`.
        """
        from paycalc.result.explain import what_if

        return what_if(self._with_rows(teacher_id, county_id), teacher_id, changes, county_id)

    def _with_rows(self, teacher_id: str, county_id: str | None) -> Result:
        """The result that holds a teacher's rows: this one, or the batch of the county anew."""
        if self.made.of_county is None:
            return self
        from paycalc.result.explain import posts_of

        county, _ = posts_of(self, teacher_id, county_id)
        return self.made.of_county(self.names.counties[county])

    @cached_property
    def _explainer(self) -> Explainer:
        from paycalc.result.explain import Explainer

        return Explainer(self)

    def money(self, name: str, fen: Ints | pl.Series) -> pl.Series:
        """Fen as exact decimals of the major unit."""
        return money(self.policy.currency, name, fen)

    @cached_property
    def _unit_amounts(self) -> dict[str, Ints]:
        n = self.encoded.units
        return {
            "allocated": self.allocated,
            "payable": self.by_unit(self.payable),
            "held": self.by_unit(self.held),
            "forfeited": self.by_unit(self.forfeited),
            "received": self.by_unit(self.received),
            "kept": _ledger.ending(self.flows_2, KEPT, n),
            "unallocated": self._unallocated(n),
        }

    def _unallocated(self, n: int) -> Ints:
        """What pools, adjustments and cases left, less what manual adjustments took of it."""
        left = self.cuts + _ledger.ending(self.flows_2, UNALLOCATED, n)
        manual = self.post_lines.get(MANUAL)
        return left if manual is None else left - self.by_unit(manual)

    def by_unit(self, fen: Ints) -> Ints:
        """The sum of each unit's posts."""
        return _sums(fen, self.encoded.post_starts)

    def _by_county(self, fen: Ints) -> Ints:
        return _sums(fen, self.encoded.unit_starts)

    @cached_property
    def _keys(self) -> pl.DataFrame:
        encoded = self.encoded
        return pl.DataFrame(
            [
                pl.Series("county_id", self.names.counties, dtype=pl.String)[encoded.post_county],
                self.names.units.alias("unit_id")[encoded.post_unit],
                self.names.schools.alias("school_id")[encoded.post_school],
                self.names.teachers.alias("teacher_id"),
            ]
        )


def status_of(left_out: Sequence[str], held: bool) -> Status:
    """The status of a result that lacks these counties, and in which money is held or not."""
    if left_out:
        return "incomplete"
    return "provisional" if held else "final"


def money(currency: Currency, name: str, fen: Ints | pl.Series) -> pl.Series:
    """Fen as exact decimals of a currency's major unit."""
    unit = pl.Series([Decimal(1).scaleb(-currency.decimals)])
    return pl.Series(name, fen, dtype=pl.Int64).cast(pl.Decimal(38, 0)) * unit


def _sums(fen: Ints, starts: Ints) -> Ints:
    total = np.concatenate((np.zeros(1, np.int64), np.cumsum(fen)))
    return total[starts[1:]] - total[starts[:-1]]
