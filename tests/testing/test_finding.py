"""Which files are cases, and of which policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from paycalc.testing import run_cases
from paycalc.testing.finding import found_in
from paycalc.testing.reading import policy_of
from tests.testing.building import codes, write

CASE = "- {name: a case, expect: {guarantees: []}}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Policies with and without tests, a plan's file, and YAML of others."""
    (tmp_path / "policies").mkdir()
    write(tmp_path / "policies", CASE).rename(tmp_path / "policies/tests/small/second.yaml")
    write(tmp_path / "policies", CASE)
    (tmp_path / "policies" / "bare.yaml").write_text("paycalc: 1\n")
    (tmp_path / "policies" / "plan.yaml").write_text("pools: {}\n")
    (tmp_path / "policies" / "tests" / "other.yaml").write_text("a: 1\n")
    return tmp_path


def names(*paths: Path) -> list[str]:
    """The case files that paths give."""
    return [path.name for path in found_in(paths).files]


def test_a_folder_gives_the_cases_in_it(folder: Path) -> None:
    """A folder gives every tests/NAME/x.yaml in it, in order, wherever one begins."""
    for path in ("", "policies", "policies/tests", "policies/tests/small"):
        assert names(folder / path) == ["cases.yaml", "second.yaml"]


def test_a_policy_gives_its_own_cases(folder: Path) -> None:
    """A policy gives the cases of its own name, and a case file itself; each once."""
    policy = folder / "policies" / "small.yaml"
    case = folder / "policies" / "tests" / "small" / "second.yaml"
    assert names(policy) == ["cases.yaml", "second.yaml"]
    assert names(case, policy) == ["second.yaml", "cases.yaml"]


def test_a_policy_without_tests_is_told(folder: Path) -> None:
    """A policy that has no test is a warning; other files are no policies."""
    found = found_in([folder])
    told = [(p.code, Path(p.place.file or "").name, p.severity) for p in found.problems]
    assert told == [("T401", "bare.yaml", "warning")]
    report = run_cases([folder])
    assert (codes(report), len(report.outcomes), report.failed) == (["T401"], 2, ())


@pytest.mark.parametrize(
    ("path", "policy"),
    [
        ("policies/tests/small/x.yaml", "policies/small.yaml"),
        ("tests/small/x.yaml", "small.yaml"),
        ("/p/tests/small/x.yaml", "/p/small.yaml"),
    ],
)
def test_the_policy_of_a_case_file(path: str, policy: str) -> None:
    """The policy lies beside the folder of tests that has the case file's folder."""
    assert policy_of(Path(path)) == Path(policy)


def test_a_file_says_which_policy(tmp_path: Path) -> None:
    """A file elsewhere names its policy, relative to itself."""
    file = write(tmp_path, CASE)
    other = tmp_path / "elsewhere.yaml"
    other.write_text("policy: small.yaml\n" + file.read_text(), encoding="utf-8")
    report = run_cases([other])
    assert (report.problems, [outcome.passed for outcome in report.outcomes]) == ((), [True])


def test_only_some_cases(tmp_path: Path) -> None:
    """`only` keeps the cases that have a text in their name or file."""
    file = write(tmp_path, CASE + "\n- {name: another, expect: {guarantees: [heads_below]}}\n")
    assert [o.case.name for o in run_cases([file], only="anoth").outcomes] == ["another"]
    assert len(run_cases([file], only="small/cases").outcomes) == 2
    assert run_cases([file], only="nothing").outcomes == ()
