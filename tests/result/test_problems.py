"""Problems of computing together: all of a stage, private, capped, in two languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from string import Formatter

import pytest

from paycalc import Problem, ProblemsError, compute
from paycalc.problems._computing import COMPUTING
from tests.result.building import Table, dataset, loaded, policy, records, table
from tests.result.faults import ITEMS, MONEY, Fault


def refused(
    text: str, tables: Mapping[str, Table], *, threads: int | None = None
) -> tuple[Problem, ...]:
    """All problems of what must be refused."""
    with pytest.raises(ProblemsError) as refusal:
        compute(loaded(text), records(tables), threads=threads)
    return refusal.value.problems


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str | None, str | None]]:
    """Code, county and part of the policy of each error."""
    return [(p.code, p.place.county, p.place.item) for p in problems if p.severity == "error"]


# --- Together -----------------------------------------------------------------------------------


def test_all_errors_of_a_stage_come_together() -> None:
    """Errors of several items, members and counties are told at once, in order of their places."""
    text = policy(
        items="a: {rows: workload, then: [{divide: 0}]}\n"
        "b: {rows: workload, where: {quantity: {from: 4}}, times: [size]}\n"
        "c: {of: unit, rows: leave, missing: error}\n"
        "d: {sum_of: [a], then: [{bands: {999: 1}}]}"
    )
    work = table(
        "teacher_id school_id kind quantity size",
        *("T1 S1 lesson 4 many", "T2 S1 lesson 2 many", "T4 S3 lesson 5 -"),
    )
    problems = refused(text, dataset(workload=work))
    assert Counter(told(problems)) == {
        ("C102", "A", "items.a.then[1]"): 4,
        ("C102", "B", "items.a.then[1]"): 1,
        ("C104", "A", "items.b.times[1]"): 1,
        ("C103", "B", "items.b.times[1]"): 1,
        ("C109", "A", "items.c"): 2,
        ("C109", "B", "items.c"): 1,
    }
    lines = [problem.place.line for problem in problems if problem.severity == "error"]
    assert lines == sorted(lines)


def test_a_county_in_error_hides_no_later_error_of_another() -> None:
    """One county stops at its items, another at its units' pools: both are told."""
    text = policy(
        items="x: {for: {teacher_id: T2}, rows: workload, then: [{bands: {3: 1}}]}\n"
        "y: {for: {teacher_id: T3}, rows: leave, missing: error}",
        level_2="pools: {p: {takes: 450, share_equally: true}}, adjust: {a: {keep: [lessons]}}",
    )
    tables = dataset(funds=table("county_id amount", "A 1000", "B 100"))
    assert told(refused(text, tables)) == [
        *[("C108", "A", "items.x.then[1]")] * 2,
        ("C109", "A", "items.y"),
        ("C204", "B", "level_2.pools.p"),
    ]


def test_two_purses_of_a_level_are_both_told() -> None:
    """Short pools of several purses and units come together."""
    text = policy(
        level_1="pools: {a: {takes: rest, from: [x], share_equally: true}, "
        "b: {takes: rest, share_equally: true}}",
        level_2="pools: {p: {takes: 900, from: [a], share_equally: true}, "
        "q: {takes: 1, share_equally: true}}",
    )
    assert Counter(told(refused(text, dataset()))) == {
        ("C204", "A", "level_2.pools.p"): 2,
        ("C204", "A", "level_2.pools.q"): 2,
        ("C204", "B", "level_2.pools.p"): 1,
        ("C204", "B", "level_2.pools.q"): 1,
    }


def test_warnings_come_with_the_errors() -> None:
    """What was noted while reading is told beside the errors of computing."""
    text = policy(items="x: {rows: workload, then: [{divide: 0}]}")
    funds = table("county_id amount", "A 1000")
    codes = {problem.code for problem in refused(text, dataset(funds=funds))}
    assert {"C102", "R262"} <= codes


# --- Private ------------------------------------------------------------------------------------

NAMES = ("Maria-Zambrano", "欧阳修远", "Kowalczyk", "Beyoncé", "Okonkwo")
AMOUNTS = ("77713.37", "31415.92")


def private_dataset(fault: Fault) -> dict[str, Table]:
    """The data of a fault with names of people and schools, and amounts that are easy to find."""
    tables: dict[str, Table] = {**dataset(), **fault.more}
    staff, schools = dict(tables["staff"]), dict(tables["schools"])
    staff["name"] = NAMES
    schools["name"] = ["Quetzal-Academy"] * len(schools["school_id"])
    tables |= {"staff": staff, "schools": schools}
    if "funds" not in fault.more:
        tables["funds"] = table("county_id amount", *(f"{c} {AMOUNTS[c == 'B']}" for c in "AB"))
    return tables


