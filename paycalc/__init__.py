"""Performance pay from a policy and the records of a term, to the last fen.

The names below are imported when they are first used, so that ``import paycalc`` costs next to
nothing and a tool that only reads policies never loads Polars or Numba.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paycalc.engine import compute, compute_parts
    from paycalc.policy import Policies, load_policies, load_policy, parse_policy
    from paycalc.problems import Problem, ProblemsError
    from paycalc.records import Period, Records, read_database, read_records
    from paycalc.result import Result

__version__ = "0.1.0"

__all__ = [
    "Period",
    "Policies",
    "Problem",
    "ProblemsError",
    "Records",
    "Result",
    "__version__",
    "compute",
    "compute_parts",
    "load_policies",
    "load_policy",
    "parse_policy",
    "read_database",
    "read_records",
]

_ROOMS = {
    "Period": "records",
    "Policies": "policy",
    "Problem": "problems",
    "ProblemsError": "problems",
    "Records": "records",
    "Result": "result",
    "compute": "engine",
    "compute_parts": "engine",
    "load_policies": "policy",
    "load_policy": "policy",
    "parse_policy": "policy",
    "read_database": "records",
    "read_records": "records",
}


def __getattr__(name: str) -> object:
    """The public name, from its room (PEP 562); kept, so that this runs once for each name."""
    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(f"module 'paycalc' has no attribute {name!r}")
    value: object = getattr(import_module(f"paycalc.{room}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """All public names, loaded or not."""
    return sorted({*globals(), *__all__})
