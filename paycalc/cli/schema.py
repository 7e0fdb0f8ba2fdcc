"""``paycalc schema``: the JSON Schema of policies, for editors, and the tables, for programs."""

from __future__ import annotations

from typing import Annotated

import typer

from paycalc.cli._options import Language

Plan = Annotated[
    bool, typer.Option("--plan", help="Print the schema of a plan's file, named by `file:`.")
]
TablesToo = Annotated[
    bool,
    typer.Option(
        "--tables",
        help="Print every table of records and of run folders instead: columns, types, units, "
        "meaning, version, and what may change in them.",
    ),
]


def schema(plan: Plan = False, tables: TablesToo = False, lang: Language = None) -> None:
    """Print the JSON Schema of policy files, so that an editor completes and checks them.

    A policy names it in its first line: `# yaml-language-server: $schema=policy.schema.json`
    (a path from the policy's folder). What a schema cannot see, such as names that do not exist,
    `paycalc check` tells.

    With `--tables`, for programs that give records or take results: one JSON object with the
    tables that go in and come out (`--lang` says in which language they are explained).

    Example: `paycalc schema > policy.schema.json`
    """
    import sys

    from paycalc.policy.schema import plan_schema, policy_schema, schema_text

    if plan and tables:
        raise typer.BadParameter("a plan is no table: take one of the two", param_hint="--tables")
    if tables:
        from paycalc.output.schema import tables as all_tables
        from paycalc.problems import language

        sys.stdout.write(schema_text(all_tables(language(lang))))
        return
    sys.stdout.write(schema_text(plan_schema() if plan else policy_schema()))
