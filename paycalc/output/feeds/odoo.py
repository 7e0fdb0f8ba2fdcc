"""Odoo: payslip inputs (OCA/payroll 14.0 to 17.0), or salary attachments (Odoo 18).

External ids make a second import an update. Of inputs of one slip and code the last one wins
there without a word, so lines are added up first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import polars as pl

from paycalc.output.feeds._rows import routed_amount, told, with_amounts
from paycalc.output.feeds.columns import keys_of
from paycalc.output.feeds.files import csv_bytes
from paycalc.problems import Problem

if TYPE_CHECKING:
    from paycalc.output.feeds.canonical import Feed
    from paycalc.output.feeds.employees import Employees
    from paycalc.output.feeds.model import Map, Odoo

INPUTS: Final = ("id", "payslip_id/id", "code", "name", "amount", "contract_id/id")
ATTACHMENTS: Final = (
    *("id", "employee_ids/id", "description", "other_input_type_id/id", "duration_type"),
    *("monthly_amount", "date_start", "is_refund"),
)
FILES: Final = {"inputs": "hr_payslip_input", "attachments": "hr_salary_attachment"}
_SLIP: Final = ("payslip", "contract")
_KEY: Final = ("policy", "period_earned", "revision", "payslip_id/id", "code")


def rows(feed: Feed, map: Map, employees: Employees | None) -> pl.DataFrame:
    """The records, with the columns of the file."""
    about = section(map)
    lines = with_amounts(feed).with_columns(routed_amount(map).alias("signed"))
    if about.writes == "inputs":
        return _inputs(lines, about, employees)
    return _attachments(lines, about, map)


def _inputs(lines: pl.DataFrame, about: Odoo, employees: Employees | None) -> pl.DataFrame:
    """One input for each slip and code; their sum, which may be below 0."""
    joined = _with_slips(lines, employees).rename({"employees.payslip": "payslip_id/id"})
    slip = ["policy", "period_earned", "revision", "payslip_id/id", "code"]
    added = joined.group_by(slip, maintain_order=True).agg(
        pl.col("signed").sum().alias("amount"),
        pl.col("employees.contract").first().alias("contract_id/id"),
    )
    ids = pl.lit(f"{about.module}.") + keys_of(added, _KEY)
    told = added.with_columns(ids.alias("id"), pl.lit(about.description).alias("name"))
    return told.filter(pl.col("amount") != 0).select(INPUTS)


def _with_slips(lines: pl.DataFrame, employees: Employees | None) -> pl.DataFrame:
    """The lines with their employee's slip and contract, as far as they are known."""
    joined = lines if employees is None else employees.joined(lines)
    absent = [f"employees.{name}" for name in _SLIP if f"employees.{name}" not in joined.columns]
    return joined.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in absent)


def _attachments(lines: pl.DataFrame, about: Odoo, map: Map) -> pl.DataFrame:
    """One attachment for each line: an amount above 0, and whether it is taken back."""
    return lines.select(
        (pl.lit(f"{about.module}.") + pl.col("line_key")).alias("id"),
        pl.col("employee").alias("employee_ids/id"),
        pl.lit(about.description).alias("description"),
        pl.col("code").alias("other_input_type_id/id"),
        pl.lit("one").alias("duration_type"),
        pl.col("amount").alias("monthly_amount"),
        pl.lit(map.paid.day, dtype=pl.Date).alias("date_start"),
        pl.when(pl.col("signed") < 0)
        .then(pl.lit("True"))
        .otherwise(pl.lit("False"))
        .alias("is_refund"),
    )


def files(feed: Feed, map: Map, employees: Employees | None) -> Iterator[tuple[str, bytes]]:
    """The file to import."""
    name = FILES[section(map).writes]
    yield f"{name}.csv", csv_bytes(rows(feed, map, employees), encoding="utf-8")


def blockers(feed: Feed, map: Map, employees: Employees | None) -> Iterator[Problem]:
    """Inputs that name no slip or no contract."""
    if section(map).writes != "inputs":
        return
    joined = _with_slips(with_amounts(feed), employees)
    for name in _SLIP:
        yield from told("F220", joined.filter(pl.col(f"employees.{name}").is_null()), column=name)


def section(map: Map) -> Odoo:
    """The map's section, which is there when this target is written."""
    if map.odoo is None:
        raise ValueError("the map has no section odoo")
    return map.odoo
