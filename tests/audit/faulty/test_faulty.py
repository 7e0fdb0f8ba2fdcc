"""Faulty policies are found with their causes, and their sound twins come out clean."""

from __future__ import annotations

from functools import cache

import pytest

from paycalc.audit.auditing import audit
from paycalc.audit.model import Judged
from tests.audit.faulty import NAMES, VACUOUS, Fault, Twin, load

CASES = 4096
"""So many counties are enough for every fault, whatever the seed."""

CLEAN = {"PROVED", "CHECKED", "SAMPLED"}


@cache
def judged(name: str, twin: Twin, seed: int, cases: int = CASES) -> tuple[Fault, Judged]:
    """The promise of a twin, audited."""
    fault = load(name, twin)
    found = audit(fault.policy, cases=cases, seed=seed, promises=[fault.promise], threads=1)
    return fault, found.judged[0]


def named_lines(one: Judged) -> set[int]:
    """The lines of the policy that are named for the case that was found."""
    assert one.finding is not None
    of = next((change.of for change in one.finding.changed if change.of), "")
    reasons = one.static.reasons(of) if one.static is not None else ()
    return {reason.mark.line for reason in reasons}


def check_found(name: str, seed: int) -> None:
    """A faulty policy is broken, and the line at fault is named; a vacuous promise says nothing."""
    fault, one = judged(name, "faulty", seed)
    if name in VACUOUS:
        assert one.verdict == "NOT EXERCISED"
        return
    assert one.verdict == "BROKEN"
    assert one.promise.declared
    assert named_lines(one) & fault.causes


def test_there_are_more_than_twenty_faulty_policies() -> None:
    """Each has its own promise to break, and the lines at fault are marked."""
    faults = [load(name, "faulty") for name in NAMES]
    assert len(faults) >= 25
    assert all(fault.causes for fault in faults)
    assert len({fault.promise for fault in faults}) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_a_fault_is_found_and_its_cause_named(name: str) -> None:
    """Some thousand counties break the promise, and a line at fault is among those named."""
    check_found(name, 0)


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_twin_comes_out_clean(name: str) -> None:
    """Of the twin without the fault nothing is found; the promise does say something of it."""
    assert judged(name, "sound", 0)[1].verdict in CLEAN


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("name", NAMES)
def test_a_fault_is_found_at_any_seed(name: str, seed: int) -> None:
    """Other counties show the same fault."""
    check_found(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 3))
@pytest.mark.parametrize("name", NAMES)
def test_a_sound_twin_stays_clean_in_many_counties(name: str, seed: int) -> None:
    """A hundred thousand counties, and nothing is found."""
    assert judged(name, "sound", seed, 100_000)[1].verdict in CLEAN


@pytest.mark.slow
@pytest.mark.parametrize("twin", ["faulty", "sound"])
@pytest.mark.parametrize("name", NAMES)
def test_no_proof_is_contradicted(name: str, twin: Twin) -> None:
    """Whatever is proved for a twin, no county of thirty thousand says otherwise."""
    found = audit(load(name, twin).policy, cases=30_000, seed=9, threads=2)
    for one in found.judged:
        loss = one.static.loss_at_most if one.static is not None else None
        assert loss is None or one.worst <= loss, one.promise.id
