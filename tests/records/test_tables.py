"""The tables and headings of records.md."""

from __future__ import annotations

import re

import pytest

from paycalc.records.tables import TABLES, english

REQUIRED = {
    "funds": {"county_id", "amount"},
    "schools": {"school_id", "county_id"},
    "school_results": {"school_id", "indicator", "value"},
    "staff": {"teacher_id", "school_id", "position"},
    "workload": {"teacher_id", "kind", "quantity"},
    "outcomes": {"teacher_id", "indicator", "value"},
    "leave": {"teacher_id", "kind", "days"},
    "ethics": {"case_id", "teacher_id", "item", "status"},
    "adjustments": {"adjustment_id", "teacher_id", "amount", "reason", "author"},
    "opening_balances": {"unit_id", "amount"},
    "benchmarks": set(),  # what is wrong with them is the lint's to tell, and stops no pay
    "rotation": set(),
}


def test_required() -> None:
    """Three tables must be there, and in each table the columns without which no row counts."""
    assert {name for name, spec in TABLES.items() if spec.required} == {
        "funds",
        "schools",
        "staff",
    }
    for name, spec in TABLES.items():
        required = {column.name for column in spec.columns.values() if column.required}
        assert required == REQUIRED[name]


def test_kinds() -> None:
    """Only quantities, values, days and full-time equivalents are numbers before a policy says."""
    kinds = {
        (name, column.name): column.kind
        for name, spec in TABLES.items()
        for column in spec.columns.values()
        if column.kind not in ("text", "date")
    }
    assert kinds == {
        ("funds", "amount"): "money",
        ("school_results", "value"): "number",
        ("staff", "fte"): "number",
        ("workload", "quantity"): "number",
        ("outcomes", "value"): "number",
        ("leave", "days"): "number",
        ("adjustments", "amount"): "money",
        ("opening_balances", "amount"): "money",
    }


def test_dates_of_every_table() -> None:
    """Every table may say from when to when a row holds and when it was known."""
    for spec in TABLES.values():
        assert [spec.columns[name].kind for name in ("from", "to", "known_at")] == ["date"] * 3


@pytest.mark.parametrize(
    ("table", "heading", "column"),
    [
        *(("funds", "县区编号", "county_id"), ("funds", "金额", "amount")),
        *(("funds", "资金来源", "source"), ("schools", "学校编号", "school_id")),
        *(("schools", "学校", "name"), ("staff", "姓名", "name"), ("schools", "学段", "stage")),
        *(("schools", "总校编号", "group_id"), ("schools", "城乡", "location")),
        *(("school_results", "学校编号", "school_id"), ("school_results", "指标", "indicator")),
        *(("school_results", "得分", "value"), ("staff", "工号", "teacher_id")),
        *(("staff", "岗位", "position"), ("staff", "任教学科", "subject")),
        *(
            ("staff", "职称", "title"),
            ("staff", "折算人数", "fte"),
            ("workload", "数量", "quantity"),
        ),
        *(("workload", "工作类别", "kind"), ("leave", "假别", "kind"), ("leave", "天数", "days")),
        *(("workload", "年级", "grade"), ("workload", "班额", "class_size")),
        *(("workload", "赛事", "event"), ("workload", "级别", "level")),
        *(("workload", "名次", "rank"), ("workload", "日期", "date")),
        *(("outcomes", "任教学科", "subject"), ("outcomes", "年级", "grade")),
        *(("ethics", "案件编号", "case_id"), ("ethics", "负面清单条目", "item")),
        *(("ethics", "状态", "status"), ("ethics", "认定日期", "decided_on")),
        *(("ethics", "行为日期", "committed_on"), ("ethics", "县区编号", "county_id")),
        *(("adjustments", "调整编号", "adjustment_id"), ("adjustments", "金额", "amount")),
        *(("adjustments", "事由", "reason"), ("adjustments", "经办人", "author")),
        *(("opening_balances", "单位编号", "unit_id"), ("opening_balances", "金额", "amount")),
        *(("benchmarks", "指标", "benchmark"), ("benchmarks", "金额", "value")),
        *(("rotation", "应交流", "due"), ("rotation", "已交流", "moved")),
        *(("rotation", "骨干", "backbone"), ("rotation", "学校编号", "school_id")),
        *(("staff", "假别", "假别"), ("staff", "hired_on", "hired_on")),
    ],
)
def test_headings(table: str, heading: str, column: str) -> None:
    """A Chinese heading stands for its column in the tables that have it, and nowhere else."""
    assert english(table, heading) == column


def test_headings_differ() -> None:
    """No two columns of a table share a heading."""
    for spec in TABLES.values():
        headings = [column.zh for column in spec.columns.values() if column.zh]
        assert len(set(headings)) == len(headings)
        assert all(re.fullmatch("[一-鿿]+", heading) for heading in headings)
