"""The pytest plugin: cases are items, failures read as in `paycalc test`, other YAML is left."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.testing.building import GIVEN, write

CASES = """
- {name: it holds, expect: {guarantees: []}}
- {name: it fails, expect: {payouts: {T2: 1}}}
- {name: so does this, expect: {items: {lessons: {T2: 12}}}}
"""


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Pytest in a process of its own, with the plugin as it is installed, and no other settings."""
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(folder)]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PAYCALC_LANG": "en", "PYTEST_ADDOPTS": ""},
    )


def test_each_case_is_an_item(tmp_path: Path) -> None:
    """Cases are collected one by one, and those that fail are told as by `paycalc test`."""
    write(tmp_path, CASES)
    done = pytest_in(tmp_path, "-v")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "tests/small/cases.yaml::it holds PASSED" in done.stdout
    assert "1 passed" in done.stdout
    assert "2 failed" in done.stdout
    assert (
        "FAILED tests/small/cases.yaml:27: it fails\n"
        "                      expected    found\n"
        "  payouts T2 payable      1.00  2800.00\n"
    ) in done.stdout
    assert "level_2.class_heads: 600.00 (as_needed" in done.stdout
    assert "Traceback" not in done.stdout


def test_some_cases_on_several_processes(tmp_path: Path) -> None:
    """Cases can be chosen by their names, and run by xdist."""
    write(tmp_path, CASES)
    assert pytest_in(tmp_path, "-k", "holds").returncode == 0
    done = pytest_in(tmp_path, "-n", "2")
    assert "2 failed, 1 passed" in done.stdout


def test_a_mistake_is_an_error_of_collecting(tmp_path: Path) -> None:
    """A case file with mistakes is an error that tells them all."""
    write(tmp_path, "- {name: a case, expect: {payouts: {T9: x}}}")
    done = pytest_in(tmp_path)
    assert done.returncode == 2
    assert "tests/small/cases.yaml:25:39: cases[1].expect" not in done.stdout
    assert "tests/small/cases.yaml:25:39: at cases[1].expect.payouts.T9: error T204:" in done.stdout
    assert "Traceback" not in done.stdout


def test_it_can_be_left_out(tmp_path: Path) -> None:
    """With `-p no:paycalc` nothing is collected."""
    write(tmp_path, CASES)
    assert pytest_in(tmp_path, "-p", "no:paycalc").returncode == 5


@pytest.mark.parametrize(
    ("policy", "cases", "collected"),
    [
        ("paycalc: 1\n", None, False),  # there is no case file
        ("kind: Deployment\n", "cases: [1]\n", False),
        ("kind: Deployment\n", "not: [closed", False),
        ("kind: Deployment\n", "policy: strict\ncases: [1]\n", False),
        (None, "policy: ../../policies/small.yaml\n", False),
        (None, f"policy: ../../policies/small.yaml\n{GIVEN}cases: [1]\n", True),
        (None, f"policy: '../../policies/small.yaml'  # ours\n{GIVEN}cases: [1]\n", True),
    ],
)
def test_other_yaml_is_left_alone(
    policy: str | None, cases: str | None, collected: bool, tmp_path: Path
) -> None:
    """A file is taken only if the policy beside it, or the one it names, is a policy."""
    folder = tmp_path / "policies"
    folder.mkdir()
    write(folder, "").unlink()
    if policy is not None:
        (tmp_path / "other.yaml").write_text(policy)
    (tmp_path / "tests" / "other").mkdir(parents=True)
    if cases is not None:
        (tmp_path / "tests" / "other" / "x.yaml").write_text(cases)
    done = pytest_in(tmp_path, "--collect-only", "-q")
    assert done.returncode == (2 if collected else 5), done.stdout  # 1 is no case: an error


def test_the_plugin_imports_nothing_of_its_own(tmp_path: Path) -> None:
    """A run of pytest that has no case pays for three small modules of paycalc."""
    (tmp_path / "test_it.py").write_text(
        "import sys\n"
        "def test_it():\n"
        "    ours = {name for name in sys.modules if name.startswith('paycalc')}\n"
        "    assert ours == {'paycalc', 'paycalc.testing', 'paycalc.testing.plugin'}\n"
        "    assert not {'polars', 'numba', 'numpy', 'yaml', 'typer'} & set(sys.modules)\n"
    )
    assert pytest_in(tmp_path, "-p", "no:hypothesispytest").returncode == 0
