"""The tables of a correction: what is settled now, each difference, and the ledger (section 14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from paycalc.result.corrections._accounts import (
    CARRIED,
    FORFEITED,
    FUND,
    HELD,
    KEPT,
    OPENING,
    PAYABLE,
    SOURCES,
    UNALLOCATED,
    of_account,
)
from paycalc.result.corrections._money import UNIT, by_unit
from paycalc.result.corrections._pay import POSTS, Pay, line_names

if TYPE_CHECKING:
    from paycalc.engine.numbers import Ints
    from paycalc.result.corrections._settled import Settled

_THREE = ("paid", "recomputed", "due")


def payouts(settled: Settled) -> pl.DataFrame:
    """One row per post, as `Result.payouts`; in fen, like all tables here."""
    pay = settled.pay
    amounts = {
        "gross": pay.gross,
        "forfeited": pay.forfeited,
        "received": pay.received,
        "held": pay.held,
        "payable": pay.payable,
    }
    return settled.posts.hstack([_fen(name, fen) for name, fen in amounts.items()])


def lines(settled: Settled) -> pl.DataFrame:
    """One row per post and line that is not 0, as `Result.lines`."""
    amounts = {name: [settled.pay.lines[name]] for name in line_names(settled.pay)}
    return _long(settled.posts, amounts, ["amount"])


def differences(posts: pl.DataFrame, paid: Pay, recomputed: Pay, due: Pay) -> pl.DataFrame:
    """One row per post and line that anybody ever had, the veto's parts for every post."""
    pays = (paid, recomputed, due)
    amounts = {name: [pay.line(name) for pay in pays] for name in line_names(recomputed, due, paid)}
    own = _long(posts, amounts, _THREE)
    parts = {name: [pay.veto[name] for pay in pays] for name in paid.veto}
    # of each post first its own lines, then those of the veto
    both = pl.concat([own, _long(posts, parts, _THREE, zeros=True)])
    both = both.sort(POSTS, maintain_order=True)
    return both.with_columns((pl.col("due") - pl.col("paid")).alias("difference"))


def units(settled: Settled) -> pl.DataFrame:
    """One row per unit, as `Result.units`."""
    pay, balances = settled.pay, settled.book.balances
    sums = by_unit(
        settled.posts,
        {
            "posts": pl.Series([1]).new_from_index(0, settled.posts.height).to_numpy(),
            "payable": pay.payable,
            "held": pay.held,
            "forfeited": pay.forfeited,
            "received": pay.received,
        },
    )
    kept = balances.filter(pl.col("account").str.starts_with(KEPT))
    own = {
        "kept": kept.group_by(UNIT).agg(pl.col("fen").sum()),
        "unallocated": of_account(balances, UNALLOCATED),
    }
    found = settled.units.join(sums, on=UNIT, how="left", maintain_order="left")
    for name, frame in own.items():
        found = found.join(frame.rename({"fen": name}), on=UNIT, how="left", maintain_order="left")
    return found.select(
        *UNIT,
        "posts",
        "allocated",
        "payable",
        "held",
        "forfeited",
        "received",
        "kept",
        "unallocated",
    ).fill_null(0)


def totals(settled: Settled) -> pl.DataFrame:
    """One row per county, as `Result.totals`, with what is ``carried``."""
    balances = settled.book.balances
    account = pl.col("account")
    parts = {
        name: pl.col("fen").filter(account == name).sum()
        for name in (FUND, OPENING, PAYABLE, HELD, UNALLOCATED, FORFEITED, CARRIED)
    }
    parts["kept"] = pl.col("fen").filter(account.str.starts_with(KEPT)).sum()
    names = (FUND, OPENING, PAYABLE, HELD, "kept", UNALLOCATED, FORFEITED, CARRIED)
    counties = pl.concat([settled.units, balances], how="diagonal").select("county_id").unique()
    summed = balances.group_by("county_id").agg(parts[name].alias(name) for name in names)
    return counties.join(summed, on="county_id", how="left").fill_null(0).sort("county_id")


