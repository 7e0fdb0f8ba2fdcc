"""The numbers: encoding, items, levels, adjustments, guarantees, veto."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paycalc.engine.arrays import Arrays, Range, compute_arrays
    from paycalc.engine.computing import compute
    from paycalc.engine.encoded import Encoded
    from paycalc.engine.encoding import encode
    from paycalc.engine.expects import expectations
    from paycalc.engine.plan import EnginePlan
    from paycalc.engine.streaming import compute_parts

_HOMES = {
    "Arrays": "arrays",
    "Encoded": "encoded",
    "EnginePlan": "plan",
    "Range": "arrays",
    "compute": "computing",
    "compute_arrays": "arrays",
    "compute_parts": "streaming",
    "encode": "encoding",
    "expectations": "expects",
}

__all__ = [
    "Arrays",
    "Encoded",
    "EnginePlan",
    "Range",
    "compute",
    "compute_arrays",
    "compute_parts",
    "encode",
    "expectations",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
