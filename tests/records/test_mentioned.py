"""Texts that the policy never mentions."""

from __future__ import annotations

from tests.records.building import checked, dataset, found, work

KINDS = {"workload": {"kind": frozenset({"lesson", "class_head"})}}


def test_unmentioned() -> None:
    """Each text that the policy never mentions is warned of once, at its first row, counted."""
    kinds = ["lesson", "leson", "带队", "leson", "class_head"]
    _, problems = checked(dataset(workload=work(kind=kinds, quantity=["1"] * 5)), mentioned=KINDS)
    told = [(p.code, p.severity, p.place.row, p.count, p.values["known"]) for p in problems]
    assert told == [
        ("R261", "warning", 2, 2, "lesson"),
        ("R261", "warning", 3, 1, "class_head, lesson"),
    ]


def test_text_is_not_shown() -> None:
    """The text is not shown: in a column gone astray it may be a name."""
    _, problems = checked(dataset(workload=work(kind=["张三"], quantity=["1"])), mentioned=KINDS)
    assert "张三" not in "".join(str(problem) + problem.message("zh") for problem in problems)


def test_other_columns() -> None:
    """Columns that the policy does not mention, are empty or not there, are not asked."""
    tables = dataset(workload=work(subject=[None, ""], quantity=["1", "2"]))
    assert found(tables, mentioned={"workload": {"subject": frozenset({"math"})}}) == []
    assert found(tables, mentioned={"workload": {"level": frozenset({"city"})}}) == []
    assert found(tables, mentioned={"outcomes": {"indicator": frozenset({"x"})}}) == []


def test_rows_left_out() -> None:
    """Only rows that count are asked."""
    tables = dataset(workload=work(kind=["x"], quantity=["1"], date=["2020-01-01"]))
    assert found(tables, mentioned=KINDS) == [("R271", "workload", None, "date")]


def test_many_texts() -> None:
    """Of long lists the first dozen are named."""
    many = {"workload": {"kind": frozenset(f"kind{place:02}" for place in range(20))}}
    _, problems = checked(dataset(workload=work(kind=["课"], quantity=["1"])), mentioned=many)
    assert str(problems[0].values["known"]).endswith("kind11, …")
