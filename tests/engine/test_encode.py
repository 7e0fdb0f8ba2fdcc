"""From records to Encoded: keys in byte order, units of groups, rows by their owners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl
import pytest

from paycalc.engine import Encoded, encode, encoding, expectations
from paycalc.engine.encoded import EncodedTable
from paycalc.records import check
from tests.engine.by_hand import ENCODED, TABLES, Cells, ints, plan_of, records_of

PLAN = plan_of()


def encoded_of(tables: Mapping[str, Cells]) -> Encoded:
    """Text tables as the engine encodes them."""
    checked, problems = check(records_of(tables), expectations(PLAN.policy))
    assert checked is not None, [str(problem) for problem in problems]
    return encode(PLAN, checked)


def texts_of(table: EncodedTable, column: str) -> Any:
    """The code of each row's text, whatever the order of the columns."""
    return table.texts[column].take(table.places)


def arrays_of(encoded: Encoded) -> Iterator[tuple[str, Any]]:
    """Every array by its name, texts and persons by their rank, rows in no order of their own."""
    codes = [texts_of(table, c) for _, table in sorted(encoded.tables.items()) for c in table.texts]
    texts = np.unique(np.concatenate([*codes, encoded.literals, ints(-1)]))
    persons = np.unique(encoded.post_teacher)
    for name in ("unit_starts", "school_starts", "post_starts", "post_school", "post_order"):
        yield name, getattr(encoded, name)
    stints = encoded.tables["staff"].places.tolist()
    yield "latest", ints(*map(stints.index, encoded.latest.tolist()))
    yield "funds", encoded.funds
    yield "literals", np.searchsorted(texts, encoded.literals)
    yield "post_teacher", np.searchsorted(persons, encoded.post_teacher)
    yield "days", ints(encoded.first_day, encoded.last_day)
    for name, table in sorted(encoded.tables.items()):
        yield f"{name}.owner", table.owner
        for column in sorted(table.texts):
            yield f"{name}.{column}", np.searchsorted(texts, texts_of(table, column))
        for column, cells in sorted({**table.numbers, **table.dates}.items()):
            numbers = cells.take(table.places)
            yield f"{name}.{column}", np.where(numbers.ok, numbers.value, 0)
            yield f"{name}.{column} state", numbers.state
    cases = encoded.cases
    yield "cases.teacher", np.searchsorted(persons, cases.teacher)
    for name in ("county", "item", "holds"):
        yield f"cases.{name}", getattr(cases, name)
    for name in ("decided_on", "committed_on"):
        dates = getattr(cases, name)
        yield f"cases.{name}", np.where(dates.ok, dates.value, 0)
        yield f"cases.{name} state", dates.state


def as_lists(encoded: Encoded) -> dict[str, list[Any]]:
    """The arrays, to compare."""
    return {name: array.tolist() for name, array in arrays_of(encoded)}


def test_records_become_the_arrays_typed_by_hand() -> None:
    """Counties, units, schools and posts are numbered by their keys, and rows follow them."""
    found = encoded_of(TABLES)
    assert as_lists(found) == as_lists(ENCODED)
    for name, table in ENCODED.tables.items():
        assert found.tables[name].owner.tolist() == table.owner.tolist()
        for column in table.texts:
            codes = texts_of(found.tables[name], column)
            assert codes.tolist() == texts_of(table, column).tolist(), column


@pytest.mark.parametrize("many", [encoding._MANY_TEXTS, 0])
def test_codes_of_texts_are_in_byte_order(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text's code is its place among all texts as UTF-8 bytes, be they few or many."""
    monkeypatch.setattr(encoding, "_MANY_TEXTS", many)
    subjects = ["语文", "math", "é", longer := "Zeichnen und Malen"]
    tables = {**TABLES, "workload": {**TABLES["workload"], "subject": [*subjects, "math"]}}
    codes = texts_of(encoded_of(tables).tables["workload"], "subject")
    # Encoded rows are the tables' rows 3, 4, 1, 2, 0; 64 to 127 come before two and three bytes
    texts = sorted({*subjects, "duty", "lesson", "principal", "teacher"}, key=str.encode)
    assert codes.tolist() == [texts.index(text) for text in (longer, "math", "math", "é", "语文")]


def test_the_order_of_rows_does_not_matter() -> None:
    """Tables from the last row to the first give the same arrays."""
    turned = {
        name: {column: list(reversed(values)) for column, values in cells.items()}
        for name, cells in TABLES.items()
    }
    found, straight = as_lists(encoded_of(turned)), as_lists(encoded_of(TABLES))
    for column in ("workload.kind", "workload.quantity", "workload.subject"):
        # rows of one owner come in the order of the file
        assert sorted(found.pop(column)) == sorted(straight.pop(column))
    assert found == straight


def test_an_error_can_name_the_row_of_the_file() -> None:
    """`origin` leads from an encoded row back to the row of the checked table."""
    quantities = np.array([8, 20, 12.5, 10, 5]) * 10**6
    for found in (encoded_of(TABLES).tables["workload"], ENCODED.tables["workload"]):
        values = found.numbers["quantity"].value
        assert values[found.places].tolist() == quantities[found.origin].tolist()
        for place, row in zip(found.places.tolist(), found.origin.tolist(), strict=True):
            assert found.origin_of(place) == row


@pytest.mark.parametrize(("low", "county"), [(0, "A"), (1, "B")])
def test_a_part_is_what_its_counties_are_alone(low: int, county: str) -> None:
    """`part(low, high)` equals encoding only the rows of these counties."""
    alone = {
        name: pl.DataFrame(dict(cells))
        .filter(pl.col("county_id") == county)
        .to_dict(as_series=False)
        for name, cells in TABLES.items()
    }
    part = encoded_of(TABLES).part(low, low + 1)
    assert as_lists(part) == as_lists(encoded_of(alone))
    assert part.counties == 1


def test_parts_of_all_counties_are_the_whole() -> None:
    """The part of all counties is everything, and a part of none is nothing."""
    assert as_lists(ENCODED.part(0, 2)) == as_lists(ENCODED)
    nothing = ENCODED.part(1, 1)
    assert (nothing.counties, nothing.units, nothing.posts) == (0, 0, 0)
    assert nothing.cases.county.size == nothing.tables["staff"].owner.size == 0


def test_who_lies_where() -> None:
    """Units, schools and posts know their counties, and posts their place in order of the key."""
    assert ENCODED.unit_county.tolist() == [0, 0, 1]
    assert ENCODED.school_unit.tolist() == [0, 1, 1, 2]
    assert ENCODED.post_unit.tolist() == [0, 0, 1, 1, 2]
    assert ENCODED.post_county.tolist() == [0, 0, 0, 0, 1]
    assert ENCODED.county_posts.tolist() == [0, 4, 5]
    assert ENCODED.post_rank.tolist() == [1, 2, 0, 3, 4]


def test_funds_beyond_any_county_stay_beyond_it() -> None:
    """Many rows that add up to more than 64 bits do not wrap to a fund that looks fine."""
    rows = 20_000
    funds = {"county_id": ["A"] * rows + ["B"], "amount": ["10000000000000"] * rows + ["1"]}
    whole = encoded_of({**TABLES, "funds": funds}).funds[0]
    assert whole[0] > 10**15
    assert whole[1] == 100
