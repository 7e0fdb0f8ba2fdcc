"""Hand-computed cases of sections 3 and 4: groups, VALUEs, items and steps."""

from .building import Tables, numbers, paid, policy, refused, tables

HALF = 500_000
ONE = 1_000_000


def work(*rows: dict[str, str]) -> Tables:
    """Posts a and b with these rows of workload; quantity 1 where a row does not say."""
    return tables(
        {"a": "1", "b": "1"},
        workload=[{"teacher_id": "a", "kind": "lesson", "quantity": "1", **row} for row in rows],
    )


def of_points(items: str, name: str, **points: str) -> dict[str, int | None]:
    """An item where every post has one row of workload with so much quantity."""
    return numbers(items, name, tables(points))


def test_rows_where_each_times_and_sum() -> None:
    """Rows that match bring quantity times a table's coefficient times a band's."""
    data = work(
        {"quantity": "10", "subject": "math", "class_size": "46"},
        {"quantity": "2", "subject": "art", "class_size": "45"},
        {"quantity": "100", "kind": "duty"},
        {"quantity": "5", "subject": "math", "teacher_id": "b"},
    )
    items = (
        "x: {rows: workload, where: {kind: lesson}, times: ["
        "{by: subject, table: {math: 1.2}, default: 1.0},"
        "{by: class_size, bands: {0: 1.0, 46: 1.1}, default: 0.5}]}"
    )
    # 10 * 1.2 * 1.1 + 2 = 15.2; 5 * 1.2 * 0.5 = 3
    assert numbers(items, "x", data) == {"a": 15_200_000, "b": 3_000_000}


def test_every_combine() -> None:
    """The numbers 1, 2 and 4 with weights 1, 1 and 2, combined in every way."""
    data = work(*({"quantity": q, "w": w} for q, w in (("1", "1"), ("2", "1"), ("4", "2"))))
    expected = {
        "sum": 7_000_000,
        "mean": 2_333_333,
        "max": 4_000_000,
        "min": 1_000_000,
        "count": 3_000_000,
        "{best: 2}": 6_000_000,
        "{mean_by: w}": 2_750_000,  # 11 / 4
    }
    for combine, number in expected.items():
        items = f"x: {{rows: workload, combine: {combine}, missing: none}}"
        assert numbers(items, "x", data) == {"a": number, "b": None}


def test_missing_numbers() -> None:
    """A post without rows has 0, another number, none, or is an error; steps run on numbers."""
    data = work({"quantity": "3"})
    assert numbers("x: {rows: workload, then: [{plus: 1}]}", "x", data)["b"] == ONE
    assert numbers("x: {rows: workload, missing: 0.5, then: [{plus: 1}]}", "x", data)["b"] == (
        1_500_000
    )
    assert numbers("x: {rows: workload, missing: none, then: [{plus: 1}]}", "x", data)["b"] is None
    assert refused(policy(items="points: {rows: workload, missing: error}"), data) == {
        "missing_number"
    }


def test_cells_and_rows_of_another_item() -> None:
    """A post's best award per event, and their sum: 3 + 1 of events e and f."""
    data = work(
        {"event": "e", "quantity": "3"}, {"event": "e", "quantity": "2"}, {"event": "f"}, {}
    )
    items = (
        "best: {of: [post, event], rows: workload, combine: max},"
        "x: {rows: {item: best}, where: {event: [e, f]}},"
        "n: {rows: {item: best}, combine: count}"
    )
    assert numbers(items, "x", data) == {"a": 4_000_000, "b": 0}
    # the row without an event is a cell too
    assert numbers(items, "n", data) == {"a": 3_000_000, "b": 0}


def test_an_item_as_a_value_takes_its_columns_from_the_row() -> None:
    """A lesson of m finds the county's 4 of m, one of p its 1; a row of no subject finds none."""
    data = work(
        {"subject": "m", "quantity": "3"},
        {"subject": "m", "quantity": "1", "teacher_id": "b"},
        {"subject": "p", "teacher_id": "b"},
    )
    data["staff"][0]["subject"] = ""
    items = (
        "all: {of: [county, subject], rows: workload},"
        "x: {rows: workload, each: {item: all}},"
        "y: {rows: staff, each: {item: all, default: 9}}"
    )
    assert numbers(items, "x", data) == {"a": 4_000_000, "b": 5_000_000}
    # staff rows have no subject, and no cell is without one
    assert numbers(items, "y", data) == {"a": 9_000_000, "b": 9_000_000}


