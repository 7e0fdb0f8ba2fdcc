"""The records of one period, as a folder or as tables that a program holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.problems import Place, Problem
from paycalc.records.names import PLAIN, has_names_alone, parse_names
from paycalc.records.period import NO_PERIOD, Period, parse_period, period_of
from paycalc.records.table import Part, Table, lacking, named, trimmed, with_cells
from paycalc.records.tables import TABLES

if TYPE_CHECKING:
    import polars as pl

    from paycalc.records._sources import Source

PERIOD_FILE = "period.yaml"


@dataclass(frozen=True, slots=True)
class Records:
    """The tables of one period as read, nothing dropped and nothing checked but their form.

    ``problems`` were found while reading. With an error among them a table may be missing, and
    the period may be a stand-in; ``check`` (and ``compute``) report them with everything else.
    """

    tables: Mapping[str, Table]
    period: Period
    problems: tuple[Problem, ...] = ()

    @classmethod
    def from_tables(
        cls, tables: Mapping[str, object], *, period: Period | Mapping[str, object]
    ) -> Records:
        """Records that a program holds, under the tables' names of records.md.

        A table is a Polars frame, anything that exports Arrow (``__arrow_c_stream__``), or a
        mapping from headings to lists of cells. Its rows are numbered from 1.

        Raises:
            TypeError: A value is none of these.

        >>> records = Records.from_tables(
        ...     {"schools": {"学校编号": ["S1"], "县区编号": ["C1"]}},
        ...     period={"id": "2025-1", "from": "2025-09-01", "to": "2026-01-31"},
        ... )
        >>> records.tables["schools"].frame.columns
        ['school_id', 'county_id']
        """
        span, problems = period_of(period)
        read: dict[str, Table] = {}
        for name, content in tables.items():
            frame = _frame(name, content)
            if name not in TABLES:
                problems.append(Problem("R110", Place(table=name)))
                continue
            table, found = _table(name, frame)
            problems += found
            if table is not None:
                read[name] = table
        return cls(read, span, tuple(problems))


def read_records(path: str | Path, *, period: Period | None = None) -> Records:
    """The dataset in a folder, or in one workbook with a sheet per table.

    In a folder lies a ``.csv``, ``.parquet`` or ``.xlsx`` file, or a folder of them, per table;
    workbooks may hold several tables, each in the sheet of its name. ``period.yaml`` (in the
    folder, or beside the workbook) or a sheet ``period`` names the period, unless ``period`` does.
    What cannot be read is among the ``problems`` of the records; nothing is raised for it, and no
    file is changed.
    """
    from paycalc.records import _sources
    from paycalc.records._folder import read_found

    path = Path(path)
    is_book = path.is_file() and path.suffix.lower() in _sources.ALL_WORKBOOKS
    if not (path.is_dir() or is_book):
        return Records({}, NO_PERIOD, (Problem("R101", Place(file=path.name)),))
    folder = path.parent if is_book else path
    text, problems = _period_text(folder)
    names, wrong = parse_names(text or "", PERIOD_FILE)
    found = _sources.in_book(path, names) if is_book else _sources.in_folder(path, names)
    if problems and period is None:
        span = NO_PERIOD
    else:
        span, problems = _period(text, found.sources.get("period", []), period)
    tables, unread = read_found(found, folder, names)
    return Records(tables, span, (*problems, *wrong, *unread))


def read_period(folder: Path, period: Period | None) -> tuple[Period, list[Problem]]:
    """The period that is given, else that of ``period.yaml``."""
    if period is not None:
        return period_of(period)
    text, problems = _period_text(folder)
    return (NO_PERIOD, problems) if problems else _period(text, [], None)


def is_plain(folder: Path) -> bool:
    """Whether all tables lie in files and folders under their own names, and none is added."""
    from paycalc.records._sources import plainly_named

    text, _ = _period_text(folder)
    return parse_names(text or "", PERIOD_FILE) == (PLAIN, []) and plainly_named(folder)


def _period_text(folder: Path) -> tuple[str | None, list[Problem]]:
    """What ``period.yaml`` says; ``None`` where there is none."""
    place = Place(file=PERIOD_FILE)
    try:
        return (folder / PERIOD_FILE).read_bytes().decode("utf-8-sig"), []
    except FileNotFoundError:
        return None, []
    except OSError:
        return None, [Problem("R102", place)]
    except UnicodeDecodeError as error:
        return None, [Problem("R128", place, {"offset": error.start + 1})]


def _period(
    text: str | None, sheets: list[Source], period: Period | None
) -> tuple[Period, list[Problem]]:
    """The period: the one that is given, or that of ``period.yaml``, or that of a sheet."""
    if period is not None:
        return period_of(period)
    if text is not None and not (sheets and has_names_alone(text)):
        if sheets:
            others = ", ".join(sheet.name for sheet in sheets)
            return NO_PERIOD, [Problem("R103", Place(file=PERIOD_FILE), {"others": others})]
        return parse_period(text, PERIOD_FILE)
    if not sheets:
        return NO_PERIOD, [Problem("R120", Place(file=PERIOD_FILE))]
    first, *more = sheets
    if more or first.book is None or first.sheet is None:
        others = ", ".join(sheet.name for sheet in more)
        return NO_PERIOD, [Problem("R103", Place(file=first.name), {"others": others})]
    from paycalc.records._xlsx.period import read_period_sheet

    return read_period_sheet(first.book, first.sheet, first.path.name)


def _frame(name: str, content: object) -> pl.DataFrame:
    import polars as pl

    if isinstance(content, pl.DataFrame):
        return content
    if isinstance(content, pl.LazyFrame):
        return content.collect()
    if isinstance(content, Mapping):
        return pl.DataFrame(dict(content))
    if hasattr(content, "__arrow_c_stream__"):
        return pl.DataFrame(content)
    raise TypeError(
        f"table {name!r} is a {type(content).__name__}: give a Polars frame, an object with "
        "__arrow_c_stream__, or a mapping from headings to lists"
    )


def _table(name: str, frame: pl.DataFrame) -> tuple[Table | None, list[Problem]]:
    import polars as pl

    if not frame.width:  # a list without rows, say: an empty table
        frame = frame.with_columns(pl.lit(None, pl.String).alias(c) for c in lacking(name, ()))
        frame = frame.clear()
    columns, problems = named(name, frame.columns)
    if problems:
        return None, problems
    headings = {
        column: heading
        for column, heading in zip(columns, frame.columns, strict=True)
        if column != heading
    }
    renamed = frame.rename(dict(zip(frame.columns, columns, strict=True))) if headings else frame
    cells, notes = with_cells(name, renamed, None, headings)
    table, more = trimmed(name, cells, (Part(None, 0),), headings)
    return table, notes + more
