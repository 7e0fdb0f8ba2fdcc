"""Maps: what they say, and every mistake in its place."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paycalc.output.feeds.columns import COLUMNS
from paycalc.output.feeds.model import TARGETS, Component, TargetName
from paycalc.output.feeds.reading import parse_map, read_map
from paycalc.problems import CATALOGUE, Problem
from paycalc.problems.rules import rule
from tests.feeds.building import MAPS

HEAD = "paycalc_map: 1\n"
PAID = "paid: {period: 2026-02, date: 2026-02-28}\n"
CODES = [code for code in CATALOGUE if re.fullmatch("F1[0-9]{2}", code) and code != "F100"]


def target_of(text: str) -> TargetName:
    """The target whose section a map has."""
    named = [name for name in TARGETS if re.search(f"^{name}:", text, re.MULTILINE)]
    return named[0] if named else "feed"


def told(text: str) -> tuple[Problem, ...]:
    """What is said of a map; what it does not say of the head is sound."""
    whole = HEAD + ("" if "paid:" in text else PAID) + text
    return parse_map(whole, target_of(text))[1]


@pytest.mark.parametrize("code", CODES)
def test_the_example_of_a_map(code: str) -> None:
    """The example of a code about maps gives it and no other; mended, it gives none."""
    found = rule(code)
    assert {problem.code.removesuffix("N") for problem in told(found.wrong)} == {code}
    assert [str(problem) for problem in told(found.mended)] == []


@pytest.mark.parametrize("path", sorted(MAPS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_are_sound(path: Path) -> None:
    """The example of each target says something and has no mistake."""
    map, problems = read_map(path, target_of(path.read_text(encoding="utf-8")))
    assert [str(problem) for problem in problems] == []
    assert map is not None


def test_every_target_has_an_example() -> None:
    """There is a complete map for each target, and for both ways of writing for Odoo."""
    texts = [path.read_text(encoding="utf-8") for path in MAPS.glob("*.yaml")]
    assert {target_of(text) for text in texts} == set(TARGETS)
    assert {m for text in texts for m in re.findall("writes: (\\w+)", text)} == {
        "inputs",
        "attachments",
    }


def test_all_mistakes_are_told_at_once() -> None:
    """Each mistake has its line and column, where it is in the map, and the nearest word."""
    text = (
        "paycalc_map: 1\n"
        "paid: {period: 2026-02, date: 2026-02-30}\n"
        "corections: delta\n"
        "components:\n"
        "  level_2.workload: {code: A, recover: B}\n"
        "table:\n"
        "  columns:\n"
        "    - {header: 工号, from: employe}\n"
        "    - {header: 工号, from: amount}\n"
    )
    map, problems = parse_map(text, "table")
    assert map is None
    assert [
        (p.place.line, p.place.position, p.code, p.values.get("nearest")) for p in problems
    ] == [
        (2, 31, "F108", None),
        (3, 1, "F105N", "corrections"),
        (5, 31, "F105N", "recovery"),
        (8, 26, "F107N", "employee"),
        (9, 7, "F113", None),
    ]
    assert problems[2].place.item == "components.level_2.workload"


def test_a_map_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A file that cannot be read is a problem with its name."""
    [problem] = read_map(tmp_path / "map.yaml", "feed")[1]
    assert (problem.code, problem.place.file) == ("F100", str(tmp_path / "map.yaml"))


def test_yaml_that_is_none_is_told_with_its_place() -> None:
    """What is wrong with the YAML itself is told as of a policy."""
    [problem] = parse_map("paycalc_map: 1\npaid: {period: 2026-02\n", "feed")[1]
    assert problem.code.startswith("P0")
    assert problem.place.line == 2


@pytest.mark.parametrize("target", [name for name in TARGETS if name != "feed"])
def test_a_target_needs_its_section(target: TargetName) -> None:
    """A map without the target's section says which is missing."""
    problems = parse_map(HEAD + PAID, target)[1]
    assert [(problem.code, problem.values["key"]) for problem in problems] == [("F106", target)]


def test_days_are_needed_where_they_are_written() -> None:
    """Frappe, attachments and tables with a column for it need the day of payment."""
    attachments = "odoo: {writes: attachments, description: x}\n"
    dated = "table: {columns: [{header: 日期, from: paid_on}, {header: n, from: amount}]}\n"
    inputs = "odoo: {writes: inputs, description: x}\n"
    for text, codes in ((attachments, ["F106"]), (dated, ["F106"]), (inputs, [])):
        found = parse_map(f"{HEAD}paid: {{period: 2026-02}}\n{text}", target_of(text))[1]
        assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        ("table: {rows: employee, columns: [{header: n, amount_of: PREF}]}\n", "F107N", "PERF"),
        ("table: {columns: [{header: n, from: amount}], trailer: [{total: m}]}\n", "F107", None),
        (
            "table: {columns: [{header: id, from: employee}, {header: n, from: amount}],"
            " trailer: [{total: id}]}\n",
            "F107",
            None,
        ),
        ("table: {name: feed, columns: [{header: n, from: amount}]}\n", "F112", None),
    ],
)
def test_money_that_a_table_would_lose_is_told(text: str, code: str, near: str | None) -> None:
    """A code that nothing has, a total of no amounts and a file's name that is taken are told."""
    components = "components: {level_2.a: PERF}\n"
    [problem] = parse_map(HEAD + PAID + components + text, "table")[1]
    assert (problem.code, problem.values.get("nearest")) == (code, near)


def test_what_a_map_says() -> None:
    """Values are taken as they are written; what is left out has its default."""
    map, _ = parse_map(
        HEAD + PAID + "components: {level_2.a: PERF, other: {code: O, recovery: R}}\n", "feed"
    )
    assert map is not None
    assert (map.paid.period, map.paid.day) == ("2026-02", date(2026, 2, 28))
    assert (map.corrections, map.cost_bearer) == ("delta", "school_id")
    assert map.components == {"level_2.a": Component("PERF"), "other": Component("O", "R")}


@settings(deadline=None)
@given(st.binary(max_size=80) | st.text(alphabet="paidtble: {}[]-,\n#&*!|\"'", max_size=80))
def test_no_text_is_a_crash(content: bytes | str) -> None:
    """Whatever a file holds, it is a map or a list of what is wrong with it."""
    for target in TARGETS:
        map, problems = parse_map(content, target)
        assert (map is None) == bool(problems)


def test_the_page_names_every_key() -> None:
    """`README.md` beside the maps tells each key that a map can have, and each column of a feed."""
    page = (MAPS / "README.md").read_text(encoding="utf-8")
    named = {word for span in re.findall("`([^`]*)`", page) for word in re.findall("\\w+", span)}
    sections = ("paid", "employees", "frappe", "odoo", "table", "postgresql")
    texts = [f"{{{section}: {{zzz: 1}}}}" for section in sections]
    texts += ["{zzz: 1}", "{components: {a: {zzz: 1}}}", "{table: {columns: [{zzz: 1}]}}"]
    texts += ["{frappe: {salary_components: {a: {zzz: 1}}}}", "{table: {trailer: [{zzz: 1}]}}"]
    texts += ["{employees: {columns: {zzz: 1}}}"]
    keys: set[str] = set()
    for text in texts:
        problems = parse_map(text, "feed")[1]
        told = [str(problem.values["allowed"]) for problem in problems if problem.code == "F105"]
        assert told, text
        keys |= {key for listed in told for key in listed.split(", ")}
    assert keys | {*COLUMNS} <= named
