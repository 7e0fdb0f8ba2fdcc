"""Policies with one fault each, as data, beside those of ``tests/faulty``: all must be told."""

from __future__ import annotations

from tests.policy.building import Fault
from tests.policy.faults.grammar import FORMS, GRADES, PROMISES, SCALARS, VALUES
from tests.policy.faults.meaning import GRAINS, NAMES, POOLS
from tests.policy.faults.plans import DUTIES, FILES, PURSES
from tests.policy.faults.reading import READING

FAULTS: tuple[Fault, ...] = (
    *READING,
    *FORMS,
    *SCALARS,
    *PROMISES,
    *VALUES,
    *GRADES,
    *NAMES,
    *GRAINS,
    *POOLS,
    *PURSES,
    *DUTIES,
    *FILES,
)
