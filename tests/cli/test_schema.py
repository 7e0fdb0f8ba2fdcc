"""``paycalc schema``: what editors check policies by."""

from __future__ import annotations

import json
from collections.abc import Callable

from paycalc.policy.schema import plan_schema, policy_schema
from tests.cli.conftest import Done

Command = Callable[..., Done]


def test_the_schema_of_policies_is_printed(paycalc: Command) -> None:
    """The command prints the schema of policies and nothing else."""
    done = paycalc("schema")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == policy_schema()


def test_the_schema_of_plans_is_printed(paycalc: Command) -> None:
    """With ``--plan`` it prints the schema of a plan's file."""
    assert json.loads(paycalc("schema", "--plan").out) == plan_schema()


def test_the_help_shows_an_example(paycalc: Command) -> None:
    """The help of the command shows an example, and the line that a policy needs."""
    said = " ".join(paycalc("schema", "--help").out.split())
    assert "Example: paycalc schema > policy.schema.json" in said
    assert "# yaml-language-server: $schema=policy.schema.json" in said
