"""Telling what came of tests: expected and found side by side, and how the first came about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from paycalc.policy.nodes import decimal_text
from paycalc.problems import render
from paycalc.result.explain.export import money_text
from paycalc.testing._values import NONE
from paycalc.testing.cases import Bar, Claim, Value
from paycalc.testing.comparing import bars_apart

if TYPE_CHECKING:
    from paycalc.policy import Policy
    from paycalc.testing.running import Outcome, Report

_MONEY = frozenset({"payout", "line", "unit", "ledger"})


def value_text(claim: Claim, value: Value, policy: Policy) -> str:
    """A value as a case writes it: money with the currency's digits, names in order."""
    if value is None:
        return NONE
    if isinstance(value, int):
        digits = policy.currency.decimals
        return money_text(value, digits) if claim.kind in _MONEY else decimal_text(value)
    if isinstance(value, frozenset):
        return f"[{', '.join(sorted(value))}]"
    return f"[{', '.join(map(bar_text, value))}]"


def bar_text(bar: Bar) -> str:
    """A bar as a case writes it."""
    return "{" + ", ".join(f"{name}: {text}" for name, text in bar) + "}"


def outcome_text(outcome: Outcome, language: str = "en", explanation: str = "") -> str:
    """A case that failed: its name and place, what differs, and why."""
    case, words = outcome.case, WORDS[language]
    lines = [f"{words['failed']} {case.file}:{case.line}: {case.name}"]
    lines += [f"  {line}" for line in _table(outcome, language)]
    errors = [problem for problem in outcome.problems if problem.severity == "error"]
    lines += [f"  {render(problem, language)}" for problem in errors]
    if explanation:
        lines += ["", *(f"  {line}".rstrip() for line in explanation.splitlines())]
    return "\n".join(lines)


def rows(outcome: Outcome) -> Iterator[tuple[str, str, str]]:
    """What differs: its name in the file, expected, found."""
    for difference in outcome.differences:
        claim, found = difference.claim, difference.found
        said = " ".join(claim.said)
        if isinstance(claim.expected, tuple) and isinstance(found, tuple):
            missing, left = bars_apart(claim.expected, found)
            yield from ((said, bar_text(bar), NONE) for bar in missing)
            yield from ((said, NONE, bar_text(bar)) for bar in left)
            continue
        expected = value_text(claim, claim.expected, outcome.policy)
        yield said, expected, value_text(claim, found, outcome.policy)


def _table(outcome: Outcome, language: str) -> Iterator[str]:
    """The differences as aligned columns."""
    words = WORDS[language]
    lines = [("", words["expected"], words["found"]), *rows(outcome)]
    widths = [max(width(line[i]) for line in lines) for i in range(3)]
    for line in lines:
        cells = [_aligned(cell, widths[i], i > 0) for i, cell in enumerate(line)]
        yield "  ".join(cells).rstrip()


def _aligned(text: str, to: int, right: bool) -> str:
    gap = " " * (to - width(text))
    return gap + text if right else text + gap


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def summary(report: Report, language: str = "en") -> str:
    """Cases, files, computations, seconds."""
    n = {
        "cases": len(report.outcomes),
        "failed": len(report.failed),
        "files": report.files,
        "computes": report.computes,
        "seconds": f"{report.seconds:.1f}",
    }
    return WORDS[language]["summary"].format_map(n)


WORDS = {
    "en": {
        "failed": "FAILED",
        "expected": "expected",
        "found": "found",
        "summary": "{cases} cases in {files} files, {failed} failed; {computes} computations, "
        "{seconds} s",
    },
    "zh": {
        "failed": "未通过",
        "expected": "应为",
        "found": "实为",
        "summary": "{files} 个文件，{cases} 个用例，{failed} 个未通过；计算 {computes} 次，"
        "{seconds} 秒",
    },
}
