"""What a cell says, exactly, whatever the type of its column: one text, a number, a date, money.

The same table gives the same answers as CSV, as Parquet and as an Arrow table (policy.md,
section 1): a float is taken at the shortest decimal that reads back as the same float of its width.
"""

from __future__ import annotations

from paycalc.records._cell_dates import Dates, dates
from paycalc.records._cell_money import Money, money
from paycalc.records._cell_numbers import Numbers, numbers
from paycalc.records._cell_texts import readable, stored, texts, trim
from paycalc.records._words import Words, words_of

__all__ = [
    "Dates",
    "Money",
    "Numbers",
    "Words",
    "dates",
    "money",
    "numbers",
    "readable",
    "stored",
    "texts",
    "trim",
    "words_of",
]
