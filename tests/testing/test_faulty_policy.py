"""Cases of a policy that has errors."""

from __future__ import annotations

from pathlib import Path

from paycalc.testing import run_cases

CASES = """
period: {id: p, from: 2025-09-01, to: 2026-01-31}
cases:
  - name: somebody is paid
    expect: {payouts: {T1: 1}}
"""


def test_errors_of_a_policy_are_told_and_none_of_its_cases_is_run(tmp_path: Path) -> None:
    """The report has the policy's errors, and no outcomes."""
    (tmp_path / "tests" / "faulty").mkdir(parents=True)
    (tmp_path / "faulty.yaml").write_text("paycalc: 1\nid: faulty\n")
    (tmp_path / "tests" / "faulty" / "pay.yaml").write_text(CASES)
    report = run_cases([tmp_path])
    assert report.outcomes == ()
    assert {problem.code for problem in report.problems} == {"P031"}
