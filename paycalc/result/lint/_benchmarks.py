"""What a county's money is held against: civil servants, training (L130 to L132)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from paycalc.policy.nodes import decimal_text
from paycalc.problems import Problem
from paycalc.result.lint._fractions import Judgement, below, judged, ratio_text, too_small
from paycalc.result.lint._tables import benchmarks

if TYPE_CHECKING:
    from paycalc.result.result import Result


def civil_servants(judgement: Judgement) -> Iterator[Problem]:
    """Counties whose teachers' average total pay is below the civil servants'."""

    def judge(county: str, amounts: list[int]) -> Iterator[Problem]:
        average, other = amounts
        total = other + _incentive(judgement.result, county)
        whole = average * _teachers(judgement.result, county)
        if whole > 0 and below(total, whole, judgement.figure):
            ratio, figure = ratio_text(total, whole), decimal_text(judgement.figure)
            yield judgement.found(county, ratio=ratio, figure=figure)

    return judged(benchmarks(judgement, "civil_servant_average_pay", "teacher_other_pay"), judge)


def training_budget(judgement: Judgement) -> Iterator[Problem]:
    """Counties whose training budget is too small a part of the wage total."""

    def judge(county: str, amounts: list[int]) -> Iterator[Problem]:
        budget, other = amounts
        wages = other + _incentive(judgement.result, county)
        return too_small(judgement, county, budget, wages)

    return judged(benchmarks(judgement, "training_budget", "teacher_other_pay"), judge)


def public_funds(judgement: Judgement) -> Iterator[Problem]:
    """Counties whose schools spend too small a part of their public funds on training."""
    return judged(
        benchmarks(judgement, "public_funds_for_training", "public_funds"),
        lambda county, amounts: too_small(judgement, county, *amounts),
    )


def _incentive(result: Result, county: str) -> int:
    """What the county's posts are paid of this run, held money included, in fen."""
    here = result.encoded.post_county == result.names.counties.index(county)
    return int((result.payable + result.held)[here].sum())


def _teachers(result: Result, county: str) -> int:
    """The county's teachers, each once, however many posts they have."""
    posts = result.made.checked.posts
    here = posts.county == result.made.checked.counties.index(county)
    return int(np.unique(posts.person[here]).size)
