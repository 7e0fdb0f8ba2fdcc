"""Every error of computing, where it is told."""

from __future__ import annotations

import pytest

from paycalc.problems.catalogue import CATALOGUE
from tests.result.faults import ITEMS, MONEY, Fault


@pytest.mark.parametrize("fault", [*ITEMS, *MONEY], ids=lambda fault: f"{fault.code} {fault.item}")
def test_an_error_is_told_with_its_places(fault: Fault) -> None:
    """Each error names the county, unit, school, teacher and row that it concerns, the part of
    the policy, and its line and column there; nothing else is told.
    """
    told = fault.told()
    assert {place for _, place in told} == fault.expected()
    assert len(told) == len(fault.places)
    assert {code for code, _ in told} == {fault.code}
    assert fault.told(threads=2) == told


def test_every_code_of_computing_occurs() -> None:
    """Each error in the catalogue whose code begins with C has a fault above."""
    errors = {
        code
        for code, message in CATALOGUE.items()
        if code.startswith("C") and message.severity == "error"
    }
    assert {fault.code for fault in (*ITEMS, *MONEY)} == errors
