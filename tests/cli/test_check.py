"""``paycalc check``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import DATASET, POLICY, Done

Command = Callable[..., Done]


def test_without_errors_it_ends_with_0_and_prints_warnings_only(paycalc: Command) -> None:
    """A policy and a dataset without errors: warnings and notes at most, a line each, and 0."""
    done = paycalc("check", POLICY, DATASET)
    assert (done.code, done.err) == (0, "")
    assert all(re.search(r"(warning|note) [PRC]\d+: ", line) for line in done.out.splitlines())


def test_mistakes_of_a_policy_come_with_file_line_and_column(
    paycalc: Command, faulty_policy: Path
) -> None:
    """Each mistake of a policy is a line ``file:line:column: error CODE: sentence``, and 1."""
    done = paycalc("check", faulty_policy, DATASET)
    assert (done.code, done.err) == (1, "")
    lines = done.out.splitlines()
    source = faulty_policy.read_text(encoding="utf-8").splitlines()
    found = [
        re.match(rf"{re.escape(str(faulty_policy))}:(\d+):(\d+): (.*)", line) for line in lines
    ]
    marked = [source[int(m[1]) - 1][int(m[2]) - 1 :] for m in found if m and "error" in m[3]]
    assert any(text.startswith("shareby") for text in marked)
    assert any(text.startswith("170%") for text in marked)


def test_mistakes_of_records_come_with_table_and_row(
    paycalc: Command, faulty_dataset: Path
) -> None:
    """Each mistake of the records names its file and the row that an editor shows, and 1."""
    done = paycalc("check", POLICY, faulty_dataset)
    rows = (faulty_dataset / "outcomes.csv").read_text(encoding="utf-8").count("\n")
    errors = [line for line in done.out.splitlines() if "error R" in line]
    assert (done.code, done.err) == (1, "")
    assert len(errors) == 2
    assert any("outcomes.csv" in line and f"row {rows - 1}" in line for line in errors)
    assert any("outcomes.csv" in line and f"row {rows} " in line for line in errors)


def test_faulty_policy_and_faulty_records_are_told_together(
    paycalc: Command, faulty_policy: Path, tmp_path: Path
) -> None:
    """What can be said of the records is said although the policy does not load."""
    empty = tmp_path / "empty"
    empty.mkdir()
    codes = re.findall(r"error ([PR])\d+", paycalc("check", faulty_policy, empty).out)
    assert set(codes) == {"P", "R"}


def test_json_is_one_object_with_every_problem(paycalc: Command, faulty_policy: Path) -> None:
    """``--json`` prints one object: whether all is well, and each problem with its place."""
    done = paycalc("check", faulty_policy, DATASET, "--json")
    told = json.loads(done.out)
    assert (done.code, done.err, told["format"], told["ok"]) == (1, "", "paycalc-check/1", False)
    plain = paycalc("check", faulty_policy, DATASET).out.splitlines()
    assert len(told["problems"]) == len(plain)
    for problem, line in zip(told["problems"], plain, strict=True):
        assert f"{problem['severity']} {problem['code']}: {problem['message']}" in line
        assert None not in problem["place"].values()


def test_json_without_errors_is_ok(paycalc: Command) -> None:
    """``--json`` says ``ok`` where there is no error."""
    done = paycalc("check", POLICY, DATASET, "--json")
    assert (done.code, json.loads(done.out)["ok"]) == (0, True)


@pytest.mark.parametrize("how", ["option", "environment"])
def test_messages_come_in_chinese(
    paycalc: Command, faulty_policy: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """``--lang zh``, or PAYCALC_LANG, gives the same problems in Chinese."""
    english = paycalc("check", faulty_policy, DATASET).out
    if how == "environment":
        monkeypatch.setenv("PAYCALC_LANG", "zh_CN.UTF-8")
    option = ["--lang", "zh"] if how == "option" else []
    chinese = paycalc("check", faulty_policy, DATASET, *option).out
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert re.findall("错误 (P[0-9]+)", chinese) == re.findall("error (P[0-9]+)", english)


def test_nothing_is_written(
    paycalc: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checking leaves the current folder as it was."""
    monkeypatch.chdir(tmp_path)
    assert paycalc("check", POLICY, DATASET).code == 0
    assert list(tmp_path.iterdir()) == []
