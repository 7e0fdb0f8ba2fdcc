"""The records of one period, as a folder or as tables that a program holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from paycalc.problems import Place, Problem
from paycalc.records.period import NO_PERIOD, Period, parse_period, period_of
from paycalc.records.table import Part, Table, lacking, named, trimmed, with_cells
from paycalc.records.tables import TABLES

if TYPE_CHECKING:
    import polars as pl


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
    """The dataset in a folder: a ``.csv`` or ``.parquet`` file, or a folder of them, per table.

    ``period.yaml`` in the folder names the period, unless ``period`` does. What cannot be read is
    among the ``problems`` of the records; nothing is raised for it, and no file is changed.
    """
    from paycalc.records._folder import read_folder

    folder = Path(path)
    if not folder.is_dir():
        return Records({}, NO_PERIOD, (Problem("R101", Place(file=folder.name)),))
    span, problems = read_period(folder, period)
    tables, found = read_folder(folder)
    return Records(tables, span, tuple(problems + found))


def read_period(folder: Path, period: Period | None) -> tuple[Period, list[Problem]]:
    """The period that is given, else that of ``period.yaml``."""
    if period is not None:
        return period_of(period)
    path = folder / "period.yaml"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return NO_PERIOD, [Problem("R120", Place(file=path.name))]
    except OSError:
        return NO_PERIOD, [Problem("R102", Place(file=path.name))]
    except UnicodeDecodeError as error:
        return NO_PERIOD, [Problem("R128", Place(file=path.name), {"offset": error.start + 1})]
    return parse_period(text, path.name)


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
    columns, problems = named(name, frame.columns, None)
    if problems:
        return None, problems
    headings = {
        column: heading
        for column, heading in zip(columns, frame.columns, strict=True)
        if column != heading
    }
    renamed = frame.rename(dict(zip(frame.columns, columns, strict=True)))
    cells, notes = with_cells(name, renamed, None, headings)
    table, more = trimmed(name, cells, (Part(None, 0),), headings)
    return table, notes + more
