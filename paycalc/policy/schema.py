"""The JSON Schema (draft 2020-12) of policy files and of files of plans, for editors.

It is made from the tables of keys that the loader reads by, and takes every policy that the
loader takes. The converse does not hold: whether names exist and parts fit, only loading tells.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
POLICY_FILE: Final = Path(__file__).with_name("policy.schema.json")
PLAN_FILE: Final = Path(__file__).with_name("plan.schema.json")


def policy_schema() -> dict[str, Any]:
    """The schema of a policy file.

    >>> policy_schema()["properties"]["currency"]["required"]
    ['code', 'decimals']
    """
    from paycalc.policy._grammar._policy import POLICY

    return _document("A policy of paycalc", POLICY)


def plan_schema() -> dict[str, Any]:
    """The schema of a plan's file, which a policy names with ``file:``."""
    from paycalc.policy._grammar._plans import PLAN

    return _document("A plan of paycalc", PLAN)


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _document(title: str, kind: object) -> dict[str, Any]:
    from paycalc.policy._schema._shapes import document

    return {"$schema": DRAFT, **document(title, kind)}
