"""``paycalc explain``."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Done

Command = Callable[..., Done]

POLICY = ROOT / "policies" / "star.yaml"
DATASET = ROOT / "fixtures" / "star"


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A copy of the dataset, to be changed or removed."""
    return Path(shutil.copytree(DATASET, tmp_path / "data"))


@pytest.fixture
def run(paycalc: Command, dataset: Path, tmp_path: Path) -> Path:
    """A run of the copy that keeps no records."""
    assert paycalc("run", POLICY, dataset, "--out", tmp_path / "run").code == 0
    return tmp_path / "run"


@pytest.fixture
def keeping(paycalc: Command, dataset: Path, tmp_path: Path) -> Path:
    """A run whose records are kept, and whose dataset is gone."""
    command = ("run", POLICY, dataset, "--out", tmp_path / "keeping", "--keep-records")
    assert paycalc(*command).code == 0
    shutil.rmtree(dataset)
    return tmp_path / "keeping"


def test_the_help_shows_an_example_that_works(
    paycalc: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example in the help runs as it stands, and so does its what-if."""
    done = paycalc("explain", "--help")
    [example] = [line for line in done.out.splitlines() if "Example:" in line]
    arguments = example.partition("paycalc ")[2].split()
    monkeypatch.chdir(ROOT)
    told = paycalc(*arguments)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("T0004: star 1.0, star, USD\n\nSchool S01")
    assert "--what-if pupils+1" in done.out
    assert "pupils quantity" in paycalc(*arguments, "--what-if", "pupils+1").out


def test_policy_and_dataset_or_a_run_tell_the_same(
    paycalc: Command, run: Path, dataset: Path
) -> None:
    """From a run folder whose records still lie there the explanation is the same."""
    direct = paycalc("explain", POLICY, dataset, "T0004", "--json")
    from_run = paycalc("explain", run, "T0004", "--json")
    assert (direct.code, from_run.code) == (0, 0)
    one, other = json.loads(direct.out), json.loads(from_run.out)
    assert one["format"] == "paycalc-explanation/1"
    assert json.dumps(one).replace(str(POLICY), str(run / "policy.yaml")) == json.dumps(other)


def test_a_run_that_kept_its_records_needs_no_dataset(paycalc: Command, keeping: Path) -> None:
    """With the records in the folder, rows are still told by their original file and number."""
    done = paycalc("explain", keeping, "T0004")
    assert done.code == 0, done.err
    assert "workload.csv row 5: 20 x 1.05" in done.out
    moved = keeping.rename(keeping.parent / "moved 文件夹")
    assert paycalc("explain", moved, "T0004", "--what-if", "pupils+1").code == 0


def test_records_that_are_gone_or_changed_are_said_to_be(
    paycalc: Command, run: Path, dataset: Path
) -> None:
    """Without kept records the originals must lie there with the same sha256; else it says so."""
    workload = dataset / "workload.csv"
    text = workload.read_text()
    workload.write_text(text.replace("20", "21", 1))
    done = paycalc("explain", run, "T0004")
    assert (done.code, done.out) == (1, "")
    assert "records were changed since the run" in done.err
    assert "workload.csv" in done.err
    workload.write_text(text)
    (dataset / "leave.csv").write_text("teacher_id,kind,days\nT0004,sick,1\n")
    assert "records were changed" in paycalc("explain", run, "T0004").err
    shutil.rmtree(dataset)
    done = paycalc("explain", run, "T0004", "--json")
    refusal = json.loads(done.out)
    assert (done.code, refusal["ok"]) == (1, False)
    assert "records are gone" in refusal["error"]
    assert "--keep-records" in refusal["error"]


@pytest.mark.parametrize("name", ["policy.yaml", "records/workload.parquet", "payouts.csv"])
def test_a_run_folder_that_was_changed_explains_nothing(
    paycalc: Command, keeping: Path, name: str
) -> None:
    """Policy, records and payouts must be what the manifest says."""
    (keeping / name).write_bytes((keeping / name).read_bytes() + b"\n")
    done = paycalc("explain", keeping, "T0004")
    assert done.code == 1
    assert "was changed since the run" in done.err
    (keeping / name).unlink()
    assert "is gone" in paycalc("explain", keeping, "T0004").err


def test_a_run_of_another_engine_is_not_explained_by_this_one(
    paycalc: Command, keeping: Path
) -> None:
    """Where this version pays otherwise than the run did, it says so instead of explaining."""
    payouts, manifest = keeping / "payouts.csv", keeping / "manifest.json"
    told = json.loads(manifest.read_text())
    payouts.write_text(payouts.read_text().replace("800.36", "800.37"))
    for output in told["outputs"]:
        if output["path"] == "payouts.csv":
            output["sha256"] = hashlib.sha256(payouts.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told))
    done = paycalc("explain", keeping, "T0004")
    assert (done.code, done.out) == (1, "")
    assert "pays otherwise" in done.err


def test_a_folder_that_is_no_run_is_said_to_be_none(paycalc: Command, tmp_path: Path) -> None:
    """A folder without a manifest of this format ends with 1."""
    assert "no manifest.json" in paycalc("explain", tmp_path, "T0004").err
    (tmp_path / "manifest.json").write_text('{"format": "other/1"}')
    done = paycalc("explain", tmp_path, "T0004")
    assert (done.code, "no run folder of this version" in done.err) == (1, True)


def test_a_parquet_run_with_plan_files_is_explained(paycalc: Command, tmp_path: Path) -> None:
    """The copies of policy and plan files and Parquet payouts do as well."""
    text = POLICY.read_text(encoding="utf-8")
    before, _, plan = text.partition("\nlevel_2:\n")
    pools, mark, after = plan.partition("\nguarantees:")
    lines = [line.removeprefix("  ") for line in pools.splitlines()]
    (tmp_path / "policy.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    level = "\nlevel_2:\n  plan_by: stage\n  plans: {only: {file: policy.yaml}}\n  default: only\n"
    policy = tmp_path / "main.yaml"
    policy.write_text(before + level + mark + after, encoding="utf-8")
    folder = tmp_path / "run"
    done = paycalc("run", policy, DATASET, "--out", folder, "--format", "parquet")
    assert done.code == 0, done.err
    told = paycalc("explain", folder, "T0004")
    assert told.code == 0, told.err
    assert "policy.yaml line " in told.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("T0004",), "give a run folder and a teacher"),
        ((POLICY, DATASET, "T0004", "T0005"), "give a run folder and a teacher"),
        (("nowhere", "T0004"), "does not exist"),
        ((POLICY, DATASET, "T0004x"), "T0004"),
        ((POLICY, DATASET, "T0004", "--county", "XX"), "but in TN"),
        ((POLICY, DATASET, "T0004", "--what-if", "singing+1"), "pupils"),
        ((POLICY, DATASET, "T0004", "--format", "pdf"), "markdown"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_right(
    paycalc: Command, arguments: tuple[str | Path, ...], said: str
) -> None:
    """Unknown teachers, changes and paths are wrong usage."""
    done = paycalc("explain", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in re.sub(r"[\s│]+", " ", done.err)


def test_an_id_in_two_counties_asks_for_the_county(paycalc: Command, tmp_path: Path) -> None:
    """Where the id is two people, ``--county`` says which."""
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "paycalc: 1\nid: two\nversion: '1'\neffective: {from: 2025-09-01}\n"
        "currency: {code: CNY, decimals: 2}\nitems:\n  heads: {of: unit, rows: staff}\n"
        "level_1: {pools: {all: {takes: rest, share_by: [heads]}}}\n"
        "level_2: {pools: {all: {takes: rest, share_equally: true}}}\n"
    )
    data = tmp_path / "data"
    data.mkdir()
    for name, text in {
        "period.yaml": "id: p\nfrom: 2025-09-01\nto: 2026-01-31\n",
        "funds.csv": "county_id,amount\nC1,10\nC2,20\n",
        "schools.csv": "school_id,county_id\nS1,C1\nS2,C2\n",
        "staff.csv": "teacher_id,school_id,position\nA,S1,teacher\nA,S2,teacher\n",
    }.items():
        (data / name).write_text(text)
    done = paycalc("explain", policy, data, "A")
    assert (done.code, "--county" in done.err) == (2, True)
    told = paycalc("explain", policy, data, "A", "--county", "C2", "--format", "markdown")
    assert told.out.startswith("# A: two 1, p, CNY\n\n## School S2")
    assert "payable 20.00" in told.out


def test_errors_in_the_inputs_end_with_1(
    paycalc: Command, faulty_policy: Path, tmp_path: Path
) -> None:
    """A faulty policy is told problem by problem, in JSON as one object."""
    done = paycalc("explain", faulty_policy, DATASET, "T0004")
    assert (done.code, done.out) == (1, "")
    assert "error P" in done.err
    refusal = json.loads(paycalc("explain", faulty_policy, DATASET, "T0004", "--json").out)
    assert (refusal["ok"], len(refusal["problems"]) > 1) == (False, True)


def test_it_speaks_chinese(paycalc: Command) -> None:
    """``--lang zh`` tells the explanation and the what-if in Chinese."""
    arguments = ("explain", POLICY, DATASET, "T0004", "--lang", "zh")
    assert "学校 S01（单位 S01，县区 TN）" in paycalc(*arguments).out
    assert "由 20 改为 21" in paycalc(*arguments, "--what-if", "pupils+1").out


def test_what_if_as_json_stands_beside_the_explanation(paycalc: Command) -> None:
    """``--what-if`` with ``--json`` prints one object that holds both, each in its format."""
    done = paycalc("explain", POLICY, DATASET, "T0004", "--what-if", "pupils+1", "--json")
    told = json.loads(done.out)
    assert told["format"] == "paycalc-explained/1"
    assert told["explanation"]["format"] == "paycalc-explanation/1"
    assert told["what_if"]["format"] == "paycalc-what-if/1"
