"""Each faulty policy is told with its code, line and column, and with nothing besides."""

from __future__ import annotations

import pytest

from paycalc.problems import CATALOGUE
from tests.policy.building import Fault
from tests.policy.faults import FAULTS

ELSEWHERE = {"P000", "P003", "P009"}
"""Codes of files on disk and of very many problems, which have tests of their own."""


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


def test_every_code_has_a_faulty_policy() -> None:
    """Every code of policies in the catalogue is given by at least one faulty policy."""
    codes = {code for code in CATALOGUE if code.startswith("P")}
    assert {fault.code for fault in FAULTS} | ELSEWHERE == codes


def test_names_of_problems_are_plain_data() -> None:
    """Values of problems are texts on one line and integers, and short."""
    for fault in FAULTS:
        for problem in fault.problems():
            for value in problem.values.values():
                assert isinstance(value, int) or (value.isprintable() and len(value) < 400)