def test_sum_of_and_product_of() -> None:
    """None counts as 0 in a sum, unless all are none, and makes a product none."""
    data = work({"quantity": "3"})
    items = (
        "p: {rows: workload, missing: none}, q: {rows: staff, each: 0.5},"
        "s: {sum_of: [p, q]}, t: {sum_of: [p, p]}, u: {product_of: [p, q]}"
    )
    assert numbers(items, "s", data) == {"a": 3_500_000, "b": HALF}
    assert numbers(items, "t", data) == {"a": 6_000_000, "b": None}
    assert numbers(items, "u", data) == {"a": 1_500_000, "b": None}


def test_steps_on_one_number() -> None:
    """Each plain step on the number 7."""
    expected = {
        "{plus: 2}": 9_000_000,
        "{minus: 2}": 5_000_000,
        "{times: 0.5}": 3_500_000,
        "{from: 10}": 3_000_000,
        "{divide: 2}": 3_500_000,
        "{divide: 0, if_zero: 4}": 4_000_000,
        "{at_least: 8}": 8_000_000,
        "{at_most: 6}": 6_000_000,
        "{bands: {0: 1, 7: 2}}": 2_000_000,
        "{round: {to: 2}}": 8_000_000,
        "{round: {to: 2, mode: down}}": 6_000_000,
        "{round: {to: 5, mode: up}}": 10_000_000,
        # 2 * 1 + 3 * 2 + 2 * 3; what lies below 0 brings nothing
        "{tiers: {0: 1, 2: 2, 5: 3}, mode: marginal}": 14_000_000,
        "{tiers: {0: 1, 2: 2, 5: 3}, mode: whole}": 21_000_000,
        "{tiers: {8: 1}, mode: whole}": 0,
    }
    for step, number in expected.items():
        assert of_points(f"x: {{rows: workload, then: [{step}]}}", "x", a="7") == {"a": number}


def test_relative_to_peers() -> None:
    """The numbers 1 and 3 by their mean, largest and sum."""
    for to, result in (
        ("mean", (HALF, 1_500_000)),
        ("max", (333_333, ONE)),
        ("sum", (250_000, 750_000)),
    ):
        items = f"x: {{rows: workload, missing: none, then: [{{relative_to: {{{to}: [unit]}}}}]}}"
        assert of_points(items, "x", a="1", b="3") == {"a": result[0], "b": result[1]}
    zero = "x: {rows: workload, missing: none, then: [{relative_to: {sum: []}}]}"
    assert of_points(zero, "x", a="1", b="-1") == {"a": 0, "b": 0}


def test_percentile() -> None:
    """1, 2, 2, 3: smaller and half of the equal by the three others; alone is one half."""
    items = "x: {rows: workload, missing: none, then: [{percentile: [unit]}]}"
    assert of_points(items, "x", a="1", b="2", c="2", d="3") == {
        "a": 0,
        "b": HALF,
        "c": HALF,
        "d": ONE,
    }
    assert of_points(items, "x", a="9") == {"a": HALF}


def grades(extra: str, **points: str) -> dict[str, int | None]:
    """Grades A to C of values 3, 2, 1 with quotas of 25%, 50% and the rest."""
    return of_points(
        "x: {rows: workload, missing: none, then: [{grade: {within: unit,"
        f"quotas: {{A: 25%, B: 50%, C: rest}}, values: {{A: 3, B: 2, C: 1}}{extra}}}}}]}}",
        "x",
        **points,
    )


def test_grades_without_ties() -> None:
    """Of four one is A, two are B, one is C; ascending turns it."""
    four = {"a": "10", "b": "9", "c": "8", "d": "7"}
    assert list(grades("", **four).values()) == [3 * ONE, 2 * ONE, 2 * ONE, ONE]
    assert list(grades(", order: ascending", **four).values()) == [ONE, 2 * ONE, 2 * ONE, 3 * ONE]


def test_grades_with_ties() -> None:
    """Two share the places 1 and 2 of A and B: average 2.5, up 3, down 2, key one each."""
    tied = {"a": "9", "b": "9", "c": "8", "d": "7"}
    assert list(grades("", **tied).values())[:2] == [2_500_000, 2_500_000]
    assert list(grades(", ties: up", **tied).values())[:2] == [3 * ONE, 3 * ONE]
    assert list(grades(", ties: down", **tied).values())[:2] == [2 * ONE, 2 * ONE]
    assert list(grades(", ties: key", **tied).values())[:2] == [3 * ONE, 2 * ONE]


def test_grade_cuts_are_rounded_from_all_percentages_so_far() -> None:
    """Of two: cuts at 0.5 and 1.5, rounded to 1 and 2, or down to 0 and 1, or up to 1 and 2."""
    two = {"a": "2", "b": "1"}
    assert list(grades("", **two).values()) == [3 * ONE, 2 * ONE]
    assert list(grades(", quota_rounding: down", **two).values()) == [2 * ONE, ONE]
    assert list(grades(", quota_rounding: up", **two).values()) == [3 * ONE, 2 * ONE]


