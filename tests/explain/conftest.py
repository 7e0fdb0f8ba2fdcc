"""The results whose explanations are tested, each made once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import paycalc

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.parent.name for path in (ROOT / "fixtures").glob("*/period.yaml"))


@cache
def result_of(name: str) -> paycalc.Result:
    """What a policy of the project makes of its dataset."""
    policy = paycalc.load_policy(ROOT / "policies" / f"{name}.yaml")
    return paycalc.compute(policy, paycalc.read_records(ROOT / "fixtures" / name))
