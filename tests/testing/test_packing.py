"""Cases that are computed together come out as each of them does alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from paycalc.testing.finding import files_of
from paycalc.testing.running import Outcome, Runner
from paycalc.testing.telling import rows
from tests.testing.building import GIVEN, POLICY, run
from tests.testing.drawing import drawn

ROOT = Path(__file__).parents[2]


def alone(case_runner: Runner, outcome: Outcome) -> Outcome:
    """The outcome of a case on its own."""
    [own] = case_runner.run([outcome.case])
    return own


def check_seeds(seeds: range, folder: Path) -> tuple[int, int]:
    """Holds every seed's cases against each alone; how many cases, how many computes less."""
    cases, spared = 0, 0
    for seed in seeds:
        runner = Runner()
        drawn_cases = drawn(seed, folder, runner)
        if not drawn_cases or runner._packer(drawn_cases[0]).compares_ids:
            continue  # each of them is computed alone anyway
        before = runner.computes
        together = runner.run(drawn_cases)
        of_pack, before = runner.computes - before, runner.computes
        for outcome in together:
            own = alone(runner, outcome)
            assert outcome.differences == own.differences, (seed, outcome.case.name)
            assert outcome.problems == own.problems, (seed, outcome.case.name)
        cases += len(together)
        spared += runner.computes - before - of_pack
    return cases, spared


def test_random_cases_together_and_alone(tmp_path: Path) -> None:
    """Whatever a case claims is found the same in a pack and alone, errors included."""
    cases, spared = check_seeds(range(12), tmp_path)
    assert cases > 15
    assert spared > 5


@pytest.mark.slow
def test_many_random_cases_together_and_alone(tmp_path: Path) -> None:
    """The same, of very many policies."""
    cases, spared = check_seeds(range(1000, 1400), tmp_path)
    assert cases > 1500
    assert spared > 200


def test_a_sample_of_the_library_together_and_alone() -> None:
    """One in ten cases of a policy here comes out alone as it does beside the others."""
    runner = Runner()
    files = files_of(ROOT / "policies" / "sanming.yaml")
    cases = [case for path in files for case in runner.read(path).cases]
    for outcome in runner.run(cases)[::10]:
        own = alone(runner, outcome)
        assert (outcome.differences, outcome.problems) == (own.differences, own.problems)


def many(count: int, wrong: int = -1) -> str:
    """Cases in which the number of a case is a teacher's lessons; one expects another number."""
    return "".join(
        f"""
- name: case {n}
  given: {{workload: [{{teacher_id: T1, kind: lesson, quantity: {n % 20}, event: ''}}]}}
  expect:
    items: {{lessons: {{T1: {0 if n == wrong else (n % 20) / 2:.1f}, T2: 0}}}}
    units: {{S2: {{allocated: 2000}}}}
"""
        for n in range(count)
    )


def test_a_thousand_cases_take_two_computations(tmp_path: Path) -> None:
    """Cases of one policy and period are computed at once, and once more with all that items say.

    One that fails is the only one that does.
    """
    report = run(tmp_path, many(1000, wrong=777))
    assert (len(report.outcomes), report.problems, report.computes) == (1000, (), 2)
    [outcome] = report.failed
    assert list(rows(outcome)) == [("items lessons T1", "0", "8.5")]


ERRING = """
- name: a fund that is no number
  given: {funds: [{county_id: C1, amount: x}]}
  expect: {guarantees: []}
- name: a school that is not there
  add: {staff: [{teacher_id: T4, school_id: S9, position: teacher}]}
  expect: {guarantees: []}
- name: no money for the direct pool
  given: {funds: [{county_id: C1, amount: 1}]}
  expect: {guarantees: []}
"""


def test_cases_with_errors_leave_the_others_together(tmp_path: Path) -> None:
    """Who errs is computed alone, whether in the records or in computing; the others stay a pack.

    In records the first and the second: a pack, each alone, a pack. In computing the third, too.
    """
    report = run(tmp_path, many(50) + ERRING)
    told = [(outcome.case.name, list(rows(outcome))) for outcome in report.failed]
    assert told == [
        ("a fund that is no number", [("problems", "[]", "[R211]")]),
        ("a school that is not there", [("problems", "[]", "[R240]")]),
        ("no money for the direct pool", [("problems", "[]", "[C204]")]),
    ]
    assert report.computes == 1 + 2 + 1 + 1 + 2


def test_errors_of_nobody_are_found_by_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the places of errors name no case, halves of the pack are computed."""
    monkeypatch.setattr("paycalc.testing._packing.erring", lambda cases, problems: set())
    report = run(tmp_path, many(6) + ERRING)
    assert [next(rows(outcome))[2] for outcome in report.failed] == [
        "[R211]",
        "[R240]",
        "[C204]",
    ]


@pytest.mark.parametrize(
    ("given", "computes"),
    [
        ("{workload: [{teacher_id: T1, kind: lesson, quantity: 8, event: '', note: x}]}", 1),
        ("{leave: []}", 1),
        ("{staff: [{工号: T1, school_id: S1, position: teacher}], workload: []}", 1),
        ("{workload: [{teacher_id: T1, kind: lesson, quantity: 8, event: '', to: 2026-01-01}]}", 2),
    ],
)
def test_columns_that_make_no_difference(given: str, computes: int, tmp_path: Path) -> None:
    """Cases with other columns share a computation, unless a column's absence says something."""
    cases = f"""
    - {{name: as given, expect: {{guarantees: []}}}}
    - {{name: other, given: {given}, expect: {{guarantees: []}}}}
    """
    report = run(tmp_path, cases)
    assert (report.failed, report.computes) == ((), computes)


