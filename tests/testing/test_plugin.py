"""The pytest plugin: cases are items, failures read as in `paycalc test`, other YAML is left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from paycalc.testing import explaining  # noqa: F401 - what a run inside this one would import
from paycalc.testing.cases import Case
from paycalc.testing.running import Outcome, Runner
from tests.testing.building import GIVEN, POLICY, write

pytest_plugins = ["pytester"]

Run = Callable[..., pytest.RunResult]

CASES = """
- {name: it holds, expect: {guarantees: []}}
- {name: it fails, expect: {payouts: {T2: 1}}}
- {name: so does this, expect: {items: {lessons: {T2: 12}}}}
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run pytest here, with the plugin as it is installed, in a folder and settings of its own."""
    monkeypatch.setenv("PAYCALC_LANG", "en")
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    return partial(pytester.runpytest_inprocess, "-p", "no:cacheprovider", "-p", "no:xdist")


def process(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(folder)]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PAYCALC_LANG": "en", "PYTEST_ADDOPTS": ""},
    )


def test_each_case_is_an_item(pytester: pytest.Pytester, run: Run) -> None:
    """Cases are collected one by one, and those that fail are told as by `paycalc test`."""
    write(pytester.path, CASES)
    done = run("-v")
    done.assert_outcomes(passed=1, failed=2)
    said = done.stdout.str()
    assert "tests/small/cases.yaml::it holds PASSED" in said
    assert (
        "FAILED tests/small/cases.yaml:27: it fails\n"
        "                      expected    found\n"
        "  payouts T2 payable      1.00  2800.00\n"
    ) in said
    assert "level_2.class_heads: 600.00 (as_needed" in said
    assert "Traceback" not in said


def test_cases_of_a_policy_are_computed_at_once(
    pytester: pytest.Pytester, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first case of a policy computes those of all its files that were selected."""
    write(pytester.path, CASES).rename(pytester.path / "tests" / "small" / "more.yaml")
    write(pytester.path, CASES)
    sizes = []
    of_all = Runner.run

    def counted(runner: Runner, cases: list[Case]) -> list[Outcome]:
        sizes.append(len(cases))
        return of_all(runner, cases)

    monkeypatch.setattr(Runner, "run", counted)
    run("-k", "fails or holds").assert_outcomes(passed=2, failed=2, deselected=2)
    assert sizes == [4]


@pytest.mark.slow
def test_cases_on_several_processes(tmp_path: Path) -> None:
    """Cases run by xdist too."""
    write(tmp_path, CASES)
    done = process(tmp_path, "-n", "2")
    assert "2 failed, 1 passed" in done.stdout


def test_a_mistake_is_an_error_of_collecting(pytester: pytest.Pytester, run: Run) -> None:
    """A case file with mistakes is an error that tells them all."""
    write(pytester.path, "- {name: a case, expect: {payouts: {T9: x, T1: y}}}")
    done = run()
    done.assert_outcomes(errors=1)
    said = done.stdout.str()
    assert "tests/small/cases.yaml:25:39: at cases[1].expect.payouts.T9: error T204:" in said
    assert "tests/small/cases.yaml:25:50: at cases[1].expect.payouts.T1: error T302:" in said
    assert "Traceback" not in said


def test_a_policy_with_errors_is_an_error_of_each_file(pytester: pytest.Pytester, run: Run) -> None:
    """No case file of a policy that has errors is passed over."""
    wrong = POLICY.replace("50%", "150%")
    write(pytester.path, CASES, policy=wrong).rename(pytester.path / "tests" / "small" / "b.yaml")
    write(pytester.path, CASES, policy=wrong)
    done = run()
    done.assert_outcomes(errors=2)
    assert done.stdout.str().count("error P045:") == 4  # two in the policy


def test_it_can_be_left_out(pytester: pytest.Pytester, run: Run) -> None:
    """With `-p no:paycalc` nothing is collected."""
    write(pytester.path, CASES)
    assert run("-p", "no:paycalc").ret == pytest.ExitCode.NO_TESTS_COLLECTED


LAYOUTS = {  # what stands beside the folder tests, and in it
    "no_cases": ("paycalc: 1\n", None),
    "not_ours": ("kind: Deployment\n", "cases: [1]\n"),
    "no_yaml": ("kind: Deployment\n", "not: [closed"),
    "other_policy": ("kind: Deployment\n", "policy: strict\ncases: [1]\n"),
    "no_key_cases": (None, "policy: ../../../small.yaml\n"),
    "named": (None, f"policy: ../../../small.yaml\n{GIVEN}cases: [1]\n"),
    "quoted": (None, f"policy: '../../../small.yaml'  # ours\n{GIVEN}cases: [1]\n"),
    "beside": (POLICY, f"{GIVEN}cases: [1]\n"),
}
OURS = {"named", "quoted", "beside"}


def test_other_yaml_is_left_alone(pytester: pytest.Pytester, run: Run) -> None:
    """A file is taken only if the policy beside it, or the one it names, is a policy.

    In those that are taken, the case `1` is an error of collecting.
    """
    (pytester.path / "small.yaml").write_text(POLICY)
    for name, (policy, cases) in LAYOUTS.items():
        folder = pytester.path / name
        (folder / "tests" / "mine").mkdir(parents=True)
        if policy is not None:
            (folder / "mine.yaml").write_text(policy)
        if cases is not None:
            (folder / "tests" / "mine" / "x.yaml").write_text(cases)
    done = run("--collect-only", "-q")
    done.assert_outcomes(errors=len(OURS))
    said = done.stdout.str()
    assert {name for name in LAYOUTS if f"ERROR {name}/tests/mine/x.yaml" in said} == OURS


def test_the_plugin_imports_nothing_of_its_own(tmp_path: Path) -> None:
    """A run of pytest that has no case pays for three small modules of paycalc."""
    (tmp_path / "test_it.py").write_text(
        "import sys\n"
        "def test_it():\n"
        "    ours = {name for name in sys.modules if name.startswith('paycalc')}\n"
        "    assert ours == {'paycalc', 'paycalc.testing', 'paycalc.testing.plugin'}\n"
        "    assert not {'polars', 'numba', 'numpy', 'yaml', 'typer'} & set(sys.modules)\n"
    )
    assert process(tmp_path, "-p", "no:hypothesispytest").returncode == 0
