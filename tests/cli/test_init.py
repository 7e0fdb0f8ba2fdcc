"""``paycalc init``: what is started runs at once, in both languages, and nothing is overwritten."""

from __future__ import annotations

import csv
import json
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

import paycalc as package
from paycalc.output import start
from paycalc.policy.schema import policy_schema, schema_text
from paycalc.records.tables import TABLES, english
from tests.cli.conftest import Done
from tests.policy.editors import as_core, complaints

Command = Callable[..., Done]
FILES = {
    "README.md",
    "policies/2025.yaml",
    "policies/policy.schema.json",
    "policies/tests/2025/ethics.yaml",
    "policies/tests/2025/pay.yaml",
    "records/2025-2026-1/period.yaml",
    *(
        f"records/2025-2026-1/{name}.csv"
        for name in ("funds", "schools", "staff", "workload", "outcomes", "ethics")
    ),
}
POLICY = "policies/2025.yaml"
RECORDS = "records/2025-2026-1"


def files_of(folder: Path) -> set[str]:
    """All files of a folder, by their path in it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    """Each language in which a folder can be started."""
    return str(request.param)


@pytest.fixture
def started(paycalc: Command, tmp_path: Path, language: str) -> Path:
    """A folder that was started in a language."""
    assert paycalc("init", tmp_path / "new" / "county", "--lang", language).code == 0
    return tmp_path / "new" / "county"


def commands(said: str) -> list[list[str]]:
    """The commands of ``paycalc`` that a text tells, without their remarks."""
    lines = re.findall(r"^    paycalc (.*)$", said, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def test_what_it_says_to_do_next_works(
    paycalc: Command, tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command that it prints ends with 0 in the started folder, one after the other.

    There is no warning anywhere, and every file that it says to edit is there.
    """
    said = paycalc("init", tmp_path / "a county", "--lang", language)
    assert (said.code, said.err) == (0, "")
    [change] = re.findall(r"^    cd (.*)$", said.out, re.MULTILINE)
    monkeypatch.chdir(shlex.split(change)[0])
    wanted = commands(said.out)
    assert [words[0] for words in wanted] == ["check", "test", "lint", "run", "explain"]
    for words in wanted:
        done = paycalc(*words)
        assert (done.code, done.err) == (0, ""), (words, done)
        assert not re.search(r"(error|warning) [PRCTL]\d", done.out), done.out
    assert commands(Path("README.md").read_text(encoding="utf-8")) == wanted
    named = set(re.findall(rf"(?:policies|{RECORDS})/[\w/.]+\.yaml", said.out))
    assert named >= {POLICY, "policies/tests/2025/pay.yaml"}
    assert all(Path(name).is_file() for name in named)


def test_a_new_school_year_is_a_copy_with_other_dates(paycalc: Command, started: Path) -> None:
    """A version for the next year follows as the README says; a term takes its own year's."""
    text = (started / POLICY).read_text(encoding="utf-8")
    new = text.replace('version: "2025"', 'version: "2026"')
    new = new.replace("{from: 2025-09-01, to: 2026-08-31}", "{from: 2026-09-01}")
    (started / "policies" / "2026.yaml").write_text(new, encoding="utf-8")
    assert paycalc("check", started / "policies") == Done(0, "", "")
    policies = package.load_policies(started / "policies")
    period = package.read_records(started / RECORDS).period
    assert [version.version for version in policies.versions] == ["2025", "2026"]
    assert policies.policy_for(period).version == "2025"


def test_files_are_listed_and_readable_by_the_owner_only(
    paycalc: Command, started: Path, tmp_path: Path, language: str
) -> None:
    """Every file is named, in text and with ``--json``; nobody but the owner can read them."""
    assert files_of(started) == FILES
    told = json.loads(paycalc("init", tmp_path / "other", "--lang", language, "--json").out)
    assert told == {
        "format": "paycalc-init/1",
        "ok": True,
        "folder": str(tmp_path / "other"),
        "files": sorted(FILES),
    }
    if os.name == "posix":
        modes = {path.stat().st_mode & 0o777 for path in (started, *started.rglob("*"))}
        assert modes == {0o700, 0o600}


def test_everybody_is_paid_and_the_whole_fund_is_spent(started: Path) -> None:
    """The example pays every post, leaves nothing unallocated, and shows a case that is held."""
    result = package.compute(
        package.load_policies(started / "policies").policy_for(
            package.read_records(started / RECORDS).period
        ),
        package.read_records(started / RECORDS),
    )
    assert min(result.payouts["gross"]) > 0
    [total] = result.totals.iter_rows(named=True)
    assert total["unallocated"] == 0
    assert total["held"] > 0


