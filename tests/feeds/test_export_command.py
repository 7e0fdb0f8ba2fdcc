"""``paycalc export`` on the command line, from records to feeds by the real commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tests.feeds.building import MAPS

OPTIONS = ("--to", "feed", "--map", MAPS / "feed.yaml")


def test_it_says_what_was_written(
    first: Path, tmp_path: Path, paycalc: Callable[..., Done]
) -> None:
    """The totals and the files are told; as JSON with money as texts."""
    done = paycalc("export", first, *OPTIONS, "--out", tmp_path / "one")
    assert done.code == 0
    assert done.out == (
        "565 lines of 144 employees: earnings 750496.76, deductions 0.00, net 750496.76\n"
        f"Written to {tmp_path / 'one'}: feed.csv, control_totals.csv, export.json\n"
    )
    told = json.loads(paycalc("export", first, *OPTIONS, "--out", tmp_path / "two", "--json").out)
    assert (told["ok"], told["totals"]["net"]) == (True, "750496.76")
    chinese = paycalc("export", first, *OPTIONS, "--check", "--lang", "zh")
    assert chinese.out == "144 人共 565 行：发放 750496.76，扣回 0.00，净额 750496.76\n"


def test_blockers_end_with_1(first: Path, tmp_path: Path, paycalc: Callable[..., Done]) -> None:
    """Every mistake of the map is printed with its line, and nothing is written."""
    map = tmp_path / "map.yaml"
    map.write_text("paycalc_map: 1\npaids: {period: x}\n", encoding="utf-8")
    done = paycalc("export", first, "--to", "feed", "--map", map, "--out", tmp_path / "out")
    assert done.code == 1
    assert f"{map}:2:1: error F105" in done.err
    assert done.err.endswith("Nothing was written.\n")
    assert not (tmp_path / "out").exists()
    asked = ("export", first, "--to", "feed", "--map", map, "--out", tmp_path / "out", "--json")
    told = json.loads(paycalc(*asked).out)
    assert not told["ok"]
    assert {problem["code"] for problem in told["problems"]} >= {"F105N"}


@pytest.mark.parametrize(
    "arguments",
    [
        (*OPTIONS,),
        (*OPTIONS, "--out", "x", "--database", "postgresql://h/n"),
        ("--to", "postgresql", "--map", MAPS / "postgresql.yaml"),
        ("--to", "postgresql", "--map", MAPS / "postgresql.yaml", "--database", "sqlite:///x"),
        ("--to", "sap", "--map", MAPS / "feed.yaml", "--out", "x"),
    ],
)
def test_wrong_usage_ends_with_2(
    first: Path, paycalc: Callable[..., Done], arguments: tuple[str | Path, ...]
) -> None:
    """A folder or a database that is missing, or not the target's, is wrong usage."""
    assert paycalc("export", first, *arguments).code == 2


def test_what_is_there_is_not_overwritten(
    first: Path, tmp_path: Path, paycalc: Callable[..., Done]
) -> None:
    """A folder that exists is wrong usage, and stays."""
    assert paycalc("export", first, *OPTIONS, "--out", tmp_path).code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_run_is_wrong_usage(
    tmp_path: Path, paycalc: Callable[..., Done]
) -> None:
    """Something else than a run folder is told."""
    done = paycalc("export", tmp_path, *OPTIONS, "--out", tmp_path / "out")
    assert done.code == 2
    assert "is no run folder" in " ".join(done.err.replace("│", " ").split())
