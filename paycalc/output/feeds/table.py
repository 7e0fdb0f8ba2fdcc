"""Any table by the map's columns: what tenants of Chinese payroll and treasuries import."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import polars as pl

from paycalc.output.feeds._rows import is_routed, told, with_amounts
from paycalc.output.feeds._signs import DEDUCTION, SIGNED
from paycalc.output.feeds._table_map import MOST_ROWS
from paycalc.output.feeds.columns import keys_of, with_one_print
from paycalc.output.feeds.files import book_bytes, csv_bytes
from paycalc.problems import Place, Problem

if TYPE_CHECKING:
    from paycalc.output.feeds.canonical import Feed
    from paycalc.output.feeds.employees import Employees
    from paycalc.output.feeds.model import Column, Map, Table

_SAME: Final = (
    *("policy", "revision", "county_id", "teacher_id", "employee", "currency"),
    *("period_earned", "period_paid"),
)
"""What all lines of an employee agree on; a teacher is one person within a county."""
_BY: Final = {"component": (*_SAME, "cost_bearer", "code"), "employee": (*_SAME, "code")}
_MOST_DIGITS: Final = 15
_PRINTS: Final = pl.col("fingerprint").sort()


def rows(feed: Feed, map: Map, employees: Employees | None) -> pl.DataFrame:
    """The table with its headings; amounts are decimals, all other columns texts."""
    about = section(map)
    found = _summed(feed, map)
    found = found if employees is None else employees.joined(found)
    return found.select(_cell(column, map, found) for column in about.columns)


def _cell(column: Column, map: Map, found: pl.DataFrame) -> pl.Expr:
    """A column of the table."""
    made: pl.Expr
    if column.constant is not None:
        made = pl.lit(column.constant)
    elif column.amount_of is not None:
        made = pl.col(_of(column.amount_of)) if _of(column.amount_of) in found.columns else _NOTHING
    elif column.source == "paid_on":
        made = pl.lit(map.paid.day and map.paid.day.strftime(column.form or "%Y-%m-%d"))
    elif column.source == "amount":
        made = pl.col("amount")
    else:
        made = pl.col(str(column.source)).cast(pl.String)
    return made.alias(column.header)


_NOTHING: Final = pl.col("amount") * 0


def _of(code: str) -> str:
    return f"amount of {code}"


def _summed(feed: Feed, map: Map) -> pl.DataFrame:
    """The lines, or their sums: by employee, cost bearer and code, or by employee.

    Amounts are below 0 where the map allows it; where it routes them they have the code of what
    is taken back and no sign.
    """
    about, lines = section(map), with_amounts(feed)
    signed = lines.with_columns(SIGNED.alias("amount"), _paid_code(map).alias("code"))
    if about.rows == "line":
        return _routed(signed, map, about)
    added = _added(signed, _BY[about.rows])
    routed = _routed(added, map, about)
    if about.rows == "component":
        return routed.with_columns(keys_of(routed, _BY["component"]).alias("line_key"))
    return _pivoted(routed)


def _added(lines: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Sums that are not 0; the component is one of those that are in it, for its recovery code."""
    sums = lines.group_by(by, maintain_order=True).agg(
        pl.col("amount").sum(), pl.col("component").first(), _PRINTS
    )
    return with_one_print(sums.filter(pl.col("amount") != 0))


def _paid_code(map: Map) -> pl.Expr:
    """The code that a component is paid with, also where the line takes it back."""
    known = {name: one.code for name, one in (map.components or {}).items()}
    return pl.col("component").replace_strict(known, default=pl.col("code"), return_dtype=pl.String)


def _routed(signed: pl.DataFrame, map: Map, about: Table) -> pl.DataFrame:
    """The rows with their direction; amounts below 0 as the map says."""
    below = pl.col("amount") < 0
    turned = signed.with_columns(
        pl.when(below).then(pl.lit(DEDUCTION)).otherwise(pl.lit("earning")).alias("direction")
    )
    if about.negatives != "route":
        return turned
    back = {name: one.recovery for name, one in (map.components or {}).items()}
    recovery = pl.col("component").replace_strict(back, default=None, return_dtype=pl.String)
    routed = is_routed(map)
    return turned.with_columns(
        pl.when(routed).then(recovery).otherwise("code").alias("code"),
        pl.when(routed).then(-pl.col("amount")).otherwise("amount").alias("amount"),
    )


def _pivoted(added: pl.DataFrame) -> pl.DataFrame:
    """A row for each employee: the sum of all codes, what is taken back counting less, and each."""
    code = pl.col("code")
    back = (pl.col("direction") == DEDUCTION) & (pl.col("amount") > 0)
    net = pl.when(back).then(-pl.col("amount")).otherwise("amount").sum().alias("amount")
    each = [
        pl.col("amount").filter(code == one).sum().alias(_of(one))
        for one in added["code"].unique().drop_nulls().sort()
    ]
    whole = with_one_print(added.group_by(_SAME, maintain_order=True).agg(net, *each, _PRINTS))
    return whole.with_columns(keys_of(whole, _SAME).alias("line_key"))


