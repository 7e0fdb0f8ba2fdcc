"""``paycalc schema``: the JSON Schema of policies, for editors."""

from __future__ import annotations

from typing import Annotated

import typer

Plan = Annotated[
    bool, typer.Option("--plan", help="Print the schema of a plan's file, named by `file:`.")
]


def schema(plan: Plan = False) -> None:
    """Print the JSON Schema of policy files, so that an editor completes and checks them.

    A policy names it in its first line: `# yaml-language-server: $schema=policy.schema.json`
    (a path from the policy's folder). What a schema cannot see, such as names that do not exist,
    `paycalc check` tells.

    Example: `paycalc schema > policy.schema.json`
    """
    import sys

    from paycalc.policy.schema import plan_schema, policy_schema, schema_text

    sys.stdout.write(schema_text(plan_schema() if plan else policy_schema()))
