"""The ledger: where every fen of the fund went, account by account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from paycalc.engine.accounts import KEPT, MANUAL, UNALLOCATED

if TYPE_CHECKING:
    from paycalc.engine.numbers import Ints
    from paycalc.result.result import Result

FUND, OPENING, PAYABLE, HELD = "fund", "opening", "payable", "held"
REST, FORFEITED = "unallocated", "forfeited_to_county"


def ending(flows: Mapping[tuple[str, str], Ints], account: str, n: int) -> Ints:
    """All that flows into an account (``KEPT`` or ``UNALLOCATED``), by county or unit."""
    into = [amount for (_, target), amount in flows.items() if target == account]
    return sum(into, np.zeros(n, np.int64))


def ledger(result: Result) -> pl.DataFrame:
    """All flows that are not 0, by county, in the order in which the money goes."""
    parts = [*_of_counties(result), *_of_units(result)]
    joined = pl.concat([_frame(result, *part) for part in parts])
    order = pl.Enum(result.names.counties)
    return joined.sort(pl.col("county_id").cast(order).to_physical(), maintain_order=True)


_Part = tuple["Ints", pl.Series, pl.Series, "Ints"]  # counties, from, to, fen


def _frame(
    result: Result, county: Ints, source: pl.Series, target: pl.Series, fen: Ints
) -> pl.DataFrame:
    there = np.flatnonzero(fen)
    return pl.DataFrame(
        [
            pl.Series("county_id", result.names.counties, dtype=pl.String)[county[there]],
            source.alias("from_account")[there],
            target.alias("to_account")[there],
            result.money("amount", fen[there]),
        ]
    )


def _same(text: str, n: int) -> pl.Series:
    return pl.Series([text], dtype=pl.String).new_from_index(0, n)


def _of_counties(result: Result) -> Iterator[_Part]:
    """The fund among the pools of level 1, and their money among units and posts."""
    encoded = result.encoded
    counties = np.arange(encoded.counties)
    n = encoded.counties
    for (source, target), fen in result.flows_1.items():
        begin = f"level_1.{source}" if source else FUND
        end = {KEPT: f"kept.{begin}", UNALLOCATED: REST}.get(target, f"level_1.{target}")
        yield counties, _same(begin, n), _same(end, n), fen
    units = _accounts("unit.", result.names.units)
    for pool, fen in result.units_received.items():
        yield encoded.unit_county, _same(f"level_1.{pool}", encoded.units), units, fen
    yield encoded.unit_county, _same(OPENING, encoded.units), units, _above_0(result.opening)
    yield encoded.unit_county, units, _same(OPENING, encoded.units), _above_0(-result.opening)
    posts = _accounts("posts.", result.names.units)
    for line, fen in result.post_lines.items():
        if line.startswith("level_1."):
            by_unit = result.by_unit(fen)
            yield encoded.unit_county, _same(line, encoded.units), posts, by_unit


def _of_units(result: Result) -> Iterator[_Part]:
    """Each unit's money among the pools of level 2, its posts, and where it ends."""
    encoded, names = result.encoded, result.names.units
    county, n = encoded.unit_county, encoded.units
    units, posts = _accounts("unit.", names), _accounts("posts.", names)
    for (source, target), fen in result.flows_2.items():
        begin = _accounts("unit.", names, f".level_2.{source}") if source else units
        if target == UNALLOCATED:
            end = _same(REST, n)
        elif target == KEPT:
            end = _same(f"kept.level_2.{source}", n)
        else:
            end = _accounts("unit.", names, f".level_2.{target}")
        yield county, begin, end, fen
    for line, fen in result.post_lines.items():
        if line.startswith("level_2."):
            yield county, _accounts("unit.", names, f".{line}"), posts, result.by_unit(fen)
    yield county, posts, _same(REST, n), result.cuts
    if MANUAL in result.post_lines:
        yield from _by_hand(result, result.post_lines[MANUAL])
    rules = result.policy.veto
    if rules is not None and rules.money_goes_to == "county":
        yield county, posts, _same(FORFEITED, n), result.by_unit(result.forfeited)
    yield county, posts, _same(HELD, n), result.by_unit(result.held)
    yield county, posts, _same(PAYABLE, n), result.by_unit(result.payable)


def _by_hand(result: Result, manual: Ints) -> Iterator[_Part]:
    """Manual adjustments, by unit: out of its unallocated money, or back into it."""
    names, county = result.names.units, result.encoded.unit_county
    posts, by_hand = _accounts("posts.", names), _accounts("unit.", names, f".{MANUAL}")
    rest, net = _same(REST, len(names)), result.by_unit(manual)
    yield county, posts, by_hand, result.by_unit(_above_0(-manual))
    yield county, by_hand, rest, _above_0(-net)
    yield county, rest, by_hand, _above_0(net)
    yield county, by_hand, posts, result.by_unit(_above_0(manual))


def _above_0(fen: Ints) -> Ints:
    return np.maximum(fen, 0)


def _accounts(before: str, units: pl.Series, after: str = "") -> pl.Series:
    name = pl.lit(before) + pl.Series("unit", units, dtype=pl.String) + pl.lit(after)
    return pl.select(name).to_series()
