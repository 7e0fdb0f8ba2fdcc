"""The state of a number: there, absent, or which error stands in its place.

States are small integers beside every array of numbers; from ``OVERFLOW`` on they are errors and
name the codes under which `compute` reports them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

StateCode: TypeAlias = np.uint8
"""One state; no enum, for numpy compares an array with a member of one ten times as slowly."""


class State:
    """What stands in a place: a number, none, or an error of computing."""

    OK: Final = np.uint8(0)
    NONE: Final = np.uint8(1)
    OVERFLOW: Final = np.uint8(2)
    DIVIDE_BY_ZERO: Final = np.uint8(3)
    ROW_WITHOUT_NUMBER: Final = np.uint8(4)
    TEXT_FOR_NUMBER: Final = np.uint8(5)
    NUMBER_OUT_OF_RANGE: Final = np.uint8(6)
    BAD_DATE: Final = np.uint8(7)
    NOT_IN_TABLE: Final = np.uint8(8)
    BELOW_FIRST_BAND: Final = np.uint8(9)
    MISSING_NUMBER: Final = np.uint8(10)
    ROUND_TO_NOT_POSITIVE: Final = np.uint8(11)
    UNIT_COLUMNS_DIFFER: Final = np.uint8(12)
    NEGATIVE_OWED: Final = np.uint8(13)
    NEGATIVE_FACTOR: Final = np.uint8(14)
    FACTOR_OUTSIDE_0_1: Final = np.uint8(15)
    SHORT: Final = np.uint8(16)
    LIMITS_CROSSED: Final = np.uint8(17)
    FLOORS_UNPAYABLE: Final = np.uint8(18)
    FLOOR_ADJUSTMENT_UNPAYABLE: Final = np.uint8(19)
    GROUPS_OVERLAP: Final = np.uint8(20)
    FUND_OUT_OF_RANGE: Final = np.uint8(21)
    OPENING_BELOW_ZERO: Final = np.uint8(22)
    GROSS_BELOW_ZERO: Final = np.uint8(23)
    UNALLOCATED_BELOW_ZERO: Final = np.uint8(24)


def any_error(states: NDArray[np.uint8]) -> bool:
    """Whether there is an error among them."""
    return bool(np.maximum.reduce(states, initial=State.OK) >= State.OVERFLOW)


CODES: Mapping[StateCode, str] = {
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
    State.OPENING_BELOW_ZERO: "C210",
    State.GROSS_BELOW_ZERO: "C211",
    State.UNALLOCATED_BELOW_ZERO: "C212",
}
"""The stable code of each error of computing."""
