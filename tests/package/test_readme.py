"""README's commands and examples do what they say."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import paycalc

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- command: (\w+) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)
BLOCKS = [(name, language, code) for name, language, code in BLOCK.findall(TEXT)]
COMMANDS = {name: code.strip() for name, _, code in BLOCKS if name}


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder with policies and fixtures, whose ``.venv`` is the environment of the tests."""
    for name in ("policies", "fixtures"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def shell(code: str, folder: Path) -> str:
    """What the shell prints; fails if a command does."""
    done = subprocess.run(
        ["bash", "-euc", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_both_commands_make_their_own_environment() -> None:
    """The two commands need only ``python3``: they make ``.venv`` and install into it."""
    assert COMMANDS.keys() == {"run", "test"}
    for code in COMMANDS.values():
        venv, install, main = code.split(" && ")
        assert venv == "python3 -m venv .venv"
        assert re.fullmatch(r"\.venv/bin/pip install -q -e (\.|'\.\[dev\]')", install)
        assert main.startswith(".venv/bin/")


def test_the_main_command_ends_with_a_table_of_what_was_paid(fresh: Path) -> None:
    """The first command writes a run folder and ends with heads, total and mean by group."""
    said = shell(COMMANDS["run"].rpartition(" && ")[2], fresh).splitlines()
    [head] = [number for number, line in enumerate(said) if line.startswith("group")]
    assert said[head].split() == ["group", "heads", "total", "(CNY)", "mean", "(CNY)"]
    groups = [line.split()[0] for line in said[head + 1 :]]
    assert groups == [
        *paycalc.load_policy(ROOT / "policies" / "example-county.yaml").groups,
        "everyone",
    ]
    [folder] = (fresh / "out").iterdir()
    assert (folder / "manifest.json").exists()


def test_the_test_command_is_what_ci_runs() -> None:
    """The second command runs the tests, and ``.ci/run`` takes it from README."""
    assert COMMANDS["test"].endswith(".venv/bin/pytest -q")
    assert "tests=$(command_of test)" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [code for name, kind, code in BLOCKS if kind == "sh" and not name])
def test_shell_examples_work(code: str, fresh: Path) -> None:
    """Every other shell block runs as it stands."""
    assert shell(code, fresh)


@pytest.mark.parametrize("code", [code for _, kind, code in BLOCKS if kind == "python"])
def test_python_examples_work(code: str, fresh: Path) -> None:
    """Every Python block runs as it stands, on its own."""
    done = subprocess.run([sys.executable, "-c", code], cwd=fresh, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout


def test_every_block_is_run() -> None:
    """There is no block of a language that nobody runs, and there are examples of both."""
    assert {language for _, language, _ in BLOCKS} == {"sh", "python"}
