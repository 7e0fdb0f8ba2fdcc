"""Compares the two sides on cases, counts what occurred, and makes failing cases small."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tests.agreement.answers import Answer, Paid, Refused, differences
from tests.strategies import Case, case_of
from tests.strategies.coverage import coverage
from tests.strategies.shrink import shrink

SEEDS = range(2048)
"""The cases of the normal run."""

Side = Callable[[Case], Answer]


@dataclass
class Counts:
    """How often features, outcomes and error classes occurred, and how many cases were paid."""

    cases: int = 0
    paid: int = 0
    features: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)

    def add(self, case: Case, answer: Answer) -> None:
        """Counts one case; features only where they bore on somebody's pay."""
        self.cases += 1
        if isinstance(answer, Refused):
            self.classes.update(answer.errors)
        else:
            self.paid += 1
            self.features.update(coverage(case))
            self.features.update(set(outcome_features(answer)))


@dataclass(frozen=True)
class Disagreement:
    """A case on which the sides differ: by field, what differs."""

    seed: int
    case: Case
    found: dict[str, str]

    def __str__(self) -> str:
        told = "\n".join(f"{name}: {what}" for name, what in self.found.items())
        return f"seed {self.seed}, mischief {self.case.mischief}\n{told}\n\n{self.case}"


def disagreement(case: Case, first: Side, second: Side) -> dict[str, str]:
    """What differs by field; an exception of a side is a difference of its own."""
    answers: list[Answer] = []
    for name, side in (("engine", first), ("reference", second)):
        try:
            answers.append(side(case))
        except Exception as error:  # whatever a side raises is what we look for
            where = traceback.extract_tb(error.__traceback__)[-1]
            return {f"{name} raised {type(error).__name__}": f"{where.name}: {error}"}
    return differences(*answers)


def outcome_features(paid: Paid) -> Iterator[str]:
    """What became of the money."""
    for place, name in enumerate(("forfeited", "received", "held"), start=1):
        if any(payout[place] for payout in paid.payouts.values()):
            yield f"outcome.{name}"
    for place, name in enumerate(("kept", "unallocated", "forfeited_to_county"), start=4):
        if any(balance[place] for balance in paid.counties.values()):
            yield f"outcome.{name}"
    named = [("opening", balance[1]) for balance in paid.counties.values() if balance[1]]
    named += [(line.split(".")[0], fen) for (_, _, _, line), fen in paid.lines.items()]
    yield from ("outcome." + name + (".more" if fen > 0 else ".less") for name, fen in named)
    for _, _, unit in paid.broken:
        yield "outcome.broken.unit" if unit else "outcome.broken.county"
    if paid.bars:
        yield "outcome.bars"
    if any(unit[0] == 0 and unit[1] for unit in paid.units.values()):
        yield "outcome.unit_without_posts"


_OUTCOMES = """
    forfeited received held kept unallocated forfeited_to_county adjust.more adjust.less
    guarantee.more guarantee.less level_1.more level_2.more bars broken.unit broken.county
    unit_without_posts opening.more opening.less manual.more manual.less
"""
OUTCOME_FEATURES = frozenset(f"outcome.{name}" for name in _OUTCOMES.split())


def disagreements(seeds: Iterable[int], first: Side, second: Side) -> Iterator[Disagreement]:
    """The seeds whose cases the sides answer differently."""
    for seed in seeds:
        case = case_of(seed)
        found = disagreement(case, first, second)
        if found:
            yield Disagreement(seed, case, found)


def smallest(wrong: Disagreement, first: Side, second: Side, seconds: float = 60) -> Disagreement:
    """The same disagreement on a case as small as the shrinker can make it in that time."""
    kinds = set(wrong.found)

    def failing(case: Case) -> bool:
        return bool(kinds & set(disagreement(case, first, second)))

    case = shrink(wrong.case, failing, seconds=seconds)
    return Disagreement(wrong.seed, case, disagreement(case, first, second))
