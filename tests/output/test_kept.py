"""The records that a run keeps: exactly what was read."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import paycalc
from paycalc.errors import RunError
from paycalc.output import write_run
from paycalc.output.kept import kept_records
from paycalc.records import Records
from paycalc.records.table import origin
from tests.output.conftest import is_whole


def kept(records: Records, folder: Path) -> Records:
    """Records written by themselves and read back."""
    from paycalc.output.kept import keep_records

    folder.mkdir()
    paths = [path for path, _ in keep_records(records, folder, lambda _: None)]
    assert sorted(paths) == sorted(f"records/{p.name}" for p in (folder / "records").iterdir())
    return kept_records(folder)


def assert_same(one: Records, other: Records) -> None:
    """Same period, tables, types, headings, and the same file and number for every row."""
    assert one.period == other.period
    assert list(one.tables) == list(other.tables)
    for name, table in one.tables.items():
        again = other.tables[name]
        assert again.headings == table.headings
        assert again.frame.equals(table.frame)
        assert again.frame.schema == table.frame.schema
        for row in range(table.frame.height):
            assert origin(again.parts, row) == origin(table.parts, row)


def test_a_run_keeps_what_it_read(result: paycalc.Result, tmp_path: Path) -> None:
    """A run folder with records holds them whole, private, and pays the same again."""
    folder = write_run(result, tmp_path / "run", keep_records=True)
    assert is_whole(folder)
    assert {stat.S_IMODE(p.stat().st_mode) for p in (folder / "records").iterdir()} == {0o600}
    records = kept_records(folder)
    assert_same(result.made.records, records)
    assert paycalc.compute(result.policy, records).payouts.equals(result.payouts)


def test_without_being_asked_nothing_is_kept(result: paycalc.Result, tmp_path: Path) -> None:
    """Records hold names, so they are kept only where that is asked for."""
    assert not (write_run(result, tmp_path / "run") / "records").exists()


def test_rows_that_do_not_follow_one_another_keep_their_numbers(tmp_path: Path) -> None:
    """Cells of several lines, empty lines, Chinese headings and several files come back."""
    data = tmp_path / "data"
    (data / "workload").mkdir(parents=True)
    head = "工号,工作类别,数量,note\n"
    (data / "workload" / "a.csv").write_text(head + 'A,x,1,"two\nlines"\n\nB,x,2,\nC,x,3,\n')
    (data / "workload" / "b.csv").write_text(head)
    (data / "workload" / "c.csv").write_text(head + 'D,x,4,"three\n\nlines"\nE,y,5,\n')
    (data / "period.yaml").write_text("id: 'no: \"p\"'\nfrom: 2025-09-01\nto: 2026-01-31\n")
    records = paycalc.read_records(data)
    rows = [origin(records.tables["workload"].parts, row) for row in range(5)]
    assert [file for file, _ in rows] == ["workload/a.csv"] * 3 + ["workload/c.csv"] * 2
    assert [number for _, number in rows] == [2, 5, 6, 2, 5]
    assert_same(records, kept(records, tmp_path / "kept"))


def test_typed_tables_stay_typed(tmp_path: Path) -> None:
    """Every type that a table may have comes back as it was, with the period's known_at."""
    from decimal import Decimal

    frame = pl.DataFrame(
        {
            "teacher_id": pl.Series(["A", None], dtype=pl.Categorical),
            "kind": pl.Series(["x", "y"], dtype=pl.Enum(["x", "y"])),
            "quantity": pl.Series([Decimal("1.50"), Decimal("2.00")], dtype=pl.Decimal(20, 2)),
            "small": pl.Series([1, 2], dtype=pl.UInt8),
            "wide": pl.Series([1, -(2**100)], dtype=pl.Int128),
            "float": pl.Series([0.1, float("nan")], dtype=pl.Float32),
            "date": [date(2025, 9, 1), None],
            "flag": [True, None],
        }
    )
    period = paycalc.Period("2025:1", date(2025, 9, 1), date(2026, 1, 31), date(2026, 2, 5))
    records = Records.from_tables({"workload": frame, "leave": frame.clear()}, period=period)
    assert_same(records, kept(records, tmp_path / "kept"))


def test_a_folder_that_keeps_none_is_refused(result: paycalc.Result, tmp_path: Path) -> None:
    """Reading records from a run without them, or with broken ones, is a RunError."""
    with pytest.raises(RunError, match="cannot be read"):
        kept_records(write_run(result, tmp_path / "none"))
    folder = write_run(result, tmp_path / "run", keep_records=True)
    origin_file = folder / "records" / "origin.json"
    origin_file.write_text(
        origin_file.read_text().replace("paycalc-records/1", "paycalc-records/9")
    )
    with pytest.raises(RunError, match="none of this version"):
        kept_records(folder)
