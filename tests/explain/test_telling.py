"""How an explanation reads: what it says, in which language and form."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from paycalc.result.explain.words import WORDS
from tests.explain.building import POLICY, small
from tests.explain.conftest import result_of


def placeholders(sentence: str) -> set[str]:
    """The names that a sentence is filled with."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("word", WORDS)
def test_both_languages_are_filled_with_the_same(word: str) -> None:
    """English and Chinese have the same placeholders, and the Chinese is no English."""
    english, chinese = WORDS[word]
    assert placeholders(english) == placeholders(chinese)
    plain = re.sub(r"{\w+}", "", chinese)
    assert not re.search("[a-z]{2}", plain)


def numbers_in(text: str) -> list[str]:
    """The numbers of a line, in any order."""
    return sorted(re.findall(r"\d[\d.,]*\d", text))


def test_a_small_explanation_reads_like_this() -> None:
    """Rows with file and number, coefficients with their line, points of all, money, rounding."""
    told = str(small().explain("A"))
    for line in (
        "A: small 1, p, CNY",
        "School S1 (unit S1, county C1)",
        "fund of the county: 1,000.01 (state 1,000.01)",
        "level_1.all: took 1,000.01 of 1,000.01 (rest, line 19)",
        "money of the unit: 500.01 (all 500.01)",
        "level_2.work: took 250.01 of 500.01 (50%, line 23)",
        "points 30 of 34 among 2",
        "exact share 220.59705882…, by largest_remainder 220.60",
        "workload row 1: 10 x 1.5 (subject = math, line 12) = 15",
        "workload row 6: 10 x 1.5 (subject = math, line 12) = 15",
        "sum of 2 rows: 30",
        "mean of 2 rows: 85",
    ):
        assert re.search(rf"^ *{re.escape(line)}$", told, re.MULTILINE), (line, told)


def test_the_same_is_told_in_chinese() -> None:
    """The Chinese text has the same numbers on the same lines."""
    told = small().explain("A")
    english, chinese = str(told).splitlines(), told.text("zh").splitlines()
    assert len(english) == len(chinese)
    assert "学校 S1（单位 S1，县区 C1）" in chinese
    for one, other in zip(english, chinese, strict=True):
        assert numbers_in(one) == numbers_in(other)


def test_markdown_is_a_list_below_headings() -> None:
    """The teacher and each post are headings, everything else nested lists; ids are escaped."""
    policy = POLICY.replace("work: {", "w_o_r_k: {")
    markdown = small(policy=policy).explain("B").markdown()
    assert markdown.startswith("# B: small 1, p, CNY\n\n## School S1")
    assert markdown.count("\n## ") == 2
    assert "    - level\\_2.w\\_o\\_r\\_k: took" in markdown
    assert all(re.match(r"#|( {2})*- |$", line) for line in markdown.splitlines())


def test_a_grade_has_its_name_rank_and_group() -> None:
    """A graded number says how many peers there were, the rank, and what the grade is called."""
    result = result_of("star")
    told = [
        step
        for teacher in result.payouts["teacher_id"][:60]
        for post in result.explain(teacher).posts
        for item in post.items
        for step in item.steps
        if step.step == "grade" and step.peers
    ]
    assert {"outstanding", "good", "sound"} == {step.grade for step in told}
    assert all(
        step.peers["rank"] <= step.peers["rank_last"] <= step.peers["peers"] for step in told
    )


def test_left_over_is_told_where_it_came_from_and_where_it_went() -> None:
    """What a pool leaves over is told there and at the pool that received it."""
    text = str(result_of("star").explain("T0004"))
    assert re.search(r"level_1.staffing: took .*\n +left over, to growth: 0.50\n", text)
    assert "left over to it by staffing: 0.50" in text


def test_points_times_the_point_value_is_the_pay_by_webster() -> None:
    """Of Webster's rounding one published value gives everybody's pay: points times value."""
    policy = POLICY.replace("level_2:\n", "level_2:\n  rounding: webster\n")
    values = set()
    for teacher in ("B", "C"):
        post = small(policy=policy).explain(teacher).posts[-1]
        pool = next(pool for pool in post.pools if pool.id == "work")
        assert pool.point_value is not None
        exact = pool.point_value * pool.claim / 10**6
        assert abs(exact - pool.amount) <= 0.5
        values.add(pool.point_value)
    assert len(values) == 1
