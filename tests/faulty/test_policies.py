"""Each faulty policy of the folder is told exactly as it is written beside it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from paycalc.problems import CATALOGUE
from paycalc.problems._policy_versions import VERSIONS
from tests.faulty import folders
from tests.faulty.policies import MADE, POLICIES, expected_file, names, problems_of
from tests.faulty.telling import codes_in, told
from tests.policy.editors import PLAN, as_core, complaints
from tests.policy.faults import FAULTS

NAMES = names()
TEN = [name for name in NAMES if name.startswith(("ten-mistakes", "first-try"))]

UNREADABLE = {
    *("P000", "P001", "P002", "P003", "P004", "P005", "P006", "P009", "P012", "P013", "P014"),
    *("P010", "P011", "P015", "P016", "P017", "P018"),
}
"""No schema is asked: there is no file, or no YAML, or too much, or YAML itself tells of it."""
CAUGHT = {
    *("P020", "P021", "P022", "P023", "P025", "P026", "P027", "P028", "P029", "P030"),
    *("P030N", "P031", "P032", "P033", "P034", "P035", "P042", "P043", "P044", "P045", "P046"),
    *("P047", "P050", "P050N", "P052", "P053", "P054", "P061", "P062", "P063", "P064", "P067"),
    *("P075", "P080", "P081", "P082", "P082N", "P090", "P090N", "P092", "P093", "P094", "P220"),
    *("P221", "P223", "P601", "P601N", "P602"),
}
"""Forms, spelling, choices and patterns: a schema catches these, whatever the mistake."""
AT_TIMES = {"P024", "P040", "P049", "P051", "P600"}
"""A schema catches some: an empty text may be `null`, 1e3 a number, the calendar is not its own."""


@pytest.mark.parametrize("name", NAMES)
def test_a_faulty_policy_is_told_as_expected(name: str, tmp_path: Path) -> None:
    """Every problem of a faulty policy is told in its place, in both languages, and no other."""
    problems = problems_of(name, tmp_path)
    assert told(problems) == expected_file(name).read_text(encoding="utf-8")


def test_each_expectation_has_its_policy() -> None:
    """No expectation is left of a policy that is gone, and every policy says what is wrong."""
    assert {path.stem for path in POLICIES.glob("*.txt")} == set(NAMES)
    for path in POLICIES.glob("*.yaml"):
        assert path.read_bytes().startswith(b"# "), path.name


def test_there_are_many_with_one_mistake_and_some_with_ten() -> None:
    """The folder has more than eighty policies with one mistake each, and some with ten."""
    expected = {name: expected_file(name).read_text("utf-8").splitlines() for name in NAMES}
    assert sum(len(lines) == 3 for lines in expected.values()) > 80
    assert len(TEN) > 4
    assert all(len(expected[name]) > 20 for name in TEN)


def test_every_code_of_policies_occurs() -> None:
    """Every code of policies in the catalogue is told of at least one policy, or folder of them."""
    files = [*map(expected_file, NAMES), *map(folders.expected_file, folders.names())]
    said = "".join(file.read_text("utf-8") for file in files)
    assert codes_in(said) == {code for code in CATALOGUE if code.startswith("P")}


def _seen(text: str, files: dict[str, str]) -> bool | None:
    """Whether a schema catches a policy or one of its plans' files; ``None``: no YAML."""
    try:
        found = complaints(as_core(text))
        plans = [complaints(as_core(plan), PLAN) for plan in files.values()]
    except yaml.YAMLError:
        return None
    return bool(found or any(plans))


def _outcomes() -> dict[str, set[bool]]:
    """For each code, whether schemas catch the policies that have nothing but it."""
    outcomes: dict[str, set[bool]] = defaultdict(set)
    inline = [(fault.code, fault.text, fault.files) for fault in FAULTS]
    plans = {f"plans/{path.name}": path.read_text("utf-8") for path in POLICIES.glob("plans/*")}
    for name in set(NAMES) - set(MADE):
        codes = codes_in(expected_file(name).read_text("utf-8"))
        text = (POLICIES / f"{name}.yaml").read_text(encoding="utf-8", errors="replace")
        named = {path: plan for path, plan in plans.items() if path in text}
        inline += [(code, text, named) for code in codes if len(codes) == 1]
    for code, text, files in inline:
        clean = {name: plan.replace("§", "") for name, plan in files.items()}
        caught = None if code in UNREADABLE else _seen(text.replace("§", ""), clean)
        if caught is not None:
            outcomes[code].add(caught)
    return outcomes


def test_what_a_schema_can_catch_it_catches() -> None:
    """Editors tell each mistake of form, spelling or choice, and leave what needs the whole."""
    outcomes = _outcomes()
    assert {code for code, caught in outcomes.items() if caught == {True}} == CAUGHT
    assert {code for code, caught in outcomes.items() if caught == {True, False}} == AT_TIMES
    known = {code for code in CATALOGUE if code.startswith("P")}
    assert set(outcomes) | UNREADABLE | set(VERSIONS) == known


@pytest.mark.parametrize("name", TEN)
def test_a_policy_with_ten_mistakes_is_caught(name: str) -> None:
    """An editor complains of a policy with many mistakes, unless all are of meaning."""
    text = (POLICIES / f"{name}.yaml").read_text(encoding="utf-8")
    assert bool(complaints(as_core(text))) is (name != "ten-mistakes-of-meaning")
