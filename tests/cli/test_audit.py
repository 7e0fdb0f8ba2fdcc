"""``paycalc audit``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit.building import policy
from tests.cli.conftest import Done

Command = Callable[..., Done]
DIP = "x: {rows: workload, where: {kind: lesson}, then: [{bands: {0: 0, 5: 2, 20: 1}}]}"
PROMISED = "promises: {more_work_not_less_pay: true}\n"


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, str], Path]:
    """A small policy in a file, with an item and more at its end."""

    def write(item: str, end: str) -> Path:
        path = tmp_path / "small.yaml"
        path.write_text(policy(item, end=end).source, encoding="utf-8")
        return path

    return write


Written = Callable[[str, str], Path]


def test_a_declared_promise_that_is_broken_ends_with_3(paycalc: Command, written: Written) -> None:
    """The case is told on stdout, with the place of the band at fault."""
    path = written(DIP, PROMISED)
    done = paycalc("audit", path, "--cases", 512, "--promise", "more_work_not_less_pay")
    assert done.code == 3
    assert "BROKEN         more_work_not_less_pay (declared, " in done.out
    line = path.read_text(encoding="utf-8").split("bands")[0].count("\n") + 1
    assert f"{path}:{line}:" in done.out
    assert "from 20 on the band's value is 1, below it 2" in done.out
    assert "declared and broken: more_work_not_less_pay" in done.out


def test_an_undeclared_promise_that_is_broken_is_a_note(paycalc: Command, written: Written) -> None:
    """It is told, and the command ends with 0."""
    path = written(DIP, "")
    done = paycalc("audit", path, "--cases", 512, "--promise", "more_work_not_less_pay")
    assert (done.code, "BROKEN         more_work_not_less_pay (note)" in done.out) == (0, True)


def test_a_promise_that_cannot_be_read_ends_with_1(paycalc: Command, written: Written) -> None:
    """A name that is in no catalogue is told by `check` and `audit` alike, with the nearest one."""
    path = written("x: {rows: workload}", "promises: {more_work_not_less_pay: true}")
    path.write_text(path.read_text(encoding="utf-8").replace("_less_pay", "_les_pay"), "utf-8")
    line = path.read_text(encoding="utf-8").split("promises:")[0].count("\n") + 1
    told = [paycalc(command, path) for command in ("check", "audit")]
    assert [one.code for one in told] == [1, 1]
    for one in told:
        assert f"{path}:{line}:12: " in one.out + one.err
        assert "Did you mean 'more_work_not_less_pay'?" in one.out + one.err


def test_the_same_seed_finds_the_same(paycalc: Command, written: Written) -> None:
    """Two runs print the same, but for the seconds."""
    path = written(DIP, PROMISED)
    arguments = ["audit", path, "--cases", 512, "--seed", 7, "--json"]
    told = [json.loads(paycalc(*arguments).out) for _ in range(2)]
    for one in told:
        del one["seconds"]
    assert told[0] == told[1]
    assert told[0]["seed"] == 7


def test_json_is_all_that_stdout_has(paycalc: Command, written: Written) -> None:
    """One object `paycalc-audit/1`; the exit code is the same."""
    path = written(DIP, PROMISED)
    done = paycalc("audit", path, "--cases", 256, "--json", "--promise", "more_work_not_less_pay")
    told = json.loads(done.out)
    assert (told["format"], told["ok"], done.code) == ("paycalc-audit/1", False, 3)


def test_the_page_and_the_cases_are_written_where_asked(
    paycalc: Command, written: Written, tmp_path: Path
) -> None:
    """`--html` a page, `--cases-to` a folder of policy tests that `paycalc test` runs."""
    path, html = written(DIP, PROMISED), tmp_path / "audit.html"
    folder = tmp_path / "tests" / "small"
    paycalc("audit", path, "--cases", 512, "--promise", "more_work_not_less_pay",
            "--html", html, "--cases-to", folder)  # fmt: skip
    assert html.read_text(encoding="utf-8").startswith("<!doctype html>")
    done = paycalc("test", path)
    assert (done.code, "2 cases in 1 files, 0 failed" in done.out) == (0, True)


def test_chinese_is_told_in_chinese(paycalc: Command, written: Written) -> None:
    """`--lang zh`."""
    path = written(DIP, PROMISED)
    done = paycalc("audit", path, "--cases", 64, "--lang", "zh", "--promise", "nobody_negative")
    assert "任何人所得不为负。" in done.out


def test_an_unknown_promise_is_wrong_usage(paycalc: Command, written: Written) -> None:
    """`--promise` names one of the catalogue or of the policy."""
    done = paycalc("audit", written(DIP, ""), "--promise", "happiness")
    assert done.code == 2
    assert "happiness" in done.err


def test_a_policy_with_errors_ends_with_1(paycalc: Command, faulty_policy: Path) -> None:
    """Its problems are told, and nothing is searched."""
    done = paycalc("audit", faulty_policy)
    assert (done.code, done.out) == (1, "")
    assert "P" in done.err
    told = json.loads(paycalc("audit", faulty_policy, "--json").out)
    assert (told["format"], told["ok"]) == ("paycalc-audit/1", False)


def test_a_page_that_cannot_be_written_ends_with_1(
    paycalc: Command, written: Written, tmp_path: Path
) -> None:
    """The verdicts are still told."""
    path = written("x: {rows: workload}", "")
    done = paycalc("audit", path, "--cases", 64, "--promise", "nobody_negative",
                   "--html", tmp_path / "no" / "page.html")  # fmt: skip
    assert done.code == 1
    assert "nobody_negative" in done.out
    assert "page.html" in done.err
