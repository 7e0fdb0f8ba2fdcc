"""``paycalc check``, ``run`` and ``explain`` with a folder of a policy's versions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import paycalc as package
from tests.cli.conftest import DATASET, POLICY, Done

Command = Callable[..., Done]
TEXT = POLICY.read_text(encoding="utf-8")
EFFECTIVE = "{from: 2025-09-01, to: 2026-08-31}"


def version(name: str, effective: str) -> str:
    """The example county's policy as another version."""
    text = TEXT.replace('version: "2025.1"', f'version: "{name}"')
    return text.replace(EFFECTIVE, effective)


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """Two versions that follow on one another; the earlier pays class heads otherwise."""
    folder = tmp_path / "versions"
    folder.mkdir()
    old = version("2024", "{from: 2024-09-01, to: 2025-08-31}").replace("takes: 60%", "takes: 55%")
    (folder / "2024.yaml").write_text(old, encoding="utf-8")
    (folder / "2025.yaml").write_text(version("2025", EFFECTIVE), encoding="utf-8")
    return folder


def test_a_run_takes_the_version_of_its_period(
    paycalc: Command, versions: Path, tmp_path: Path
) -> None:
    """A run of a folder is the run of the version's file: same folder, same manifest, same pay."""
    by_folder = paycalc("run", versions, DATASET, "--out", tmp_path / "a", "--json")
    by_file = paycalc("run", versions / "2025.yaml", DATASET, "--out", tmp_path / "b", "--json")
    told = json.loads(by_folder.out)
    assert (by_folder.code, by_file.code) == (0, 0)
    assert told["policy"] == {
        "id": "example-county",
        "version": "2025",
        "file": str(versions / "2025.yaml"),
    }
    for file in (tmp_path / "b").iterdir():
        assert (tmp_path / "a" / file.name).read_bytes() == file.read_bytes(), file.name
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"][0]["path"] == str((versions / "2025.yaml").resolve())
    assert package.load_policy(tmp_path / "a" / "policy.yaml").version == "2025"


def test_a_run_of_a_folder_is_explained_from_itself(
    paycalc: Command, versions: Path, tmp_path: Path
) -> None:
    """``explain`` tells the same of the run, with its records kept or not, and of the folder."""
    paycalc("run", versions, DATASET, "--out", tmp_path / "plain")
    paycalc("run", versions, DATASET, "--out", tmp_path / "kept", "--keep-records")
    told = paycalc("explain", versions, DATASET, "T039", "--json")
    assert (told.code, json.loads(told.out)["version"]) == (0, "2025")
    (versions / "2024.yaml").write_text("changed\n", encoding="utf-8")
    for run in ("plain", "kept"):
        again = paycalc("explain", tmp_path / run, "T039", "--json").out
        copy, file = str(tmp_path / run / "policy.yaml"), str(versions / "2025.yaml")
        assert json.loads(again.replace(copy, file)) == json.loads(told.out)


def test_checking_a_folder_judges_all_of_it(paycalc: Command, versions: Path) -> None:
    """``check FOLDER`` tells gaps, overlaps and faults of every version; with a dataset too."""
    assert paycalc("check", versions) == Done(0, "", "")
    (versions / "2023.yaml").write_text(
        version("2023", "{from: 2023-09-01, to: 2024-06-30}"), encoding="utf-8"
    )
    gap = paycalc("check", versions)
    assert (gap.code, gap.err) == (0, "")
    assert re.fullmatch(
        r"\S+2024.yaml:13:12: at effective: warning P231: .* 2024-07-01 to 2024-08-31, after "
        r"'2023.yaml' ends.*\n",
        gap.out,
    )
    (versions / "2026.yaml").write_text(version("2026", "{from: 2026-08-31}"), encoding="utf-8")
    overlap = paycalc("check", versions)
    assert overlap.code == 1
    assert re.search(r"2026.yaml:13:12: .*error P230: '2025.yaml' .*from 2026-08-31", overlap.out)
    both = paycalc("check", versions, DATASET)
    assert both.code == 1
    assert set(overlap.out.splitlines()) < set(both.out.splitlines())
    chinese = paycalc("check", versions, "--lang", "zh").out
    assert re.findall("[PR][0-9]{3}", chinese) == re.findall("[PR][0-9]{3}", overlap.out)


