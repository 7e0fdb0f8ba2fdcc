"""The example county from databases, on the command line."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from paycalc.records.tables import TABLES
from tests.cli.conftest import DATASET, POLICY, Done
from tests.records.databases.server import PASSWORD, Server

Command = Callable[..., Done]
NUMBERS = {"amount", "value", "fte", "quantity", "days"}
FRAMES = {
    path.stem: pl.read_csv(path, infer_schema=False) for path in sorted(DATASET.glob("*.csv"))
}


def type_of(table: str, column: str) -> str:
    """The type that a database's maker would give a column."""
    if column in NUMBERS:
        return "numeric(14,2)" if column == "amount" else "numeric"
    spec = TABLES[table].columns.get(column)
    return "date" if spec is not None and spec.kind == "date" else "text"


@pytest.fixture(scope="module")
def filled(server: Server) -> Server:
    """The example county in tables with types."""
    for table, frame in FRAMES.items():
        columns = ", ".join(f'"{name}" {type_of(table, name)}' for name in frame.columns)
        server.run(
            f"CREATE TABLE {table} ({columns})",
            rf"\copy {table} FROM '{DATASET / table}.csv' WITH (FORMAT csv, HEADER)",
        )
    return server


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    """The example county in a SQLite file."""
    path = tmp_path / "county.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, frame in FRAMES.items():
            columns = ", ".join(f'"{name}" {type_of(table, name)}' for name in frame.columns)
            connection.execute(f"CREATE TABLE {table} ({columns})")
            places = ", ".join("?" * frame.width)
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", frame.rows())
    return path


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    """The SQL of each table: all of it, as it stands."""
    lines = [f"{table}: SELECT * FROM {table}" for table in FRAMES]
    period = " ".join((DATASET / "period.yaml").read_text(encoding="utf-8").split("\n"))
    for key in ("from", "to", "known_at"):
        period = period.replace(f" {key}:", f", {key}:")
    path = tmp_path / "tables.yaml"
    path.write_text("\n".join([f"period: {{{period}}}", *lines]), encoding="utf-8")
    return path


@pytest.fixture
def from_csv(paycalc: Command, tmp_path: Path) -> Path:
    """The run folder of the example county from its files."""
    assert paycalc("run", POLICY, DATASET, "--out", tmp_path / "csv").code == 0
    return tmp_path / "csv"


def money(folder: Path) -> dict[str, str]:
    """The tables of a run folder that hold money."""
    names = ("payouts", "lines", "units", "ledger", "bars")
    return {name: (folder / f"{name}.csv").read_text(encoding="utf-8") for name in names}


