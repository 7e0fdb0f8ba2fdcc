"""Corrections of a closed period, and the release of its reserve (policies/corrections.md)."""

from paycalc.result.corrections._settled import Settled, settled_of, settled_of_result
from paycalc.result.corrections.correcting import Correction, correct, release

__all__ = [
    "Correction",
    "Settled",
    "correct",
    "release",
    "settled_of",
    "settled_of_result",
]
