"""Records from a SQLite file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from paycalc.records import Records
from paycalc.records.cells import texts
from paycalc.records.databases import read_database

PERIOD = {"id": "2025-2026-1", "from": "2025-09-01", "to": "2026-01-31"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file whose columns hold what SQLite lets them hold."""
    path = tmp_path / "county ?#%20.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE work (id TEXT, mixed, n REAL, day DATE)")
        rows = [(f"{k:05}", k if k < 3000 else f"x{k}", k / 10, "2025-09-01") for k in range(5000)]
        connection.executemany("INSERT INTO work VALUES (?, ?, ?, ?)", rows)
    return path


def read(file: Path, sql: str) -> Records:
    """What comes of a query for ``workload``."""
    return read_database(f"sqlite:///{file}", {"workload": sql}, period=PERIOD)


def test_cells_arrive_as_they_are(file: Path) -> None:
    """Texts keep their zeros; a column of numbers in which texts come late loses neither."""
    sql = "SELECT id AS teacher_id, mixed AS kind, n AS quantity, day AS date FROM work ORDER BY id"
    records = read(file, sql)
    assert records.problems == ()
    frame = records.tables["workload"].frame
    assert frame["teacher_id"].to_list() == [f"{k:05}" for k in range(5000)]
    assert frame["kind"].to_list() == [str(k) if k < 3000 else f"x{k}" for k in range(5000)]
    assert texts(frame["quantity"])[:12].to_list()[-2:] == ["1", "1.1"]
    assert frame["date"][0] == "2025-09-01"


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """SQLite would make an empty database; here it is a problem."""
    [problem] = read(tmp_path / "none.db", "SELECT 1").problems
    assert (problem.code, problem.place.file) == ("R180", "sqlite:none.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    """What is no database is told, whatever it is."""
    (tmp_path / "staff.db").write_text("工号,姓名\n" * 100, encoding="utf-8")
    [problem] = read(tmp_path / "staff.db", "SELECT 1").problems
    assert (problem.code, problem.values) == ("R182", {"said": "file is not a database"})


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT nope FROM work", "R182"),
        ("SELECT abs(-9223372036854775808) AS quantity", "R183"),
        ("DELETE FROM work", "R184"),
        ("SELECT 1 AS kind, 2 AS kind", "R185"),
    ],
)
def test_queries_that_are_refused(file: Path, sql: str, code: str) -> None:
    """A mistake, an error in a row, a change and two columns of one name are told apart."""
    before = file.read_bytes()
    [problem] = read(file, sql).problems
    assert (problem.code, problem.place.table) == (code, "workload")
    assert file.read_bytes() == before
