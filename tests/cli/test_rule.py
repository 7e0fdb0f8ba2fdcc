"""``paycalc rule``: codes explained."""

from __future__ import annotations

import json
from collections.abc import Callable

from paycalc.problems import CATALOGUE
from tests.cli.conftest import Done

Command = Callable[..., Done]


def test_a_code_is_explained_with_an_example(paycalc: Command) -> None:
    """A code is told with its message, its meaning, an example wrong and mended, and advice."""
    done = paycalc("rule", "P045")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "P045 (error)"
    assert lines[1] == "'…' is out of range: this percentage lies between 0% and …%."
    assert lines.index("Wrong:") < lines.index("Mended:") < len(lines) - 1
    assert "        extra: {takes: 160%, share_equally: true}" in lines
    assert lines[-1] == "Write a percentage from 0% to 100%."


def test_a_code_is_explained_in_chinese(paycalc: Command) -> None:
    """With ``--lang zh`` everything but the example is Chinese; small letters will do."""
    done = paycalc("rule", "r211", "--lang", "zh")
    assert done.out.startswith("R211 (错误)\n应为数字却是文字")
    assert "错误写法：" in done.out
    assert "T2,sick,three" in done.out


def test_without_a_code_all_are_listed(paycalc: Command) -> None:
    """All codes of the catalogue are listed, each once, by room."""
    lines = paycalc("rule").out.splitlines()
    codes = [line.split()[0] for line in lines if line.startswith("  ")]
    assert sorted(codes) == sorted(CATALOGUE)
    assert lines[0] == "Policies: the file and its grammar"


def test_every_code_is_told_in_both_languages(paycalc: Command) -> None:
    """There is no code that cannot be told."""
    for language in ("en", "zh"):
        for code in CATALOGUE:
            assert paycalc("rule", code, "--lang", language).out.startswith(f"{code} (")


def test_a_code_as_data(paycalc: Command) -> None:
    """``--json`` gives one object, of one code or of all."""
    found = json.loads(paycalc("rule", "C102", "--json").out)
    assert found["format"] == "paycalc-rule/1"
    assert (found["code"], found["severity"]) == ("C102", "error")
    assert "if_zero: 0" in found["mended"]
    every = json.loads(paycalc("rule", "--json").out)
    assert [entry["code"] for entry in every["codes"]] == list(CATALOGUE)


def test_an_unknown_code_is_wrong_usage(paycalc: Command) -> None:
    """A code that there is not ends with 2, and is told the nearest one or where all are."""
    done = paycalc("rule", "P45")
    assert (done.code, done.out) == (2, "")
    assert "did you mean P045?" in done.err
    said = " ".join(paycalc("rule", "salary").err.replace("│", " ").split())
    assert "`paycalc rule` lists all codes" in said


def test_the_help_shows_an_example(paycalc: Command) -> None:
    """The help of the command shows an example that works."""
    assert "Example: paycalc rule P045" in paycalc("rule", "--help").out
