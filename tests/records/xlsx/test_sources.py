"""Where workbooks stand in a dataset: as all of it, as one table, in a table's folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from paycalc.records import Records, read_records
from paycalc.records.batches import batches_of
from tests.records.building import PERIOD, dataset, short, work, write_csv
from tests.records.xlsx.making import HEAD, SOUND, pack, parts, read, rows, sheet, told, written

LINE = rows(HEAD, ["T2", "lesson", 3])


def book(path: Path, sheets: Mapping[str, Mapping[str, Any]], **about: Any) -> Path:
    """A workbook of cells by sheet."""
    return pack(path, parts({name: sheet(cells) for name, cells in sheets.items()}, **about))


def origins(records: Records, table: str) -> list[tuple[str | None, str | None]]:
    """File and sheet of each part of a table."""
    return [(part.file, part.sheet) for part in records.tables[table].parts]


def files(records: Records) -> list[tuple[str, str | None]]:
    """Code and source of every problem."""
    return [(problem.code, problem.place.source) for problem in records.problems]


def test_one_workbook(tmp_path: Path) -> None:
    """A workbook with a sheet per table and one for the period is a dataset."""
    records = read(tmp_path, LINE)
    assert told(records) == []
    assert records.period == PERIOD
    assert set(records.tables) == {"funds", "schools", "staff", "workload"}
    assert origins(records, "workload") == [("book.xlsx", "工作量")]


@pytest.mark.parametrize("name", ["workload", "Workload", "工作量表", " 工作量 "])
def test_names_of_sheets(tmp_path: Path, name: str) -> None:
    """Sheets are named after tables in either language, with or without 表."""
    records = read_records(written(tmp_path, {name: sheet(LINE)}))
    assert "workload" in records.tables
    assert told(records) == []


def test_other_sheets(tmp_path: Path) -> None:
    """A sheet that is no table is noted; empty ones and those of templates are passed over."""
    other = {name: sheet(rows(["x"])) for name in ("旧表", "填表说明", "lists")}
    records = read_records(written(tmp_path, {**other, "Sheet3": sheet({})}))
    assert told(records) == [("R110", "旧表")]


@pytest.mark.parametrize("name", ["工作量", "工作量表", "workload"])
def test_two_sheets_for_one_table(tmp_path: Path, name: str) -> None:
    """Two sheets for one table are an error that names both, also if they have one name."""
    path = written(tmp_path, {"工作量": sheet(LINE), f"{name} ": sheet(LINE)})
    (problem,) = read_records(path).problems
    assert (problem.code, problem.place.address) == ("R103", "工作量")
    assert problem.values == {"others": f"book.xlsx:{name} "}


def test_a_workbook_per_table(tmp_path: Path) -> None:
    """Workbooks named after tables, in either language, stand beside CSV files."""
    write_csv(tmp_path, dataset())
    book(tmp_path / "工作量.xlsx", {"Sheet1": LINE, "Sheet2": {}})
    book(tmp_path / "leave.xlsm", {"请假": rows(["工号", "假别", "天数"], ["T2", "病假", 1])})
    (tmp_path / "~$工作量.xlsx").write_bytes(b"lock")
    records = read_records(tmp_path)
    assert files(records) == []
    assert origins(records, "workload") == [("工作量.xlsx", "Sheet1")]
    assert origins(records, "leave") == [("leave.xlsm", "请假")]


def test_chinese_names_of_files(tmp_path: Path) -> None:
    """CSV files and folders may bear Chinese names too."""
    write_csv(tmp_path, dataset())
    (tmp_path / "staff.csv").rename(tmp_path / "人员.csv")
    (tmp_path / "工作量").mkdir()
    pl.DataFrame(work(quantity=["1"])).write_csv(tmp_path / "工作量" / "a.csv")
    records = read_records(tmp_path)
    assert files(records) == []
    assert set(records.tables) == {"funds", "schools", "staff", "workload"}


def test_a_workbook_of_several_tables_in_a_folder(tmp_path: Path) -> None:
    """A workbook of another name in the folder is looked through for tables."""
    write_csv(tmp_path, dataset())
    book(tmp_path / "秋季.xlsx", {"工作量": LINE, "封面": rows(["x"])})
    book(tmp_path / "附件.xlsx", {"Sheet1": rows(["x"])})
    records = read_records(tmp_path)
    assert files(records) == [("R110", "秋季.xlsx:封面"), ("R110", "附件.xlsx")]
    assert origins(records, "workload") == [("秋季.xlsx", "工作量")]


def test_which_sheet(tmp_path: Path) -> None:
    """Of a workbook named after a table several sheets with cells are an error that lists them."""
    write_csv(tmp_path, dataset())
    book(tmp_path / "workload.xlsx", {"九月": LINE, "十月": LINE, "说明": rows(["x"])})
    (problem,) = read_records(tmp_path).problems
    assert (problem.code, problem.place.table) == ("R143", "workload")
    assert problem.values == {"sheets": "九月, 十月", "table": "workload"}


def test_a_workbook_without_cells(tmp_path: Path) -> None:
    """A workbook named after a table that holds nothing is an empty file."""
    write_csv(tmp_path, dataset())
    book(tmp_path / "workload.xlsx", {"Sheet1": {}})
    assert files(read_records(tmp_path)) == [("R105", "workload.xlsx")]


def test_workbooks_in_a_folder_of_a_table(tmp_path: Path) -> None:
    """The workbooks of a table's folder are read together with its other files."""
    write_csv(tmp_path, dataset())
    folder = tmp_path / "workload"
    folder.mkdir()
    book(folder / "a.xlsx", {"九月": LINE})
    book(folder / "b.xlsx", {"封面": rows(["x"]), "workload": LINE})
    pl.DataFrame(work(quantity=["7"])).write_csv(folder / "c.csv")
    records = read_records(tmp_path)
    assert files(records) == []
    assert records.tables["workload"].frame["quantity"].to_list() == ["3", "3", "7"]
    assert origins(records, "workload")[:2] == [
        ("workload/a.xlsx", "九月"),
        ("workload/b.xlsx", "workload"),
    ]
    (folder / "d.xlsx").write_bytes(b"PK")
    book(folder / "e.xlsx", {"x": LINE, "y": LINE})
    assert files(read_records(tmp_path)) == [
        ("R102", "workload/d.xlsx"),
        ("R143", "workload/e.xlsx"),
    ]


