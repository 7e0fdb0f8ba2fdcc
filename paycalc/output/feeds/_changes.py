"""What a run settles of each post and component, and by which lines a feed tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import polars as pl

from paycalc.output.feeds._signs import SIGNED
from paycalc.output.feeds.columns import KEY, keys_of
from paycalc.problems import Place, Problem
from paycalc.result.components import POST, divided

if TYPE_CHECKING:
    from paycalc.output.runs import Run
    from paycalc.policy.model import Currency

LINE: Final = (*POST, "component")
Corrections: TypeAlias = Literal["delta", "reversal_and_rebook"]

_NO_KEY: Final = pl.lit(None, dtype=pl.String).alias("reverses")
_DIFFERENCE: Final = (pl.col("due") - pl.col("paid")).alias("amount")
_REBOOK: Final = pl.lit("rebook").alias("kind")


@dataclass(frozen=True, slots=True)
class Settled:
    """What each post and component came to before a revision, ``paid``, and with it, ``due``.

    Both have ``LINE`` and ``amount``; ``units`` has the unit of each post.
    """

    paid: pl.DataFrame
    due: pl.DataFrame
    units: pl.DataFrame


def settled_of(run: Run, components: Sequence[str], currency: Currency) -> Settled:
    """What a run settles, or a correction or release after those before it.

    Raises:
        RunError: the run's folder cannot be read.
    """
    rows = _rows_of(run)
    paid, due = (_by_component(rows, name, components, currency) for name in ("paid", "due"))
    return Settled(paid, due, rows.select(*POST, "unit_id").unique(POST, keep="first"))


def _rows_of(run: Run) -> pl.DataFrame:
    """Each post's lines, as a correction has them: those of a run, and what its veto came to."""
    if run.revision:
        return run.table("differences").select(*POST, "unit_id", "line", "paid", "due")
    lines = run.table("lines").select(*POST, "unit_id", "line", "amount")
    after_gross = (pl.col("payable") - pl.col("gross")).alias("amount")
    veto = run.table("payouts").select(*POST, "unit_id", pl.lit("veto").alias("line"), after_gross)
    nothing = (pl.col("amount") * 0).alias("paid")
    return pl.concat([lines, veto]).with_columns(nothing).rename({"amount": "due"})


def _by_component(
    rows: pl.DataFrame, name: str, components: Sequence[str], currency: Currency
) -> pl.DataFrame:
    """What each post and component comes to, by the lines that are paid, or due."""
    lines = rows.select(*POST, "line", pl.col(name).alias("amount"))
    posts = lines.group_by(POST).agg(pl.col("amount").sum().alias("payable"))
    return divided(posts, lines, components, currency)


def changed(
    run: Run, settled: Settled, earlier: pl.DataFrame | None, corrections: Corrections
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """The lines of a feed: ``LINE``, ``kind``, ``reverses`` and ``amount``, with its sign."""
    if run.revision == 0:
        return settled.due.with_columns(pl.lit("original").alias("kind"), _NO_KEY), ()
    gaps = () if earlier is None else tuple(_gaps(settled.paid, earlier))
    both = _differing(settled)
    if corrections == "delta":
        return both.select(*LINE, pl.lit("delta").alias("kind"), _NO_KEY, _DIFFERENCE), gaps
    force, problems = _in_force(run, both, earlier)
    back, unknown = _reversals(both, force)
    again = both.filter(pl.col("due") != 0)
    rebooked = again.select(*LINE, _REBOOK, _NO_KEY, pl.col("due").alias("amount"))
    return pl.concat([back, rebooked]), (*gaps, *(problems or unknown))


def _differing(settled: Settled) -> pl.DataFrame:
    """The components that are due otherwise than they were paid."""
    paid, due = (
        frame.rename({"amount": name})
        for name, frame in (("paid", settled.paid), ("due", settled.due))
    )
    both = paid.join(due, on=LINE, how="full", coalesce=True)
    filled = both.with_columns(pl.col("paid", "due").fill_null(0))
    return filled.filter(pl.col("paid") != pl.col("due"))


def _in_force(
    run: Run, both: pl.DataFrame, earlier: pl.DataFrame | None
) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """The key of the line in force of each post and component, as ``reverses``.

    Of the first correction it is that of the run's line; later it is known from earlier exports.
    """
    if earlier is not None:
        taken = earlier["reverses"].drop_nulls()
        lines = earlier.filter(
            pl.col("kind") != "reversal",
            pl.col("amount") != 0,
            ~pl.col("line_key").is_in(taken.implode()),
        )
        mixed = (Problem("F218"),) if (lines["kind"] == "delta").any() else ()
        keys = lines.select(*LINE, pl.col("line_key").alias("reverses"))
        return keys.unique(LINE, keep="first", maintain_order=True), mixed
    if run.revision > 1:
        lost = Problem("F217", values={"revision": run.revision})
        return both.select(LINE).with_columns(_NO_KEY).clear(), (lost,)
    of_run = both.with_columns(
        pl.lit(run.policy_id).alias("policy"),
        pl.lit(run.period).alias("period_earned"),
        pl.lit(0).alias("revision"),
        pl.lit("original").alias("kind"),
    )
    return both.select(*LINE, keys_of(of_run, KEY).alias("reverses")), ()


def _reversals(both: pl.DataFrame, force: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Lines that take back what was paid, and posts of which no line is in force."""
    paid = both.filter(pl.col("paid") != 0).join(force, on=LINE, how="left")
    unknown = paid.filter(pl.col("reverses").is_null())
    kind, amount = pl.lit("reversal").alias("kind"), (-pl.col("paid")).alias("amount")
    return paid.select(*LINE, kind, "reverses", amount), tuple(_told("F216", unknown))


def _gaps(paid: pl.DataFrame, earlier: pl.DataFrame) -> list[Problem]:
    """Whether what was exported before is what was paid before: else a feed is missing."""
    sums = earlier.group_by(LINE).agg(SIGNED.sum().alias("exported"))
    both = paid.join(sums, on=LINE, how="full", coalesce=True)
    filled = both.with_columns(pl.col("amount", "exported").fill_null(0))
    return _told("F214", filled.filter(pl.col("amount") != pl.col("exported")))


def _told(code: str, lines: pl.DataFrame) -> list[Problem]:
    """A problem for each post of the lines."""
    return [
        Problem(code, Place(county=county, school=school, teacher=teacher))
        for county, school, teacher in lines.select(POST).unique().sort(POST).iter_rows()
    ]
