"""Records from a real PostgreSQL."""

from __future__ import annotations

import logging
import time
from datetime import date
from threading import Timer

import polars as pl
import pytest

from paycalc.records.cells import dates, numbers, texts
from paycalc.records.databases import read_database
from tests.records.databases.server import PASSWORD, Server

PERIOD = {"id": "2025-2026-1", "from": "2025-09-01", "to": "2026-01-31"}
FUNDS = "SELECT 'C1' AS county_id, 1 AS amount"


def read(server: Server, sql: str) -> tuple[pl.DataFrame | None, list[tuple[str, str | None]]]:
    """What comes of a query for ``funds``: its rows, and codes with their columns."""
    records = read_database(server.uri(), {"funds": sql}, period=PERIOD)
    table = records.tables.get("funds")
    problems = [(problem.code, problem.place.column) for problem in records.problems]
    assert all(problem.place.table == "funds" for problem in records.problems)
    return table and table.frame, problems


def only(server: Server, expression: str) -> pl.Series:
    """The column of one expression."""
    frame, problems = read(server, f"SELECT {expression} AS amount, 'C1' AS county_id")
    assert {code for code, _ in problems} <= {"R131"}  # CHAR fills up with spaces
    assert frame is not None
    return frame["amount"]


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("12345678901234567890.123456::numeric(30,6)", "12345678901234567890.123456"),
        ("0.1::numeric + 0.2::numeric", "0.3"),
        ("-640000.00::numeric(14,2)", "-640000.00"),
        ("1e-7::numeric", "0.0000001"),
        ("9007199254740993::bigint", "9007199254740993"),
        ("7::smallint", "7"),
        ("0.1::double precision", "0.1"),
        ("0.1::real", "0.1"),
        ("'00123'::text", "00123"),
        ("'00123'::varchar(9)", "00123"),
        ("'00123'::char(9)", "00123"),
        ("'张㛃'::text", "张㛃"),
        ("date '2025-09-01'", "2025-09-01"),
        ("timestamp '2025-09-01 00:00'", "2025-09-01"),
        ("true", "true"),
        ("NULL::numeric", None),
    ],
)
def test_cells_arrive_exactly(server: Server, expression: str, text: str | None) -> None:
    """Numbers keep every digit, texts their zeros, dates their day, whatever their type."""
    assert texts(only(server, expression)).to_list() == [text]


def test_numeric_is_money_to_the_fen(server: Server) -> None:
    """A column of NUMERIC reads as numbers, with none that is no number."""
    read_ = numbers(only(server, "generate_series(0.01, 100, 0.01)::numeric(14,2)"))
    assert (read_.state == 0).all()
    assert len(read_.state) == 10_000


def test_what_is_no_number_of_numeric_is_told(server: Server) -> None:
    """NUMERIC knows NaN; it is no number of a dataset."""
    assert numbers(only(server, "'NaN'::numeric")).state.tolist() == [2]


def test_dates_of_a_time_zone_are_not_shifted_silently(server: Server) -> None:
    """A moment that is no midnight in the zone that arrives is no date, and no other day."""
    shifted = dates(only(server, "timestamptz '2025-09-01 00:00+08'"))
    assert shifted.state.tolist() == [2]
    whole = dates(only(server, "(timestamptz '2025-09-01 00:00+08' AT TIME ZONE 'PRC')::date"))
    assert whole.days.tolist() == [(date(2025, 9, 1) - date(1970, 1, 1)).days]


def test_chinese_names_and_remarks(server: Server) -> None:
    """Headings may be Chinese; remarks, a semicolon and line breaks do not matter."""
    frame, problems = read(server, "-- 资金\nSELECT 'C1' 县区编号, 1.5 金额 /* 元 */\n;\n")
    assert problems == []
    assert frame is not None
    assert frame.to_dict(as_series=False) == {"county_id": ["C1"], "amount": ["1.5"]}
    frame, problems = read(server, f"{FUNDS} -- the last word")
    assert (problems, frame is not None) == ([], True)


def test_a_table_without_rows(server: Server) -> None:
    """A query without rows is a table without rows."""
    frame, problems = read(server, f"{FUNDS} WHERE false")
    assert problems == []
    assert frame is not None
    assert (frame.height, frame.columns) == (0, ["county_id", "amount"])


