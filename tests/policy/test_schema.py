"""The JSON Schema takes every policy that the loader takes, and refuses what a schema can."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from paycalc.policy import parse_policy
from paycalc.policy._grammar._kinds import Choice
from paycalc.policy._schema._scalars import written_out
from paycalc.policy.schema import (
    PLAN_FILE,
    POLICY_FILE,
    plan_schema,
    policy_schema,
    schema_text,
)
from tests.policy.building import reading, small
from tests.policy.editors import PLAN, as_core, as_safe, complaints
from tests.strategies import case_of

ROOT = Path(__file__).parents[2]
POLICIES = sorted((ROOT / "policies").glob("*.yaml"))
MODELINE = "# yaml-language-server: $schema="
READERS = pytest.mark.parametrize("seen_as", [as_core, as_safe])


@pytest.mark.parametrize("schema", [policy_schema(), plan_schema()], ids=["policy", "plan"])
def test_the_schema_is_one(schema: dict[str, Any]) -> None:
    """The schemas are valid JSON Schemas, and refer only to what they define."""
    Draft202012Validator.check_schema(schema)
    text = schema_text(schema)
    assert {f'"#/$defs/{name}"' in text for name in schema["$defs"]} == {True}


@pytest.mark.parametrize(
    ("path", "schema"), [(POLICY_FILE, policy_schema()), (PLAN_FILE, plan_schema())]
)
def test_the_files_that_ship_are_up_to_date(path: Path, schema: dict[str, Any]) -> None:
    """The schema beside the loader is what `paycalc schema` prints (run it to renew the file)."""
    assert path.read_text(encoding="utf-8") == schema_text(schema)


@READERS
@pytest.mark.parametrize("path", [*POLICIES, Path(__file__).with_name("example.yaml")], ids=str)
def test_every_policy_of_the_project_is_valid(path: Path, seen_as: Any) -> None:
    """The schema has nothing against any policy that the project ships."""
    assert complaints(seen_as(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.name)
def test_every_policy_names_its_schema(path: Path) -> None:
    """A policy of the project begins with the line that gives an editor the shipped schema."""
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(MODELINE)
    assert (path.parent / first.removeprefix(MODELINE)).resolve() == POLICY_FILE


def test_what_the_loader_takes_is_valid() -> None:
    """Any policy of the generator that loads is valid, with all files of its plans."""
    taken = 0
    for seed in range(150):
        case = case_of(seed)
        if parse_policy(case.policy_text, read_file=reading(case.files))[0] is None:
            continue
        taken += 1
        assert complaints(as_core(case.policy_text)) == [], seed
        for text in case.files.values():
            assert complaints(as_core(text), PLAN) == [], seed
    assert taken > 100


GUESSED = [
    "effective: {from: 2025-09-01}",
    'effective: {from: "2025-09-01"}',
    "id: 012",
    "id: no",
    "id: 1e5",
    "id: 2025.1",
    "id: 2025-09-01",
    "id: ~",
    "id: true",
    "id: |\n  text\n",
    'paycalc: "1"',
    'currency: {code: CNY, decimals: "2"}',
    'currency: {code: CNY, decimals: "+02.0"}',
    "title: {zh: 12, en: no}",
    "groups: {no: {position: [on, 012, 1.50, null]}, 1: {2: {from: 1, to: 2.5}}}",
    "groups: {a: {day: {from: 2025-01-01, to: 2025-02-01}}, b: {not: everyone}}",
    "groups: {a: {true: x, school.stage: y, held.share: {from: '0.5'}, d.years: {to: 3}}}",
    "guarantees: {g: {group: teachers, share_at_most: 100.0%, enforce: false}}",
    "guarantees: {g: {group: teachers, per_head_at_least: '1.50', of: everyone, enforce: 'true'}}",
    "veto: {list: {1: {class: 2}}, classes: {2: {pays: 0%, months: 1200}}, statuses: {yes: hold}}",
    "domain: {units: 1..4, workload: {1: {from: 0, to: 1, step: 0.000001}}, typical: {a: 012}}",
    "promises: {nobody_negative: 'true', no_cliff: {at_most: 250%, per: workload.1}}",
    "promises: {1: {change: {outcomes: {2: +1}}, then: {own_pay: {moves_at_most: 5%}}}}",
    "promises: {b: {change: {fund: '0.5'}, then: {everyones_pay: same}, tolerance: '1'}}",
    "lint: {L022: {off: no}, L120: {on: 012, at_most: '1.50'}, L024: {on: a, at_most: 30%}}",
    "lint: {groups: {leaders: [heads], front_line: []}}",
    "level_1: {unit: 2024, round_to: 0.01, pools: {1: {takes: 10.0%, keep: true}}}",
]
"""Sections of a policy whose texts YAML takes for something else."""
SECTIONS = re.compile(r"^\w+:.*\n(?: .*\n)*", re.MULTILINE)


@READERS
@pytest.mark.parametrize("section", GUESSED)
def test_what_yaml_guesses_is_taken(section: str, seen_as: Any) -> None:
    """What an editor's YAML makes of a text is valid wherever the loader takes the text."""
    key = section.partition(":")[0]
    others = [part for part in SECTIONS.findall(small()) if not part.startswith(f"{key}:")]
    text = "".join([*others, f"{section}\n"])
    policy, problems = parse_policy(text)
    assert policy is not None, problems
    assert complaints(seen_as(text)) == []


ITEMS = [
    "{rows: leave, times: ['-0012.500000', +3, a, no, null, 2024-25, held.days, row.a.week]}",
    "{rows: leave, each: {by: [a], table: {1: 2, no: {by: b, bands: {-1.5: 1, '2': c}}}}}",
    "{rows: leave, each: {by: [a, b, c], table: {x: {y: {z: 1}}}, default: {item: lessons}}}",
    "{rows: leave, each: {by: {item: lessons}, bands: {0: 1}}, missing: error, combine: count}",
    "{of: [event, post], rows: workload, where: {}, combine: {best: 3}}",
    "{rows: leave, missing: -1.5, then: [{tiers: {0: 1}, mode: whole}, {round: {to: 0.5}}]}",
    "{rows: leave, then: [{divide: a, if_zero: 0}, {plus: 1000000000}, {bands: {0: 1}}]}",
    "{rows: leave, missing: none, then: [{relative_to: {max: []}}, {percentile: [unit, a]}]}",
    "{rows: leave, missing: 0, then: [{grade: {within: [], quotas: {a: 20%, 1: 3, b: rest}, "
    "values: {a: 1.5, 1: '1', b: 0}, small_group: {below: 3, grade: 1}}}]}",
]


@READERS
@pytest.mark.parametrize("item", ITEMS)
def test_items_in_all_their_forms_are_taken(item: str, seen_as: Any) -> None:
    """Items that the loader takes are valid, whatever their numbers and columns look like."""
    text = small(items=f"more: {item}")
    policy, problems = parse_policy(text)
    assert policy is not None, problems
    assert complaints(seen_as(text)) == []


def test_choices_are_offered_as_yaml_has_them() -> None:
    """A choice lists what YAML makes of its words first, so that editors offer that."""
    assert written_out(Choice({"true": True, "false": False}))["enum"] == [
        *(True, False),
        *("true", "false"),
    ]


def test_every_key_and_shape_is_described() -> None:
    """Whoever points at a key of a policy is told what it means."""
    top = policy_schema()
    assert top["description"] == "A policy."
    for key, schema in top["properties"].items():
        assert schema["description"].endswith("."), key
    pool = top["properties"]["level_2"]["else"]["else"]["$ref"]
    assert pool == "#/$defs/plan"
