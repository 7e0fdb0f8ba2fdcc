"""Folders of versions: which files are policies, which version counts, and what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from paycalc.policy import Policies, load_policies, load_policy
from paycalc.problems import ProblemsError
from paycalc.records import Period

BASE = """\
paycalc: 1
id: {id}
version: "{version}"
effective: {effective}
currency: {{code: CNY, decimals: 2}}
items: {{headcount: {{of: unit, rows: staff}}}}
level_1: {{pools: {{base: {{takes: rest, share_by: [headcount]}}}}}}
level_2: {level_2}
"""
PLAN = "pools: {equal: {takes: rest, share_equally: true}}\n"


def head(
    effective: str, version: str = "1", id: str = "county", level_2: str = "{" + PLAN.strip() + "}"
) -> str:
    """A policy with this head."""
    return BASE.format(id=id, version=version, effective=effective, level_2=level_2)


def folder_of(tmp_path: Path, **texts: str) -> Policies:
    """The policies of a folder with these files."""
    for name, text in texts.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_policies(tmp_path)


def term(first: date) -> Period:
    """A period that begins on a day."""
    return Period("term", first, date(9999, 12, 31))


def codes(policies: Policies) -> list[str]:
    """The codes of all that is wrong with a folder."""
    return [problem.code for problem in policies.problems]


def codes_for(policies: Policies, first: date) -> list[str]:
    """The codes of what keeps a period from having a policy."""
    with pytest.raises(ProblemsError) as raised:
        policies.policy_for(term(first))
    return [problem.code for problem in raised.value.problems]


@pytest.fixture
def three_years(tmp_path: Path) -> Policies:
    """Three versions that follow on one another, the last without an end."""
    return folder_of(
        tmp_path,
        b=head("{from: 2024-09-01, to: 2025-08-31}", "2024"),
        c=head("{from: 2023-09-01, to: 2024-08-31}", "2023"),
        a=head("{from: 2025-09-01}", "2025"),
    )


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2023, 9, 1), "2023"),
        (date(2024, 8, 31), "2023"),
        (date(2024, 9, 1), "2024"),
        (date(2025, 8, 31), "2024"),
        (date(2025, 9, 1), "2025"),
        (date(2099, 1, 1), "2025"),
    ],
)
def test_the_version_in_effect_on_the_first_day_is_chosen(
    three_years: Policies, day: date, version: str
) -> None:
    """Both days of ``effective`` count, a version without an end has none, and names say nothing.

    What is chosen is the policy that its file holds.
    """
    chosen = three_years.version_for(term(day))
    assert chosen.version == version
    assert three_years.policy_for(term(day)) == load_policy(chosen.file)


def test_versions_come_by_their_first_day(three_years: Policies) -> None:
    """The versions of one policy are listed by their dates, not by the names of their files."""
    assert [version.version for version in three_years.versions] == ["2023", "2024", "2025"]
    assert (three_years.ids, three_years.problems) == (("county",), ())


def test_a_day_before_all_versions_has_none(three_years: Policies) -> None:
    """Where no version is in effect, the error lists the files and their dates."""
    with pytest.raises(ProblemsError) as raised:
        three_years.policy_for(term(date(2023, 8, 31)))
    [problem] = raised.value.problems
    assert problem.code == "P234"
    assert problem.values["known"] == (
        "c.yaml (2023-09-01 … 2024-08-31); b.yaml (2024-09-01 … 2025-08-31); a.yaml (2025-09-01 …)"
    )


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("{from: 2024-09-01, to: 2025-08-31}", "{from: 2025-09-01, to: 2026-08-31}", None),
        (
            "{from: 2024-09-01, to: 2025-08-31}",
            "{from: 2025-08-31, to: 2026-08-31}",
            ("P230", "2025-08-31", "2025-08-31"),
        ),
        (
            "{from: 2024-09-01, to: 2025-08-30}",
            "{from: 2025-09-01, to: 2026-08-31}",
            ("P231", "2025-08-31", "2025-08-31"),
        ),
        (
            "{from: 2024-09-01, to: 2027-08-31}",
            "{from: 2025-09-01, to: 2026-08-31}",
            ("P230", "2025-09-01", "2026-08-31"),
        ),
        ("{from: 2024-09-01}", "{from: 2025-09-01}", ("P230", "2025-09-01", "…")),
        (
            "{from: 2024-09-01, to: 9999-12-31}",
            "{from: 2025-09-01}",
            ("P230", "2025-09-01", "9999-12-31"),
        ),
    ],
)
def test_gaps_and_overlaps_are_told_to_the_day(
    tmp_path: Path, first: str, second: str, found: tuple[str, str, str] | None
) -> None:
    """Days with two versions are an error, days between with none a warning, each with its days.

    The place is the dates of the later version; the other one's file is named.
    """
    problems = folder_of(tmp_path, old=head(first, "1"), new=head(second, "2")).problems
    if found is None:
        assert problems == ()
        return
    [problem] = problems
    assert (problem.code, problem.values["first"], problem.values["last"]) == found
    assert problem.severity == ("error" if found[0] == "P230" else "warning")
    assert (problem.place.file, problem.place.line) == (str(tmp_path / "new.yaml"), 4)
    assert problem.values["other"] == "old.yaml"


def test_a_long_version_leaves_no_gap_behind_a_short_one(tmp_path: Path) -> None:
    """A gap is where no version at all is in effect, whatever lies in between."""
    policies = folder_of(
        tmp_path,
        a=head("{from: 2024-01-01, to: 2025-12-31}", "1"),
        b=head("{from: 2024-03-01, to: 2024-04-30}", "2"),
        c=head("{from: 2026-01-01}", "3"),
    )
    assert codes(policies) == ["P230"]


def test_an_overlap_of_other_days_keeps_nobody_from_choosing(tmp_path: Path) -> None:
    """A period needs one version on its first day; what is wrong elsewhere is for ``check``."""
    policies = folder_of(
        tmp_path,
        a=head("{from: 2024-09-01, to: 2025-08-31}", "1"),
        b=head("{from: 2025-08-01, to: 2026-08-31}", "2"),
    )
    assert policies.policy_for(term(date(2025, 9, 1))).version == "2"
    assert codes_for(policies, date(2025, 8, 31)) == ["P230"]


def test_a_fault_of_another_version_keeps_nobody_from_choosing(tmp_path: Path) -> None:
    """A version with errors counts for its own days alone; all its errors are told for those."""
    faulty = head("{from: 2025-09-01}", "2").replace("share_by: [headcount]", "share_by: [heads]")
    policies = folder_of(
        tmp_path, a=head("{from: 2024-09-01, to: 2025-08-31}", "1"), b=faulty + "vetoes: 1\n"
    )
    assert policies.policy_for(term(date(2025, 1, 1))).version == "1"
    wrong = ["P200", "P030N"]
    assert codes_for(policies, date(2026, 1, 1)) == codes(policies) == wrong


@pytest.mark.parametrize(
    "text", ["paycalc: [1\n", "", head("{from: 2026-09-01, to: 2026-01-01}"), head("{until: 1}")]
)
def test_a_file_that_does_not_say_when_it_counts_is_in_the_way(tmp_path: Path, text: str) -> None:
    """No version is chosen beside a file whose id and dates cannot be read: it might be the one."""
    policies = folder_of(tmp_path, a=head("{from: 2024-09-01}"), b=text)
    found = codes(policies)
    assert found
    assert codes_for(policies, date(2025, 1, 1)) == found


def test_several_policies_are_judged_each_by_itself(tmp_path: Path) -> None:
    """Dates and versions of one id say nothing about another's; which is meant, nobody knows."""
    policies = folder_of(
        tmp_path,
        a=head("{from: 2024-09-01}", "1", "primary"),
        b=head("{from: 2024-09-01}", "1", "junior"),
        c=head("{from: 2023-09-01, to: 2024-08-01}", "1", "junior"),
    )
    assert codes(policies) == ["P232", "P231"]
    assert {problem.place.file for problem in policies.problems} == {str(tmp_path / "b.yaml")}
    assert codes_for(policies, date(2025, 1, 1)) == ["P233"]
    assert policies.ids == ("junior", "primary")


