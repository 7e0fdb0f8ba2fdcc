"""A real PostgreSQL: once is once, whatever is repeated, concurrent or broken off."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from paycalc.output.feeds.exporting import Exported, export
from paycalc.output.feeds.postgresql import Session
from paycalc.output.feeds.preparing import Wanted
from paycalc.output.feeds.reconciling import reconcile
from paycalc.problems import ProblemsError
from paycalc.records.databases import address_of
from tests.cli.conftest import Done
from tests.feeds.building import MAPS, ROOT, as_original, closed, corrected_run
from tests.records.databases.server import PASSWORD, Server

HELD = "SELECT count(*), sum(amount) FROM performance_pay"
ALL = "SELECT * FROM performance_pay ORDER BY line_key"
MAP = MAPS / "postgresql.yaml"
LINES, PAID = 565, "750496.76"


@pytest.fixture
def database(server: Server) -> Server:
    """The server, without the table."""
    server.run("DROP TABLE IF EXISTS performance_pay")
    return server


def wanted(database: Server, run: Path, out: Path | None = None, map: Path = MAP) -> Wanted:
    """An export of a run into the database."""
    return Wanted(run, "postgresql", map, out, database=address_of(database.uri()))


def put(database: Server, run: Path, out: Path | None = None) -> Exported:
    """What comes of it."""
    return export(wanted(database, run, out))


def test_the_same_feed_twice_is_there_once(database: Server, first: Path, tmp_path: Path) -> None:
    """A repeat changes no row; the table holds each line with every fen."""
    assert put(database, first, tmp_path / "one").new == LINES
    assert database.run(HELD).strip() == f"{LINES}|{PAID}"
    before = database.run("SELECT xmin, * FROM performance_pay ORDER BY line_key")
    assert put(database, first, tmp_path / "two").new == 0
    assert database.run("SELECT xmin, * FROM performance_pay ORDER BY line_key") == before
    names = [(tmp_path / name / "feed.csv").read_bytes() for name in ("one", "two")]
    assert names[0] == names[1]


def test_two_exports_at_a_time_write_once(database: Server, first: Path) -> None:
    """One waits for the other; together they write what one would."""
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: put(database, first), range(2)))
    assert sorted(one.new or 0 for one in done) == [0, LINES]
    assert database.run(HELD).strip() == f"{LINES}|{PAID}"


KILLED = """\
import os, signal, sys
from pathlib import Path
from paycalc.output.feeds.exporting import export
from paycalc.output.feeds.postgresql import Session
from paycalc.output.feeds.preparing import Wanted
from paycalc.records.databases import address_of

commit, when = Session.commit, sys.argv[4]

def killed(self):
    if when == "after":
        commit(self)
    os.kill(os.getpid(), signal.SIGKILL)

