"""What an editor sees of a policy: YAML with types guessed, as a JSON Schema is held against it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from paycalc.policy.schema import plan_schema, policy_schema

POLICY = Draft202012Validator(policy_schema())
PLAN = Draft202012Validator(plan_schema())

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, as the language servers of editors read it."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - the parent's is so, too

    def construct_scalar(self, node: yaml.ScalarNode) -> Any:
        """A plain scalar as the core schema guesses it; keys stay texts."""
        text = node.value
        if node.style is not None:
            return text
        for pattern, make in _GUESSES:
            if re.fullmatch(pattern, text):
                return make(text)
        return text

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping whose keys are texts, as JSON has them."""
        return {
            str(key.value): self.construct_object(value, deep=True) for key, value in node.value
        }


_GUESSES: tuple[tuple[str | re.Pattern[str], Callable[[str], Any]], ...] = (
    ("|~|null|Null|NULL", lambda _: None),
    ("true|True|TRUE|false|False|FALSE", lambda text: text.lower() == "true"),
    (_INTEGER, lambda text: int(text) if len(text) < 400 else float(text)),
    ("0o[0-7]+", lambda text: int(text[2:], 8)),
    ("0x[0-9a-fA-F]+", lambda text: int(text, 16)),
    (_FLOAT, float),
    (r"[-+]?\.(inf|Inf|INF)", lambda text: float(text.replace(".", ""))),
    (r"\.(nan|NaN|NAN)", lambda _: float("nan")),
)
Core.add_constructor("tag:yaml.org,2002:str", Core.construct_scalar)


def as_core(text: str) -> Any:
    """A file as YAML 1.2 has it."""
    return yaml.load(text, Loader=Core)


class Safe(yaml.SafeLoader):
    """PyYAML's SafeLoader (YAML 1.1), with keys as texts: editors take a key at its source."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """A mapping whose keys are texts, as JSON has them; ``on`` and ``off`` among them."""
        return {
            str(key.value): self.construct_object(value, deep=True) for key, value in node.value
        }


def as_safe(text: str) -> Any:
    """A file as YAML 1.1 has it, with dates as JSON has them."""
    return _as_json(yaml.load(text, Loader=Safe))


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_json(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_as_json(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def complaints(seen: object, schema: Draft202012Validator = POLICY) -> list[str]:
    """What a schema says of a file: where, and what."""
    return [f"{error.json_path}: {error.message}" for error in schema.iter_errors(seen)]
