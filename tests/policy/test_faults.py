"""Each faulty policy is told with its code, line and column, and with nothing besides.

Here are further faults of codes that have more than one; ``tests/faulty`` has one of every code.
"""

from __future__ import annotations

import pytest

from tests.policy.building import Fault
from tests.policy.faults import FAULTS


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.item}")
def test_fault_is_told_in_its_place(fault: Fault) -> None:
    """A faulty policy gives exactly the problem of its fault, at the place marked in it."""
    problems = fault.problems()
    found = [(p.code, p.place.file, p.place.line, p.place.position) for p in problems]
    assert found == [(fault.code, *fault.place)]
    assert problems[0].place.item == fault.item


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_message_can_be_said(language: str) -> None:
    """Every problem finds all the values that its sentence names, in both languages."""
    for fault in FAULTS:
        for problem in fault.problems():
            sentence = problem.message(language)
            assert "{nearest}" not in sentence
            assert len(sentence) > 10


def test_names_of_problems_are_plain_data() -> None:
    """Values of problems are texts on one line and integers, and short."""
    for fault in FAULTS:
        for problem in fault.problems():
            for value in problem.values.values():
                assert isinstance(value, int) or (value.isprintable() and len(value) < 400)
