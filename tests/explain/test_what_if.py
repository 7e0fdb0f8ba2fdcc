"""What-ifs: what one more lesson, a better result, another post would have changed."""

from __future__ import annotations

import json
from collections.abc import Mapping

import polars as pl
import pytest

import paycalc
from paycalc.errors import WhatIfError
from paycalc.result.explain import WhatIf
from tests.explain.building import POLICY, TABLES, small
from tests.explain.conftest import result_of

Tables = Mapping[str, Mapping[str, list[str]]]


def with_cell(table: str, column: str, row: int, value: str) -> dict[str, dict[str, list[str]]]:
    """The small county's tables with one other cell."""
    tables = {name: {c: list(cells) for c, cells in t.items()} for name, t in TABLES.items()}
    tables[table][column][row] = value
    return tables


def with_row(table: str, **cells: str) -> dict[str, dict[str, list[str]]]:
    """The small county's tables with one more row."""
    tables = {name: {c: list(cells) for c, cells in t.items()} for name, t in TABLES.items()}
    for column, values in tables[table].items():
        values.append(cells.get(column, ""))
    return tables


def check(told: WhatIf, tables: Tables) -> None:
    """Before is what the records give, after what these tables give, for this teacher's posts."""
    for result, side in ((small(), "before"), (small(tables), "after")):
        lines = {
            (row["school_id"], row["line"]): int(row["amount"] * 100)
            for row in result.lines.filter(teacher_id=told.teacher).iter_rows(named=True)
        }
        payouts = result.payouts.filter(teacher_id=told.teacher)
        for post in told.posts:
            mine = {line.name: getattr(line, side) for line in post.lines}
            assert {k: v for k, v in mine.items() if v} == {
                line: fen for (school, line), fen in lines.items() if school == post.school
            }
            [paid] = payouts.filter(school_id=post.school).iter_rows(named=True)
            assert {one.name: getattr(one, side) for one in post.sums} == {
                one.name: int(paid[one.name] * 100) for one in post.sums
            }


@pytest.mark.parametrize(
    ("teacher", "change", "tables"),
    [
        ("A", "lesson+1", with_cell("workload", "quantity", 0, "11")),
        ("A", "lessons+1", with_cell("workload", "quantity", 0, "11")),
        ("A", "workload.lesson-0.5", with_cell("workload", "quantity", 0, "9.5")),
        ("B", "lesson+2", with_cell("workload", "quantity", 2, "8")),
        ("C", "tasks+3", with_cell("workload", "quantity", 4, "4")),
        ("C", "quality-5", with_cell("outcomes", "value", 2, "70")),
        ("C", "position=teacher", with_cell("staff", "position", 3, "teacher")),
        ("A", "lead+5", with_row("workload", teacher_id="A", school_id="S1", kind="head",
                                 quantity="5")),
        ("B", "duty+1", with_row("workload", teacher_id="B", school_id="S1", kind="duty",
                                 quantity="1")),
    ],
)  # fmt: skip
def test_it_is_what_other_records_would_pay(teacher: str, change: str, tables: Tables) -> None:
    """A what-if gives what the dataset with that one change gives, to the fen."""
    check(small().what_if(teacher, change), tables)


def test_of_an_indicator_each_value_changes() -> None:
    """A better result is one in every row of the indicator: the mean rises by as much."""
    told = small().what_if("A", "quality+5")
    assert [(c.row, c.before, c.after) for c in told.changes] == [(1, "80", "85"), (2, "90", "95")]


def test_changes_of_one_kind_add_up() -> None:
    """Several changes are tried together; two of one kind are their sum."""
    told = small().what_if("A", "lesson+1", "lessons+1", "quality+1")
    check(told, {**with_cell("workload", "quantity", 0, "12"),
                 "outcomes": {**TABLES["outcomes"], "value": ["81", "91", "75"]}})  # fmt: skip
    assert told.changes[0].asked == "lesson+1, lessons+1"


def test_the_records_of_the_result_stay_as_they_are() -> None:
    """A what-if changes no table of the result that it asks about."""
    result = small()
    before = {name: t.frame.clone() for name, t in result.made.records.tables.items()}
    result.what_if("A", "lesson+1", "position=head", "lead+1")
    for name, table in result.made.records.tables.items():
        assert table.frame.equals(before[name])


