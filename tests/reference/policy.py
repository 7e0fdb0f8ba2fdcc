"""Sections 2 and 3 of policy.md: a policy as the nested texts that its YAML holds.

Only valid policies have to be read here: places that need a number, an amount or a percentage
refuse another text when they meet it, and items that depend on themselves are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

from .arithmetic import policy_money
from .division import LARGEST_REMAINDER
from .refusal import PayError

Node = Any  # a text, a list of nodes, or a mapping from texts to nodes

EVERYONE = "everyone"


@dataclass(frozen=True)
class Plan:
    """Section 2: pools with their rounding, and at level 2 adjustments."""

    pools: dict[str, dict[str, Node]]
    adjust: dict[str, dict[str, Node]]
    rounding: str
    step: int  # what is counted when members share: fen, 1 without `round_to`


@dataclass(frozen=True)
class Policy:
    """Section 3: what the parts of one policy file say."""

    effective: dict[str, str]
    decimals: int
    groups: dict[str, dict[str, Node]]
    items: dict[str, dict[str, Node]]
    unit_column: str | None
    level_1: Plan
    plans: dict[str, Plan]  # of level 2; the only plan of a policy is called ""
    plan_by: str | None
    default_plan: str | None
    guarantees: dict[str, dict[str, Node]]
    veto: dict[str, Node] | None


@lru_cache(maxsize=64)
def read_yaml(text: str) -> Node:
    """Section 1: every scalar of a policy is text; no type guessing. Nobody changes a node."""
    try:
        return trimmed(yaml.load(text, Loader=yaml.BaseLoader))
    except yaml.YAMLError:
        raise PayError("policy") from None


def trimmed(node: Node) -> Node:
    """Section 1: text is compared after trimming."""
    if isinstance(node, dict):
        return {str(key).strip(): trimmed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [trimmed(value) for value in node]
    return str(node).strip()


def read_policy(text: str, files: Mapping[str, str]) -> Policy:
    """Section 3: a whole policy; plans that stand in files are read from `files`."""
    node = read_yaml(text)
    try:
        decimals = int(node["currency"].get("decimals", "2"))
        level_1, level_2 = node["level_1"], node["level_2"]
        plans = level_2.get("plans", {"": level_2})
        return Policy(
            effective=node["effective"],
            decimals=decimals,
            groups=node.get("groups") or {},
            items=node.get("items") or {},
            unit_column=level_1.get("unit"),
            level_1=read_plan(level_1, files, decimals),
            plans={name: read_plan(plan, files, decimals) for name, plan in plans.items()},
            plan_by=level_2.get("plan_by"),
            default_plan=level_2.get("default"),
            guarantees=node.get("guarantees") or {},
            veto=node.get("veto") or None,
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise PayError("policy") from None


def read_plan(node: Node, files: Mapping[str, str], decimals: int) -> Plan:
    """Section 2: a level's or plan's pools, rounding and adjustments, or the `file` of them."""
    if "file" in node:
        if node["file"] not in files:
            raise PayError("policy")
        node = read_yaml(files[node["file"]])
    step = policy_money(node["round_to"], decimals) if "round_to" in node else 1
    if step < 1:
        raise PayError("policy")
    return Plan(
        pools=node["pools"] or {},
        adjust=node.get("adjust") or {},
        rounding=node.get("rounding", LARGEST_REMAINDER),
        step=step,
    )


def as_list(node: Node) -> list[Node]:
    """A list, or one text where a list may stand."""
    return node if isinstance(node, list) else [node]


def values_within(value: Node) -> list[Node]:
    """Section 4: all VALUEs inside a VALUE, itself included."""
    found = [value]
    if isinstance(value, dict):
        if "default" in value:
            found += values_within(value["default"])
        if "bands" in value:
            found += values_within(value["by"])
            for chosen in value["bands"].values():
                found += values_within(chosen)
        if "table" in value:
            found += table_values(value["table"], len(as_list(value["by"])))
    return found


def table_values(table: Node, depth: int) -> list[Node]:
    """Section 4, lookup: the VALUEs of a table nested so deep."""
    found: list[Node] = []
    for inner in table.values():
        found += values_within(inner) if depth == 1 else table_values(inner, depth - 1)
    return found


def step_values(step: dict[str, Node]) -> list[Node]:
    """Section 4, Steps: the VALUEs that a step names."""
    found: list[Node] = []
    for key in ("plus", "minus", "times", "from", "divide", "if_zero", "at_least", "at_most"):
        if key in step:
            found += values_within(step[key])
    for key in ("bands", "tiers"):
        for chosen in step.get(key, {}).values():
            found += values_within(chosen)
    if "round" in step:
        found += values_within(step["round"]["to"])
    return found


def row_values(item: dict[str, Node]) -> list[Node]:
    """Section 4: the VALUEs that an item reads at its rows, in `each` and `times`."""
    named = [*([item["each"]] if "each" in item else []), *item.get("times", [])]
    return [inner for value in named for inner in values_within(value)]


def item_values(item: dict[str, Node]) -> list[Node]:
    """Section 4: the VALUEs that an item names, at its rows and in its steps."""
    steps = [inner for step in item.get("then", []) for inner in step_values(step)]
    return row_values(item) + steps


def grain(item: Node) -> tuple[str, tuple[str, ...]]:
    """Section 4, `of`: the base and the columns of an item's cells."""
    base, *columns = as_list(item.get("of", "post"))
    return base, tuple(columns)