@pytest.mark.parametrize(
    ("password", "name"), [("Wrong-2846", "county"), (PASSWORD, "nowhere"), ("", "county")]
)
def test_a_refused_login_is_told_at_once_and_without_the_password(
    server: Server, password: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A wrong password or name is one problem, tried once, and no text holds the password."""
    log = server.folder / "log"
    before = log.read_text(encoding="utf-8").count("FATAL")
    with caplog.at_level(logging.DEBUG):
        records = read_database(server.uri(password, name), {"funds": FUNDS}, period=PERIOD)
    [problem] = records.problems
    assert problem.code == "R181"
    assert problem.place.file == f"postgresql://127.0.0.1:{server.port}/{name}"
    said = f"{problem}{problem!r}{records!r}{problem.message('zh')}{caplog.text}"
    assert PASSWORD not in said
    assert "Wrong-2846" not in said
    tried = log.read_text(encoding="utf-8").count("FATAL") - before
    assert tried == (1 if password else 0)  # without a password nothing is asked of the server


def test_a_server_that_is_not_there(server: Server) -> None:
    """No answer at the port, or no such host, is told with the address and no password."""
    for host in ("127.0.0.1:1", "nowhere.invalid"):
        uri = f"postgresql://payroll:{PASSWORD}@{host}/county"
        [problem] = read_database(uri, {"funds": FUNDS}, period=PERIOD).problems
        assert (problem.code, problem.place.file) == ("R180", f"postgresql://{host}/county")
        assert PASSWORD not in str(problem)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELCT 1", 'syntax error at or near "SELCT"'),
        ("SELECT * FROM fund", 'relation "fund" does not exist'),
        ("SELECT amonut FROM (SELECT 1 AS amount) x", 'column "amonut" does not exist'),
        ("SELECT 1; SELECT 2", "cannot insert multiple commands into a prepared statement"),
    ],
)
def test_a_mistake_in_the_sql_is_told_in_the_databases_words(
    server: Server, sql: str, said: str
) -> None:
    """What the database says of the SQL alone is told: it names no row."""
    [problem] = read_database(server.uri(), {"funds": sql}, period=PERIOD).problems
    assert (problem.code, problem.place.table) == ("R182", "funds")
    assert problem.values == {"said": said}


def test_rights_that_are_lacking_are_told(server: Server) -> None:
    """A user who may not see a table learns it by the table's name."""
    server.run(
        "CREATE TABLE hidden (a int)",
        f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'",
    )
    uri = server.uri().replace("payroll:", "guest:")
    [problem] = read_database(uri, {"funds": "TABLE hidden"}, period=PERIOD).problems
    assert str(problem.values["said"]) == "permission denied for table hidden"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT '张三'::int AS amount",
        "SELECT (CASE g WHEN 99999 THEN '张三' ELSE '1' END)::int AS amount "
        "FROM generate_series(1, 100000) g",
    ],
)
def test_what_the_database_says_of_rows_is_not_told(server: Server, sql: str) -> None:
    """An error that comes from a row, at once or after many, is told without the row's value."""
    [problem] = read_database(server.uri(), {"funds": sql}, period=PERIOD).problems
    assert problem.code == "R183"
    assert "张三" not in f"{problem}{problem!r}"


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "-- nothing",
        "DELETE FROM kept",
        "DELETE FROM kept RETURNING 'C1' AS county_id, a AS amount",
        "WITH gone AS (DELETE FROM kept RETURNING a) SELECT 'C1' AS county_id, a FROM gone",
        "CREATE TABLE made (a int)",
        "DROP TABLE kept",
        "SET search_path TO nowhere",
        "COMMIT",
    ],
)
def test_nothing_is_changed(server: Server, sql: str) -> None:
    """A statement that would change the database, or reads no rows, is refused and does nothing."""
    server.run("DROP TABLE IF EXISTS kept", "CREATE TABLE kept AS SELECT 1 AS a")
    frame, problems = read(server, sql)
    assert frame is None
    assert problems[0][0] in {"R182", "R183", "R184"}
    assert server.run("TABLE kept", "SELECT to_regclass('made') IS NULL").split() == ["1", "t"]


def test_columns_that_are_no_cells(server: Server) -> None:
    """Two columns of one name are refused; lists and bytes are left out and told."""
    assert read(server, "SELECT 1 AS amount, 2 AS amount") == (None, [("R185", None)])
    frame, problems = read(server, f"{FUNDS}, ARRAY[1] AS several, '\\x01'::bytea AS bytes")
    assert problems == [("R112", "several"), ("R112", "bytes")]
    assert frame is not None


def test_the_type_money_is_refused(server: Server) -> None:
    """PostgreSQL's ``money`` arrives as a number a hundred times as large: it is never taken."""
    sql = 'SELECT \'C1\' AS county_id, 12.5::money AS amount, 3::bigint AS "a ""b""" -- no'
    assert read(server, sql) == (None, [("R186", "amount")])
    frame, problems = read(server, "SELECT 'C1' AS county_id, 12.5::money::numeric AS amount")
    assert problems == []
    assert frame is not None
    assert frame["amount"].to_list() == ["12.50"]


def test_every_table_is_tried(server: Server) -> None:
    """A query that fails keeps no other from being read: all problems come in one pass."""
    queries = {
        "funds": "SELECT nothing",
        "staff": "SELECT 'x'::int AS fte",
        "schools": "SELECT 'S1' AS school_id, 'C1' AS county_id",
        "leave": "DELETE FROM pg_class",
    }
    records = read_database(server.uri(), queries, period=PERIOD)
    found = [(problem.place.table, problem.code) for problem in records.problems]
    assert found == [("funds", "R182"), ("staff", "R183"), ("leave", "R184")]
    assert list(records.tables) == ["schools"]


def test_all_tables_are_of_one_moment(server: Server) -> None:
    """What another writes between two queries of one reading is not seen."""
    server.run("DROP TABLE IF EXISTS moving", "CREATE TABLE moving AS SELECT 1 AS a")
    wait = "SELECT 'S1' AS school_id, 'C1' AS county_id, pg_sleep(0.8)::text AS waited"
    queries = {
        "leave": "SELECT 'T1' AS teacher_id, 'sick' AS kind, a AS days FROM moving",
        "schools": wait,
        "funds": "SELECT 'C1' AS county_id, a AS amount FROM moving",
    }
    writer = Timer(0.3, server.run, ["UPDATE moving SET a = 2"])
    started = time.monotonic()
    writer.start()
    records = read_database(server.uri(), queries, period=PERIOD)
    writer.join()
    assert time.monotonic() - started > 0.7
    assert server.run("TABLE moving").split() == ["2"]
    assert records.tables["funds"].frame["amount"].to_list() == [1]