Session.commit = killed
run, map, out = (Path(text) for text in sys.argv[1:4])
export(Wanted(run, "postgresql", map, out, database=address_of(sys.argv[5])))
"""


@pytest.mark.parametrize(("when", "there"), [("before", 0), ("after", LINES)])
def test_a_crash_in_between_is_mended_by_a_repeat(
    database: Server, first: Path, tmp_path: Path, when: str, there: int
) -> None:
    """A process killed before the commit leaves nothing, after it everything; then a repeat."""
    arguments = [str(first), str(MAP), str(tmp_path / "out"), when, database.uri()]
    died = subprocess.run(
        [sys.executable, "-c", KILLED, *arguments], cwd=ROOT, capture_output=True, check=False
    )
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    assert not (tmp_path / "out").exists()
    table = database.run("SELECT count(*) FROM pg_class WHERE relname = 'performance_pay'").strip()
    assert table == ("1" if there else "0")
    assert put(database, first, tmp_path / "out").new == LINES - there
    assert database.run(HELD).strip() == f"{LINES}|{PAID}"
    assert {path.name for path in tmp_path.iterdir()} == {"out"}  # what was killed is swept away


def test_a_folder_that_cannot_be_written_takes_the_lines_back(
    database: Server, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines are committed last, when the folder is complete."""
    monkeypatch.setattr("paycalc.output.feeds.exporting._about", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(database, first, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    assert database.run("SELECT to_regclass('performance_pay') IS NULL").strip() == "t"


def test_a_commit_that_fails_leaves_no_folder(
    database: Server, first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the database says no at last, the folder does not appear either."""
    monkeypatch.setattr(Session, "commit", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        put(database, first, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_the_same_key_with_other_content_is_a_blocker(
    database: Server, first: Path, tmp_path: Path
) -> None:
    """Another run, or another map, of what is there is told; nothing is changed."""
    put(database, first)
    before = database.run(ALL)
    map = tmp_path / "map.yaml"
    text = MAP.read_text(encoding="utf-8").replace("2026-02", "2026-03")
    map.write_text(text, encoding="utf-8")
    done = export(wanted(database, first, map=map))
    assert {problem.code for problem in done.problems} == {"F215"}
    assert len(done.problems) == 147  # every post is told
    assert database.run(ALL) == before


def test_lines_of_another_run_of_the_revision_are_a_blocker(database: Server, first: Path) -> None:
    """A line of this period and revision that the feed does not have is told."""
    put(database, first)
    database.run(
        "UPDATE performance_pay SET line_key = 'other' WHERE teacher_id = 'T045'"
        " AND component = 'level_2.awards'"
    )
    done = put(database, first)
    told = [(problem.code, problem.place.teacher) for problem in done.problems]
    assert told == [("F215", "T045")]


BEFORE = {("S1", "T001"): {"level_2.workload": "10"}, ("S1", "T002"): {"level_2.workload": "5"}}
AFTER = {**BEFORE, ("S1", "T001"): {"level_2.workload": "7"}}
LAST = {**BEFORE, ("S1", "T001"): {"level_2.workload": "9"}}


def test_corrections_follow_each_other(database: Server, first: Path, tmp_path: Path) -> None:
    """A correction needs those before it in the table; then the table nets to what is settled."""
    runs = [
        corrected_run(first, tmp_path / str(n), n, before, after)
        for n, (before, after) in enumerate([({}, BEFORE), (BEFORE, AFTER), (AFTER, LAST)])
    ]
    as_original(runs[0])
    assert put(database, runs[0]).new == 2
    early = put(database, runs[2])
    assert [(problem.code, problem.place.teacher) for problem in early.problems] == [
        ("F214", "T001")
    ]
    assert [put(database, run).new for run in (*runs[1:], *runs)] == [1, 1, 0, 0, 0]
    signed = "sum(CASE direction WHEN 'earning' THEN amount ELSE -amount END)"
    held = f"SELECT teacher_id, {signed} FROM performance_pay GROUP BY 1 ORDER BY 1"
    assert database.run(held).split() == ["T001|9.00", "T002|5.00"]


def test_counties_that_are_run_apart_stand_beside_each_other(
    database: Server, first: Path, tmp_path: Path
) -> None:
    """Runs of one policy and period, each of another county, are exported and corrected apart."""
    runs = []
    for county in ("X01", "X02"):
        for number, (before, after) in enumerate([({}, BEFORE), (BEFORE, AFTER)]):
            run = corrected_run(
                first, tmp_path / f"{county}-{number}", number, before, after, county=county
            )
            runs.append(run if number else as_original(run))
    assert [put(database, run).new for run in runs] == [2, 1, 2, 1]
    assert all(reconcile(wanted(database, run), None).problems == () for run in runs)


def test_a_table_of_another_kind_is_told(database: Server, first: Path) -> None:
    """A table without the columns, their types or a unique key is left alone."""
    database.run("CREATE TABLE performance_pay (line_key text PRIMARY KEY, amount real)")
    with pytest.raises(ProblemsError) as refused:
        put(database, first)
    [problem] = refused.value.problems
    assert problem.code == "F222"
    assert "amount numeric" in str(problem.values["found"])
    assert "line_key" not in str(problem.values["found"])
    database.run("DROP TABLE performance_pay")
    put(database, first)
    database.run("ALTER TABLE performance_pay DROP CONSTRAINT performance_pay_pkey")
    with pytest.raises(ProblemsError) as refused:
        put(database, first)
    assert refused.value.problems[0].values["found"] == "UNIQUE (line_key)"


def test_a_schema_that_is_not_there_is_told(database: Server, first: Path, tmp_path: Path) -> None:
    """What the database refuses is told by its state, without its words."""
    map = tmp_path / "map.yaml"
    text = MAP.read_text(encoding="utf-8").replace("performance_pay}", "nowhere.lines}")
    map.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError) as refused:
        export(wanted(database, first, map=map))
    [problem] = refused.value.problems
    assert (problem.code, problem.values) == ("F227", {"state": "SQLSTATE 3F000"})


def test_names_of_tables_are_quoted(database: Server, first: Path, tmp_path: Path) -> None:
    """A schema, capitals and quotes in a name are what they are."""
    database.run('DROP SCHEMA IF EXISTS "Löhne" CASCADE', 'CREATE SCHEMA "Löhne"')
    map = tmp_path / "map.yaml"
    text = MAP.read_text(encoding="utf-8").replace("performance_pay", "Löhne.it''s \"x\"")
    map.write_text(text.replace("{table: ", "{table: '").replace('"x"}', '"x"\'}'), "utf-8")
    for new in (LINES, 0):
        assert export(wanted(database, first, map=map)).new == new
    assert database.run('SELECT count(*) FROM "Löhne"."it\'s ""x"""').strip() == str(LINES)


def test_ids_with_quotes_come_through(database: Server, first: Path, tmp_path: Path) -> None:
    """Whatever a policy and a period are called, their lines are found again."""
    run = closed(corrected_run(first, tmp_path / "run", 1, {}, BEFORE), policy={"id": "it's\\ '"})
    for new in (2, 0):
        assert put(database, run).new == new


def test_the_database_is_reconciled(database: Server, first: Path) -> None:
    """Lines that were changed, deleted and added are found."""
    put(database, first)
    sound = reconcile(wanted(database, first), None)
    assert (sound.problems, sound.agreed) == ((), LINES)
    database.run(
        "UPDATE performance_pay SET amount = amount + 0.01"
        " WHERE teacher_id = 'T045' AND component = 'level_2.awards'",
        "DELETE FROM performance_pay WHERE teacher_id = 'T046' AND component = 'level_2.awards'",
        "UPDATE performance_pay SET line_key = 'x' WHERE teacher_id = 'T047'"
        " AND component = 'level_2.awards'",
        "INSERT INTO performance_pay SELECT 'y', kind, reverses, 1, policy, county_id, unit_id,"
        " school_id, teacher_id, component, employee, cost_bearer, code, direction, amount,"
        " currency, period_earned, period_paid, reason, fingerprint FROM performance_pay LIMIT 1",
    )
    found = reconcile(wanted(database, first), None)
    assert sorted(problem.code for problem in found.problems) == ["F300", "F300", "F302", "F303"]
    [changed] = [problem for problem in found.problems if problem.code == "F302"]
    assert changed.values["columns"] == "amount"


def test_the_command(
    database: Server, first: Path, paycalc: Callable[..., Done], tmp_path: Path
) -> None:
    """The command says how many lines are new, and never the password."""
    options = ("--to", "postgresql", "--map", MAP)
    asked = ("export", first, *options, "--database", database.uri())
    done = paycalc(*asked, "--check")
    assert (done.code, done.err) == (0, "")
    assert database.run("SELECT to_regclass('performance_pay') IS NULL").strip() == "t"
    assert "New in the database: 565;" in paycalc(*asked, "--out", tmp_path / "out").out
    done = paycalc(*asked)
    assert "New in the database: 0;" in done.out
    assert paycalc("reconcile", first, database.uri(), *options).code == 0
    wrong = paycalc("export", first, *options, "--database", database.uri("no-such-1"))
    assert wrong.code == 1
    assert "R181" in wrong.err
    for one in (done, wrong):
        assert not any(secret in one.out + one.err for secret in (PASSWORD, "no-such-1"))
