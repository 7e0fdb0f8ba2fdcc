"""The cases of the normal run reach all of the grammar and every class of error."""

from __future__ import annotations

from tests.agreement.checking import OUTCOME_FEATURES, SEEDS, Counts
from tests.agreement.classes import ALL_CLASSES, CLASSES
from tests.agreement.reference_side import by_reference
from tests.strategies import case_of
from tests.strategies.coverage import ALL_FEATURES


def test_every_feature_and_every_class_of_error_occurs() -> None:
    """In a case that is paid every feature occurs, and every class of error in one that is not."""
    counts = Counts()
    wanted = ALL_FEATURES | OUTCOME_FEATURES | ALL_CLASSES
    for seed in SEEDS:
        case = case_of(seed)
        counts.add(case, by_reference(case))
        if not wanted - set(counts.features) - set(counts.classes):
            break
    never = wanted - set(counts.features) - set(counts.classes)
    assert not never, f"never occurred in {counts.cases} cases, {counts.paid} paid: {sorted(never)}"
    assert counts.paid >= 0.65 * counts.cases


def test_every_code_of_computing_has_its_own_class() -> None:
    """The engine's codes and the reference's words for errors stand one to one."""
    from paycalc.problems.catalogue import CATALOGUE

    errors = {
        code
        for code, message in CATALOGUE.items()
        if code.startswith("C") and message.severity == "error"
    }
    assert errors == set(CLASSES)
    assert len(set(CLASSES.values())) == len(CLASSES)
