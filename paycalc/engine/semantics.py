"""The number of the meaning that this engine gives to policies and records."""

from __future__ import annotations

from typing import Final

SEMANTICS: Final = 1
"""Raised by one with a change after which a number could be another one, and with no other change.

Runs of a number that was released stay in ``tests/golden/``, and every version that bears the
number must pay them to the fen.
"""
