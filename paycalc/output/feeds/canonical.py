"""The canonical feed of a closed run: one line for each post, component and change (issue 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from paycalc.output.feeds._changes import changed, settled_of
from paycalc.output.feeds._signs import DEDUCTION, EARNING, SIGNED
from paycalc.output.feeds.columns import with_keys
from paycalc.result.components import POST, components_of

if TYPE_CHECKING:
    from paycalc.output.feeds.employees import Employees
    from paycalc.output.feeds.model import Map
    from paycalc.output.runs import Run
    from paycalc.policy.model import Currency
    from paycalc.problems import Problem

_KINDS: Final = pl.Enum(["original", "reversal", "rebook", "delta"])


@dataclass(frozen=True, slots=True)
class Feed:
    """The lines of a run, and what they were made of.

    ``lines`` has the columns of ``COLUMNS``; ``paid`` what each post and component came to before
    this revision (0 before revision 0): ``LINE``, ``unit_id`` and ``amount``, with its sign.
    """

    lines: pl.DataFrame
    paid: pl.DataFrame
    revision: int
    policy: str
    period: str
    currency: Currency

    @property
    def signed(self) -> pl.DataFrame:
        """The lines, with the sign in the amount."""
        return self.lines.with_columns(SIGNED.alias("amount"))


def feed_of(
    run: Run, map: Map, employees: Employees | None, earlier: pl.DataFrame | None = None
) -> tuple[Feed, tuple[Problem, ...]]:
    """The feed of a run, and what keeps it from being exported.

    A run has a line ``original`` for each post and component, also where that is 0. A correction
    or release has, for each component that it changes, a line ``delta``, or, if the map says so, a
    ``reversal`` of the line in force and a ``rebook`` of what is due.

    Args:
        run: A closed run.
        map: Says when it is paid, the codes, and how corrections are written.
        employees: Of the map's file, if it names one.
        earlier: The lines exported before for this policy and period, if they are known.

    Raises:
        RunError: the run's folder cannot be read.
    """
    policy = run.policy()
    components, currency = components_of(policy), policy.currency
    settled = settled_of(run, components, currency)
    changes, problems = changed(run, settled, earlier, map.corrections)
    lines = changes.join(settled.units, on=POST, how="left").join(
        _reasons(run), on=POST, how="left"
    )
    lines = _in_order(_told(lines, run, map, employees, currency.code), components)
    keyed = with_keys(lines, str(run.manifest["fingerprint"]["run"]))
    before = settled.paid.join(settled.units, on=POST, how="left")
    return Feed(keyed, before, run.revision, run.policy_id, run.period, currency), problems


def _in_order(lines: pl.DataFrame, components: Sequence[str]) -> pl.DataFrame:
    """The lines by post, component in the policy's order, and kind: whatever a table's order is."""
    ranks = pl.DataFrame({"component": components, "rank": range(len(components))})
    kind = pl.col("kind").cast(_KINDS).to_physical()
    return lines.join(ranks, on="component", how="left").sort(*POST, "rank", kind).drop("rank")


def _reasons(run: Run) -> pl.DataFrame:
    """Why each post has lines: the period, or what changed: held money, the veto, or records."""
    if not run.revision:
        posts = run.table("payouts").select(POST)
        return posts.with_columns(pl.lit("period").alias("reason"))
    rows = run.table("differences").filter(pl.col("due") != pl.col("paid"))
    line = pl.col("line")
    released, veto = line.str.starts_with("release."), line.str.starts_with("veto.")
    reason = (
        pl.when(released.any())
        .then(pl.lit("release"))
        .when(veto.any())
        .then(pl.lit("veto"))
        .otherwise(pl.lit("correction"))
    )
    return rows.group_by(POST).agg(reason.alias("reason"))


def _told(
    lines: pl.DataFrame, run: Run, map: Map, employees: Employees | None, currency: str
) -> pl.DataFrame:
    """The lines with all that the run and the map say of them, the sign told by the direction."""
    negative = pl.col("amount") < 0
    code, recovery = (
        pl.col("component").replace_strict(
            {name: of(name) for name in lines["component"].unique()},
            default=None,
            return_dtype=pl.String,
        )
        for of in (map.code_of, map.recovery_of)
    )
    named = _with_employees(lines, map, employees)
    return named.with_columns(
        pl.when(negative).then(pl.coalesce(recovery, code)).otherwise(code).alias("code"),
        pl.when(negative).then(pl.lit(DEDUCTION)).otherwise(pl.lit(EARNING)).alias("direction"),
        pl.col("amount").abs(),
        pl.lit(run.revision, dtype=pl.Int64).alias("revision"),
        pl.lit(run.policy_id).alias("policy"),
        pl.lit(currency).alias("currency"),
        pl.lit(run.period).alias("period_earned"),
        pl.lit(map.paid.period).alias("period_paid"),
    )


def _with_employees(lines: pl.DataFrame, map: Map, employees: Employees | None) -> pl.DataFrame:
    """The lines with payroll's number of the employee, and who bears the cost."""
    bearer = _bearer(lines.columns, map, employees)
    if employees is None:
        return lines.with_columns(pl.col("teacher_id").alias("employee"), bearer)
    joined = employees.joined(lines)
    number = pl.col("employees.employee").alias("employee")
    return joined.with_columns(number, bearer).drop(
        name for name in joined.columns if name.startswith("employees.")
    )


def _bearer(columns: Sequence[str], map: Map, employees: Employees | None) -> pl.Expr:
    """Who bears the cost; nobody where the file of employees does not say it."""
    known = (*columns, *(employees.columns if employees else ()))
    found = pl.col(map.cost_bearer) if map.cost_bearer in known else pl.lit(None, dtype=pl.String)
    return found.alias("cost_bearer")
