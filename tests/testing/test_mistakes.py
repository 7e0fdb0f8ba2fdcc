"""Mistakes in case files: told all at once, each with its line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from paycalc.problems import CATALOGUE, render
from paycalc.testing import run_cases
from tests.testing.building import GIVEN, POLICY, codes, run, write

CASE = "- {{name: a case, expect: {{{}}}}}"


def told(folder: Path, cases: str, given: str = GIVEN) -> list[tuple[str, int | None, int | None]]:
    """The code, line and column of every mistake; none of the cases is run."""
    report = run(folder, cases, given)
    assert report.outcomes == ()
    return [(p.code, p.place.line, p.place.position) for p in report.problems]


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        ("»payout: {T1: 1}", "T105N"),
        ("payouts: {T1: {»grossed: 1}}", "T105N"),
        ("units: {S1: {»paid: 1}}", "T105"),
        ("lines: {T1: {»level_2.works: 1}}", "T201N"),
        ("lines: {T1: {»level_2.reserve: 0}}", "T201N"),
        ("lines: {T1: {»level_1.base: 0}}", "T201"),
        ("lines: {T1: {»guarantee.heads_below: 0}}", "T201"),
        ("items: {»lesson: {T1: 1}}", "T202N"),
        ("steps: {»taught: {T1: [1]}}", "T202"),
        ("guarantees: [»heads_blow]", "T203N"),
        ("payouts: {»T9: 1}", "T204"),
        ("payouts: {»T1@S2: 1}", "T204N"),
        ("units: {»S9: {kept: 1}}", "T205"),
        ("items: {pupils: {»C9: 1}}", "T206"),
        ("payouts: {»T3: 1}", "T207"),
        ("problems: [R240, »R24O]", "T208N"),
        ("problems: [»R260]", "T208N"),
        ("warnings: [»R240]", "T209N"),
        ("ledger: [{from: »funds, to: payable, amount: 1}]", "T210N"),
        ("ledger: [»{to: payable, amount: 1}]", "T106"),
        ("payouts: {T1: »1e3}", "T302"),
        ("payouts: {T1: »0.001}", "T302"),
        ("items: {lessons: {T1: »half}}", "T301"),
        ("items: {lessons: {T1: »0.0000001}}", "T301"),
        ("steps: {lessons: {T1: »[24, 20]}}", "T303"),
        ("items: {award: {T1: »3}}", "T304"),
        ("items: {lessons: {T1: »{olympiad: 3}}}", "T304"),
        ("payouts: »{}", "T104"),
        ("payouts: »''", "T104"),
        ("problems: »[]", "T104"),
        ("warnings: »[]", "T104"),
        ("items: {lessons: »{}}", "T104"),
        ("payouts: »[T1]", "T101"),
        ("guarantees: »heads_below", "T102"),
        ("items: {lessons: {T1: »[1]}}", "T103"),
        ("»problems: [R240], guarantees: []", "T121"),
    ],
)
def test_a_mistake_in_what_is_expected(expected: str, code: str, tmp_path: Path) -> None:
    """A name that is not there, a bad number, nothing at all: told where it stands (»)."""
    case = "  " + CASE.format(expected)
    assert told(tmp_path, case.replace("»", "").strip()) == [(code, 25, case.index("»") + 1)]


@pytest.mark.parametrize(
    ("table", "code", "line"),
    [
        ("works: []", "T110", 27),
        ("leaves: []", "T110N", 27),
        ("workload: ''", "T104", 27),
        ("workload: {teacher_id: T1}", "T102", 27),
        ("workload: [{teacher_id: [T1]}]", "T103", 27),
        ("workload: [T1]", "T101", 27),
        ("workload: |\n      teacher_id, kind\n      T1\n      T2, lesson", "T111", 29),
        ("workload: |\n\n      teacher_id, kind\n      T1, a, b", "T111", 30),
        ("workload: |\n      kind, kind\n      a, b", "T112", 28),
        ("workload: |\n      kind, ,\n      a, b,", "T112", 28),
        ('workload: |\n      kind, event\n      a, "b\n      c, d', "T113", 29),
    ],
)
def test_a_mistake_in_a_table(table: str, code: str, line: int, tmp_path: Path) -> None:
    """A table that there is not, and rows that do not fit it, are told with their line."""
    case = f"\n- name: a case\n  given:\n    {table}\n  expect: {{guarantees: []}}\n"
    found = {
        (code, line) for code, line, _ in told(tmp_path, case.replace("\n      ", "\n        "))
    }
    assert found == {(code, line + 1)}


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ("»{expect: {guarantees: []}}", "T106"),
        ("»{name: a case}", "T106"),
        ("{name: »'', expect: {guarantees: []}}", "T104"),
        ("{name: a case, expect: {guarantees: []}, given: »{}}", "T104"),
        ("{name: a case, »expects: {guarantees: []}}", "T105N"),
        ("»a case", "T101"),
        ("{name: a case, »period: {id: p, from: 2025-09-01}, expect: {guarantees: []}}", "R123"),
        (
            "{name: a case, period: {id: p, from: »1.9., to: 2026-01-31}, expect: {bars: []}}",
            "R124",
        ),
    ],
)
def test_a_mistake_in_a_case(case: str, code: str, tmp_path: Path) -> None:
    """A case needs a name, a period and something to expect; its keys are those of the format."""
    column = f"  - {case}".index("»") + 1
    assert (code, 25, column) in told(tmp_path, f"- {case.replace('»', '')}")


def test_a_misspelt_key_is_told_once_and_what_stands_under_it_is_read(tmp_path: Path) -> None:
    """It is not told as missing, too; the key itself, where it is there, goes before it."""
    cases = "- {name: a, expects: {payout: {T1: x}}}\n- {name: b, nane: a, expect: {bars: []}}"
    assert [code for code, _, _ in told(tmp_path, cases)] == ["T105N", "T105N", "T302", "T105N"]


def test_a_faulty_period_is_told_once(tmp_path: Path) -> None:
    """Cases do not lack a period of which the file says a faulty one."""
    cases = f"{CASE.format('bars: []')}\n{CASE.format('bars: []').replace('a case', 'another')}"
    given = GIVEN.replace("from: 2025", "from: 20255")
    assert given != GIVEN
    assert [code for code, _, _ in told(tmp_path, cases, given)] == ["R124"]


def test_a_name_twice(tmp_path: Path) -> None:
    """Two cases of one name are told with the line of the first."""
    report = run(tmp_path, f"{CASE.format('bars: []')}\n{CASE.format('guarantees: []')}\n")
    [problem] = report.problems
    assert (problem.code, problem.place.line, problem.values["line"]) == ("T107", 26, 25)
    one_line = "[{name: a, expect: {bars: []}}, {name: a, expect: {bars: []}}]"
    file = write(tmp_path, "")
    file.write_text(f"{GIVEN}cases: {one_line}\n", encoding="utf-8")
    assert codes(run_cases([file])) == ["T107"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["P001"]),
        ("cases: [", ["P014"]),
        ("title: nothing\n", ["T106"]),
        (f"{GIVEN}cases: []\n", ["T104"]),
        ("cases: [{name: a, expect: {bars: []}}]\n", ["T106"]),
        (f"policy: elsewhere.yaml\n{GIVEN}cases: [{{name: a, expect: {{bars: []}}}}]\n", ["T120"]),
        ("case: []\n", ["T105N", "T104"]),
    ],
)
def test_a_file_that_says_nothing(text: str, expected: list[str], tmp_path: Path) -> None:
    """A file without cases, a period or a policy is a mistake, for its test cannot fail."""
    file = write(tmp_path, "")
    file.write_text(text, encoding="utf-8")
    assert codes(run_cases([file])) == expected


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A file that is not there is told, and the others are run."""
    file = write(tmp_path, CASE.format("guarantees: []"))
    report = run_cases([tmp_path / "nowhere.yaml", file])
    assert (codes(report), len(report.outcomes)) == (["T100"], 1)


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    """The mistakes of a file, of another, and of a policy come together, in order.

    Names cannot be judged where the policy has errors, what stands in the file can.
    """
    expected = "payouts: {T9: x, T1: y}, lines: {T1: {level_2.wrk: 1}}"
    report = run(tmp_path, CASE.format(expected))
    assert codes(report) == ["T204", "T302", "T201N"]
    other = tmp_path / "other"
    other.mkdir()
    write(other, f"{CASE.format('bars: 1')[:-1]}, gvien: 1}}", policy=POLICY.replace("50%", "150%"))
    report = run_cases([tmp_path, other])
    assert codes(report) == ["P045", "P045", "T105N", "T101", "T204", "T302", "T201N"]
    assert report.outcomes == ()


def test_no_mistake_shows_pay_or_names(tmp_path: Path) -> None:
    """Messages name ids, keys and codes in both languages, each on one line."""
    report = run(tmp_path, CASE.format("payouts: {T3: 1, T9: 1}, units: {S9: {kept: 1}}"))
    for problem in report.problems:
        for language in ("en", "zh"):
            line = render(problem, language)
            assert "\n" not in line
            assert "{" not in line
    assert all(p.code in CATALOGUE for p in report.problems)
