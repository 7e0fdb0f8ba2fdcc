"""Policy tests in YAML, run in few computations; promises and Hypothesis strategies for programs.

Nothing is imported before it is used, so that a test runner that loads the plugin pays nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paycalc.testing.cases import Case
    from paycalc.testing.equality import assert_pay_equal
    from paycalc.testing.promises import assert_promise, assert_promises
    from paycalc.testing.running import Outcome, Report, run_cases
    from paycalc.testing.strategies import changes, counties, records_for

_HOMES = {
    "Case": "cases",
    "Outcome": "running",
    "Report": "running",
    "assert_pay_equal": "equality",
    "assert_promise": "promises",
    "assert_promises": "promises",
    "changes": "strategies",
    "counties": "strategies",
    "records_for": "strategies",
    "run_cases": "running",
}

__all__ = [
    "Case",
    "Outcome",
    "Report",
    "assert_pay_equal",
    "assert_promise",
    "assert_promises",
    "changes",
    "counties",
    "records_for",
    "run_cases",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