def test_both_languages_say_the_same(tmp_path: Path) -> None:
    """The two policies pay everybody the same, and their tests expect the same numbers."""
    found = []
    for language in ("en", "zh"):
        folder = tmp_path / language
        start.start_folder(folder, language)
        policy = package.load_policy(folder / POLICY)
        result = package.compute(policy, package.read_records(folder / RECORDS))
        tests = "".join(
            path.read_text(encoding="utf-8")
            for path in sorted((folder / "policies" / "tests").rglob("*.yaml"))
        )
        expected = re.findall(r"^ +(?:payouts|T[0-9]|lines|items):.*", tests, re.MULTILINE)
        numbers = [re.findall(r"[0-9]+\.?[0-9]*", line) for line in expected]
        found.append((result.payouts.rows(), numbers))
    assert found[0] == found[1]


def test_every_line_of_rules_is_explained(started: Path) -> None:
    """No three lines of the policy follow on one another without a remark."""
    lines = (started / POLICY).read_text(encoding="utf-8").splitlines()
    silent = [line.strip() != "" and "#" not in line for line in lines]
    runs = "".join("x" if one else " " for one in silent).split()
    assert max(map(len, runs)) <= 4
    assert sum(silent) < len(lines) / 3


def test_the_language_is_that_of_the_remarks_and_headings(started: Path, language: str) -> None:
    """With ``zh`` remarks and headings are Chinese, and Excel can tell the encoding; else ASCII.

    Titles of the policy are in both languages.
    """
    policy = package.load_policy(started / POLICY)
    assert set(policy.title) == {"en", "zh"}
    for path in (started / RECORDS).glob("*.csv"):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") == (language == "zh")
        with path.open(encoding="utf-8-sig", newline="") as file:
            heads = next(csv.reader(file))
        known = TABLES[path.stem].columns
        assert {english(path.stem, head) for head in heads} <= set(known)
        wanted = {known[english(path.stem, head)].zh for head in heads}
        assert (set(heads) >= wanted - {None}) == (language == "zh")
    remarks = re.findall("#.*", (started / POLICY).read_text(encoding="utf-8"))
    chinese = [bool(re.search("[一-鿿]", remark)) for remark in remarks[1:] if remark != "#"]
    assert sum(chinese) == (len(chinese) if language == "zh" else 0)


def test_the_policy_names_a_schema_that_lies_beside_it(started: Path) -> None:
    """An editor finds the JSON Schema by the policy's first line, and has nothing against it."""
    text = (started / POLICY).read_text(encoding="utf-8")
    [name] = re.findall(r"\A# yaml-language-server: \$schema=(\S+)\n", text)
    schema = started / "policies" / name
    assert schema.read_text(encoding="utf-8") == schema_text(policy_schema())
    assert complaints(as_core(text)) == []


def test_an_empty_folder_is_filled_where_it_is(
    paycalc: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is there and empty may be the current one; it stays the same folder."""
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    done = paycalc("init", ".")
    assert done.code == 0
    assert "    cd " not in done.out
    assert files_of(tmp_path) == FILES
    assert {path.name for path in tmp_path.iterdir()} == {"README.md", "policies", "records"}
    assert Path.cwd().stat().st_ino == before


@pytest.mark.parametrize("kind", ["file inside", "hidden file inside", "a file", "dangling link"])
def test_what_is_there_is_left_as_it_is(paycalc: Command, tmp_path: Path, kind: str) -> None:
    """Anything but an empty folder is refused with 2, and stays."""
    place = tmp_path / "county"
    if kind.endswith("inside"):
        place.mkdir()
        (place / (".git" if kind.startswith("hidden") else "notes.txt")).write_text("mine")
    elif kind == "a file":
        place.write_text("mine")
    else:
        place.symlink_to(tmp_path / "nowhere")
    before = sorted(tmp_path.rglob("*"))
    done = paycalc("init", place)
    assert (done.code, done.out) == (2, "")
    assert "nothing is overwritten" in " ".join(re.sub("[│╭╰─]", "", done.err).split())
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("there", [False, True])
def test_a_failure_leaves_nothing(
    paycalc: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """Where writing fails half way nothing is left but what was there; it ends with 1."""
    place = tmp_path / "deep" / "county"
    if there:
        place.mkdir(parents=True)
    create = start.create_file

    def full(path: Path) -> object:
        if path.name == "staff.csv":
            raise OSError(28, "No space left on device")
        return create(path)

    monkeypatch.setattr(start, "create_file", full)
    before = sorted(tmp_path.rglob("*"))
    done = paycalc("init", place)
    assert (done.code, done.out) == (1, "")
    assert "Nothing was written" in done.err
    assert json.loads(paycalc("init", place, "--json").out)["ok"] is False
    assert sorted(tmp_path.rglob("*")) == before


def test_a_move_that_fails_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Filling an empty folder moves a few entries into it: all of them, or none."""
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if target == tmp_path / "records":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="Input/output"):
        start.start_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []
