"""Additional Salary of Frappe HRMS: a document for each line, as Data Import or REST take it.

Facts are of `hrms/payroll/doctype/additional_salary` (version 15): an amount below 0 is refused,
overwriting is on unless it is said, days of payment lie within employment, and components that
depend on payment days are prorated once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from paycalc.output.feeds._rows import JOINED, LEFT, days, told, with_amounts
from paycalc.output.feeds._signs import DEDUCTION
from paycalc.output.feeds.files import csv_bytes
from paycalc.output.feeds.reading import FLAGS
from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    from paycalc.output.feeds.canonical import Feed
    from paycalc.output.feeds.employees import Employees
    from paycalc.output.feeds.model import Frappe, Map

LABELS: Final = {
    "name": "ID",
    "naming_series": "Series",
    "employee": "Employee",
    "company": "Company",
    "payroll_date": "Payroll Date",
    "salary_component": "Salary Component",
    "currency": "Currency",
    "amount": "Amount",
    "overwrite_salary_structure_amount": "Overwrite Salary Structure Amount",
    "deduct_full_tax_on_selected_payroll_date": "Deduct Full Tax on Selected Payroll Date",
}
"""The fields in the order of the file, with the labels that Data Import shows."""
NAME: Final = "additional_salary"


def rows(feed: Feed, map: Map, employees: Employees | None) -> pl.DataFrame:
    """The documents, a column for each field; ``name`` is the line's key."""
    about = section(map)
    lines = days(with_amounts(feed), employees)
    day = pl.lit(map.paid.day, dtype=pl.Date)
    capped = pl.min_horizontal(day, LEFT) if about.leavers == "last_day" else day
    made = lines.select(
        pl.col("line_key").alias("name"),
        pl.lit(about.series).alias("naming_series"),
        "employee",
        pl.lit(about.company).alias("company"),
        capped.alias("payroll_date"),
        pl.col("code").alias("salary_component"),
        "currency",
        "amount",
        pl.lit(0).alias("overwrite_salary_structure_amount"),
        pl.lit(int(about.deduct_full_tax)).alias("deduct_full_tax_on_selected_payroll_date"),
    )
    if about.key_field is None:
        return made
    return made.with_columns(pl.col("name").alias(about.key_field))


def headings(map: Map) -> dict[str, str]:
    """The headings of the file by field."""
    about = section(map)
    named = LABELS if about.headers == "labels" else {field: field for field in LABELS}
    return named if about.key_field is None else {**named, about.key_field: about.key_field}


def files(feed: Feed, map: Map, employees: Employees | None) -> Iterator[tuple[str, bytes]]:
    """The file for Data Import, and the bodies for REST, one a document."""
    documents = rows(feed, map, employees)
    yield f"{NAME}.csv", csv_bytes(documents.rename(headings(map)), encoding="utf-8")
    submitted = {"docstatus": 1} if section(map).submit else {}
    bodies = [
        {"doctype": "Additional Salary", **{k: _plain(v) for k, v in row.items()}, **submitted}
        for row in documents.iter_rows(named=True)
    ]
    text = ",\n".join(json.dumps(body, ensure_ascii=False) for body in bodies)
    yield f"{NAME}.json", f"[\n{text}\n]\n".encode()


def _plain(value: Any) -> str | int:
    """A field for JSON: money as text with its digits, a day as ISO."""
    return value if isinstance(value, int) else str(value)


def blockers(feed: Feed, map: Map, employees: Employees | None) -> Iterator[Problem]:
    """What Frappe would refuse, or change without a word."""
    about, lines = section(map), days(with_amounts(feed), employees)
    back = lines.filter(pl.col("direction") == DEDUCTION)
    for component in back["component"].unique().sort():
        if map.recovery_of(component) is None:
            yield Problem("F204", Place(file=map.file), {"component": component})
    for code, direction in lines.select("code", "direction").unique().sort("code").iter_rows():
        if code is not None:
            yield from _component(about, map.file, code, direction)
    yield from told("F208", lines.filter(pl.col(JOINED) > map.paid.day))
    if about.leavers == "refuse":
        yield from told("F209", lines.filter(pl.col(LEFT) < map.paid.day))
    if employees is None or not {JOINED, LEFT} <= set(employees.columns):
        yield Problem("F226", Place(file=map.file))


def _component(about: Frappe, file: str, code: str, direction: str) -> Iterator[Problem]:
    """What is wrong with a salary component as it is set up there."""
    declared = about.salary_components.get(code)
    if declared is None:
        yield Problem("F210", Place(file=file), {"code": code})
        return
    place = Place(file=file, line=declared.mark.line, position=declared.mark.column)
    on = [flag for flag in FLAGS if declared.flags.get(flag, flag == FLAGS[0])]
    for flag in on:  # the first is on by itself
        yield Problem("F211", place, {"code": code, "flag": flag})
    if declared.type != direction:
        yield Problem("F212", place, {"code": code, "type": declared.type})


def section(map: Map) -> Frappe:
    """The map's section, which is there when this target is written."""
    if map.frappe is None:
        raise ValueError("the map has no section frappe")
    return map.frappe