@pytest.mark.parametrize("plan", [PLAN, "polls: {equal: {takes: rest, share_equally: true}}\n"])
def test_a_plan_s_file_is_no_policy(tmp_path: Path, plan: str) -> None:
    """A file that a policy names by ``file:`` is a plan's, be it right or not, with its policy."""
    text = head("{from: 2024-09-01}", level_2="{file: plan.yaml}")
    policies = folder_of(tmp_path, a=text, plan=plan)
    assert [version.file.name for version in policies.versions] == ["a.yaml"]
    assert policies.headless == ()
    assert (policies.versions[0].policy is None) == (plan != PLAN)


def test_only_files_that_may_be_policies_are_read(tmp_path: Path) -> None:
    """Of a folder ``.yaml`` and ``.yml`` files are read, but no hidden one, and no period's."""
    (tmp_path / "tests").mkdir()
    for name in ("tests/case.yaml", ".old.yaml", "period.yaml", "notes.txt", "schema.json"):
        (tmp_path / name).write_text("no policy\n", encoding="utf-8")
    (tmp_path / "b.yml").write_text(head("{from: 2024-09-01}"), encoding="utf-8")
    policies = folder_of(tmp_path, lone_plan=PLAN)
    assert [version.file.name for version in policies.versions] == ["b.yml"]
    assert policies.problems == ()


def test_a_folder_without_policies_says_so(tmp_path: Path) -> None:
    """An empty folder has an error of its own, for a look at it and for a period."""
    policies = folder_of(tmp_path)
    assert codes(policies) == codes_for(policies, date(2025, 1, 1)) == ["P235"]


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    """What cannot be listed is raised as the system tells it."""
    with pytest.raises(FileNotFoundError):
        load_policies(tmp_path / "nowhere")