@pytest.mark.parametrize("fault", [*ITEMS, *MONEY], ids=lambda fault: f"{fault.code} {fault.item}")
def test_messages_hold_no_names_and_no_pay(fault: Fault) -> None:
    """Neither the error's text nor its problems' values have a name, a fund or anybody's pay."""
    tables = private_dataset(fault)
    text = fault.text.replace("§", "")
    text = re.sub("(takes|at_least): (500.01|600|300)", r"\1: 99999", text)
    with pytest.raises(ProblemsError) as refusal:
        compute(loaded(text), records(tables))
    problems = refusal.value.problems
    said = [str(refusal.value), repr(problems)]
    said += [problem.message(language) for problem in problems for language in ("en", "zh")]
    words = " ".join(said)
    assert fault.code in words
    for secret in (*NAMES, "Quetzal", *AMOUNTS, "7771337", "3141592", "38856", "3885668"):
        assert secret not in words, secret


# --- Many ---------------------------------------------------------------------------------------


def crowd(counties: Mapping[str, int]) -> dict[str, Table]:
    """A school in each county with so many teachers."""
    staff = [f"{c}{i:04d} S-{c} teacher" for c, n in counties.items() for i in range(n)]
    return {
        "funds": table("county_id amount", *(f"{county} 1000" for county in counties)),
        "schools": table("school_id county_id", *(f"S-{c} {c}" for c in counties)),
        "staff": table("teacher_id school_id position", *staff),
    }


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_thousand_of_a_kind_are_told_and_the_rest_counted(threads: int) -> None:
    """Of one kind at one place of the policy the first 1000 are told, whatever the threads."""
    text = policy(items="x: {rows: staff, then: [{divide: 0}]}\ny: {rows: leave, missing: error}")
    problems = refused(text, crowd({"A": 700, "B": 800, "C": 4}), threads=threads)
    for code, item in (("C102", "items.x.then[1]"), ("C109", "items.y")):
        mine = [problem for problem in problems if problem.code == code]
        assert Counter(problem.place.county for problem in mine) == {"A": 700, "B": 300}
        assert all(problem.place.item == item for problem in mine)
        (rest,) = [p for p in problems if p.code == "R199" and p.values["code"] == code]
        assert (rest.count, rest.values["more"]) == (504, 504)
        assert (rest.place.item, rest.place.line) == (item, mine[0].place.line)
        assert rest.place.county is None
        assert "504" in str(rest)


def test_a_thousand_exactly_are_all_told() -> None:
    """Nothing is counted where everything is told."""
    text = policy(items="x: {rows: staff, then: [{divide: 0}]}")
    problems = refused(text, crowd({"A": 1000}))
    assert sum(problem.code == "C102" for problem in problems) == 1000
    assert not [problem for problem in problems if problem.code == "R199"]


# --- Warnings -----------------------------------------------------------------------------------

BROKEN = """
guarantees:
  units: {group: {position: head}, per_head_at_least: 3, of: {position: teacher}}
  county: {group: {position: teacher}, share_at_most: 50%, within: county}
  kept: {group: {position: head}, per_head_at_least: 0.1, of: everyone}
"""


def test_guarantees_that_do_not_hold_are_told() -> None:
    """A guarantee of units names county and unit, one of counties the county; line and column."""
    text = policy(end=BROKEN)
    result = compute(loaded(text), records(dataset()))
    broken = [problem for problem in result.problems if problem.code == "C301"]
    line = text[: text.index("units: {group")].count("\n") + 1
    assert [(p.place.item, p.place.county, p.place.unit, p.place.line) for p in broken] == [
        ("guarantees.units", "A", "S1", line),
        ("guarantees.county", "A", None, line + 1),
        ("guarantees.county", "B", None, line + 1),
    ]
    assert {p.place.file for p in broken} == {"policy.yaml"}
    assert {p.severity for p in broken} == {"warning"}


def test_units_that_got_money_and_have_no_posts_are_told() -> None:
    """A warning names each unit with money and nobody; one without money is not told."""
    tables = dataset()
    tables["schools"] = table("school_id county_id", "S1 A", "S2 A", "S3 B", "S8 B", "S9 C")
    tables["funds"] = table("county_id amount", "A 1000", "B 100", "C 0")
    for threads in (1, 3):
        result = compute(loaded(policy()), records(tables), threads=threads)
        empty = [problem for problem in result.problems if problem.code == "C302"]
        assert [(p.place.county, p.place.unit) for p in empty] == [("B", "S8")]
        assert empty[0].severity == "warning"


# --- Two languages ------------------------------------------------------------------------------


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", COMPUTING)
def test_both_languages_have_the_same_placeholders(code: str) -> None:
    """A message of computing names the same values in English and in Chinese."""
    message = COMPUTING[code]
    assert _placeholders(message.en) == _placeholders(message.zh) <= {"what"}
    assert re.search("[一-鿿]", message.zh)
    assert not re.search("[一-鿿]", message.en)


@pytest.mark.parametrize("fault", [*ITEMS, *MONEY], ids=lambda fault: f"{fault.code} {fault.item}")
def test_what_errs_is_in_the_message(fault: Fault) -> None:
    """In both languages the sentence is complete, with the part of the policy where it has one."""
    problem = Problem(fault.code, values={"what": fault.item})
    for language in ("en", "zh"):
        message = problem.message(language)
        assert "{" not in message
        named = "{what}" in COMPUTING[fault.code].text(language)
        assert (fault.item in message) is named