def test_a_column_that_is_missing_is_not_lent(tmp_path: Path) -> None:
    """A case without a column that the policy reads errs, though others have that column."""
    given = "{schools: [{school_id: S1, county_id: C1}, {school_id: S2, county_id: C1}]}"
    cases = f"""
    - {{name: with pupils, expect: {{items: {{pupils: {{C1: 500.5}}}}}}}}
    - {{name: without, given: {given}, expect: {{guarantees: []}}}}
    """
    [outcome] = run(tmp_path, cases).failed
    assert (outcome.case.name, *rows(outcome)) == ("without", ("problems", "[]", "[R202]"))


def test_dates_that_rows_lack_are_not_lent(tmp_path: Path) -> None:
    """A row of a table without dates is held as its post, not for the whole period."""
    steps = "    then: [{at_most: 20}, {divide: 2}]\n"
    policy = POLICY.replace(steps, "    times: [held.months]\n")
    row = "teacher_id: T1, kind: lesson, quantity: 1, event: ''"
    staff = "{teacher_id: T1, school_id: S1, position: teacher, from: 2026-01-01}"
    cases = f"""
    - name: as its post
      given: {{staff: [{staff}], workload: [{{{row}}}]}}
      expect: {{items: {{lessons: {{T1: 1}}}}}}
    - name: by its own dates
      given: {{staff: [{staff}], workload: [{{{row}, from: 2025-11-01, to: ''}}]}}
      expect: {{items: {{lessons: {{T1: 3}}}}}}
    """
    report = run(tmp_path, cases, policy=policy)
    assert (report.failed, report.problems) == ((), ())


def test_periods_are_computed_apart(tmp_path: Path) -> None:
    """A case's own period wins over the file's, and cases of two periods share nothing."""
    period = "{id: p, from: 2024-09-01, to: 2025-01-31}"
    cases = f"""
    - {{name: in effect, expect: {{guarantees: []}}}}
    - {{name: too early, period: {period}, expect: {{problems: [R250]}}}}
    """
    report = run(tmp_path, cases)
    assert (report.failed, report.problems, report.computes) == ((), (), 2)


def test_ids_that_a_policy_compares_keep_cases_alone(tmp_path: Path) -> None:
    """A policy that asks for a certain school sees its id, not one with a prefix."""
    policy = POLICY.replace("{position: principal}", "{school_id: S2}")
    policy = policy.replace("at_most: 1.0, of: teachers", "at_most: 9, of: everyone")
    cases = """
    - {name: one, expect: {lines: {T3@S2: {level_1.direct: 1000}}}}
    - {name: two, expect: {lines: {T3@S2: {level_1.direct: 1000}, T1: {level_1.direct: 0}}}}
    """
    report = run(tmp_path, cases, policy=policy)
    assert (report.failed, report.problems, report.computes) == ((), (), 2)


def test_cells_by_an_id_do_not_show_the_prefix(tmp_path: Path) -> None:
    """A policy that only tells ids apart is computed together, and its cells keep their names."""
    policy = POLICY.replace("[post, event]", "[post, school_id]")
    cases = """
    - {name: one, expect: {items: {award: {T1: {S1: 300}}}}}
    - {name: two, expect: {items: {award: {T1: {S1: 300}, T2: none}}}}
    """
    report = run(tmp_path, cases, policy=policy)
    assert (report.failed, report.problems, report.computes) == ((), (), 2)


def test_a_unit_column_gets_the_prefix_too(tmp_path: Path) -> None:
    """General schools of one name in several cases stay apart."""
    policy = POLICY.replace("level_1:\n", "level_1:\n  unit: group_id\n")
    given = GIVEN.replace("pupils\n", "pupils, group_id\n").replace("300\n", "300, G\n")
    cases = """
    - {name: one, expect: {units: {G: {allocated: 8000}}}}
    - name: two
      given:
        schools:
          - {school_id: S1, county_id: C1, pupils: 1, group_id: G}
          - {school_id: S2, county_id: C1, pupils: 1, group_id: G}
      expect: {units: {G: {allocated: 10000}}}
    """
    report = run(tmp_path, cases, given.replace("200.5\n", "200.5,\n"), policy)
    assert (report.failed, report.problems, report.computes) == ((), (), 1)


def test_the_order_of_outcomes_is_the_file_s(tmp_path: Path) -> None:
    """Outcomes come in the order of the cases, however these were computed."""
    report = run(tmp_path, many(3) + ERRING + many(3).replace("name: case", "name: again"))
    names = [outcome.case.name for outcome in report.outcomes]
    assert names[:3] == ["case 0", "case 1", "case 2"]
    assert names[-1] == "again 2"
    assert replace(report, seconds=0.0).files == 1
