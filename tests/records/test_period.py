"""Reading the period."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from paycalc.records import Period
from paycalc.records.period import NO_PERIOD, parse_period, period_of

GOOD = "id: 2025-2026-1\nfrom: 2025-09-01\nto: 2026-01-31\n"
WHOLE = Period("2025-2026-1", date(2025, 9, 1), date(2026, 1, 31))


def lines(text: str) -> list[tuple[str, int | None, int | None]]:
    """Code, line and position of every problem; the period is then the stand-in."""
    period, problems = parse_period(text)
    assert problems
    assert period is NO_PERIOD
    return [(p.code, p.place.line, p.place.position) for p in problems]


def test_whole() -> None:
    """Keys are read as text, then as what their place says."""
    assert parse_period(GOOD) == (WHOLE, [])
    known = parse_period(GOOD + "known_at: 2026-02-05\n")[0]
    assert known.known_at == date(2026, 2, 5)
    assert parse_period(GOOD.replace("2025-2026-1", "012"))[0].id == "012"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("R121", 1, 1)]),
        ("- a\n", [("R121", 1, 1)]),
        ("id: [\n", [("R121", 2, 1)]),
        ("id: a\n---\nid: b\n", [("R121", 2, 1)]),
        ("[" * 20_000, [("R121", None, None)]),
        (GOOD + "known: 2026-02-05\n", [("R122N", 4, 1)]),
        ("id: a\n", [("R123", None, None), ("R123", None, None)]),
        (GOOD.replace("2025-2026-1", "''"), [("R123", None, None)]),
        (GOOD.replace("2025-09-01", "2025-9-1"), [("R124", 2, 1)]),
        (GOOD.replace("2026-01-31", "2026-02-30"), [("R124", 3, 1)]),
        (GOOD.replace("2026-01-31", "2025-08-31"), [("R125", 3, 1)]),
        (GOOD + "remark: x\n", [("R122", 4, 1)]),
        (GOOD + "known_at: [2026-02-05]\n", [("R126", 4, 1)]),
        ("id: a\nfrom: [2025-09-01]\nto: 2026-01-31\n", [("R126", 2, 1)]),
        (GOOD + "? [a]\n: b\n", [("R126", 4, 3)]),
        (GOOD + "id: b\n", [("R127", 4, 1)]),
        (
            "id: a\nform: x\nfrom: soon\nto: 2026-01-31\n",
            [("R122N", 2, 1), ("R124", 3, 1)],
        ),
    ],
)
def test_wrong(text: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    """Everything wrong with a period is told with its line, all at once."""
    assert lines(text) == expected


def test_nearest_key() -> None:
    """A key that a period does not have is told with the nearest one it has."""
    problem = parse_period(GOOD + "knownat: 2026-02-05\n")[1][0]
    assert problem.values == {"key": "knownat", "nearest": "known_at"}
    assert "known_at" in problem.message("zh")


def test_from_a_program() -> None:
    """A program gives a Period, or a mapping with texts or dates."""
    assert period_of(WHOLE) == (WHOLE, [])
    mapping = {"id": "2025-2026-1", "from": date(2025, 9, 1), "to": datetime(2026, 1, 31)}
    assert period_of({**mapping, "known_at": None}) == (WHOLE, [])


def test_wrong_from_a_program() -> None:
    """What is wrong with a program's period is a problem, not an exception."""
    backwards = Period("a", date(2026, 1, 31), date(2025, 9, 1))
    assert [p.code for p in period_of(backwards)[1]] == ["R125"]
    mapping = {"id": "a", "from": datetime(2025, 9, 1, 8), "to": "x", "until": "y"}
    assert [p.code for p in period_of(mapping)[1]] == ["R122", "R124", "R124"]
