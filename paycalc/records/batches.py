"""A dataset that is partitioned by county, as batches of counties that are read one at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from os import scandir
from pathlib import Path
from threading import Lock
from urllib.parse import unquote

import numpy as np
import polars as pl

from paycalc.problems import Problem, has_errors, order
from paycalc.records._folder import PARTITION, Folders, read_folder
from paycalc.records._sources import FILES, files_below
from paycalc.records.checked import Checked
from paycalc.records.checking import check
from paycalc.records.dataset import PERIOD_FILE, Records, is_plain, read_period, read_records
from paycalc.records.expectations import Expectations
from paycalc.records.merging import merged
from paycalc.records.period import Period
from paycalc.records.table import Part, Table, lacking, rows_of
from paycalc.records.tables import TABLES
from paycalc.records.without import without

_NEEDED = ("funds", "schools")
_OF_ALL = (*_NEEDED, "opening_balances")  # small, and judged as a whole
_NUMBERED = ("ethics", "adjustments")  # of which one row may be told twice, anywhere
_HOME = {"teacher": pl.String, "county": pl.String}
_SIZE = 2 << 20
"""So many bytes of Parquet go into one batch: some hundred thousand rows, which caches hold."""


@dataclass(frozen=True, slots=True)
class Batches:
    """A folder whose tables of posts lie in folders ``county_id=…``; what is read of all at once.

    ``counties`` are those of each batch, ``whole`` holds the tables ``funds``, ``schools`` and
    ``opening_balances``, and ``ethics`` and ``adjustments``, of which a row may be told twice.
    ``all_there`` says that no county is left out.
    """

    folder: Path
    counties: tuple[frozenset[str], ...]
    whole: Records
    all_there: bool = True
    folders: Folders = field(default_factory=Folders, repr=False, compare=False)

    @property
    def period(self) -> Period:
        """The period of the dataset."""
        return self.whole.period

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files; they are all read for it, one batch after the other."""
        numbers = range(len(self.counties))
        found = (problem for number in numbers for problem in self.read(number).problems)
        return order(merged([*self.whole.problems, *found]))

    def files(self) -> list[Path]:
        """The files that are read: the period's, and those of the tables that lie there now."""
        folders = [self.folder / name for name in TABLES if (self.folder / name).is_dir()]
        found = [file for folder in folders for file in files_below(folder)]
        period = self.folder / PERIOD_FILE
        tables = [file for file in found if file.suffix.lower() in FILES]
        return [period, *tables] if period.is_file() else tables

    def at_once(self) -> Records:
        """All counties as records in memory; with `compute` some 4 GiB for a million teachers."""
        if self.all_there:
            return read_records(self.folder, period=self.period)
        return self._read(frozenset().union(*self.counties))

    def without(self, counties: Collection[str]) -> Batches:
        """The batches without some counties, whose files lie there and are not read."""
        if not counties:
            return self
        left = tuple(some - set(counties) for some in self.counties)
        whole = without(self.whole, counties)
        return replace(self, counties=tuple(filter(None, left)), whole=whole, all_there=False)

    def number_of(self, county: str) -> int:
        """The batch that a county is in."""
        [number] = [n for n, some in enumerate(self.counties) if county in some]
        return number

    def read(self, number: int, left_out: Collection[str] = ()) -> Records:
        """The records of one batch (without some counties), as if there were no others."""
        return self._read(self.counties[number].difference(left_out))

    def _read(self, only: frozenset[str]) -> Records:
        whole = self.whole.tables
        small = {name: _of_counties(whole[name], only) for name in _OF_ALL if name in whole}
        others = [name for name in TABLES if name not in _OF_ALL]
        tables, problems = read_folder(self.folder, others, only, self.folders)
        if "staff" not in tables and not has_errors(problems):
            tables["staff"] = _nobody()  # of these counties
        return Records({**small, **tables}, self.period, tuple(problems))

    def check(
        self, number: int, expects: Expectations, left_out: Collection[str] = ()
    ) -> tuple[Checked | None, Records, tuple[Problem, ...]]:
        """`check` of one batch, and what is to be told of it apart from ``whole``.

        Without checked records all counties have to be judged together: there is an error (which
        may name a school of another county), a row of a county that is none of the batch's, or
        more of a kind than are told one by one.
        """
        records = self.read(number, left_out)
        counties = self.counties[number].difference(left_out)
        checked, problems = check(records, expects)
        strays = any(_strays(table, counties) for table in records.tables.values())
        if strays or any(problem.code == "R199" for problem in problems):
            checked = None
        return checked, records, tuple(p for p in problems if not _is_of_all(p))

    def check_whole(self, expects: Expectations) -> tuple[Problem, ...]:
        """What is wrong with the tables that are judged as a whole, and with the period."""
        tables = {**self.whole.tables, "staff": _nobody()}
        _, problems = check(replace(self.whole, tables=tables), expects)
        return tuple(p for p in problems if _is_of_all(p) or p.place.table is None)


