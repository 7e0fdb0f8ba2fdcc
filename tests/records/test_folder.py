"""Reading a dataset's folder."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from paycalc.records import Records, read_records
from paycalc.records.table import origin
from tests.records.building import PERIOD, dataset, short, work, write_csv, write_period


def code_of(folder: Path) -> list[tuple[str, str | None, int | None, str | None]]:
    """What is wrong with a folder, in short."""
    return short(read_records(folder).problems)


def rows_of(records: Records, table: str) -> list[tuple[str | None, int]]:
    """File and row number of every row of a table."""
    read = records.tables[table]
    return [origin(read.parts, row) for row in range(len(read.frame))]


def test_csv(tmp_path: Path) -> None:
    """A CSV file is a table of texts whose rows are numbered by line."""
    records = read_records(write_csv(tmp_path, dataset()))
    assert not records.problems
    assert records.period == PERIOD
    assert records.tables["funds"].frame.rows() == [("C1", "1000.00"), ("C2", "500")]
    assert rows_of(records, "funds") == [("funds.csv", 2), ("funds.csv", 3)]


def test_parquet(tmp_path: Path) -> None:
    """A Parquet file keeps its types, and its rows are numbered from 1."""
    write_csv(tmp_path, dataset())
    cells = {"teacher_id": ["T2"], "kind": ["lesson"], "quantity": [1.5]}
    pl.DataFrame(cells).write_parquet(tmp_path / "workload.parquet")
    records = read_records(tmp_path)
    assert records.tables["workload"].frame.schema["quantity"] == pl.Float64
    assert rows_of(records, "workload") == [("workload.parquet", 1)]


def test_nothing_is_changed(tmp_path: Path) -> None:
    """Reading leaves every file as it was, and adds none."""
    write_csv(tmp_path, dataset(workload=work(quantity=["１２"])))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    read_records(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_folder_of_files(tmp_path: Path) -> None:
    """A folder of files is one table, its files in the order of their names."""
    write_csv(tmp_path, dataset())
    folder = tmp_path / "workload"
    (folder / "more").mkdir(parents=True)
    pl.DataFrame(work(quantity=["3"])).write_csv(folder / "b.csv")
    pl.DataFrame(work(quantity=[1, 2])).write_parquet(folder / "a.parquet")
    pl.DataFrame(work(quantity=["4"], subject=["math"])).write_csv(folder / "more" / "c.CSV")
    (folder / "_SUCCESS").touch()
    (folder / ".hidden").touch()
    records = read_records(tmp_path)
    assert not records.problems
    frame = records.tables["workload"].frame
    assert frame["quantity"].to_list() == ["1", "2", "3", "4"]
    assert frame["subject"].to_list() == [None, None, None, "math"]
    assert rows_of(records, "workload") == [
        ("workload/a.parquet", 1),
        ("workload/a.parquet", 2),
        ("workload/b.csv", 2),
        ("workload/more/c.CSV", 2),
    ]


def test_partitions(tmp_path: Path) -> None:
    """A folder ``column=value`` gives the column to the rows below it that lack it."""
    write_csv(tmp_path, dataset(schools=None))
    schools = pl.DataFrame({"school_id": ["S1", "S2", "S3"], "county_id": ["C1", "C1", "C/2"]})
    schools.write_parquet(pl.PartitionBy(tmp_path / "schools", key="county_id", include_key=False))
    other = tmp_path / "schools" / "county_id=ignored"
    other.mkdir()
    pl.DataFrame({"school_id": ["S4"], "county_id": ["C4"]}).write_csv(other / "x.csv")
    none = tmp_path / "schools" / "county_id=__HIVE_DEFAULT_PARTITION__"
    none.mkdir()
    pl.DataFrame({"school_id": ["S5"]}).write_csv(none / "x.csv")
    records = read_records(tmp_path)
    assert not records.problems
    pairs = set(records.tables["schools"].frame.select("school_id", "county_id").rows())
    assert pairs == {("S1", "C1"), ("S2", "C1"), ("S3", "C/2"), ("S4", "C4"), ("S5", None)}


def test_mixed_types(tmp_path: Path) -> None:
    """Where files of a table differ in a column's type, its cells are read by their texts."""
    write_csv(tmp_path, dataset())
    folder = tmp_path / "workload"
    folder.mkdir()
    pl.DataFrame(work(quantity=[1.0])).write_parquet(folder / "a.parquet")
    pl.DataFrame(work(quantity=[2])).write_parquet(folder / "b.parquet")
    pl.DataFrame(work(quantity=[None])).write_parquet(folder / "c.parquet")
    frame = read_records(tmp_path).tables["workload"].frame
    assert frame["quantity"].to_list() == ["1", "2", None]


