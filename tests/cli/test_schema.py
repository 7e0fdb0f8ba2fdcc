"""``paycalc schema``: what editors check policies by."""

from __future__ import annotations

import json
from collections.abc import Callable

from paycalc.output.schema import tables
from paycalc.policy.schema import plan_schema, policy_schema
from tests.cli.conftest import Done

Command = Callable[..., Done]
LANGS = ("en", "zh")


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


def test_the_tables_are_printed_in_the_language_asked_for(paycalc: Command) -> None:
    """With ``--tables`` it prints every table that goes in and comes out, and what may change."""
    english, chinese = (json.loads(paycalc("schema", "--tables", "--lang", x).out) for x in LANGS)
    assert english == tables("en")
    assert chinese == tables("zh")
    assert english["format"] == "paycalc-tables/1"
    assert {"staff", "adjustments"} <= english["input"].keys()
    assert {"payouts", "ledger"} <= english["output"].keys()


def test_a_plan_is_no_table(paycalc: Command) -> None:
    """The two cannot be asked for at once."""
    assert paycalc("schema", "--tables", "--plan").code == 2
