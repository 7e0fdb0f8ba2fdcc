"""The messages of records' problems."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from paycalc.problems._records import RECORDS


def placeholders(text: str) -> set[str]:
    """The names in braces of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", RECORDS)
def test_both_languages(code: str) -> None:
    """A message names the same values in both languages."""
    message = RECORDS[code]
    assert placeholders(message.en) == placeholders(message.zh)
    assert message.en.strip()
    assert re.search("[一-鿿]", message.zh)
    assert not re.search("[一-鿿]", message.en)


def test_codes() -> None:
    """Codes are an R and three digits (N with a suggestion), in ascending order."""
    assert all(re.fullmatch("R[0-9]{3}N?", code) for code in RECORDS)
    assert list(RECORDS) == sorted(RECORDS)


def test_every_code_is_tested() -> None:
    """Every code occurs in a test, and every code of the program is in the catalogue."""
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
    assert [code for code in RECORDS if f'"{code}"' not in tests] == []
    import paycalc.records.checking

    room = Path(paycalc.records.checking.__file__).parent
    program = "".join(path.read_text("utf-8") for path in room.rglob("*.py"))
    assert set(re.findall(r'"(R[0-9]{3}N?)"', program)) == set(RECORDS)
