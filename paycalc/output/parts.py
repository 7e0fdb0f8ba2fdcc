"""The run folder of a dataset by county: results are written as they come, and dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from paycalc.errors import CountiesTogetherError
from paycalc.output import kept
from paycalc.output.folder import create_file, make_folder, whole_folder
from paycalc.output.inputs import Input
from paycalc.output.manifest import ALONE, MANIFEST, Chain, write_about
from paycalc.output.run import TABLES, write_hashes, write_problems
from paycalc.output.tables import Format, write_table

if TYPE_CHECKING:
    import polars as pl

    from paycalc.engine.streaming import Parts
    from paycalc.problems import Problem
    from paycalc.records.batches import Batches
    from paycalc.result import Result
    from paycalc.result.fingerprint import Digests
    from paycalc.result.summary import Summary


_COUNTY, _PART = "county_id=", "part.parquet"


@dataclass(frozen=True, slots=True)
class Written:
    """What a run came to, and all its warnings and notes."""

    summary: Summary
    problems: tuple[Problem, ...]


def write_parts(
    parts: Parts,
    folder: str | Path,
    *,
    inputs: Callable[[], Iterable[Input]],
    format: Format = "csv",
    language: str = "en",
    keep: Batches | None = None,
    chain: Chain = ALONE,
    tell: Callable[[str], None] | None = None,
) -> Written:
    """Write the results of `compute_parts` as a run folder, whole or not at all.

    It is that of `write_run`, but for this: with ``parquet`` each table but ``problems`` is a
    folder with a file for each county, ``payouts/county_id=350121/part.parquet`` (`polars.
    scan_parquet` reads the folder), which has the column ``county_id`` too.

    Args:
        parts: From ``compute_parts`` with ``digests`` (of ``"each row"`` if files are kept). No
            more than one result is held.
        folder: Where it goes; nothing may be there yet.
        inputs: Called when all is computed: the files that were read, for the manifest.
        format: ``csv`` for people, or ``parquet``.
        language: ``en`` or ``zh``, for the messages in ``problems``.
        keep: The dataset, if its files are to be kept as well, below ``records/``.
        chain: The run that it follows.
        tell: Called with the last county of each result when it is written.

    Raises:
        TargetExistsError: there is something at ``folder``; it is left as it is.
        ProblemsError, InputChangedError, OSError: nothing of the folder is left.
    """
    from paycalc.result.summary import summed

    tell = tell or (lambda _: None)
    with whole_folder(Path(folder)) as partial:
        tables = _Tables(partial, format, tell, keep is not None)
        problems = _take(parts, tables)
        summary = summed(tables.summaries)
        rows: dict[str, int | None] = {**tables.rows}
        rows |= write_problems(problems, partial, format, language)
        if keep is not None:
            tell(kept.FOLDER)
            rows |= dict.fromkeys(kept.keep_files(keep, partial))
        tell(MANIFEST)
        write_about(partial, rows, summary, inputs(), tables.digests, chain)
    return Written(summary, problems)


@dataclass
class _Tables:
    """The tables that are written so far: the rows of each file, and what it came to."""

    partial: Path
    format: Format
    tell: Callable[[str], None]
    keep_hashes: bool
    rows: Counter[str] = field(default_factory=Counter)
    summaries: list[Summary] = field(default_factory=list)
    digests: list[Digests] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Write a result's tables."""
        from paycalc.result.fingerprint import digests_of
        from paycalc.result.summary import summary_of

        counties = result.names.counties
        for name in TABLES:
            frame: pl.DataFrame = getattr(result, name)
            if self.format == "csv":
                self._write(f"{name}.csv", frame)
            else:
                for county, rows in _by_county(frame, counties):
                    self._write(f"{name}/{_COUNTY}{quote(county, safe='')}/{_PART}", rows)
        self.summaries.append(summary_of(result))
        digests = digests_of(result, each_row=self.keep_hashes)
        for county in counties if self.keep_hashes else ():
            path = f"{kept.ROW_HASHES}/{_COUNTY}{quote(county, safe='')}/{_PART}"
            self.rows |= write_hashes(kept.hashes_of(digests, county), self.partial, path)
        self.digests.append(digests)
        self.tell(counties[-1])

    def _write(self, path: str, frame: pl.DataFrame) -> None:
        target, begins = self.partial / path, path not in self.rows
        make_folder(self.partial, target.parent)
        with create_file(target) if begins else target.open("ab") as file:
            write_table(frame, file, self.format, headings=begins)
        self.rows[path] += frame.height

    def clear(self) -> None:
        """Take back what is written."""
        for path in self.rows:
            (self.partial / path).unlink()
        self.rows.clear()
        self.summaries.clear()
        self.digests.clear()


def _take(parts: Parts, tables: _Tables) -> tuple[Problem, ...]:
    """Write all results; returns the problems of all counties."""
    from paycalc.engine.streaming import each

    try:
        return each(parts, tables.add)
    except CountiesTogetherError as error:
        tables.clear()
        tables.add(error.result)
        return error.result.problems


def by_county(paths: Iterable[str], table: str) -> dict[str, str]:
    """Those of a run's files that hold a table, by county, in the order of counties."""
    found = {
        unquote(path.split("/")[1].removeprefix(_COUNTY)): path
        for path in paths
        if path.startswith(f"{table}/{_COUNTY}")
    }
    return {county: found[county] for county in sorted(found, key=str.encode)}


def _by_county(
    frame: pl.DataFrame, counties: tuple[str, ...]
) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each county, of one without any an empty frame."""
    if len(counties) == 1:
        yield counties[0], frame
        return
    found = frame.partition_by("county_id", as_dict=True, maintain_order=True)
    for county in counties:
        yield county, found.get((county,), frame.clear())
