"""The command as a whole: help, version, usage, streams."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import paycalc as package
from tests.cli.conftest import DATASET, POLICY, ROOT, Done

Command = Callable[..., Done]

COMMANDS = ("check", "explain", "rule", "run", "schema", "test")


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_help_names_every_command_and_the_exit_codes(
    paycalc: Command, arguments: tuple[str, ...]
) -> None:
    """``paycalc`` alone and ``paycalc --help`` show the commands, the exit codes, an example."""
    done = paycalc(*arguments)
    assert done.code == (0 if arguments else 2)
    said = done.out + done.err
    assert all(word in said for word in (*COMMANDS, "Exit codes", "Example: paycalc run"))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_shows_an_example_that_works(
    paycalc: Command, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example in a command's help runs as it stands."""
    [example] = [line for line in paycalc(command, "--help").out.splitlines() if "Example:" in line]
    said, _, file = example.partition("paycalc ")[2].partition(" > ")  # a shell's, where it is
    arguments = said.split()
    for name in ("policies", "fixtures"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    assert arguments[0] == command
    done = paycalc(*arguments)
    assert done.code == 0
    assert done.out or not file


def test_the_version_is_the_package_s(paycalc: Command) -> None:
    """``--version`` prints the version and ends with 0."""
    assert paycalc("--version") == Done(0, f"paycalc {package.__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("pay",),
        ("run",),
        ("run", POLICY, DATASET),
        ("run", POLICY, "nowhere", "--out", "x"),
        ("run", "nowhere.yaml", DATASET, "--out", "x"),
        ("run", POLICY, DATASET, "--out", "x", "--format", "xlsx"),
        ("run", POLICY, DATASET, "--out", "x", "--threads", "0"),
        ("check", POLICY, DATASET, "--lang", "fr"),
        ("check", POLICY, DATASET, "--fast"),
        ("check", DATASET, POLICY),
    ],
)
def test_wrong_usage_ends_with_2_and_prints_nothing_on_stdout(
    paycalc: Command, arguments: tuple[str | Path, ...]
) -> None:
    """A command that cannot be understood ends with 2 and says why on stderr."""
    done = paycalc(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Error" in done.err or "Usage" in done.err


def process(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """``python -m paycalc`` in a process of its own."""
    command = [sys.executable, "-m", "paycalc", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, **environment}
    )


def test_python_m_paycalc_is_the_command() -> None:
    """``python -m paycalc`` does what ``paycalc`` does."""
    done = process("--version")
    assert (done.returncode, done.stdout) == (0, f"paycalc {package.__version__}\n".encode())


def test_a_stream_that_knows_no_chinese_gets_escapes(faulty_policy: Path) -> None:
    """Messages in Chinese come out on an ASCII stream too, escaped, and nothing crashes."""
    done = process("check", faulty_policy, DATASET, "--lang", "zh", PYTHONIOENCODING="ascii")
    assert done.returncode == 1, done.stderr.decode()
    assert b"\\u" in done.stdout
    assert b"Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_crash(faulty_policy: Path) -> None:
    """``paycalc check … | head -1`` ends without a traceback."""
    command = f"{sys.executable} -m paycalc check '{faulty_policy}' '{DATASET}' | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert done.stdout.count(b"\n") == 1
    assert b"Traceback" not in done.stderr