def test_chinese_headings(tmp_path: Path) -> None:
    """Chinese headings stand for their columns; what they were called is remembered."""
    write_csv(tmp_path, dataset(leave={"工号": ["T2"], " 假别 ": ["病假"], "天数": ["3"]}))
    table = read_records(tmp_path).tables["leave"]
    assert table.frame.columns == ["teacher_id", "kind", "days"]
    assert table.headings == {"teacher_id": "工号", "kind": "假别", "days": "天数"}


def test_same_heading_twice(tmp_path: Path) -> None:
    """Two headings for one column are an error, also one in each language."""
    write_csv(tmp_path, dataset())
    (tmp_path / "leave.csv").write_text("kind,工号,teacher_id,kind\na,b,c,d\n", encoding="utf-8")
    assert code_of(tmp_path) == [
        ("R106", "leave", 1, "kind"),
        ("R106", "leave", 1, "teacher_id"),
    ]


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is a problem, not an exception."""
    records = read_records(tmp_path / "nowhere")
    assert [(p.code, p.place.file) for p in records.problems] == [("R101", "nowhere")]


def test_two_sources(tmp_path: Path) -> None:
    """A table that stands in two files, or in a file and a folder, is an error."""
    write_csv(tmp_path, dataset())
    pl.DataFrame({"school_id": ["S1"]}).write_parquet(tmp_path / "schools.parquet")
    (tmp_path / "staff").mkdir()
    records = read_records(tmp_path)
    assert short(records.problems) == [
        ("R103", "schools", None, None),
        ("R103", "staff", None, None),
    ]
    assert set(records.tables) == {"funds"}


def test_unreadable(tmp_path: Path) -> None:
    """A broken Parquet file is told by its name; what Polars says of it is not passed on."""
    write_csv(tmp_path, dataset())
    (tmp_path / "leave.parquet").write_bytes(b"PAR1 broken")
    records = read_records(tmp_path)
    assert [(p.code, p.place.file) for p in records.problems] == [("R102", "leave.parquet")]


@pytest.mark.skipif(os.name != "posix", reason="links need POSIX")
def test_missing_target(tmp_path: Path) -> None:
    """A file that cannot be opened is told by its name."""
    write_csv(tmp_path, dataset())
    (tmp_path / "workload").mkdir()
    (tmp_path / "workload" / "a.csv").symlink_to(tmp_path / "nowhere")
    assert code_of(tmp_path) == [("R102", "workload", None, None)]


def test_unknown_files(tmp_path: Path) -> None:
    """Files and folders that are no tables are noted and not read; hidden ones are passed over."""
    write_csv(tmp_path, dataset())
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / "workload.xlsx").write_bytes(b"PK")
    (tmp_path / "old").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "leave").mkdir()
    (tmp_path / "leave" / "readme.md").touch()
    records = read_records(tmp_path)
    told = [(p.code, p.place.file) for p in records.problems]
    assert told == [
        ("R110", "notes.txt"),
        ("R110", "old"),
        ("R102", "workload.xlsx"),
        ("R110", "leave/readme.md"),
        ("R114", "leave"),
    ]


def test_uneven_files(tmp_path: Path) -> None:
    """A file that lacks a required column which others of the table have is told by name."""
    write_csv(tmp_path, dataset())
    folder = tmp_path / "workload"
    folder.mkdir()
    pl.DataFrame(work(quantity=["1"])).write_csv(folder / "a.csv")
    pl.DataFrame(work(quantity=["1"])).drop("kind").write_csv(folder / "b.csv")
    problems = read_records(tmp_path).problems
    assert [(p.code, p.place.file, p.place.column) for p in problems] == [
        ("R113", "workload/b.csv", "kind")
    ]


def test_spaces(tmp_path: Path) -> None:
    """Spaces around cells are taken off and counted for each column."""
    write_csv(tmp_path, dataset(leave={"teacher_id": [" T2", "T2　"], "kind": ["病假", " "]}))
    records = read_records(tmp_path)
    assert records.tables["leave"].frame.rows() == [("T2", "病假"), ("T2", None)]
    assert [(p.code, p.place.column, p.count, p.values) for p in records.problems] == [
        ("R131", "teacher_id", 2, {"count": 2}),
        ("R131", "kind", 1, {"count": 1}),
    ]


def test_spaces_of_many_files(tmp_path: Path) -> None:
    """Spaces in several files of a table are told once, with the count of all."""
    write_csv(tmp_path, dataset())
    (tmp_path / "leave").mkdir()
    for name in ("a", "b"):
        cells = {"工号": [" T2", "T2 "], "假别": ["病假"] * 2, "天数": ["1"] * 2}
        pl.DataFrame(cells).write_csv(tmp_path / "leave" / f"{name}.csv")
    problems = read_records(tmp_path).problems
    assert [(p.code, p.place.file, p.place.column, p.values) for p in problems] == [
        ("R131", None, "工号", {"count": 4})
    ]


def test_lists(tmp_path: Path) -> None:
    """A column of lists is left out with a note."""
    write_csv(tmp_path, dataset())
    frame = pl.DataFrame({"teacher_id": ["T2"], "tags": [["a"]], "raw": [b"x"]})
    frame.write_parquet(tmp_path / "leave.parquet")
    records = read_records(tmp_path)
    assert records.tables["leave"].frame.columns == ["teacher_id"]
    assert short(records.problems) == [
        ("R112", "leave", None, "tags"),
        ("R112", "leave", None, "raw"),
    ]


@pytest.mark.parametrize(
    ("content", "code"), [(b"\xff", "R128"), (b"id: a\n", "R123"), (b"\xef\xbb\xbfid: a\n", "R123")]
)
def test_period_file(tmp_path: Path, content: bytes, code: str) -> None:
    """What is wrong with period.yaml is told beside everything else."""
    write_csv(tmp_path, dataset())
    (tmp_path / "period.yaml").write_bytes(content)
    (tmp_path / "leave.csv").touch()
    codes = [problem.code for problem in read_records(tmp_path).problems]
    assert codes[0] == code
    assert codes[-1] == "R105"


def test_no_period(tmp_path: Path) -> None:
    """Without period.yaml the caller must name the period."""
    write_csv(tmp_path, dataset())
    (tmp_path / "period.yaml").unlink()
    assert [problem.code for problem in read_records(tmp_path).problems] == ["R120"]
    assert read_records(tmp_path, period=PERIOD).period == PERIOD
    (tmp_path / "period.yaml").mkdir()
    assert [problem.code for problem in read_records(tmp_path).problems] == ["R102"]


def test_period_argument(tmp_path: Path) -> None:
    """A period that is given goes before that of the folder."""
    write_csv(tmp_path, dataset())
    write_period(tmp_path, "nonsense")
    records = read_records(str(tmp_path), period=PERIOD)
    assert (records.period, records.problems) == (PERIOD, ())
