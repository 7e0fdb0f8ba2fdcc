"""A part of Encoded is computed as if the other counties did not exist."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest

from paycalc.engine import Encoded, EnginePlan, compute_arrays
from paycalc.engine.arrays import Arrays
from paycalc.policy import Policy
from tests.promises.computed import computed

BY_POST = ("gross", "forfeited", "received", "held", "payable")
SEVEN = 3
"""The place of the seven counties among the fixtures."""


@cache
def _seven() -> tuple[Policy, Encoded, Arrays]:
    one = computed("fixtures")[SEVEN]
    encoded = one.result.encoded
    assert encoded.counties >= 7
    assert len(set(np.diff(encoded.county_posts).tolist())) >= 3
    (whole,) = compute_arrays(EnginePlan(one.policy), encoded)
    return one.policy, encoded, whole.arrays


def _check_part(policy: Policy, encoded: Encoded, part: Encoded, whole: Arrays, low: int) -> None:
    """What a part from county ``low`` on pays is that stretch of what the whole pays."""
    (found,) = compute_arrays(EnginePlan(policy), part)
    assert not found.faults
    high = low + part.counties
    posts = slice(encoded.county_posts[low], encoded.county_posts[high])
    units = slice(encoded.unit_starts[low], encoded.unit_starts[high])
    for name in BY_POST:
        assert (getattr(found.arrays, name) == getattr(whole, name)[posts]).all(), name
    for line, fen in found.arrays.money.lines.items():
        assert (fen == whole.money.lines[line][posts]).all(), line
    for name in ("allocated", "cuts"):
        money = getattr(found.arrays.money, name)
        assert (money == getattr(whole.money, name)[units]).all(), name
    for flow, fen in found.arrays.money.flows_1.items():
        assert (fen == whole.money.flows_1[flow][low:high]).all(), flow
    assert (found.arrays.county_forfeits == whole.county_forfeits[low:high]).all()
    for name, inside in found.arrays.groups.items():
        assert (inside == whole.groups[name][posts]).all(), name


@pytest.mark.parametrize(("low", "high"), [*combinations(range(8), 2)])
def test_any_run_of_counties_pays_what_it_pays_among_all(low: int, high: int) -> None:
    """Every run of the seven counties, one or several, is paid as within the whole."""
    policy, encoded, whole = _seven()
    _check_part(policy, encoded, encoded.part(low, high), whole, low)


def test_a_part_of_a_part_is_a_part() -> None:
    """Cutting twice comes to the same as cutting once."""
    policy, encoded, whole = _seven()
    _check_part(policy, encoded, encoded.part(1, 6).part(1, 4), whole, 2)


def test_each_county_of_random_cases_pays_alone_what_it_pays_among_others() -> None:
    """Random counties with every feature of the grammar do not touch each other."""
    cut = 0
    for one in computed("random-0"):
        encoded = one.result.encoded
        (whole,) = compute_arrays(EnginePlan(one.policy), encoded)
        for county in range(encoded.counties if encoded.counties > 1 else 0):
            part = encoded.part(county, county + 1)
            _check_part(one.policy, encoded, part, whole.arrays, county)
            cut += 1
    assert cut > 10
