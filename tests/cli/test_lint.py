"""``paycalc lint``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import DATASET, POLICY, Done

Command = Callable[..., Done]
TEXT = """\
paycalc: 1
id: small
version: "1"
effective: {from: 2025-09-01}
currency: {code: CNY, decimals: 2}
groups: {front_line: {position: teacher}}
items:
  size: {of: unit, rows: staff, each: fte}
  lessons: {rows: workload}
level_1: {pools: {base: {takes: rest, share_by: [size]}}}
level_2:
  pools:
    work: {takes: rest, for: front_line, share_by: [lessons]}
"""


@pytest.fixture
def small(tmp_path: Path) -> Callable[[str], Path]:
    """A policy without class heads, with more at its end, in a file."""

    def written(end: str = "") -> Path:
        path = tmp_path / "small.yaml"
        path.write_text(TEXT + end, encoding="utf-8")
        return path

    return written


def test_a_finding_is_told_with_place_reason_source_and_fix(
    paycalc: Command, small: Callable[..., Path]
) -> None:
    """A rule's title, its places, why, whose rule it is and how sure, a fix; and the end is 3."""
    path = small()
    done = paycalc("lint", path)
    assert (done.code, done.err) == (3, "")
    lines = done.out.splitlines()
    assert lines[0] == "L022 No class-head line"
    assert lines[1] == f"  {path}:11:1 level_2: Nothing in this policy pays class heads."
    assert lines[2].startswith("  Why: ")
    assert lines[3].startswith("  Source: The guidance names class-head allowances")
    assert lines[3].endswith("city's guidance on basic education. Read at its source.")
    assert lines[4].startswith("  Fix: ")
    assert lines[-1].startswith("Findings: 1, by rules: 1.")


def test_what_is_not_certain_is_called_so(paycalc: Command, tmp_path: Path) -> None:
    """A rule that was not read at its source says so, in the lint and in `rule`."""
    path = tmp_path / "small.yaml"
    path.write_text(
        TEXT.replace("[lessons]", "[lessons, away]").replace(
            "level_1", "  away: {rows: leave, times: [-1]}\nlevel_1"
        ),
        encoding="utf-8",
    )
    assert "Not known for certain" in paycalc("lint", path).out
    assert "Not known for certain" in paycalc("rule", "L011").out
    assert "尚不确定" in paycalc("rule", "L011", "--lang", "zh").out
    assert "at most 25%" in paycalc("rule", "L024").out


def test_nothing_to_object_to_ends_with_0(paycalc: Command, small: Callable[..., Path]) -> None:
    """With its only finding switched off the command ends with 0, and says what was silenced."""
    done = paycalc("lint", small("lint: {L022: {off: a school without classes}}\n"))
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "Switched off: L022 (1): a school without classes"
    assert lines[-1] == "Nothing to object to."


def test_in_chinese(paycalc: Command, small: Callable[..., Path]) -> None:
    """With ``--lang zh`` all of it is Chinese."""
    done = paycalc("lint", small(), "--lang", "zh")
    assert done.out.startswith("L022 没有班主任项目")
    assert all(word in done.out for word in ("原因：", "来源：", "改法：", "共 1 处"))


def test_as_data(paycalc: Command, small: Callable[..., Path]) -> None:
    """``--json`` gives one object: findings with their rules, what was silenced, notes."""
    done = paycalc("lint", small(), "--json")
    told = json.loads(done.out)
    assert (done.code, told["format"], told["ok"]) == (3, "paycalc-lint/1", False)
    (finding,) = told["findings"]
    assert (finding["code"], finding["severity"]) == ("L022", "warning")
    assert (finding["level"], finding["certainty"]) == ("guidance", "stated")
    assert (finding["place"]["line"], finding["place"]["item"]) == (11, "level_2")
    assert {"means", "mend", "source", "title"} <= set(finding)
    off = json.loads(paycalc("lint", small("lint: {L022: {off: x}}\n"), "--json").out)
    assert (off["ok"], off["findings"]) == (True, [])
    (silenced,) = off["silenced"]
    place = silenced.pop("place")
    assert silenced == {"code": "L022", "reason": "x", "count": 1}
    assert (place["line"], place["item"]) == (14, "lint.L022")


def test_of_a_folder_every_policy_is_judged(
    paycalc: Command, small: Callable[..., Path], tmp_path: Path
) -> None:
    """Findings, switches and notes of all policies of a folder come together, with their files."""
    first = small("lint: {L022: {off: a school without classes}}\n")
    second = tmp_path / "other.yaml"
    second.write_text(TEXT.replace("id: small", "id: other"), encoding="utf-8")
    done = paycalc("lint", tmp_path)
    assert done.code == 3
    assert f"  {second}:11:1 level_2: " in done.out
    assert f"  {first}:14:8 lint.L022" in done.out
    assert done.out.count("L193") == 1
    assert done.out.splitlines()[-1].startswith("Findings: 1, by rules: 1.")
    second.write_text("paycalc: 1\n", encoding="utf-8")
    done = paycalc("lint", tmp_path)
    assert (done.code, done.out) == (1, "")
    assert str(second) in done.err


def test_of_a_folder_with_a_dataset_the_version_in_effect_is_judged(
    paycalc: Command, tmp_path: Path
) -> None:
    """With a dataset the one version that pays its period is judged, and no other."""
    (tmp_path / "policies").mkdir()
    text = POLICY.read_text(encoding="utf-8")
    (tmp_path / "policies" / "2025.yaml").write_text(text, encoding="utf-8")
    later = text.replace('"2025.1"', '"2026.1"').replace(
        "{from: 2025-09-01, to: 2026-08-31}", "{from: 2026-09-01}"
    )
    (tmp_path / "policies" / "2026.yaml").write_text(later + "lint: {L042: {off: x}}\n", "utf-8")
    done = paycalc("lint", tmp_path / "policies", DATASET)
    assert (done.code, done.out.splitlines()[-1]) == (0, "Nothing to object to.")
    assert "L901" in paycalc("lint", tmp_path / "policies").out


def test_a_policy_with_errors_ends_with_1(paycalc: Command, faulty_policy: Path) -> None:
    """A policy that cannot be carried out is not linted: its errors are told, and the end is 1."""
    done = paycalc("lint", faulty_policy)
    assert (done.code, done.out) == (1, "")
    assert "shareby" in done.err
    told = json.loads(paycalc("lint", faulty_policy, "--json").out)
    assert told["ok"] is False
    assert told["problems"]


def test_records_with_errors_end_with_1(paycalc: Command, faulty_dataset: Path) -> None:
    """A dataset that cannot be computed ends with 1."""
    assert paycalc("lint", POLICY, faulty_dataset).code == 1


def test_with_a_dataset(paycalc: Command, tmp_path: Path) -> None:
    """With a dataset the rules that need one are judged; those without their tables are named."""
    bare = paycalc("lint", POLICY, DATASET).out
    assert "L193" not in bare
    assert "L133 was not judged here: the dataset does not say rotation" in bare
    for file in DATASET.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    rows = "".join(f"T{number:03},S1,yes,no,no\n" for number in range(1, 4))
    school = (DATASET / "schools.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    text = "teacher_id,school_id,due,moved,backbone\n" + rows.replace("S1", school)
    (tmp_path / "rotation.csv").write_text(text, encoding="utf-8")
    done = paycalc("lint", POLICY, tmp_path)
    assert done.code == 3
    assert "Of those due for rotation 0.0% moved; at least 10%." in done.out
    assert paycalc("check", POLICY, tmp_path).out.count("rotation") == 0
