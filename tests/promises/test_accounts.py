"""Section 9 of policy.md: where the money is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from paycalc import Result
from tests.promises.computed import Computed, fen

BEGINNINGS = ("fund", "opening")
BALANCES = ("payable", "held", "kept", "unallocated", "forfeited_to_county")


def test_fund_is_payable_held_kept_unallocated_and_forfeited(
    all_computed: Sequence[Computed],
) -> None:
    """Fund = payable + held + kept + unallocated + what forfeits went to the county, to the fen.

    What units carry over from an earlier period is added to the fund.
    """
    for one in all_computed:
        totals = one.result.totals
        parts = sum(fen(totals, balance) for balance in BALANCES)
        assert (fen(totals, "fund") + fen(totals, "opening") == parts).all(), one.name


def test_fund_is_what_the_records_say(all_computed: Sequence[Computed]) -> None:
    """The fund that is accounted for is the sum of the county's rows, late ones left out."""
    for one in all_computed:
        rows = one.tables["funds"]
        known = one.period.known_at
        if known and "known_at" in rows.columns:
            late = pl.col("known_at").replace("", None) > str(known)
            rows = rows.filter(~late.fill_null(value=False))
        said = rows.group_by("county_id").agg(pl.col("amount").cast(pl.Decimal(38, 3)).sum())
        found = one.result.totals.select("county_id", pl.col("fund").cast(pl.Decimal(38, 3)))
        both = found.join(said, on="county_id", how="left").fill_null(0)
        assert (both["fund"] == both["amount"]).all(), one.name


def _flows(ledger: pl.DataFrame, side: str, name: str) -> pl.DataFrame:
    keys = {"county_id": "county_id", side: "account"}
    return (
        ledger.group_by(list(keys))
        .agg(pl.col("amount").cast(pl.Decimal(38, 3)).sum().alias(name))
        .rename(keys)
    )


def _accounts(result: Result) -> pl.DataFrame:
    """What went into and came out of every account of every county."""
    coming = _flows(result.ledger, "to_account", "in")
    going = _flows(result.ledger, "from_account", "out")
    joined = coming.join(going, on=["county_id", "account"], how="full", coalesce=True)
    return joined.fill_null(0)


def test_every_account_of_the_ledger_balances(all_computed: Sequence[Computed]) -> None:
    """Every account between the fund and the balances gives what it takes in.

    Nothing comes out of the last accounts, but manual adjustments out of what is unallocated.
    """
    last = pl.col("account").is_in(BALANCES) | pl.col("account").str.starts_with("kept.")
    for one in all_computed:
        accounts = _accounts(one.result)
        between = accounts.filter(~last & ~pl.col("account").is_in(BEGINNINGS))
        assert (between["in"] == between["out"]).all(), one.name
        given = one.result.ledger.filter(
            pl.col("from_account").is_in(accounts.filter(last)["account"].implode())
        )
        assert (given["from_account"] == "unallocated").all(), one.name
        assert given["to_account"].str.ends_with(".manual").all(), one.name
        assert not accounts.filter(account="fund")["in"].cast(pl.Boolean).any(), one.name


def test_the_last_balances_of_the_ledger_are_the_totals(
    all_computed: Sequence[Computed],
) -> None:
    """What ends in each last account is what the totals of its county say."""
    ends = pl.when(pl.col("account").str.starts_with("kept.")).then(pl.lit("kept"))
    for one in all_computed:
        accounts = _accounts(one.result).with_columns(ends.otherwise("account").alias("account"))
        named = accounts.filter(pl.col("account").is_in([*BALANCES, *BEGINNINGS]))
        left = pl.col("in") - pl.col("out")
        amount = pl.when(pl.col("account").is_in(BEGINNINGS)).then(-left).otherwise(left)
        amount = amount.alias("amount")
        found = named.group_by("county_id", "account").agg(amount.sum())
        wide = {tuple(row[:2]): row[2] for row in found.iter_rows()}
        for total in one.result.totals.iter_rows(named=True):
            for account in (*BALANCES, *BEGINNINGS):
                ended = wide.get((total["county_id"], account), 0)
                assert ended == total[account], (one.name, account)


def test_nothing_that_is_paid_is_negative(all_computed: Sequence[Computed]) -> None:
    """No gross, forfeited, received, held or payable is negative, and no flow of the ledger."""
    for one in all_computed:
        payouts = one.result.payouts
        for column in ("gross", "forfeited", "received", "held", "payable"):
            assert (fen(payouts, column) >= 0).all(), (one.name, column)
        assert (fen(one.result.ledger) > 0).all(), one.name
        for column in BALANCES:
            assert (fen(one.result.totals, column) >= 0).all(), (one.name, column)


def test_lines_sum_to_gross(all_computed: Sequence[Computed]) -> None:
    """A post's gross is the sum of its lines, and none of its lines is 0."""
    keys = ["county_id", "school_id", "teacher_id"]
    for one in all_computed:
        lines, payouts = one.result.lines, one.result.payouts
        assert (fen(lines) != 0).all(), one.name
        sums = lines.group_by(keys).agg(pl.col("amount").sum())
        both = payouts.join(sums, on=keys, how="left").fill_null(0)
        assert both.height == payouts.height, one.name
        assert (both["gross"] == both["amount"]).all(), one.name
        assert sums.join(payouts, on=keys, how="anti").is_empty(), one.name


def test_payable_is_gross_less_forfeited_and_held_with_received(
    all_computed: Sequence[Computed],
) -> None:
    """For every post payable = gross - forfeited + received - held."""
    for one in all_computed:
        gross, forfeited, received, held, payable = (
            fen(one.result.payouts, column)
            for column in ("gross", "forfeited", "received", "held", "payable")
        )
        assert (payable == gross - forfeited + received - held).all(), one.name


def test_units_are_the_sums_of_their_posts(all_computed: Sequence[Computed]) -> None:
    """A unit's payable, held, forfeited, received and head count are those of its posts."""
    keys = ["county_id", "unit_id"]
    columns = ["payable", "held", "forfeited", "received"]
    for one in all_computed:
        units = one.result.units
        sums = one.result.payouts.group_by(keys).agg(
            pl.len().cast(pl.Int64).alias("heads"),
            *(pl.col(column).sum().name.suffix("_sum") for column in columns),
        )
        both = units.join(sums, on=keys, how="left", maintain_order="left").fill_null(0)
        assert both.height == units.height, one.name
        assert (both["posts"] == both["heads"]).all(), one.name
        for column in columns:
            assert (both[column] == both[f"{column}_sum"]).all(), (one.name, column)


def test_what_a_unit_is_allocated_is_accounted_for(all_computed: Sequence[Computed]) -> None:
    """What level 1 gave a unit and its posts is paid, held, forfeited, kept or unallocated.

    So is what the unit carried over.
    """
    for one in all_computed:
        result = one.result
        direct = sum(
            (fen for line, fen in result.post_lines.items() if line.startswith("level_1.")),
            np.zeros(result.encoded.posts, np.int64),
        )
        units = result.units
        ends = sum(fen(units, name) for name in ("payable", "held", "kept", "unallocated"))
        veto = one.policy.veto
        if veto is not None and veto.money_goes_to == "county":
            ends = ends + fen(units, "forfeited")
        had = fen(units, "allocated") + result.opening + result.by_unit(direct)
        assert (had == ends).all(), one.name