def test_a_small_group_gets_one_grade() -> None:
    """Fewer than three all get B."""
    small = ", small_group: {below: 3, grade: B}"
    assert list(grades(small, a="2", b="1").values()) == [2 * ONE, 2 * ONE]
    assert list(grades(small, a="3", b="2", c="1").values()) == [3 * ONE, 2 * ONE, ONE]


def test_quotas_may_be_members() -> None:
    """One member, then all the others."""
    items = (
        "x: {rows: workload, missing: none, then: [{grade: {within: [],"
        "quotas: {A: 1, B: rest}, values: {A: 1, B: 0}}}]}"
    )
    assert of_points(items, "x", a="1", b="5", c="3") == {"a": 0, "b": ONE, "c": 0}


def test_held_days_months_and_share() -> None:
    """Stints of a post count together: 30 September, 1 to 10 November, of 153 days."""
    data = tables({"a": "1"})
    data["staff"] = [
        {"teacher_id": "a", "school_id": "S", "position": "t", "from": f, "to": t}
        for f, t in (("2025-01-01", "2025-09-30"), ("2025-11-01", "2025-11-10"))
    ]
    for column, micro in (("days", 40 * ONE), ("months", 2 * ONE), ("share", 261_438)):
        items = f"x: {{rows: workload, each: held.{column}}}"
        assert numbers(items, "x", data) == {"a": micro}
    # a row of staff has dates of its own
    assert numbers("x: {rows: staff, each: held.days, combine: max}", "x", data) == {"a": 30 * ONE}
    assert numbers("x: {rows: staff, each: period.months, combine: max}", "x", data) == {
        "a": 5 * ONE
    }


def test_parts_of_dates() -> None:
    """Years are whole at the period's last day; weeks are ISO weeks, months are calendar months."""
    data = tables({"a": "1"})
    data["staff"][0] |= {"hired": "2015-02-01", "born": "2025-12-29"}
    look = "x: {{rows: staff, each: {{by: {0}, table: {{{1}: 1}}, default: 0}}}}"
    assert numbers("x: {rows: staff, each: hired.years}", "x", data) == {"a": 10 * ONE}
    assert numbers(look.format("born.week", "2026-W01"), "x", data) == {"a": ONE}
    assert numbers(look.format("born.month", "2025-12"), "x", data) == {"a": ONE}
    data["staff"][0]["hired"] = "2015-01-31"
    assert numbers("x: {rows: staff, each: hired.years}", "x", data) == {"a": 11 * ONE}


def test_a_column_may_be_called_like_a_part_of_a_date() -> None:
    """`row.month` is the column `month` of the row, not the month of a column `row`."""
    data = work({"quantity": "3", "month": "2025-09"}, {"quantity": "4", "month": "2025-10"})
    items = (
        "x: {of: [post, row.month], rows: workload, then: [{at_most: 3}]}, "
        "y: {rows: {item: x}}, "
        "z: {rows: workload, times: [{by: row.month, table: {2025-09: 1}, default: 0}]}"
    )
    assert numbers(items, "y", data) == {"a": 6 * ONE, "b": 0}
    assert numbers(items, "z", data) == {"a": 3 * ONE, "b": 0}


def test_groups() -> None:
    """Conditions, lists, ranges, `has`, `not` and `item` choose posts."""
    data = work({"quantity": "3", "kind": "class_head"})
    data["staff"][0]["age"] = "40"
    cases = {
        "{position: [teacher, x]}": {"a": ONE, "b": ONE},
        "{age: {from: 30, to: 40}}": {"a": ONE, "b": None},
        "{has: {rows: workload, where: {kind: class_head}}}": {"a": ONE, "b": None},
        "{not: {has: {rows: workload}}}": {"a": None, "b": ONE},
        "{item: {p: {from: 3}}}": {"a": ONE, "b": None},
    }
    for conditions, expected in cases.items():
        items = "p: {rows: workload}, x: {for: g, rows: staff}"
        assert numbers(items, "x", data, groups=f"g: {conditions}") == expected


def test_one_false_condition_settles_a_group() -> None:
    """A text under a number range is an error only where no other condition fails."""
    data = tables({"a": "1"})
    data["staff"][0]["age"] = "old"
    bad = "points: {rows: staff, for: {age: {from: 1}}}"
    good = "points: {rows: staff, for: {age: {from: 1}, position: x}}"
    assert refused(policy(items=bad), data) == {"text_for_number"}
    assert paid(policy(items=good), data).items["points"] == {("C", "S", "a"): None}
