"""``tables.yaml``: the SQL of each table, and the period."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from paycalc.records import Period
from paycalc.records._queries import parse_queries, read_queries
from paycalc.records.databases import read_database

SOUND = """\
period: {id: 2025-2026-1, from: 2025-09-01, to: 2026-01-31}
funds: SELECT county_id, amount FROM funds
staff: |
  SELECT id AS 工号, school AS school_id, position
  FROM teachers
  ORDER BY id
"""


def test_a_sound_file() -> None:
    """A key is a table, its text the SQL; ``period`` is written as in ``period.yaml``."""
    queries = parse_queries(SOUND)
    assert queries.problems == ()
    assert queries.period == Period("2025-2026-1", date(2025, 9, 1), date(2026, 1, 31))
    assert list(queries.tables) == ["funds", "staff"]
    assert queries.tables["staff"].splitlines()[2] == "ORDER BY id"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "R187", 1),
        ("- SELECT 1", "R187", 1),
        ("funds: {", "R187", 1),
        ("funds: [SELECT 1]", "R187", 1),
        ("period: 2025", "R187", 1),
        ("\nfunds:", "R187", 2),
        ("? [a]\n: b", "R187", 1),
        ("funds: SELECT 1\nfunds: SELECT 2", "R127", 2),
        ("teachers: SELECT 1", "R188", 1),
        ("stafff: SELECT 1", "R188N", 1),
        ("period: {id: x, from: 2025-09-01}", "R123", None),
        ("period: {id: x, from: 2025-9, to: 2026-01-31}", "R124", 1),
        ("period: {id: x, from: 2025-09-01, to: 2026-01-31, till: 1}", "R122", 1),
    ],
)
def test_mistakes_come_with_their_line(text: str, code: str, line: int | None) -> None:
    """Each mistake of the file is told with file and line."""
    [problem] = parse_queries(text).problems
    assert (problem.code, problem.place.file, problem.place.line) == (code, "tables.yaml", line)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is absent or no UTF-8 is told."""
    path = tmp_path / "tables.yaml"
    assert [problem.code for problem in read_queries(path).problems] == ["R102"]
    path.write_bytes("funds: SELECT '县'".encode("gb18030"))
    assert [problem.code for problem in read_queries(path).problems] == ["R128"]


def test_a_period_must_be_known(tmp_path: Path) -> None:
    """Without a period in the file or as an argument there are records, and an error."""
    path = tmp_path / "tables.yaml"
    path.write_text("funds: SELECT 'C1' AS county_id, 1 AS amount", encoding="utf-8")
    (tmp_path / "empty.db").touch()
    uri = f"sqlite:///{tmp_path}/empty.db"
    records = read_database(uri, path)
    assert [(p.code, p.place.file) for p in records.problems] == [("R189", "tables.yaml")]
    given = read_database(uri, path, period={"id": "x", "from": "2025-09-01", "to": "2026-01-31"})
    assert (given.problems, given.period.id) == ((), "x")
    assert given.tables["funds"].frame.height == 1


def test_a_mistake_in_one_key_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    """An unknown table is told together with what is wrong in the others."""
    path = tmp_path / "tables.yaml"
    path.write_text("stafff: SELECT 1\nfunds: SELECT nothing", encoding="utf-8")
    (tmp_path / "empty.db").touch()
    problems = read_database(f"sqlite:///{tmp_path}/empty.db", path).problems
    assert [problem.code for problem in problems] == ["R188N", "R189", "R182"]
