"""The records that a run read, kept in its folder exactly as they were read, and read back.

``records/`` holds a Parquet file per table, ``period.yaml``, and ``origin.json``: what each column
was headed in the original, and which file and row of it each row is. Of a dataset in folders by
county it holds the files themselves. ``row_hashes`` has a small hash of each row that counted, so
that one which is changed later can be named.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paycalc.errors import RunError
from paycalc.output.folder import create_file, make_folder

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from paycalc.records import Part, Period, Records, Table
    from paycalc.records.batches import Batches
    from paycalc.result.fingerprint import Digests

FOLDER = "records"
ROW_HASHES = "row_hashes"
_ORIGIN = "origin.json"
_PERIOD = "period.yaml"
_FORMAT = "paycalc-records/1"


def keep_records(
    records: Records, folder: Path, tell: Callable[[str], None]
) -> Iterator[tuple[str, int | None]]:
    """Write the records below a run folder; yields each file's path there, and its rows."""
    place = folder / FOLDER
    place.mkdir(mode=0o700)
    for name, table in records.tables.items():
        path = f"{FOLDER}/{name}.parquet"
        tell(path)
        with create_file(folder / path) as file:
            table.frame.write_parquet(file, compression="zstd")
        yield path, table.frame.height
    texts = {
        _PERIOD: _period_text(records.period),
        _ORIGIN: json.dumps(_origin(records), ensure_ascii=False, indent=1) + "\n",
    }
    for name, text in texts.items():
        with create_file(place / name) as file:
            file.write(text.encode())
        yield f"{FOLDER}/{name}", None


def hashes_of(digests: Digests, county: str | None = None) -> pl.DataFrame:
    """The hashes of rows as the table ``row_hashes``, those of one county or of all."""
    import polars as pl

    schema = {"county_id": pl.String, "table": pl.String, "hash": pl.UInt32}
    frames = [
        pl.DataFrame({"county_id": name, "table": table, "hash": digest.hashes}, schema=schema)
        for table, counties in digests.items()
        for name, digest in counties.items()
        if county in (None, name) and digest.hashes is not None
    ]
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def keep_files(batches: Batches, folder: Path) -> Iterator[str]:
    """Copy a dataset's files below a run folder; yields each file's path there."""
    for file in batches.files():
        path = f"{FOLDER}/{file.relative_to(batches.folder).as_posix()}"
        make_folder(folder, (folder / path).parent)
        with file.open("rb") as source, create_file(folder / path) as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
        yield path


def kept_dataset(folder: Path, paths: Collection[str]) -> Records | Batches:
    """What a run folder keeps in these files, in batches where they lie in folders by county.

    Raises:
        RunError: these are no records that a run kept.
    """
    from paycalc.records.batches import dataset_of

    if f"{FOLDER}/{_ORIGIN}" in paths:
        return kept_records(folder)
    return dataset_of(folder / FOLDER)


def kept_records(folder: Path) -> Records:
    """The records kept in a run folder, as they were read.

    Raises:
        RunError: these are no records that a run kept.
    """
    import polars as pl

    from paycalc.records import Records, Table
    from paycalc.records.period import parse_period

    place = folder / FOLDER
    try:
        origin = json.loads((place / _ORIGIN).read_text(encoding="utf-8"))
        period, problems = parse_period((place / _PERIOD).read_text(encoding="utf-8"))
        tables: dict[str, Table] = {}
        for name, about in origin["tables"].items():
            frame = pl.read_parquet(place / f"{name}.parquet", hive_partitioning=False)
            parts = tuple(_parts(about["parts"], frame))
            tables[name] = Table(name, frame, parts, about["headings"])
    except (OSError, ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        raise RunError(f"the records kept in {folder} cannot be read: {error}") from error
    if origin.get("format") != _FORMAT or problems:
        raise RunError(f"the records kept in {folder} are none of this version: run again")
    return Records(tables, period)


def _period_text(period: Period) -> str:
    """``period.yaml`` as a dataset has it; a text in JSON is one in YAML too."""
    entries = {
        "id": json.dumps(period.id, ensure_ascii=False),
        "from": period.first_day.isoformat(),
        "to": period.last_day.isoformat(),
    }
    if period.known_at is not None:
        entries["known_at"] = period.known_at.isoformat()
    return "".join(f"{key}: {value}\n" for key, value in entries.items())


def _origin(records: Records) -> dict[str, object]:
    tables = {
        name: {"headings": dict(table.headings), "parts": list(_runs(table))}
        for name, table in records.tables.items()
    }
    return {"format": _FORMAT, "tables": tables}


def _runs(table: Table) -> Iterator[dict[str, object]]:
    """Each file's rows as runs of numbers that follow one another: [row of the table, number]."""
    import numpy as np

    for part in table.parts:
        if part.rows is None:
            runs = [[part.start, part.first]]
        else:
            breaks = np.flatnonzero(np.diff(part.rows, prepend=-1) != 1)
            runs = [[part.start + int(i), int(part.rows[i])] for i in breaks]
        told: dict[str, object] = {"file": part.file, "runs": runs or [[part.start, part.first]]}
        if part.sheet is not None:
            told |= {"sheet": part.sheet, "letters": dict(part.letters)}
        yield told


def _parts(told: list[dict[str, Any]], frame: pl.DataFrame) -> Iterator[Part]:
    import numpy as np

    from paycalc.records import Part

    ends = [part["runs"][0][0] for part in told[1:]] + [frame.height]
    for part, end in zip(told, ends, strict=True):
        starts, firsts = np.array(part["runs"], np.int64).T
        rows: NDArray[np.int64] | None
        if starts.size == 1:
            rows, first = None, int(firsts[0])
        else:
            lengths = np.diff(starts, append=end)
            rows, first = np.repeat(firsts - starts, lengths) + np.arange(starts[0], end), 1
        sheet, letters = part.get("sheet"), part.get("letters", {})
        yield Part(part["file"], int(starts[0]), rows, first, sheet, letters)
