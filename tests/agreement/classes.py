"""The engine's codes and the reference's words for errors of computing, one to one."""

from __future__ import annotations

CLASSES = {
    "C101": "overflow",
    "C102": "divide_by_zero",
    "C103": "row_without_number",
    "C104": "text_for_number",
    "C105": "number_out_of_range",
    "C106": "bad_date",
    "C107": "not_in_table",
    "C108": "below_first_band",
    "C109": "missing_number",
    "C110": "round_to_not_positive",
    "C111": "unit_columns_differ",
    "C201": "negative_owed",
    "C202": "negative_factor",
    "C203": "factor_outside_0_1",
    "C204": "short",
    "C205": "limits_crossed",
    "C206": "floors_unpayable",
    "C207": "floor_adjustment_unpayable",
    "C208": "groups_overlap",
    "C209": "fund_out_of_range",
    "C210": "opening_below_zero",
    "C211": "gross_below_zero",
    "C212": "unallocated_below_zero",
}

ALL_CLASSES = frozenset(CLASSES.values()) | {"policy", "records"}