def texts_of(folder: Path) -> Iterator[str]:
    """Everything that a run folder holds."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_text(encoding="utf-8")


def test_the_example_county_from_postgresql_pays_the_same_fen(
    paycalc: Command, filled: Server, queries: Path, from_csv: Path, tmp_path: Path
) -> None:
    """From tables with NUMERIC and DATE every table of money is, to the byte, that from CSV."""
    out = tmp_path / "database"
    done = paycalc("run", POLICY, filled.uri(), "--tables", queries, "--out", out)
    assert done.code == 0, done.err
    assert money(out) == money(from_csv)
    assert PASSWORD not in "".join([done.out, done.err, *texts_of(out)])


def test_the_example_county_from_sqlite_pays_the_same_fen(
    paycalc: Command, sqlite_file: Path, queries: Path, from_csv: Path, tmp_path: Path
) -> None:
    """From a SQLite file every table of money is, to the byte, that from CSV."""
    out = tmp_path / "database"
    done = paycalc("run", POLICY, f"sqlite:///{sqlite_file}", "--tables", queries, "--out", out)
    assert done.code == 0, done.err
    assert money(out) == money(from_csv)


def test_the_manifest_tells_which_rows_were_read(
    paycalc: Command, filled: Server, queries: Path, tmp_path: Path
) -> None:
    """The inputs are the policy, the queries, and each table by address and sha256."""
    run = ("run", POLICY, filled.uri(), "--tables", queries, "--json", "--out")
    assert json.loads(paycalc(*run, tmp_path / "one").out)["ok"]
    assert json.loads(paycalc(*run, tmp_path / "two").out)["ok"]
    one, two = ((tmp_path / name / "manifest.json").read_text("utf-8") for name in ("one", "two"))
    assert one == two
    shown = f"postgresql://127.0.0.1:{filled.port}/county"
    paths = [source["path"] for source in json.loads(one)["inputs"]]
    assert paths == [str(POLICY), str(queries), *(f"{shown}#{table}" for table in FRAMES)]


def without_files(told: object) -> object:
    """An explanation in which rows of files are numbered as rows of a result are."""
    if isinstance(told, list):
        return [without_files(one) for one in told]
    if not isinstance(told, dict):
        return told
    plain = {key: without_files(value) for key, value in told.items()}
    if plain.get("file") and "row" in plain:
        plain |= {"file": None, "row": plain["row"] - 1}
    return plain


def test_a_teacher_is_explained(paycalc: Command, filled: Server, queries: Path) -> None:
    """``explain`` tells the same of a teacher, with the rows of the results."""
    told = paycalc("explain", POLICY, DATASET, "T039", "--json")
    read = paycalc("explain", POLICY, filled.uri(), "T039", "--tables", queries, "--json")
    assert (told.code, read.code) == (0, 0)
    assert json.loads(read.out) == without_files(json.loads(told.out))


def test_a_kept_run_is_explained(
    paycalc: Command, filled: Server, queries: Path, tmp_path: Path
) -> None:
    """A run from a database is explained from its folder if its records were kept."""
    run = ("run", POLICY, filled.uri(), "--tables", queries, "--out")
    assert paycalc(*run, tmp_path / "bare").code == 0
    assert paycalc(*run, tmp_path / "kept", "--keep-records").code == 0
    refused = paycalc("explain", tmp_path / "bare", "T039")
    assert (refused.code, "--keep-records" in refused.err) == (1, True)
    assert paycalc("explain", tmp_path / "kept", "T039").code == 0


def test_problems_name_the_table_and_the_row_of_the_result(
    paycalc: Command, filled: Server, queries: Path
) -> None:
    """``check`` tells the row of the query's result, from 1."""
    text = queries.read_text(encoding="utf-8").replace(
        "outcomes: SELECT * FROM outcomes",
        "outcomes: SELECT teacher_id, school_id, indicator, CASE row_number() OVER () WHEN 3 THEN "
        "'good' ELSE value::text END AS value FROM outcomes",
    )
    queries.write_text(text, encoding="utf-8")
    done = paycalc("check", POLICY, filled.uri(), "--tables", queries)
    assert done.code == 1
    [line] = [line for line in done.out.splitlines() if "error" in line]
    assert line.startswith("table outcomes row 3 column value: error R211")


@pytest.mark.parametrize("command", ["run", "check", "lint", "explain"])
def test_a_wrong_password_appears_nowhere(
    paycalc: Command, filled: Server, queries: Path, tmp_path: Path, command: str
) -> None:
    """No command prints a password, right or wrong, or writes anything."""
    extra = {"run": ["--out", tmp_path / "out"], "explain": ["T039"]}.get(command, [])
    uri = filled.uri("Wrong-2846")
    for arguments in ([], ["--json"], ["--lang", "zh"]):
        done = paycalc(command, POLICY, uri, *extra, "--tables", queries, *arguments)
        assert done.code == 1
        assert "R181" in done.out + done.err
        assert "Wrong-2846" not in done.out + done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", POLICY, "postgresql://payroll:Wrong-2846@db/x"],
        ["check", POLICY, "mysql://payroll:Wrong-2846@db/x", "--tables", POLICY],
        ["check", "postgresql://payroll:Wrong-2846@db/x", POLICY],
        ["explain", "postgresql://payroll:Wrong-2846@db/x", "T1"],
        ["check", POLICY, DATASET, "--tables", POLICY],
        ["check", POLICY, "--tables", POLICY],
    ],
)
def test_wrong_usage(paycalc: Command, arguments: list[str | Path]) -> None:
    """A database without queries, queries without one, and what is no address are wrong usage."""
    done = paycalc(*arguments)
    assert done.code == 2
    assert "Wrong-2846" not in done.out + done.err


def test_what_is_missing_is_wrong_usage(
    paycalc: Command, queries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra ``db`` the command says what to install."""
    monkeypatch.setitem(sys.modules, "adbc_driver_manager.dbapi", None)
    done = paycalc("check", POLICY, "sqlite:///county.db", "--tables", queries)
    assert done.code == 2
    assert "paycalc[db]" in done.err
