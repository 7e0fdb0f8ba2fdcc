"""Problems and tables for people: grouped and coloured on a terminal, else line by line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.text import Text

    from paycalc.problems import Place, Problem

_COLOURS = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def show_problems(
    problems: Iterable[Problem], language: str, stream: TextIO, every: bool | None = None
) -> None:
    """All problems, a line each with its whole place; on a terminal grouped by file and counted.

    A terminal shows the first of each kind and how many more there are, or ``every`` one; a
    command without that choice gives ``None``.
    """
    from paycalc.problems import render

    if not stream.isatty():
        for problem in problems:
            print(render(problem, language), file=stream)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False)
    kinds = _kinds(problems, every=bool(every))
    for source, members in groupby(kinds, key=lambda kind: _source(kind[0].place)):
        console.print(Text(source, style="bold"), soft_wrap=True)
        for problem, more in members:
            console.print(_line(problem, language), soft_wrap=True)
            if more:
                told = _MORE[language].format(more=more)
                hint = "" if every is None else _ALL[language]
                console.print(Text(f"    {told}{hint}", style="dim"), soft_wrap=True)


def _kinds(problems: Iterable[Problem], *, every: bool) -> Iterator[tuple[Problem, int]]:
    """The first problem of each kind, file by file, and how many more there are of it."""
    if every:
        yield from ((problem, 0) for problem in problems)
        return
    found: dict[tuple[str | None, ...], list[Problem]] = {}
    for problem in problems:
        place = problem.place
        kind = (place.file, place.sheet, place.table, place.column, problem.code)
        found.setdefault(kind, []).append(problem)
    for members in found.values():
        yield members[0], len(members) - 1


def _line(problem: Problem, language: str) -> Text:
    from rich.text import Text

    from paycalc.problems.catalogue import words

    return Text.assemble(
        "  ",
        (words(language)[problem.severity], _COLOURS[problem.severity]),
        f" {problem.code}: {problem.message(language)}",
        (f"  [{_spot(problem.place, language)}]", "dim"),
    )


def say_nothing_written(error: Exception, language: str) -> None:
    """That a command failed, on stderr."""
    import typer

    said = "未写入任何内容：" if language == "zh" else "Nothing was written: "
    typer.echo(f"{said}{error}", err=True)


def problem_json(problem: Problem, language: str) -> dict[str, object]:
    """One problem as plain data, with what is known of its place."""
    return problem.as_json(language)


def place_json(place: Place) -> dict[str, str | int]:
    """What is known of a place."""
    return place.as_json()


def show_table(head: Sequence[str], rows: Sequence[Sequence[str]], stream: TextIO) -> None:
    """Aligned columns, the first to the left, the others (numbers) to the right."""
    lines = [head, *rows]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(head))]
    bold = _bold(stream)
    for number, line in enumerate(lines):
        cells = [
            cell + gap if i == 0 else gap + cell
            for i, cell in enumerate(line)
            for gap in [" " * (widths[i] - _width(cell))]
        ]
        text = "  ".join(cells).rstrip()
        print(bold(text) if number == 0 else text, file=stream)


def _width(cell: str) -> int:
    """The columns that a text takes on a terminal."""
    if cell.isascii() and cell.isprintable():
        return len(cell)
    from rich.cells import cell_len

    return cell_len(cell)


def print_json(value: object) -> None:
    """One JSON object on stdout, readable for people and ASCII only where the terminal is."""
    import json

    json.dump(value, sys.stdout, ensure_ascii=not _speaks_utf8(sys.stdout), indent=2)
    sys.stdout.write("\n")


def _speaks_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "") == "utf8"


def _bold(stream: TextIO) -> Callable[[str], str]:
    if not stream.isatty():
        return str
    return lambda text: f"\x1b[1m{text}\x1b[0m"


def _source(place: Place) -> str:
    """The file that a problem is in, or the table or county if no file is known."""
    return place.file or place.table or place.county or ""


def _spot(place: Place, language: str) -> str:
    """Where in its file: ``file:line:column`` of a policy, or table, row, column and members."""
    from paycalc.problems.catalogue import words

    if place.line is not None:
        parts = [str(part) for part in (place.file, place.line, place.position) if part is not None]
        return ":".join(parts)
    named = ("table", "row", "column", "county", "unit", "school", "teacher", "item")
    known = [(name, getattr(place, name)) for name in named if not (name == "row" and place.cell)]
    spot = [f"{words(language)[name]} {value}" for name, value in known if value is not None]
    parts = [place.address, *spot] if place.address else spot
    return ("，" if language == "zh" else ", ").join(parts)


_MORE = {"en": "and {more:,} more like it", "zh": "另有 {more:,} 处同类问题"}
_ALL = {"en": " (--all lists them)", "zh": "（--all 全部列出）"}
