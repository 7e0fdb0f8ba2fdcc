"""``paycalc run``."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest

import paycalc as package
from tests.cli.conftest import DATASET, POLICY, ROOT, Done
from tests.output.conftest import is_whole

Command = Callable[..., Done]
FUND = Decimal("783500.00")


def test_it_writes_a_folder_and_ends_with_a_table(paycalc: Command, tmp_path: Path) -> None:
    """A run writes its folder and prints heads, total and mean of every group and of everyone."""
    done = paycalc("run", POLICY, DATASET, "--out", tmp_path / "run")
    assert done.code == 0
    assert is_whole(tmp_path / "run")
    lines = done.out.splitlines()
    assert "Example county incentive pay" in lines[0]
    assert str(tmp_path / "run") in done.out
    payouts = pl.read_csv(tmp_path / "run" / "payouts.csv", schema_overrides={"payable": pl.String})
    total = sum(Decimal(pay) for pay in payouts["payable"])
    name, heads, paid, mean = lines[-1].split()
    assert (name, int(heads)) == ("everyone", payouts.height)
    assert Decimal(paid.replace(",", "")) == total
    assert abs(Decimal(mean.replace(",", "")) - total / payouts.height) <= Decimal("0.005")


def test_warnings_go_to_stderr_and_notes_to_the_folder(paycalc: Command, tmp_path: Path) -> None:
    """Of a run that is done, stderr has the warnings; the notes stand in its ``problems`` too."""
    done = paycalc("run", POLICY, DATASET, "--out", tmp_path / "run")
    problems = pl.read_csv(tmp_path / "run" / "problems.csv")
    assert set(problems["severity"]) == {"warning", "note"}
    told = [line.partition("warning ")[2][:4] for line in done.err.splitlines()]
    assert told == problems.filter(severity="warning")["code"].to_list()


def test_it_says_where_every_fen_of_the_fund_is(paycalc: Command, tmp_path: Path) -> None:
    """A run prints the fund as the sum of what is payable, held, kept, unallocated, forfeited."""
    said = paycalc("run", POLICY, DATASET, "--out", tmp_path / "run").out
    [line] = [line for line in said.splitlines() if line.startswith("Fund ")]
    fund, *parts = [Decimal(text.replace(",", "")) for text in re.findall(r"[\d,]+\.\d\d", line)]
    assert (fund, len(parts)) == (FUND, 5)
    assert fund == sum(parts)


@pytest.mark.parametrize(("lang", "said"), [("en", "opening balances"), ("zh", "期初余额")])
def test_what_units_carry_over_stands_beside_the_fund(
    paycalc: Command, tmp_path: Path, lang: str, said: str
) -> None:
    """Where a unit has an opening balance, fund and balances are what became of both."""
    shutil.copytree(DATASET, tmp_path / "data")
    carried = tmp_path / "data" / "opening_balances.csv"
    carried.write_text("unit_id,amount\nG1,123.45\n", encoding="utf-8")
    done = paycalc("run", POLICY, tmp_path / "data", "--out", tmp_path / "run", "--lang", lang)
    [line] = [line for line in done.out.splitlines() if " = " in line]
    before, after = (
        [Decimal(text.replace(",", "")) for text in re.findall(r"[\d,]+\.\d\d", side)]
        for side in line.split(" = ")
    )
    assert said in line
    assert before == [FUND, Decimal("123.45")]
    assert sum(before) == sum(after)


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_the_format_of_the_tables_is_asked_for(
    paycalc: Command, tmp_path: Path, format: str
) -> None:
    """``--format`` says whether tables are CSV (default) or Parquet."""
    paycalc("run", POLICY, DATASET, "--out", tmp_path / "run", "--format", format)
    suffixes = {path.suffix for path in (tmp_path / "run").iterdir()}
    assert suffixes == {f".{format}", ".yaml", ".json"}


def test_json_is_one_object(paycalc: Command, tmp_path: Path) -> None:
    """``--json`` prints one object: folder, groups and totals with money as text, problems."""
    done = paycalc("run", POLICY, DATASET, "--out", tmp_path / "run", "--json")
    told = json.loads(done.out)
    assert (done.code, done.err, told["ok"], told["format"]) == (0, "", True, "paycalc-done/1")
    assert told["folder"] == str(tmp_path / "run")
    assert told["groups"][-1]["group"] == "everyone"
    assert told["groups"][-1]["heads"] == 147
    fund = [Decimal(total["fund"]) for total in told["totals"]]
    assert fund == [FUND]


def test_errors_are_all_printed_and_nothing_is_written(
    paycalc: Command, faulty_policy: Path, tmp_path: Path
) -> None:
    """With errors a run says what ``check`` says, on stderr, ends with 1, and writes nothing."""
    done = paycalc("run", faulty_policy, DATASET, "--out", tmp_path / "deep" / "run")
    assert (done.code, done.out) == (1, "")
    assert done.err == paycalc("check", faulty_policy, DATASET).out
    assert not (tmp_path / "deep").exists()


def test_errors_in_json_are_one_object(
    paycalc: Command, faulty_dataset: Path, tmp_path: Path
) -> None:
    """``--json`` prints one object for errors too."""
    done = paycalc("run", POLICY, faulty_dataset, "--out", tmp_path / "run", "--json")
    told = json.loads(done.out)
    assert (done.code, done.err, told["ok"]) == (1, "", False)
    assert "error" in {problem["severity"] for problem in told["problems"]}
    assert not (tmp_path / "run").exists()


def test_an_existing_folder_is_wrong_usage(paycalc: Command, tmp_path: Path) -> None:
    """A folder that exists is refused with 2 before anything is read, and stays as it is."""
    done = paycalc("run", POLICY, DATASET, "--out", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "never overwritten" in " ".join(done.err.split())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("json_option", [[], ["--json"]])
def test_a_folder_that_cannot_be_made_ends_with_1(
    paycalc: Command, tmp_path: Path, json_option: list[str]
) -> None:
    """Where the disk refuses, the run says that nothing was written and ends with 1."""
    (tmp_path / "file").touch()
    done = paycalc("run", POLICY, DATASET, "--out", tmp_path / "file" / "run", *json_option)
    assert done.code == 1
    if json_option:
        assert json.loads(done.out)["ok"] is False
    else:
        assert (done.out, "Nothing was written" in done.err) == ("", True)


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    """A disk that takes no more bytes ends the run with 1, without a traceback and a trace."""
    script = (
        "import resource; from paycalc import output; from paycalc.cli import main\n"
        "write = output.write_run\n"
        "def write_run(*args, **kwargs):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "    return write(*args, **kwargs)\n"
        "output.write_run = write_run\n"
        "main()"
    )
    out = tmp_path / "deep" / "run"
    command = [sys.executable, "-c", script, "run", POLICY, DATASET, "--out", out]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert "Nothing was written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "deep").exists()


@pytest.mark.parametrize("name", ["with a space", "绩效 2025"])
def test_paths_may_hold_spaces_and_chinese(paycalc: Command, tmp_path: Path, name: str) -> None:
    """Policy, dataset and folder may lie anywhere."""
    home = tmp_path / name
    home.mkdir()
    policy = home / f"{name}.yaml"
    policy.write_bytes(POLICY.read_bytes())
    (home / "data").symlink_to(DATASET)
    done = paycalc("run", policy, home / "data", "--out", home / "out" / name)
    assert (done.code, name in done.out) == (0, True)
    assert is_whole(home / "out" / name)


def test_the_manifest_names_every_file_that_was_read(paycalc: Command, tmp_path: Path) -> None:
    """The manifest has policy, period and every table of the dataset, with their sha256."""
    paycalc("run", POLICY, DATASET, "--out", tmp_path / "run")
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    told = {source["path"]: source["sha256"] for source in manifest["inputs"]}
    read = [POLICY, *DATASET.iterdir()]
    assert told == {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in read}


def test_the_copy_of_the_policy_pays_the_same(paycalc: Command, tmp_path: Path) -> None:
    """A run with the policy of a run folder gives the same payouts."""
    paycalc("run", POLICY, DATASET, "--out", tmp_path / "1")
    paycalc("run", tmp_path / "1" / "policy.yaml", DATASET, "--out", tmp_path / "2")
    one, two = ((tmp_path / name / "payouts.csv").read_bytes() for name in "12")
    assert one == two


def test_plan_files_are_copied_and_load_again(paycalc: Command, tmp_path: Path) -> None:
    """A policy with a plan in a file of its own: the run folder has both, and they load."""
    text = POLICY.read_text(encoding="utf-8")
    before, mark, after = text.partition("    senior:\n")
    plan, end, rest = after.partition("guarantees:\n")
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "senior.yaml").write_text(dedent(plan), encoding="utf-8")
    named = "    senior: {file: plans/senior.yaml}\n\n"
    (tmp_path / "main.yaml").write_text(before + named + end + rest, encoding="utf-8")
    assert mark
    assert end
    assert paycalc("run", tmp_path / "main.yaml", DATASET, "--out", tmp_path / "run").code == 0
    copy = package.load_policy(tmp_path / "run" / "policy" / "policy.yaml")
    assert copy == package.load_policy(tmp_path / "main.yaml")
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    inputs = {Path(source["path"]).name for source in manifest["inputs"]}
    assert {"main.yaml", "senior.yaml"} <= inputs


def test_threads_change_nothing(paycalc: Command, tmp_path: Path) -> None:
    """One thread and two give the same bytes."""
    for threads in ("1", "2"):
        paycalc("run", POLICY, DATASET, "--out", tmp_path / threads, "--threads", threads)
    for path in (tmp_path / "1").iterdir():
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes()


def test_the_table_comes_in_chinese(paycalc: Command, tmp_path: Path) -> None:
    """``--lang zh`` gives the title and the headings in Chinese."""
    done = paycalc("run", POLICY, DATASET, "--out", tmp_path / "run", "--lang", "zh")
    assert "示例县奖励性绩效" in done.out
    assert "人数" in done.out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_all_or_nothing(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C and kill leave nothing behind; after kill -9 the next run sweeps what is left."""
    environment = {**os.environ, "PAYCALC_LANG": "en"}
    # A Python that gets Ctrl-C before it has found out what to run ends with 1, whatever that is:
    # so a line says that the run itself has begun.
    begin = "print(flush=True); from paycalc.cli import main; main()"
    base = [sys.executable, "-c", begin, "run", POLICY, DATASET, "--out"]
    for n in range(6):
        run = subprocess.Popen(
            [*base, tmp_path / str(n)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=ROOT,
        )
        assert run.stdout is not None
        assert run.stdout.readline() == b"\n"
        deadline = time.monotonic() + n * 0.15
        if n % 2:  # these, as soon as there is something to leave behind
            deadline = time.monotonic() + 60
        while run.poll() is None and time.monotonic() < deadline:
            if n % 2 and any(tmp_path.glob(".*.paycalc-partial")):
                break
            time.sleep(0.0005)
        run.send_signal(number)
        _, said = run.communicate()
        if (tmp_path / str(n)).exists():
            assert is_whole(tmp_path / str(n))
        else:
            assert run.returncode in {-number, 128 + number}, said
        if number != signal.SIGKILL:
            assert not list(tmp_path.glob(".*"))
    subprocess.run([*base, tmp_path / "last"], check=True, capture_output=True, env=environment)
    assert is_whole(tmp_path / "last")
    assert not list(tmp_path.glob(".*"))