def test_typed_columns_are_changed_like_texts() -> None:
    """Floats, integers and categories give the same what-if as texts do."""
    frames = {name: pl.DataFrame(dict(table)) for name, table in TABLES.items()}
    frames["workload"] = frames["workload"].with_columns(
        pl.col("quantity").cast(pl.Float64), pl.col("kind").cast(pl.Categorical)
    )
    frames["outcomes"] = frames["outcomes"].with_columns(pl.col("value").cast(pl.Int16))
    changes = ("lesson+1", "quality+1", "lead+1")
    assert small(frames).what_if("A", *changes).posts == small().what_if("A", *changes).posts


def test_a_table_that_is_not_there_gets_its_first_row() -> None:
    """One more duty is possible in a dataset without any workload."""
    tables = {name: table for name, table in TABLES.items() if name != "workload"}
    policy = POLICY.replace("times: [{by: subject, table: {math: 1.5}, default: 1}]", "times: [2]")
    told = small(tables, policy=policy).what_if("C", "duty+1")
    [work] = [line for line in told.posts[0].lines if line.name == "level_2.work"]
    assert (work.before, work.after) == (0, 24750)  # half of what the head's bonus leaves


def test_in_two_counties_only_ones_own_rows_change() -> None:
    """Where another county has the same id, its rows stay and the new row names the school."""
    result = small(two_counties=True)
    for change in ("lesson+1", "lead+2"):
        told = result.what_if("A", change, county_id="C2")
        assert told.posts == tuple(
            p.__class__("C2", p.school.replace("S", "Z"), p.lines, p.sums)
            for p in small().what_if("A", change).posts
        )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("lesson", "write NAME.N or NAME-N"),
        ("lesson+x", "write NAME.N or NAME-N"),
        ("lesson+0.0000001", "write NAME.N or NAME-N"),
        ("singing+1", "workload: duty, head, lesson, trip; outcomes: quality"),
        ("tasks+1", "'tasks' reads duty, trip: say which"),
        ("bonus+1", "reads no kind of work"),
        ("lesson-11", "less than that of lesson"),
        ("duty-1", "no row of duty"),
        ("name=丁", "the policy reads position, subject of staff"),
        ("position=king", "the policy knows head$"),
    ],
)
def test_what_cannot_be_understood_says_what_can(change: str, said: str) -> None:
    """A change that says nothing is refused with what is allowed, and names no colleague."""
    with pytest.raises(WhatIfError, match=said):
        small().what_if("A", change)


def test_a_result_that_one_does_not_have_is_not_made_up() -> None:
    """Without a result of an indicator there is none to be better."""
    with pytest.raises(WhatIfError, match="no row of quality"):
        small().what_if("B", "quality+1")


def test_records_that_cannot_be_paid_are_problems() -> None:
    """Where the changed records have errors, these are the answer."""
    with pytest.raises(paycalc.ProblemsError, match="C1"):
        small().what_if("A", "lead+90000")


def test_it_reads_in_two_languages_and_as_json() -> None:
    """Before, after and difference by line; the cell that was changed; money as exact texts."""
    told = small().what_if("A", "lesson+1")
    assert "lesson+1: workload row 1, lesson quantity 11 instead of 10" in str(told)
    assert "level_2.work: 220.60 -> 221.84 (+1.24)" in str(told)
    assert "应发：470.60 → 471.84（+1.24）" in told.text("zh")
    assert "- level\\_2.work: 220.60 -\\> 221.84 (+1.24)" in told.markdown()
    exported = told.to_json()
    assert json.loads(json.dumps(exported)) == exported
    assert exported["format"] == "paycalc-what-if/1"
    assert exported["posts"][0]["sums"][-1] == {
        "name": "payable", "before": "470.60", "after": "471.84", "change": "1.24",
    }  # fmt: skip
    new = small().what_if("A", "lead+5")
    assert "a new row of workload, head quantity 5 instead of nothing" in str(new)


def test_colleagues_do_not_appear() -> None:
    """A what-if of a fixture names nobody else."""
    result = result_of("star")
    text = str(result.what_if("T0004", "pupils+1")) + json.dumps(
        result.what_if("T0004", "pupils+1").to_json()
    )
    assert not [t for t in result.payouts["teacher_id"] if t != "T0004" and t in text]
