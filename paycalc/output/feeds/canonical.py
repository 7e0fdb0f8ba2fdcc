"""The canonical feed of a closed run: one line for each post, component and change (issue 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from paycalc.output.feeds.columns import COLUMNS, KEY, keys_of, with_keys
from paycalc.problems import Place, Problem
from paycalc.result.components import POST, components_of, divided

if TYPE_CHECKING:
    from paycalc.output.feeds.employees import Employees
    from paycalc.output.feeds.model import Map
    from paycalc.output.runs import Run
    from paycalc.policy.model import Currency

LINE: Final = (*POST, "component")
EARNING, DEDUCTION = "earning", "deduction"
_MONEY = pl.col("amount")
SIGNED: Final = pl.when(pl.col("direction") == DEDUCTION).then(-_MONEY).otherwise(_MONEY)
"""The amount of a line with its sign."""


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
    settled = _settled(run)
    units = settled.select(*POST, "unit_id").unique()
    components = components_of(policy)
    paid, due = (
        _by_component(settled, name, components, policy.currency) for name in ("paid", "due")
    )
    problems: list[Problem] = []
    if run.revision == 0:
        lines = due.with_columns(pl.lit("original").alias("kind"), _NO_KEY)
    else:
        reversing = map.corrections == "reversal_and_rebook"
        changed = _changed(paid, due)
        if reversing:
            lines, problems = _reversed(run, changed, earlier)
        else:
            lines = changed.select(*LINE, pl.lit("delta").alias("kind"), _NO_KEY, _DIFFERENCE)
        if earlier is not None:
            problems += _gaps(paid, earlier)
    reasons = _reasons(run)
    lines = lines.join(units, on=POST, how="left").join(reasons, on=POST, how="left")
    lines = _told(lines, run, map, employees, policy.currency.code)
    ranks = pl.DataFrame({"component": components, "rank": range(len(components))})
    kinds = pl.Enum(["original", "reversal", "rebook", "delta"])
    lines = (
        lines.join(ranks, on="component", how="left")
        .sort(*POST, "rank", pl.col("kind").cast(kinds).to_physical())
        .select(*(name for name in COLUMNS if name in lines.columns))
    )
    keyed = with_keys(lines, str(run.manifest["fingerprint"]["run"]))
    before = paid.join(units, on=POST, how="left")
    feed = Feed(keyed, before, run.revision, run.policy_id, run.period, policy.currency)
    return feed, tuple(problems)


_NO_KEY: Final = pl.lit(None, dtype=pl.String).alias("reverses")
_DIFFERENCE: Final = (pl.col("due") - pl.col("paid")).alias("amount")


def _settled(run: Run) -> pl.DataFrame:
    """Each post's lines: what was paid before this revision, and what is due with it.

    Of a run these are its lines and the parts of its veto, as a correction has them.
    """
    if run.revision:
        keys = (*POST, "unit_id", "line")
        return run.table("differences").select(*keys, "paid", "due")
    lines = run.table("lines").select(*POST, "unit_id", "line", "amount")
    payouts = run.table("payouts")
    veto = payouts.select(
        *(*POST, "unit_id"),
        pl.lit("veto").alias("line"),
        (pl.col("payable") - pl.col("gross")).alias("amount"),
    )
    nothing = (pl.col("amount") * 0).alias("paid")
    return pl.concat([lines, veto]).with_columns(nothing).rename({"amount": "due"})


def _by_component(
    settled: pl.DataFrame, name: str, components: Sequence[str], currency: Currency
) -> pl.DataFrame:
    """What each post and component comes to, by the lines that are paid, or due."""
    lines = settled.select(*POST, "line", pl.col(name).alias("amount"))
    posts = lines.group_by(POST).agg(pl.col("amount").sum().alias("payable"))
    return divided(posts, lines, components, currency)


def _changed(paid: pl.DataFrame, due: pl.DataFrame) -> pl.DataFrame:
    """The components that are due otherwise than they were paid."""
    both = paid.rename({"amount": "paid"}).join(
        due.rename({"amount": "due"}), on=LINE, how="full", coalesce=True
    )
    return both.with_columns(pl.col("paid", "due").fill_null(0)).filter(
        pl.col("paid") != pl.col("due")
    )


def _reversed(
    run: Run, changed: pl.DataFrame, earlier: pl.DataFrame | None
) -> tuple[pl.DataFrame, list[Problem]]:
    """The lines in force, taken back, and what is due in their place."""
    problems: list[Problem] = []
    if earlier is not None:
        force, problems = _in_force(earlier)
    elif run.revision == 1:
        names = {"policy": run.policy_id, "period_earned": run.period}
        first = {"revision": 0, "kind": "original"}
        told = [pl.lit(value).alias(name) for name, value in {**names, **first}.items()]
        whole = changed.with_columns(told)
        force = whole.select(LINE).with_columns(keys_of(whole, KEY).alias("reverses"))
    else:
        problems = [Problem("F217", values={"revision": run.revision})]
        force = changed.select(LINE).with_columns(_NO_KEY).clear()
    taken = changed.filter(pl.col("paid") != 0).join(force, on=LINE, how="left")
    problems += [
        Problem("F216", Place(county=row["county_id"], teacher=row["teacher_id"]))
        for row in taken.filter(pl.col("reverses").is_null()).select(POST).unique().to_dicts()
        if not any(problem.code == "F217" for problem in problems)
    ]
    back = taken.select(
        *LINE,
        pl.lit("reversal").alias("kind"),
        pl.col("reverses"),
        (-pl.col("paid")).alias("amount"),
    )
    again = changed.filter(pl.col("due") != 0).select(
        *LINE, pl.lit("rebook").alias("kind"), _NO_KEY, pl.col("due").alias("amount")
    )
    return pl.concat([back, again]), problems


def _in_force(earlier: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """The line of each post and component that none has reversed."""
    reversed_ = earlier["reverses"].drop_nulls()
    lines = earlier.filter(
        pl.col("kind") != "reversal",
        pl.col("amount") != 0,
        ~pl.col("line_key").is_in(reversed_.implode()),
    )
    problems = [Problem("F218")] if (lines["kind"] == "delta").any() else []
    return lines.select(*LINE, pl.col("line_key").alias("reverses")).unique(LINE), problems


def _gaps(paid: pl.DataFrame, earlier: pl.DataFrame) -> list[Problem]:
    """Whether what was exported before is what was paid before: else a feed is missing."""
    sums = earlier.group_by(LINE).agg(SIGNED.sum().alias("exported"))
    both = paid.join(sums, on=LINE, how="full", coalesce=True)
    both = both.with_columns(pl.col("amount", "exported").fill_null(0))
    posts = both.filter(pl.col("amount") != pl.col("exported")).select(POST).unique().sort(POST)
    return [
        Problem("F214", Place(county=county, school=school, teacher=teacher))
        for county, school, teacher in posts.iter_rows()
    ]


def _reasons(run: Run) -> pl.DataFrame:
    """Why each post has lines: the period, or what changed: held money, the veto, or records."""
    if not run.revision:
        posts = run.table("payouts").select(POST)
        return posts.with_columns(pl.lit("period").alias("reason"))
    changed = run.table("differences").filter(pl.col("due") != pl.col("paid"))
    line = pl.col("line")
    released, veto = line.str.starts_with("release."), line.str.starts_with("veto.")
    reason = (
        pl.when(released.any())
        .then(pl.lit("release"))
        .when(veto.any())
        .then(pl.lit("veto"))
        .otherwise(pl.lit("correction"))
    )
    return changed.group_by(POST).agg(reason.alias("reason"))


def _told(
    lines: pl.DataFrame, run: Run, map: Map, employees: Employees | None, currency: str
) -> pl.DataFrame:
    """The lines with all that the run and the map say of them, the sign told by the direction."""
    names = lines["component"].unique().to_list()
    known = map.components
    codes = {
        name: (known[name].code if name in known else None) if known else name for name in names
    }
    back = {name: (known[name].recovery if known and name in known else None) for name in names}
    component, negative = pl.col("component"), pl.col("amount") < 0
    code = component.replace_strict(codes, default=None, return_dtype=pl.String)
    recovery = component.replace_strict(back, default=None, return_dtype=pl.String)
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