def test_a_table_in_a_workbook_and_in_a_file(tmp_path: Path) -> None:
    """A table that stands in a sheet and in a file is an error."""
    write_csv(tmp_path, dataset(workload=work(quantity=["1"])))
    book(tmp_path / "x.xlsx", {"工作量": LINE})
    (problem,) = read_records(tmp_path).problems
    assert (problem.code, problem.values) == ("R103", {"others": "x.xlsx:工作量"})


def test_no_dataset(tmp_path: Path) -> None:
    """A file of another kind is no dataset."""
    (tmp_path / "staff.csv").write_text("a\n", encoding="utf-8")
    for name in ("staff.csv", "nowhere.xlsx"):
        assert short(read_records(tmp_path / name).problems) == [("R101", None, None, None)]


def test_workbooks_are_not_read_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder by county with a workbook, or with Chinese names, is read as a whole."""
    monkeypatch.setattr("paycalc.records.batches._SIZE", 1)
    write_csv(tmp_path, dataset(staff=None))
    county = {"county_id": ["C1", "C2"], "teacher_id": ["T1", "T2"], "school_id": ["S1", "S3"]}
    frame = pl.DataFrame({**county, "position": ["teacher"] * 2})
    frame.write_parquet(pl.PartitionBy(tmp_path / "staff", key="county_id"))
    assert batches_of(tmp_path) is not None
    book(tmp_path / "x.xlsx", {"工作量": LINE})
    assert batches_of(tmp_path) is None
    (tmp_path / "x.xlsx").unlink()
    pl.DataFrame(work(quantity=["1"])).write_csv(tmp_path / "工作量.csv")
    assert batches_of(tmp_path) is None
    (tmp_path / "工作量.csv").unlink()
    write_csv(tmp_path, {}, PERIOD_TEXT + "aliases: {staff: 名单}\n")
    assert batches_of(tmp_path) is None


PERIOD_TEXT = "id: 2025-2026-1\nfrom: 2025-09-01\nto: 2026-01-31\n"
SHEETS = {name: cells for name, cells in SOUND.items() if name != "期间"}


@pytest.mark.parametrize(
    "cells",
    [
        rows(["id", "2025-2026-1"], ["from", "2025-09-01"], ["to", "2026-01-31"]),
        rows(
            ["计发时段"], ["学期：", "2025-2026-1"], ["开始", "2025-09-01"], ["结束", "2026-01-31"]
        ),
        rows(["编号", "开始日期", "结束日期"], ["2025-2026-1", "2025-09-01", "2026-01-31"]),
    ],
)
def test_the_period_of_a_sheet(tmp_path: Path, cells: dict[str, Any]) -> None:
    """A sheet names the period with keys in a column or in a row, in either language."""
    records = read_records(book(tmp_path / "a.xlsx", {**SHEETS, "期间": cells}))
    assert told(records) == []
    assert records.period == PERIOD


def test_a_faulty_period_of_a_sheet(tmp_path: Path) -> None:
    """What is wrong with a sheet's period is told with its cell."""
    cells = rows(["编号", "x"], ["开始日期", "9月"], ["结束", None], ["学期", "y"], ["weeks", "20"])
    records = read_records(book(tmp_path / "a.xlsx", {**SHEETS, "period": cells}))
    assert told(records) == [
        ("R122", "period!A5"),
        ("R123", "period"),
        ("R124", "period!A2"),
        ("R127", "period!A4"),
    ]


def test_the_period_beside_a_workbook(tmp_path: Path) -> None:
    """period.yaml beside a workbook names its period; both at once are an error."""
    path = book(tmp_path / "a.xlsx", SHEETS)
    assert [problem.code for problem in read_records(path).problems] == ["R120"]
    assert read_records(path, period=PERIOD).period == PERIOD
    write_csv(tmp_path, {})
    assert read_records(path).period == PERIOD
    path = book(tmp_path / "a.xlsx", {**SHEETS, "期间": SOUND["期间"]})
    (problem,) = read_records(path).problems
    assert (problem.code, problem.values) == ("R103", {"others": "a.xlsx:期间"})
    (tmp_path / "period.yaml").write_text("aliases: {staff: 名单}\n", encoding="utf-8")
    assert read_records(path).period == PERIOD


def test_two_periods(tmp_path: Path) -> None:
    """Two sheets with a period are an error."""
    path = book(tmp_path / "a.xlsx", {**SHEETS, "期间": SOUND["期间"], "period": SOUND["期间"]})
    (problem,) = read_records(path).problems
    assert (problem.code, problem.values) == ("R103", {"others": "a.xlsx:period"})