def test_checking_a_policy_without_a_dataset(paycalc: Command, faulty_policy: Path) -> None:
    """``check POLICY`` tells what is wrong with the policy alone; ``--json`` says ``ok``."""
    assert paycalc("check", POLICY) == Done(0, "", "")
    done = paycalc("check", faulty_policy)
    both = paycalc("check", faulty_policy, DATASET)
    assert done.code == 1
    assert set(done.out.splitlines()) <= set(both.out.splitlines())
    assert {line.partition(" error ")[2][:2] for line in done.out.splitlines()} == {"P0"}
    told = json.loads(paycalc("check", POLICY, "--json").out)
    assert told == {"format": "paycalc-check/1", "ok": True, "problems": []}


def test_a_run_of_several_policies_names_them(
    paycalc: Command, versions: Path, tmp_path: Path
) -> None:
    """A folder of different policies cannot be run: the error names their ids; 1, nothing written.

    ``check`` without a dataset has nothing against them.
    """
    other = version("2024", EFFECTIVE).replace("id: example-county", "id: other-county")
    (versions / "2024.yaml").write_text(other, encoding="utf-8")
    done = paycalc("run", versions, DATASET, "--out", tmp_path / "run")
    assert (done.code, done.out) == (1, "")
    assert "error P233" in done.err
    assert "(example-county, other-county)" in done.err
    assert not (tmp_path / "run").exists()
    assert paycalc("check", versions) == Done(0, "", "")


@pytest.mark.parametrize("dates", ["{from: 2024-09-01, to: 2025-08-31}", "{from: 2025-09-02}"])
def test_a_period_without_a_version_is_not_run(
    paycalc: Command, versions: Path, tmp_path: Path, dates: str
) -> None:
    """Where no version is in effect on the first day a run says so, and ``check`` the same."""
    (versions / "2024.yaml").unlink()
    (versions / "2025.yaml").write_text(version("2025", dates), encoding="utf-8")
    done = paycalc("run", versions, DATASET, "--out", tmp_path / "run")
    assert done.code == 1
    assert "error P234" in done.err
    assert paycalc("check", versions, DATASET).out == done.err


def test_a_period_beyond_the_end_of_its_version_is_told(
    paycalc: Command, versions: Path, tmp_path: Path
) -> None:
    """A period that straddles two versions is paid by the first, with a warning that says so."""
    first = version("2025", "{from: 2025-09-01, to: 2025-12-31}")
    (versions / "2025.yaml").write_text(first, encoding="utf-8")
    second = version("2026", "{from: 2026-01-01}")
    (versions / "2026.yaml").write_text(second, encoding="utf-8")
    done = paycalc("run", versions, DATASET, "--out", tmp_path / "run")
    assert done.code == 0
    assert "warning R263: The policy ends on 2025-12-31" in done.err
    assert "(example-county 2025)" in done.out


def test_a_period_that_cannot_be_read_leaves_the_folder_s_faults(
    paycalc: Command, versions: Path, tmp_path: Path
) -> None:
    """Without a period no version is chosen; what is wrong with the folder is told all the same."""
    empty = tmp_path / "empty"
    empty.mkdir()
    (versions / "2024.yaml").write_text(version("2024", "{from: 2024-09-01}"), encoding="utf-8")
    said = paycalc("check", versions, empty)
    assert said.code == 1
    assert {"P230", "R120"} <= set(re.findall("error ([PR][0-9]+)", said.out))
    assert "P234" not in said.out
