"""The tables of a dataset, their columns and headings, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "number", "date", "money"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that every dataset may have: its name, its kind, and its Chinese heading.

    Columns of kind ``text`` are taken as they are: ``class_size`` is a number only where a policy
    reads it as one.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    zh: str | None = None


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: its name, whether a dataset must have it, its columns, and its Chinese names."""

    name: str
    required: bool
    columns: Mapping[str, Column]
    zh: tuple[str, ...] = ()


def _table(name: str, zh: tuple[str, ...], *columns: Column, required: bool = False) -> TableSpec:
    named = {column.name: column for column in (*columns, *_EVERYWHERE)}
    return TableSpec(name, required, named, zh)


_EVERYWHERE = (
    Column("from", "date", zh="开始日期"),
    Column("to", "date", zh="结束日期"),
    Column("known_at", "date", zh="获知日期"),
)
_COUNTY = Column("county_id", zh="县区编号")
_SCHOOL = Column("school_id", zh="学校编号")
_TEACHER = Column("teacher_id", required=True, zh="工号")
_SUBJECT = Column("subject", zh="任教学科")
_GRADE = Column("grade", zh="年级")
_INDICATOR = Column("indicator", required=True, zh="指标")
_VALUE = Column("value", "number", required=True, zh="得分")

TABLES: Mapping[str, TableSpec] = {
    spec.name: spec
    for spec in (
        _table(
            "funds",
            ("资金", "经费"),
            Column("county_id", required=True, zh="县区编号"),
            Column("amount", "money", required=True, zh="金额"),
            Column("source", zh="资金来源"),
            required=True,
        ),
        _table(
            "schools",
            ("学校",),
            Column("school_id", required=True, zh="学校编号"),
            Column("county_id", required=True, zh="县区编号"),
            Column("name", zh="学校"),
            Column("stage", zh="学段"),
            Column("group_id", zh="总校编号"),
            Column("location", zh="城乡"),
            required=True,
        ),
        _table(
            "school_results",
            ("学校考核", "学校考核结果"),
            Column("school_id", required=True, zh="学校编号"),
            _INDICATOR,
            _VALUE,
        ),
        _table(
            "staff",
            ("人员", "教职工", "教师"),
            _TEACHER,
            Column("school_id", required=True, zh="学校编号"),
            Column("name", zh="姓名"),
            Column("position", required=True, zh="岗位"),
            _SUBJECT,
            Column("title", zh="职称"),
            Column("fte", "number", zh="折算人数"),
            required=True,
        ),
        _table(
            "workload",
            ("工作量",),
            _TEACHER,
            _SCHOOL,
            Column("kind", required=True, zh="工作类别"),
            Column("quantity", "number", required=True, zh="数量"),
            _SUBJECT,
            _GRADE,
            Column("class_size", zh="班额"),
            Column("event", zh="赛事"),
            Column("level", zh="级别"),
            Column("rank", zh="名次"),
            Column("date", "date", zh="日期"),
        ),
        _table(
            "outcomes",
            ("成果", "教学成果"),
            _TEACHER,
            _SCHOOL,
            _INDICATOR,
            _VALUE,
            _SUBJECT,
            _GRADE,
        ),
        _table(
            "leave",
            ("请假", "假期"),
            _TEACHER,
            _SCHOOL,
            Column("kind", required=True, zh="假别"),
            Column("days", "number", required=True, zh="天数"),
        ),
        _table(
            "ethics",
            ("师德", "师德案件"),
            Column("case_id", required=True, zh="案件编号"),
            _TEACHER,
            _COUNTY,
            Column("item", required=True, zh="负面清单条目"),
            Column("status", required=True, zh="状态"),
            Column("decided_on", "date", zh="认定日期"),
            Column("committed_on", "date", zh="行为日期"),
        ),
        _table(
            "adjustments",
            ("手工调整", "调整"),
            Column("adjustment_id", required=True, zh="调整编号"),
            _TEACHER,
            _SCHOOL,
            Column("amount", "money", required=True, zh="金额"),
            Column("reason", required=True, zh="事由"),
            Column("author", required=True, zh="经办人"),
        ),
        _table(
            "opening_balances",
            ("期初余额",),
            Column("unit_id", required=True, zh="单位编号"),
            _COUNTY,
            Column("amount", "money", required=True, zh="金额"),
        ),
        _table(
            "benchmarks",
            ("基准",),
            Column("county_id", zh="县区编号"),
            Column("benchmark", zh="指标"),
            Column("value", zh="金额"),
        ),
        _table(
            "rotation",
            ("交流轮岗", "交流"),
            Column("teacher_id", zh="工号"),
            _SCHOOL,
            Column("due", zh="应交流"),
            Column("moved", zh="已交流"),
            Column("backbone", zh="骨干"),
        ),
    )
}
"""The tables of records.md, in its order; dates of a stint and ``known_at`` may stand in any."""

OF_EVERY_POLICY = frozenset({"ethics", "adjustments", "opening_balances"})
"""Tables that may be left out, and that are read whatever the policy says."""

FOR_LINT = frozenset({"benchmarks", "rotation"})
"""Tables that no pay comes from: `paycalc lint` alone reads them, and tells what is wrong there."""


def english(table: str, heading: str) -> str:
    """The name of the column that a heading of this table stands for; itself where unknown.

    >>> english("staff", "工号"), english("workload", "工号"), english("staff", "hired_on")
    ('teacher_id', 'teacher_id', 'hired_on')
    """
    for column in TABLES[table].columns.values():
        if heading == column.zh:
            return column.name
    return heading
