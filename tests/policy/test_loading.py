"""Policies are loaded from disk, with the files of their plans, and from nowhere else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from paycalc.policy import load_policy
from paycalc.problems import ProblemsError
from tests.policy.building import small

PLAN = "pools: {x: {takes: rest, share_equally: true}}\n"


def write(folder: Path, level_2: str) -> Path:
    """A policy in a folder, with this level 2."""
    file = folder / "policy.yaml"
    file.write_text(small().split("level_2:")[0] + f"level_2: {level_2}\n", encoding="utf-8")
    return file


def codes(file: Path) -> list[str]:
    """The codes with which loading a file is refused."""
    with pytest.raises(ProblemsError) as caught:
        load_policy(file)
    return [problem.code for problem in caught.value.problems]


def test_plan_lies_beside_the_policy(tmp_path: Path) -> None:
    """A plan's file is found from the policy's folder, wherever the program runs."""
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "all.yaml").write_text(PLAN, encoding="utf-8")
    policy = load_policy(str(write(tmp_path, "{file: plans/all.yaml}")))
    assert policy.files == {"plans/all.yaml": PLAN}
    assert policy.level_2.plans[""].pools[0].id == "x"


def test_missing_policy(tmp_path: Path) -> None:
    """A policy that is not there, or is a folder, is a problem like others."""
    assert codes(tmp_path / "none.yaml") == ["P000"]
    assert codes(tmp_path) == ["P000"]
    assert codes(Path("a\0b")) == ["P000"]


def test_missing_plan(tmp_path: Path) -> None:
    """A plan's file that is not there, or is a folder, is told at the place that names it."""
    assert codes(write(tmp_path, "{file: none.yaml}")) == ["P222"]
    assert codes(write(tmp_path, "{file: .}")) == ["P222"]


def test_links_do_not_lead_out(tmp_path: Path) -> None:
    """A link inside the folder to a file outside is not followed, one to the inside is."""
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "outside.yaml").write_text(PLAN, encoding="utf-8")
    (inner / "inside.yaml").write_text(PLAN, encoding="utf-8")
    (inner / "out.yaml").symlink_to(tmp_path / "outside.yaml")
    (inner / "in.yaml").symlink_to(inner / "inside.yaml")
    (inner / "circle.yaml").symlink_to(inner / "circle.yaml")
    assert codes(write(inner, "{file: out.yaml}")) == ["P222"]
    assert codes(write(inner, "{file: circle.yaml}")) == ["P222"]
    assert load_policy(write(inner, "{file: in.yaml}")).files == {"in.yaml": PLAN}


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A policy or a plan that is not UTF-8 is refused with the place of the first such byte."""
    file = tmp_path / "policy.yaml"
    file.write_bytes(small().encode("utf-8") + "title: {zh: 示例}\n".encode("gbk"))
    assert codes(file) == ["P003"]
    (tmp_path / "plan.yaml").write_bytes(PLAN.encode("utf-16"))
    assert codes(write(tmp_path, "{file: plan.yaml}")) == ["P003"]


def test_large_files_are_not_read_whole(tmp_path: Path) -> None:
    """Of a file larger than 1 MiB no more than that is read."""
    file = tmp_path / "policy.yaml"
    with file.open("wb") as stream:
        stream.truncate(1 << 40)
    assert codes(file) == ["P002"]


def test_error_holds_every_problem_as_text(tmp_path: Path) -> None:
    """The error's text has one line for each problem, with its file and place."""
    file = write(tmp_path, "{pools: {x: {takes: 1e3, keep: true}}, colour: red}")
    with pytest.raises(ProblemsError) as caught:
        load_policy(file)
    lines = str(caught.value).splitlines()
    assert [line.split(": error ")[1][:4] for line in lines] == ["P090", "P030"]
    assert all(line.startswith(f"{file}:") for line in lines)


def test_importing_needs_no_parser() -> None:
    """Importing the room loads neither PyYAML nor any table or kernel library."""
    heavy = ("yaml", "polars", "numba", "numpy")
    code = f"import sys, paycalc.policy; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
