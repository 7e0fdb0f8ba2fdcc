"""The state of a number: there, absent, or which error stands in its place.

States are small integers beside every array of numbers; from ``OVERFLOW`` on they are errors and
name the codes under which `compute` reports them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class State(IntEnum):
    """What stands in a place: a number, none, or an error of computing."""

    OK = 0
    NONE = 1
    OVERFLOW = 2
    DIVIDE_BY_ZERO = 3
    ROW_WITHOUT_NUMBER = 4
    TEXT_FOR_NUMBER = 5
    NUMBER_OUT_OF_RANGE = 6
    BAD_DATE = 7
    NOT_IN_TABLE = 8
    BELOW_FIRST_BAND = 9
    MISSING_NUMBER = 10
    ROUND_TO_NOT_POSITIVE = 11
    UNIT_COLUMNS_DIFFER = 12
    NEGATIVE_OWED = 13
    NEGATIVE_FACTOR = 14
    FACTOR_OUTSIDE_0_1 = 15
    SHORT = 16
    LIMITS_CROSSED = 17
    FLOORS_UNPAYABLE = 18
    FLOOR_ADJUSTMENT_UNPAYABLE = 19
    GROUPS_OVERLAP = 20
    FUND_OUT_OF_RANGE = 21


CODES: Mapping[State, str] = {
    State.OVERFLOW: "C101",
    State.DIVIDE_BY_ZERO: "C102",
    State.ROW_WITHOUT_NUMBER: "C103",
    State.TEXT_FOR_NUMBER: "C104",
    State.NUMBER_OUT_OF_RANGE: "C105",
    State.BAD_DATE: "C106",
    State.NOT_IN_TABLE: "C107",
    State.BELOW_FIRST_BAND: "C108",
    State.MISSING_NUMBER: "C109",
    State.ROUND_TO_NOT_POSITIVE: "C110",
    State.UNIT_COLUMNS_DIFFER: "C111",
    State.NEGATIVE_OWED: "C201",
    State.NEGATIVE_FACTOR: "C202",
    State.FACTOR_OUTSIDE_0_1: "C203",
    State.SHORT: "C204",
    State.LIMITS_CROSSED: "C205",
    State.FLOORS_UNPAYABLE: "C206",
    State.FLOOR_ADJUSTMENT_UNPAYABLE: "C207",
    State.GROUPS_OVERLAP: "C208",
    State.FUND_OUT_OF_RANGE: "C209",
}
"""The stable code of each error of computing."""