class Everyone:
    """What is known of all counties of batches; their staff is read when it is first asked for."""

    def __init__(self, batches: Batches) -> None:
        self.schools = batches.whole.tables["schools"]
        self._batches = batches
        self._homes: pl.DataFrame | None = None
        self._lock = Lock()

    def of_teacher(self, teacher: str) -> frozenset[str]:
        """The counties of a teacher's posts."""
        with self._lock:
            if self._homes is None:
                self._homes = pl.concat(map(self._read, self._batches.counties))
        return frozenset(self._homes.filter(teacher=teacher)["county"].to_list())

    def _read(self, counties: frozenset[str]) -> pl.DataFrame:
        """Each teacher of some counties once, with the county."""
        tables, _ = read_folder(self._batches.folder, ("staff",), counties, self._batches.folders)
        ids = ("teacher_id", "county_id")
        if "staff" not in tables or not {*ids} <= set(tables["staff"].frame.columns):
            return pl.DataFrame(schema=_HOME)
        cells = [tables["staff"].words(column).texts() for column in ids]
        return pl.DataFrame(dict(zip(_HOME, cells, strict=True))).unique()


def headings_of(records: Records) -> dict[tuple[str, str], str]:
    """What the files call each column of each table that is there."""
    return {
        (name, column): table.headings.get(column, column)
        for name, table in records.tables.items()
        if table.parts[0].file is not None
        for column in table.frame.columns
    }


def _nobody() -> Table:
    """The table ``staff`` without rows."""
    columns = {name: pl.Series([], dtype=pl.String) for name in lacking("staff", ())}
    return Table("staff", pl.DataFrame(columns), (Part(None, 0),))


def _strays(table: Table, counties: frozenset[str]) -> bool:
    """Whether a row says that it is of no county or another one, against its folder's name."""
    if "county_id" not in table.frame.columns:
        return False
    named = table.words("county_id")
    return bool((named.codes < 0).any()) or not set(named.words) <= counties


def _is_of_all(problem: Problem) -> bool:
    return problem.place.table in (*_OF_ALL, "period") or problem.code in ("R232", "R233")


def batches_of(folder: str | Path, *, period: Period | None = None) -> Batches | None:
    """The dataset in batches of counties, or ``None`` where it does not lie like that.

    Every table but ``funds``, ``schools`` and ``opening_balances`` lies in folders ``county_id=…``
    and nothing else, each row of these says its county, and there are counties for more than one
    batch.
    """
    folder = Path(folder)
    if not folder.is_dir() or not is_plain(folder):
        return None
    sizes: dict[str, int] = {}
    for name in TABLES:
        source = folder / name
        if not source.is_dir():
            if name not in _OF_ALL and list(folder.glob(f"{name}.*")):
                return None
            continue
        for entry in [*scandir(source)]:
            if not entry.name.startswith(PARTITION) or not entry.is_dir():
                return None
            county = unquote(entry.name.removeprefix(PARTITION))
            size = sum(file.stat().st_size for file in scandir(entry))
            sizes[county] = sizes.get(county, 0) + size
    if len(_grouped(sizes)) < 2 or not (folder / "staff").is_dir():
        return None
    span, problems = read_period(folder, period)
    tables, found = read_folder(folder, (*_OF_ALL, *_NUMBERED))
    whole = Records(tables, span, tuple(problems + found))
    whole_tables = all(n in tables and "county_id" in tables[n].frame.columns for n in _NEEDED)
    opening = tables.get("opening_balances")
    if has_errors(whole.problems) or not whole_tables or not (opening is None or _at_home(opening)):
        return None  # read at once, so that everything is told
    for county in tables["schools"].words("county_id").words:
        sizes.setdefault(county, 0)  # it may have no posts
    return Batches(folder, _grouped(sizes), whole)


def _at_home(table: Table) -> bool:
    """Whether each row says of which county it is."""
    named = table.words("county_id") if "county_id" in table.frame.columns else None
    return named is not None and bool((named.codes >= 0).all())


def dataset_of(path: str | Path) -> Records | Batches:
    """A dataset in batches where it lies in folders by county, else read."""
    return batches_of(path) or read_records(path)


def all_but(
    dataset: Records | Batches, counties: Collection[str], unit_column: str | None
) -> Records | Batches:
    """A dataset without some counties; ``unit_column`` is what level 1 calls `unit`."""
    if isinstance(dataset, Batches):
        return dataset.without(counties)
    return without(dataset, counties, unit_column) if counties else dataset


def _grouped(sizes: Mapping[str, int]) -> tuple[frozenset[str], ...]:
    """Counties in the order of their bytes, so many together as make a batch."""
    groups: list[set[str]] = []
    room = 0
    for county in sorted(sizes, key=str.encode):
        if room <= 0:
            groups.append(set())
            room = _SIZE
        groups[-1].add(county)
        room -= sizes[county]
    return tuple(map(frozenset, groups))


def _of_counties(table: Table, counties: frozenset[str]) -> Table:
    """The rows of some counties, which keep their numbers."""
    return rows_of(table, np.flatnonzero(table.words("county_id").within(counties)))
