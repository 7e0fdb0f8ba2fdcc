"""``paycalc test``: cases of policies from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tests.testing.building import POLICY, write

Command = Callable[..., Done]

HOLDS = "- {name: it holds, expect: {guarantees: []}}\n"
FAILS = "- {name: it fails, expect: {payouts: {T2: 2800.5}, items: {lessons: {T2: 6}}}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write into, which is where the command runs."""
    monkeypatch.chdir(tmp_path)
    return Path()


def test_cases_that_hold_end_with_0(paycalc: Command, folder: Path) -> None:
    """Where all cases hold, the summary alone is printed."""
    write(folder, HOLDS)
    for path in (".", "small.yaml", "tests/small/cases.yaml"):
        done = paycalc("test", path)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("1 cases in 1 files, 0 failed; 1 computations, ")


def test_a_case_that_fails_ends_with_3(paycalc: Command, folder: Path) -> None:
    """A case that fails is shown, with why; the command ends with 3."""
    write(folder, HOLDS + FAILS)
    done = paycalc("test", ".")
    assert (done.code, done.err) == (3, "")
    assert done.out.startswith(
        "FAILED tests/small/cases.yaml:26: it fails\n"
        "                      expected    found\n"
        "  payouts T2 payable   2800.50  2800.00\n"
        "\n"
        "  T2: small 1, 2025-2026-1, CNY\n"
    )
    assert "\n2 cases in 1 files, 1 failed; " in done.out


def test_a_failure_in_chinese(paycalc: Command, folder: Path) -> None:
    """With ``--lang zh`` the table, the explanation and the summary are Chinese."""
    write(folder, FAILS)
    done = paycalc("test", ".", "--lang", "zh")
    assert done.out.startswith("未通过 tests/small/cases.yaml:25: it fails\n")
    assert "分值 6" in done.out
    assert "1 个文件，1 个用例，1 个未通过；计算 2 次，" in done.out


def test_only_some_cases_are_run(paycalc: Command, folder: Path) -> None:
    """``-k`` keeps the cases with a text in their name; that none has it is wrong usage."""
    write(folder, HOLDS + FAILS)
    assert paycalc("test", ".", "-k", "holds").code == 0
    assert paycalc("test", ".", "-k", "fails").code == 3
    assert paycalc("test", ".", "-k", "nowhere").code == 2


def test_mistakes_end_with_1(paycalc: Command, folder: Path) -> None:
    """Mistakes of case files and policies are printed on stderr; what can be run is run."""
    write(folder, FAILS)
    (folder / "tests" / "small" / "wrong.yaml").write_text("cases: []\n", encoding="utf-8")
    done = paycalc("test", ".")
    assert done.code == 1
    assert done.err == (
        "tests/small/wrong.yaml:1:8: at cases: error T104: Nothing is written here. Write at least "
        "one entry: a test that says nothing cannot fail.\n"
    )
    assert done.out.startswith("FAILED tests/small/cases.yaml:25: it fails\n")
    write(folder, HOLDS, policy=POLICY.replace("takes: 1000,", "takes: -1,"))
    done = paycalc("test", "small.yaml")
    assert done.code == 1
    assert "small.yaml:21:21: at level_1.pools.direct.takes: error P" in done.err


def test_a_policy_without_tests_is_a_warning(paycalc: Command, folder: Path) -> None:
    """A policy of the folder that has no case is told and does not fail the others."""
    write(folder, HOLDS)
    (folder / "bare.yaml").write_text(POLICY, encoding="utf-8")
    done = paycalc("test", ".")
    assert (done.code, done.err) == (
        0,
        "bare.yaml: warning T401: This policy has no tests. Write some into tests/bare/.\n",
    )
    assert paycalc("test", "bare.yaml").code == 2


def test_a_report_as_data(paycalc: Command, folder: Path) -> None:
    """``--json`` prints one object, with every case and the values as exact texts."""
    write(folder, HOLDS + FAILS)
    done = paycalc("test", ".", "--json")
    report = json.loads(done.out)
    assert done.code == 3
    assert report.pop("seconds") >= 0
    held, failed = report.pop("outcomes")
    assert report == {
        "format": "paycalc-test/1",
        "ok": False,
        "cases": 2,
        "failed": 1,
        "files": 1,
        "computes": 2,
        "problems": [],
    }
    file = {"file": "tests/small/cases.yaml", "policy": "small.yaml"}
    assert held == {**file, "line": 25, "name": "it holds", "passed": True}
    assert failed.pop("explanation").startswith("T2: small 1")
    assert failed == {
        **file,
        "line": 26,
        "name": "it fails",
        "passed": False,
        "problems": [],
        "differences": [
            {"what": "payouts T2 payable", "expected": "2800.50", "found": "2800.00"},
        ],
    }


@pytest.mark.parametrize("arguments", [(), ("nowhere",), (".",)])
def test_nothing_to_run_is_wrong_usage(
    paycalc: Command, folder: Path, arguments: tuple[str, ...]
) -> None:
    """No path, a path that is not there and a folder without cases end with 2."""
    done = paycalc("test", *arguments)
    assert (done.code, done.out) == (2, "")


def test_very_many_failures_are_explained_in_part(paycalc: Command, folder: Path) -> None:
    """Of very many failures the first ten are explained, and all are told."""
    write(folder, "".join(FAILS.replace("it fails", f"it fails {n}") for n in range(12)))
    done = paycalc("test", ".")
    assert done.out.count("FAILED ") == 12
    assert done.out.count("T2: small 1") == 10
