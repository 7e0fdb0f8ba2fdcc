"""Says in the project's own words what the YAML parser stumbled over, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paycalc.policy.model import Mark

if TYPE_CHECKING:
    from yaml import MarkedYAMLError

    from paycalc.policy._collector import Collector


def tell_syntax(error: MarkedYAMLError, text: str, file: str, problems: Collector) -> None:
    """Notes the one problem of a parser's error."""
    context, problem = error.context or "", error.problem or ""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    opened = error.context_mark or mark
    opening = Mark(file, opened.line + 1, opened.column + 1) if opened else Mark(file, 1, 1)
    here = Mark(file, line + 1, column + 1)
    character = _character(text, line, column)
    if "quoted scalar" in context and "end of stream" in problem:
        problems.add("P013", opening)
    elif context.startswith("while parsing a flow"):
        problems.add("P014", opening)
    elif character == "\t":
        problems.add("P012", here)
    elif "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        problems.add("P015", here)
    elif "cannot start any token" in problem:
        problems.add("P016", here, found=character)
    elif context.startswith("while parsing a block"):
        problems.add("P017", here)
    else:
        problems.add("P018", here)


def _character(text: str, line: int, column: int) -> str:
    lines = text.splitlines()
    return lines[line][column : column + 1] if line < len(lines) else ""
