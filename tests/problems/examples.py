"""Runs the examples of rules: fragments of a policy and of tables, put over sound ones."""

from __future__ import annotations

import re
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from paycalc.cli._compute import attempt
from paycalc.policy import load_policies, parse_policy
from paycalc.problems import Problem, ProblemsError, order
from paycalc.records import Period
from paycalc.testing.running import Runner

BASE = """\
paycalc: 1
id: example
version: "2025"
effective: {from: 2025-09-01, to: 2026-08-31}
currency: {code: CNY, decimals: 2}
groups:
  front_line: {position: teacher}
  leaders: {position: principal}
items:
  headcount: {of: unit, rows: staff}
  lessons: {rows: workload, where: {kind: lesson}}
  awards: {of: [post, kind], rows: workload}
  pupils: {of: county, rows: staff}
  absence: {rows: leave, where: {kind: sick}}
level_1:
  pools:
    direct: {takes: 10%, members: posts, for: {position: principal}, share_equally: true}
    base: {takes: 50%, share_by: [headcount]}
level_2:
  pools:
    work: {takes: 50%, share_by: [lessons]}
veto:
  list: {gifts: {class: moderate}}
  classes: {moderate: {pays: 50%, months: 6}}
  statuses: {confirmed: apply}
"""
TABLES = {
    "period.yaml": "id: 2025-2026-1\nfrom: 2025-09-01\nto: 2026-01-31\n",
    "funds.csv": "county_id,amount\nC1,10000\nC2,5000\n",
    "schools.csv": "school_id,county_id\nS1,C1\nS2,C1\nS3,C2\n",
    "staff.csv": "teacher_id,school_id,position,fte\nT1,S1,principal,1\nT2,S1,teacher,1\n"
    "T3,S2,teacher,1\nT4,S1,teacher,0.5\nT4,S2,teacher,0.5\nT5,S3,teacher,1\n",
}
CASES = """\
policy: ../../policy.yaml
period: {id: 2025-2026-1, from: 2025-09-01, to: 2026-01-31}
given:
  funds: [{county_id: C1, amount: 10000}]
  schools:
    - {school_id: S1, county_id: C1}
    - {school_id: S2, county_id: C1}
    - {school_id: S3, county_id: C2}
  staff: |
    teacher_id, school_id, position
    T1, S1, principal
    T2, S1, teacher
    T3, S2, teacher
    T4, S1, teacher
    T4, S2, teacher
    T5, S3, teacher
cases:
  - {name: the principal is paid directly, expect: {lines: {T1: {level_1.direct: 1000}}}}
"""
PLANS = {
    "plans/equal.yaml": "pools: {equal: {takes: rest, share_equally: true}}\n",
    "plans/elsewhere.yaml": "file: plans/equal.yaml\n",
}
_SECTIONS = re.compile(r"^\w+:.*\n(?:[ \t].*\n|\n)*", re.MULTILINE)
_FILE = re.compile(r"^(\S+\.(?:yaml|csv))\n((?:  .*\n|\n)*)", re.MULTILINE)


def of_policy(fragment: str) -> tuple[Problem, ...]:
    """What loading says of the sound policy with a fragment's sections put over it."""
    try:
        merged = yaml.load(fragment, yaml.BaseLoader)
        text = _dumped(_over(yaml.load(BASE, yaml.BaseLoader), merged))
        if _twice(fragment):
            text = _replaced(fragment)
    except yaml.YAMLError:
        text = _replaced(fragment)
    return parse_policy(text, read_file=PLANS.__getitem__)[1]


def _twice(fragment: str) -> bool:
    """Whether a mapping has a key twice, which a tree cannot show, or YAML of another kind."""
    keys = re.findall(r"^\s*(\w+):", fragment, re.MULTILINE)
    return len(keys) != len(set(keys)) or any(sign in fragment for sign in ("&", "!", "\n---"))


def _replaced(fragment: str) -> str:
    """The sound policy, with whole sections replaced by those of a text that may be no YAML."""
    named = re.findall(r"^\w+(?=:)", fragment.partition("\n---")[0], re.MULTILINE)
    kept = [part for part in _SECTIONS.findall(BASE) if part.partition(":")[0] not in named]
    return "".join(kept) + fragment


def _over(base: Any, merged: Any) -> Any:
    """A tree with another put over it; a level 2 that is told otherwise is another one."""
    if not (isinstance(base, dict) and isinstance(merged, dict)):
        return merged
    if {"file", "plan_by"} & set(merged):
        return merged
    return {**base, **{key: _over(base.get(key), value) for key, value in merged.items()}}


def _dumped(tree: Any) -> str:
    text: str = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_flow_style=None)
    return text


def of_folder(example: str, folder: Path) -> tuple[Problem, ...]:
    """What is wrong with a folder of versions of the sound policy, and for the base's period."""
    folder.mkdir()
    for name, lines in _FILE.findall(example):
        fragment = _unindented(lines)
        plan = fragment.startswith("is a plan's file")
        text = PLANS["plans/equal.yaml"] if plan else _replaced(fragment)
        (folder / name).write_text(text, encoding="utf-8")
    policies = load_policies(folder)
    try:
        policies.version_for(Period("2025-2026-1", date(2025, 9, 1), date(2026, 1, 31)))
    except ProblemsError as error:
        return (*policies.problems, *error.problems)
    return policies.problems


def of_dataset(example: str, folder: Path) -> tuple[Problem, ...]:
    """What `paycalc check` says of the sound dataset with an example's files put over it."""
    files = {name: _unindented(lines) for name, lines in _FILE.findall(example)}
    fragment = files.pop("policy.yaml", "")
    tree = _over(yaml.load(BASE, yaml.BaseLoader), yaml.load(fragment, yaml.BaseLoader) or {})
    if "without a veto" in fragment:
        del tree["veto"]
    folder.mkdir(exist_ok=True)
    for name, text in {**TABLES, **files}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder.parent / "policy.yaml").write_text(_dumped(tree), encoding="utf-8")
    with chdir(folder.parent):
        return attempt(Path("policy.yaml"), Path(folder.name), 1, lambda _: None).problems


def of_cases(fragment: str, folder: Path) -> tuple[Problem, ...]:
    """What reading says of the sound cases with a fragment's sections put over them."""
    file = folder / "tests" / "example" / "cases.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    (folder / "policy.yaml").write_text(BASE, encoding="utf-8")
    named = re.findall(r"^\w+(?=:)", fragment, re.MULTILINE)
    kept = [part for part in _SECTIONS.findall(CASES) if part.partition(":")[0] not in named]
    file.write_text("".join(kept) + fragment, encoding="utf-8")
    runner = Runner()
    read = runner.read(file)
    return order([*runner.problems, *read.problems])


def _unindented(lines: str) -> str:
    return "".join(line[2:] + "\n" for line in lines.splitlines() if line.strip())
