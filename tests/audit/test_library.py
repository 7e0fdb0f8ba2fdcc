"""What the library's policies promise holds as far as the audit finds, in few cases and in many."""

from __future__ import annotations

from pathlib import Path

import pytest

from paycalc.audit.auditing import audit
from paycalc.audit.catalogue import promises_of
from paycalc.audit.telling import text
from paycalc.policy import load_policy
from paycalc.policy.model import Policy

FOLDER = Path(__file__).parents[2] / "policies"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))
FEW = 2_048
MANY = 50_000


@pytest.fixture(params=NAMES)
def policy(request: pytest.FixtureRequest) -> Policy:
    """Each policy of the library."""
    return load_policy(FOLDER / f"{request.param}.yaml")


def declared(policy: Policy) -> list[str]:
    """The ids of the promises that a policy declares."""
    return [promise.id for promise in promises_of(policy) if promise.declared]


def refuted(policy: Policy, cases: int, seed: int) -> str:
    """The promises that so many counties break or never try, and how; empty if there are none."""
    found = audit(policy, cases=cases, seed=seed, promises=declared(policy), threads=1)
    bad = [one for one in found.judged if one.verdict in ("BROKEN", "NOT EXERCISED")]
    return text(policy, found) if bad else ""


def test_every_policy_declares_promises(policy: Policy) -> None:
    """Each policy declares at least one promise."""
    assert declared(policy)


def test_no_declared_promise_is_broken_or_empty(policy: Policy) -> None:
    """A small search finds no county against a promise, and some in which it means something."""
    assert refuted(policy, FEW, seed=0) == ""


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_no_declared_promise_is_broken_in_many_counties(policy: Policy, seed: int) -> None:
    """Nor does a search of many counties, at several seeds."""
    assert refuted(policy, MANY, seed) == ""
