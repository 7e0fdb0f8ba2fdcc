"""Directions: amounts have no sign, what is taken back is a deduction."""

from __future__ import annotations

from typing import Final

import polars as pl

EARNING: Final = "earning"
DEDUCTION: Final = "deduction"

_AMOUNT: Final = pl.col("amount")
SIGNED: Final = pl.when(pl.col("direction") == DEDUCTION).then(-_AMOUNT).otherwise(_AMOUNT)
"""The amount of a line with its sign."""
