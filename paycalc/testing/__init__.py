"""Policy tests: cases in YAML beside a policy, run in few computations, compared to the fen.

Nothing is imported before it is used, so that a test runner that loads the plugin pays nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paycalc.testing.cases import Case
    from paycalc.testing.equality import assert_pay_equal
    from paycalc.testing.running import Outcome, Report, run_cases

_HOMES = {
    "Case": "cases",
    "Outcome": "running",
    "Report": "running",
    "assert_pay_equal": "equality",
    "run_cases": "running",
}

__all__ = ["Case", "Outcome", "Report", "assert_pay_equal", "run_cases"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