def ledger(settled: Settled) -> pl.DataFrame:
    """Where the fund is by now: from the fund to units, and from each to its accounts."""
    balances = settled.book.balances
    unit, account = pl.col("unit_id"), pl.col("account")
    ends = balances.filter(~account.is_in(SOURCES)).with_columns(
        pl.when(unit == "").then(pl.lit(FUND)).otherwise("unit." + unit).alias("here")
    )
    opening = of_account(balances, OPENING).with_columns(
        pl.lit(OPENING).alias("here"), ("unit." + unit).alias("account")
    )
    whole = ends.filter(unit != "").group_by(UNIT).agg(pl.col("fen").sum())
    given = whole.join(opening, on=UNIT, how="left", suffix="_opening").select(
        *UNIT,
        pl.lit(FUND).alias("here"),
        ("unit." + unit).alias("account"),
        pl.col("fen") - pl.col("fen_opening").fill_null(0),
    )
    columns = ["county_id", "unit_id", "here", "account", "fen"]
    flows = pl.concat([given.select(columns), opening.select(columns), ends.select(columns)])
    back = pl.col("fen") < 0
    return (
        flows.filter(pl.col("fen") != 0)
        .sort("county_id", "unit_id", maintain_order=True)
        .select(
            "county_id",
            pl.when(back).then("account").otherwise("here").alias("from_account"),
            pl.when(back).then("here").otherwise("account").alias("to_account"),
            pl.col("fen").abs().alias("amount"),
        )
    )


def by_county(posts: pl.DataFrame, paid: Pay, due: Pay) -> pl.DataFrame:
    """One row per county: how many teachers' pay was raised and lowered, and by how much."""
    difference = _fen("fen", due.payable - paid.payable)
    teachers = (
        posts.select("county_id", "teacher_id")
        .hstack([difference])
        .group_by("county_id", "teacher_id")
        .agg(pl.col("fen").sum())
    )
    fen = pl.col("fen")
    return (
        teachers.group_by("county_id")
        .agg(
            (fen > 0).sum().cast(pl.Int64).alias("raised"),
            fen.filter(fen > 0).sum().alias("more"),
            (fen < 0).sum().cast(pl.Int64).alias("lowered"),
            fen.filter(fen < 0).sum().alias("less"),
        )
        .sort("county_id")
    )


def carried(before: Settled, after: Settled) -> pl.DataFrame:
    """One row per unit: the ``amount`` it carries, and what this revision ``added`` to it."""
    amounts = [of_account(one.book.balances, CARRIED) for one in (after, before)]
    now, then = (
        frame.rename({"fen": name}) for frame, name in zip(amounts, ("amount", "then"), strict=True)
    )
    found = after.units.select(UNIT)
    for frame in (now, then):
        found = found.join(frame, on=UNIT, how="left", maintain_order="left")
    found = found.fill_null(0)
    return found.select(*UNIT, "amount", (pl.col("amount") - pl.col("then")).alias("added"))


def _long(
    posts: pl.DataFrame,
    amounts: Mapping[str, Sequence[Ints]],
    names: Sequence[str],
    *,
    zeros: bool = False,
) -> pl.DataFrame:
    """Every post with its lines that are not 0 (or with ``zeros`` with all), post by post."""
    numbered = posts.with_row_index("post")
    frames = []
    for place, (line, fen) in enumerate(amounts.items()):
        columns = [_fen(name, one) for name, one in zip(names, fen, strict=True)]
        named = [pl.lit(line).alias("line"), pl.lit(place).alias("place")]
        frame = numbered.with_columns(*named, *columns)
        frames.append(frame if zeros else frame.filter(pl.any_horizontal(pl.col(names) != 0)))
    if not frames:
        schema = {**posts.schema, "line": pl.String(), **dict.fromkeys(names, pl.Int64())}
        return pl.DataFrame(schema=schema)
    return pl.concat(frames).sort("post", "place").drop("post", "place")


def _fen(name: str, fen: Ints) -> pl.Series:
    return pl.Series(name, fen, dtype=pl.Int64)
