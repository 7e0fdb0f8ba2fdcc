"""How problems, tables and progress look."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence

import pytest

from paycalc.cli._progress import progress
from paycalc.cli._show import problem_json, show_problems, show_table
from paycalc.problems import CATALOGUE, Place, Problem, render


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def of(severity: str) -> str:
    """A code of this severity whose message names no values."""
    return next(
        code
        for code, message in CATALOGUE.items()
        if message.severity == severity and "{" not in message.en + message.zh
    )


ERROR = of("error")
PROBLEMS = (
    Problem(ERROR, Place(file="a policy.yaml", line=3, position=7)),
    Problem(ERROR, Place(file="a policy.yaml", line=12, position=1, item="items.lessons")),
    Problem(ERROR, Place(file="staff.csv", table="staff", row=2, column="[fte]")),
    Problem(ERROR, Place(county="C1", school="S1", teacher="T1", item="items.lessons")),
)


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_without_a_terminal_each_problem_is_a_line_with_its_place() -> None:
    """A pipe gets one line per problem, as ``render`` says it, to be searched and sorted."""
    stream = io.StringIO()
    show_problems(PROBLEMS, "en", stream)
    assert stream.getvalue().splitlines() == [render(problem, "en") for problem in PROBLEMS]
    assert stream.getvalue().startswith(f"a policy.yaml:3:7: error {ERROR}: ")


SPOTS = {
    "en": (
        "table staff, row 2, column [fte]",
        "county C1, school S1, teacher T1, at items.lessons",
    ),
    "zh": ("表 staff，行 2，列 [fte]", "县区 C1，学校 S1，工号 T1，位置 items.lessons"),
}


def shown(problems: Sequence[Problem], language: str, every: bool | None) -> list[str]:
    """The lines that a terminal shows, without colours."""
    stream = Terminal()
    show_problems(problems, language, stream, every)
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_terminal_problems_are_grouped_by_file(language: str) -> None:
    """A terminal gets a heading per file and the problems below it, in the words of a language."""
    text = CATALOGUE[ERROR].text(language)
    error = {"en": "error", "zh": "错误"}[language]
    row, member = SPOTS[language]
    assert shown(PROBLEMS, language, True) == [
        "a policy.yaml",
        f"  {error} {ERROR}: {text}  [a policy.yaml:3:7]",
        f"  {error} {ERROR}: {text}  [a policy.yaml:12:1]",
        "staff.csv",
        f"  {error} {ERROR}: {text}  [{row}]",
        "C1",
        f"  {error} {ERROR}: {text}  [{member}]",
    ]


def test_severity_is_in_colour() -> None:
    """A terminal shows the severity in its colour."""
    stream = Terminal()
    show_problems(PROBLEMS, "en", stream)
    assert "\x1b[1;31merror" in stream.getvalue()


MANY = tuple(
    Problem(ERROR, Place(file=file, table=file[:-4], row=row, column=column))
    for file in ("staff.csv", "workload.csv")
    for row in range(2, 1216)
    for column in ("name", "level")
)


@pytest.mark.parametrize(
    ("language", "every", "more"),
    [
        ("en", None, "    and 1,213 more like it"),
        ("en", False, "    and 1,213 more like it (--all lists them)"),
        ("zh", False, "    另有 1,213 处同类问题（--all 全部列出）"),
    ],
)
def test_of_many_problems_a_terminal_shows_the_first_of_each_kind(
    language: str, every: bool | None, more: str
) -> None:
    """A file's problems of one code and column are told by the first and a count, in each file."""
    lines = shown(MANY, language, every)
    assert len(lines) == 2 * (1 + 2 * 2)
    assert [line for line in lines if line.startswith("    ")] == [more] * 4


def test_all_problems_are_shown_where_they_are_asked_for() -> None:
    """With --all a terminal shows every problem, without it a pipe does, too."""
    assert len(shown(MANY, "en", True)) == 2 + len(MANY)
    stream = io.StringIO()
    show_problems(MANY, "en", stream, False)
    assert len(stream.getvalue().splitlines()) == len(MANY)


def test_a_problem_in_json_has_what_is_known_of_its_place() -> None:
    """The JSON of a problem leaves out what is unknown."""
    told = problem_json(PROBLEMS[2], "en")
    assert told == {
        "code": ERROR,
        "severity": "error",
        "message": CATALOGUE[ERROR].en,
        "count": 1,
        "place": {"file": "staff.csv", "table": "staff", "row": 2, "column": "[fte]"},
    }


def test_a_table_is_aligned_by_width_of_signs() -> None:
    """Chinese signs count as two columns; numbers stand to the right."""
    stream = io.StringIO()
    show_table(("group", "heads"), (("一线教师", "7"), ("a", "1,000")), stream)
    assert stream.getvalue().splitlines() == [
        "group     heads",
        "一线教师      7",
        "a         1,000",
    ]


def test_the_head_of_a_table_is_bold_on_a_terminal_only() -> None:
    """A terminal shows the head in bold; a pipe gets no control signs."""
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        show_table(("group",), (("a",),), stream)
    assert terminal.getvalue() == "\x1b[1mgroup\x1b[0m\na\n"
    assert pipe.getvalue() == "group\na\n"


def test_progress_is_silent_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where stderr is no terminal, progress writes nothing."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress(2) as tell:
        tell("reading")
    assert stream.getvalue() == ""


def test_progress_shows_step_and_count_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, progress shows what is done and how many steps there were of how many."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress(2) as tell:
        tell("reading")
        tell("computing")
    said = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue())
    assert "computing" in said
    assert "1/2" in said
