"""The generator covers the grammar, and its cases are what they claim to be."""

from __future__ import annotations

import yaml
from hypothesis import HealthCheck, given, settings

from tests.strategies import Case, case_of, cases
from tests.strategies.coverage import ALL_FEATURES, coverage
from tests.strategies.shrink import shrink
from tests.strategies.text import to_yaml

SOME = range(300)


def test_the_text_reads_back_as_the_tree() -> None:
    """A case's policy text is YAML whose scalars, as written, are those of the tree."""
    for seed in SOME:
        case = case_of(seed)
        assert yaml.load(case.policy_text, yaml.BaseLoader) == case.policy


def test_a_seed_always_makes_the_same_case() -> None:
    """The same seed gives the same case, so that a failure can be told by its number."""
    assert all(case_of(seed) == case_of(seed) for seed in SOME[:30])


def test_every_feature_that_occurs_is_listed() -> None:
    """``coverage`` names nothing that ``ALL_FEATURES`` does not hold, unless a case is broken."""
    whole = [case for case in map(case_of, SOME) if case.mischief is None]
    assert set().union(*(coverage(case) for case in whole)) <= ALL_FEATURES


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(cases())
def test_drawn_cases_have_schools_and_pools(case: Case) -> None:
    """Hypothesis can draw cases, each with the parts that every case has."""
    assert {"level_1", "level_2"} <= set(case.policy)
    assert case.policy_text == to_yaml(case.policy)


def test_the_shrinker_keeps_what_fails_and_drops_the_rest() -> None:
    """What a failure needs stays; nearly everything else is gone."""
    seed = next(seed for seed in SOME if "step.grade" in coverage(case_of(seed)))

    def failing(case: Case) -> bool:
        return "grade:" in case.policy_text and len(case.tables.get("staff", [])) > 1

    small = shrink(case_of(seed), failing, seconds=20)
    assert failing(small)
    assert len(small.policy_text) < 250
    assert {name: len(rows) for name, rows in small.tables.items()} == {"staff": 2}