def keys(map: Map) -> Iterator[tuple[str, ...]]:
    """Headings that tell rows apart: of the key, or of what each row is of, where all are there."""
    about = section(map)
    headers = {column.source: column.header for column in about.columns}
    if "line_key" in headers:
        yield (headers["line_key"],)
    wanted = {"component": ("employee", "cost_bearer", "code"), "employee": ("employee",)}
    named = wanted.get(about.rows, ())
    if named and all(name in headers for name in named):
        yield tuple(headers[name] for name in named)


def without_trailer(there: pl.DataFrame, map: Map) -> pl.DataFrame:
    """The rows of such a table that was read, without its last row if that is the trailer."""
    about = section(map)
    cells = zip(about.columns, about.trailer, strict=False)
    texts = {column.header: cell.constant for column, cell in cells if cell.constant}
    known = {header: text for header, text in texts.items() if header in there.columns}
    if not known:
        return there
    return there.filter(~pl.all_horizontal(pl.col(h) == text for h, text in known.items()))


def files(feed: Feed, map: Map, employees: Employees | None) -> Iterator[tuple[str, bytes]]:
    """The table, in as many files as its rows need."""
    about, whole = section(map), rows(feed, map, employees)
    most = about.most_rows or (MOST_ROWS if about.format == "xlsx" else max(whole.height, 1))
    starts = range(0, max(whole.height, 1), most)
    for number, start in enumerate(starts, 1):
        part = whole.slice(start, most)
        name = about.name if len(starts) == 1 else f"{about.name}-{number}"
        yield f"{name}.{about.format}", _bytes(part, about)


def _bytes(part: pl.DataFrame, about: Table) -> bytes:
    trailer = [_total(cell.constant, cell.count, cell.total, part) for cell in about.trailer]
    if about.format == "xlsx":
        numbers = {column.header for column in about.columns if column.cell == "number"}
        return book_bytes(part, "Sheet1", numbers, trailer)
    encoding, delimiter = about.encoding, about.delimiter
    return csv_bytes(part, encoding=encoding, delimiter=delimiter, trailer=trailer)


def _total(constant: str | None, count: bool, total: str | None, part: pl.DataFrame) -> str:
    """A cell of the trailer, of this file's rows."""
    if constant is not None:
        return constant
    return str(part.height) if count or total is None else str(part[total].sum())


def blockers(feed: Feed, map: Map, employees: Employees | None) -> Iterator[Problem]:
    """Columns that are not there, amounts below 0 where there must be none, too many digits."""
    about = section(map)
    named = {column.source for column in about.columns if column.source}
    known = set() if employees is None else set(employees.columns)
    absent = sorted(name for name in named if name.startswith("employees.") and name not in known)
    for name in absent:
        yield Problem("F221", Place(file=map.file), {"column": name.removeprefix("employees.")})
    if absent:
        return
    found = _summed(feed, map)
    yield from _lost(found, map, about)
    yield from _below(found, map, about)
    for name in sorted({_amount(column) for column in about.columns if column.cell == "number"}):
        if name in found.columns:
            digits = pl.col(name).abs().cast(pl.String).str.replace(".", "", literal=True)
            yield from _of_employees("F223", found.filter(digits.str.len_chars() > _MOST_DIGITS))


def _lost(found: pl.DataFrame, map: Map, about: Table) -> Iterator[Problem]:
    """Codes without a column, in a table that has a column for each."""
    columns = {column.amount_of for column in about.columns if column.amount_of}
    if about.rows != "employee" or not columns:
        return
    codes = [name.removeprefix(_of("")) for name in found.columns if name.startswith(_of(""))]
    for code in codes:
        if code not in columns and (found[_of(code)] != 0).any():
            yield Problem("F228", Place(file=map.file), {"code": code})


def _below(found: pl.DataFrame, map: Map, about: Table) -> Iterator[Problem]:
    """Amounts below 0 that the table would show."""
    amounts = sorted({_amount(column) for column in about.columns} & set(found.columns))
    if about.negatives == "allow" or not amounts:
        return
    below = found.filter(pl.any_horizontal(pl.col(amounts) < 0))
    if about.negatives == "refuse" or about.rows == "employee":
        yield from _of_employees("F219", below)
    else:
        for component in below["component"].unique().sort():
            yield Problem("F204", Place(file=map.file), {"component": component})


def _amount(column: Column) -> str:
    """What a column of amounts is called inside; nothing that is there for any other column."""
    if column.amount_of is not None:
        return _of(column.amount_of)
    return "amount" if column.source == "amount" else ""


def _of_employees(code: str, lines: pl.DataFrame) -> Iterator[Problem]:
    if "school_id" in lines.columns:
        yield from told(code, lines)
        return
    for county, teacher in lines.select("county_id", "teacher_id").unique().sort(pl.all()).rows():
        yield Problem(code, Place(county=county, teacher=teacher))


def section(map: Map) -> Table:
    """The map's section, which is there when this target is written."""
    if map.table is None:
        raise ValueError("the map has no section table")
    return map.table
