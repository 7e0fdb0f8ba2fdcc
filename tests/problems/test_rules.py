"""Every code is explained, and its example is what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paycalc.problems import CATALOGUE
from paycalc.problems.rules import ROOMS, Rule, _written, nearest_code, rule, sentence
from tests.problems.examples import TABLES, of_cases, of_dataset, of_folder, of_policy

CODES = [code for code in CATALOGUE if not code.endswith("N")]
ABOUT_FILES = {
    *("T100", "T401"),
    *("P000", "P001", "P002", "P003", "P004", "P009"),
    *(f"R{number}" for number in range(170, 190)),  # timetables and databases
    *(f"R{number}" for number in (*range(140, 156), 159, 224)),
    *("R101", "R102", "R103", "R104", "R112", "R114", "R120", "R128", "R199", "R201"),
}
"""Codes about whole files, bytes and very many problems: their examples are for people alone."""
ABOUT_FOLDERS = {"P230", "P231", "P232", "P233", "P234", "P235"}


def test_every_code_is_explained_once() -> None:
    """Each code of the catalogue has its texts, and there are texts of no other."""
    assert set(_written()) == set(CODES)
    for code in CATALOGUE:
        assert rule(code).code == code
    with pytest.raises(KeyError):
        rule("P999")


@pytest.mark.parametrize("code", CODES)
def test_a_rule_is_told_in_both_languages(code: str) -> None:
    """A rule is told in sentences, in English and in Chinese, and its example shows a change."""
    found = rule(code)
    for texts in (found.means, found.mend):
        assert set(texts) == {"en", "zh"}
        assert texts["en"][0].isupper()
        assert texts["en"].endswith(".")
        assert texts["zh"].endswith("。")
        assert re.search("[一-鿿]", texts["zh"])
        assert not re.search("[一-鿿]", texts["en"])
    assert found.wrong != found.mended


def test_the_marks_of_an_example() -> None:
    """What is wrong and what is right are told apart by their marks."""
    found = Rule("P000", {}, {}, "a: [[-x-]{+y+}], b: [--]{+c+}\n")
    assert (found.wrong, found.mended) == ("a: [x], b: \n", "a: [y], b: c\n")


@pytest.mark.parametrize(
    "code", sorted({c for c in CODES if c[0] == "P"} - ABOUT_FILES - ABOUT_FOLDERS)
)
def test_the_example_of_a_policy(code: str) -> None:
    """A policy's example gives the code it stands for and no other; mended, it gives nothing."""
    found = rule(code)
    told = {problem.code.removesuffix("N") for problem in of_policy(found.wrong)}
    assert told == {code}
    assert [str(problem) for problem in of_policy(found.mended)] == []


@pytest.mark.parametrize("code", sorted(ABOUT_FOLDERS))
def test_the_example_of_a_folder(code: str, tmp_path: Path) -> None:
    """A folder's example gives the code it stands for and no other; mended, it gives nothing."""
    found = rule(code)
    assert {problem.code for problem in of_folder(found.wrong, tmp_path / "wrong")} == {code}
    assert of_folder(found.mended, tmp_path / "mended") == ()


@pytest.mark.parametrize("code", [c for c in CODES if c[0] == "T" and c not in ABOUT_FILES])
def test_the_example_of_a_policy_test(code: str, tmp_path: Path) -> None:
    """The example of a case file gives its code and no other; mended, it gives nothing."""
    found = rule(code)
    wrong = {problem.code.removesuffix("N") for problem in of_cases(found.wrong, tmp_path)}
    assert wrong == {code}
    assert [str(problem) for problem in of_cases(found.mended, tmp_path)] == []


@pytest.mark.parametrize("code", [c for c in CODES if c[0] in "RC" and c not in ABOUT_FILES])
def test_the_example_of_a_dataset(code: str, tmp_path: Path) -> None:
    """A dataset's example gives its code, and no error of another; mended, it gives neither."""
    found = rule(code)
    wrong = of_dataset(found.wrong, tmp_path / "wrong")
    assert code in {problem.code for problem in wrong}
    assert {p.code for p in wrong if p.severity == "error"} <= {code}
    mended = of_dataset(found.mended, tmp_path / "mended")
    assert [str(p) for p in mended if p.severity == "error" or p.code == code] == []


def test_the_sound_ones_are_sound(tmp_path: Path) -> None:
    """What examples are put over has no problem itself."""
    assert of_policy("id: example\n") == ()
    assert len(TABLES) == 4
    assert of_cases("", tmp_path) == ()
    assert of_dataset("", tmp_path / "sound") == ()


def test_every_code_has_a_room() -> None:
    """Each code belongs to one room, by how it begins."""
    for code in CATALOGUE:
        assert len([room for room in ROOMS if code.startswith(room)]) == 1
    assert all(set(title) == {"en", "zh"} for title in ROOMS.values())


def test_a_sentence_leaves_out_what_differs() -> None:
    """The sentence of a code stands without a case's values."""
    assert sentence("P051", "en") == "'…' is not a date. Write it as 2025-09-01."
    assert sentence("P094", "zh") == "“…”不是金额。请写金额，如 20000，或写 {times_mean: 2}。"


@pytest.mark.parametrize(
    ("text", "near"), [("P45", "P045"), ("r2111", "R211"), ("P030-N", "P030N"), ("hello", None)]
)
def test_nearest_code(text: str, near: str | None) -> None:
    """A text that is no code is told the nearest one, if it looks like any."""
    assert nearest_code(text) == near
