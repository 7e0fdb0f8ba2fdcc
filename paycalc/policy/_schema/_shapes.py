"""The schemas of lists, mappings and tables of keys, and of the rules among keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from paycalc.policy._grammar._columns import COLUMN
from paycalc.policy._grammar._groups import ACCEPTS, CONDITIONS, GROUP, WHO
from paycalc.policy._grammar._items import BASES, Grain
from paycalc.policy._grammar._kinds import Either, Later, ListOf, Made, MapOf
from paycalc.policy._grammar._plans import PLAN, PLAN_FILE, SEVERAL, Level2Kind
from paycalc.policy._grammar._pools import BOUND, BOUND_OF
from paycalc.policy._grammar._promises import CLIFF, KNOWN, OWN, Promises
from paycalc.policy._grammar._scalars import ITEM, NAME, NUMBER, PERCENT, TEXT
from paycalc.policy._grammar._shapes import AtLeastOne, Needs, OnlyWith, Rule, Shape
from paycalc.policy._grammar._steps import STEP
from paycalc.policy._grammar._values import (
    BANDS,
    TABLED,
    VALUE,
    VALUE_MAPPING,
    Bounded,
    Tabled,
)
from paycalc.policy._schema._scalars import Schema, column_as_value, written_out
from paycalc.policy.promises import CLIFFS, TEXTS

SHARED: Final[Mapping[str, Any]] = {
    "accepts": ACCEPTS,
    "bands": BANDS,
    "bound": BOUND,
    "bound_of": BOUND_OF,
    "cliff": CLIFF,
    "column": COLUMN,
    "conditions": CONDITIONS,
    "group": GROUP,
    "item": ITEM,
    "lookup": VALUE_MAPPING,
    "number": NUMBER,
    "percentage": PERCENT,
    "plan": PLAN,
    "promise": KNOWN,
    "step": STEP,
    "text": TEXT,
    "value": VALUE,
    "who": WHO,
}
"""Kinds that stand at many places, or within themselves, and their names in ``$defs``."""

_NAMES: Final = {id(kind): name for name, kind in SHARED.items()}
_DEFS: Final = "#/$defs/"
_DEEPEST: Final = 3


def document(title: str, kind: Any) -> Schema:
    """The whole schema of a file: what it holds, and what that refers to."""
    top = written_out(kind)
    needed: Schema = {}
    names = _named(top)
    while names:
        name = names.pop()
        if name not in needed:
            needed[name] = written_out(SHARED[name])
            names += _named(needed[name])
    return {"title": title, **top, "$defs": dict(sorted(needed.items()))}


def _named(schema: Any) -> list[str]:
    """The names that a schema refers to."""
    if isinstance(schema, list):
        return [name for part in schema for name in _named(part)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].removeprefix(_DEFS)] if isinstance(schema.get("$ref"), str) else []
    return own + [name for part in schema.values() for name in _named(part)]


def schema_of(kind: Any) -> Schema:
    """The schema of a kind; that of a shared one is a reference."""
    if isinstance(kind, Later):
        kind = kind.kind()
    name = _NAMES.get(id(kind))
    if kind is PLAN:
        return _if_keys((next(iter(PLAN_FILE.names)),), written_out(PLAN_FILE), _ref("plan"))
    return written_out(kind) if name is None else _ref(name)


def _ref(name: str) -> Schema:
    return {"$ref": f"{_DEFS}{name}"}


@written_out.register(Made)
def _(kind: Made[Any]) -> Schema:
    return schema_of(kind.kind)


@written_out.register(ListOf)
def _(kind: ListOf[Any]) -> Schema:
    return {"type": "array", "items": schema_of(kind.kind), **_least("minItems", kind.least)}


@written_out.register(MapOf)
def _(kind: MapOf[Any]) -> Schema:
    most = {"maxProperties": 1} if kind.only_one else {}
    return {**_mapping(kind.names, kind.kind), **_least("minProperties", kind.least), **most}


@written_out.register
def _(kind: Bounded) -> Schema:
    return {**_mapping(NUMBER, kind.kind), "minProperties": 1}


@written_out.register
def _(kind: Tabled) -> Schema:
    """One whose depth is not known here; ``_lookups`` says it beside ``by``."""
    return {"type": "object", "propertyNames": _allowed(TEXT)}


@written_out.register
def _(kind: Level2Kind) -> Schema:
    return _if_keys(SEVERAL, schema_of(kind.several), schema_of(kind.one))


@written_out.register
def _(kind: Promises) -> Schema:
    known = {
        name: {"description": text.en, **schema_of(CLIFF if name in CLIFFS else KNOWN)}
        for name, text in TEXTS.items()
    }
    return {"type": "object", "properties": known, **_mapping(NAME, OWN)}


def _least(key: str, least: int) -> Schema:
    return {key: least} if least else {}


def _mapping(names: Any, kind: Any) -> Schema:
    """A mapping whose keys are of one kind: a key is always a text."""
    values = schema_of(kind)
    return {"type": "object", "propertyNames": _allowed(names), "additionalProperties": values}


def _allowed(names: Any) -> Schema:
    limits = ("pattern", "maxLength", "not")
    return {key: value for key, value in written_out(names).items() if key in limits}


@written_out.register
def _(kind: Either) -> Schema:
    options = [
        option
        for part in (kind.scalar, kind.listed, kind.mapped)
        if part is not None
        for option in _options(schema_of(part))
    ]
    return options[0] if len(options) == 1 else {"anyOf": options}


def _options(schema: Schema) -> list[Schema]:
    options: list[Schema] = schema["anyOf"] if set(schema) == {"anyOf"} else [schema]
    return options


@written_out.register
def _(kind: Grain) -> Schema:
    bases = {"enum": list(BASES)}
    one_base = {"contains": bases, "minContains": 1, "maxContains": 1}
    listed = {"type": "array", "items": schema_of(COLUMN), **one_base, "uniqueItems": True}
    return {"anyOf": [bases, listed]}


def _if_keys(keys: tuple[str, ...], then: Schema, otherwise: Schema) -> Schema:
    """One schema for mappings that have one of these keys, another for all else."""
    asked = [{"required": [key]} for key in keys]
    condition = {"type": "object", **(asked[0] if len(asked) == 1 else {"anyOf": asked})}
    return {"if": condition, "then": then, "else": otherwise}


# --- Tables of keys -----------------------------------------------------------------------------


@written_out.register(Shape)
def _(shape: Shape[Any]) -> Schema:
    schema: Schema = {"type": "object", "description": shape.doc}
    if shape.keys:
        schema["properties"] = {
            key.name: {"description": _sentence(key.doc), **schema_of(key.kind)}
            for key in shape.keys
        }
    required = [key.name for key in shape.keys if key.required]
    if required:
        schema["required"] = required
    if shape.others is None:
        schema["additionalProperties"] = False
    else:
        schema |= _mapping(shape.others.names, shape.others.kind)
    rules = [*(_rule(rule) for rule in shape.rules), *_lookups(shape)]
    return {**schema, "allOf": rules} if rules else schema


def _sentence(doc: str) -> str:
    return f"{doc[0].upper()}{doc[1:]}."


def _rule(rule: Rule) -> Schema:
    if isinstance(rule, Needs):
        return {"dependentRequired": {rule.key: [rule.other]}}
    if isinstance(rule, OnlyWith):
        asked = {"anyOf": [{"required": [other]} for other in rule.others]}
        return {"dependentSchemas": dict.fromkeys(rule.keys, asked)}
    word = "anyOf" if isinstance(rule, AtLeastOne) else "oneOf"
    return {word: [{"required": [key]} for key in rule.keys]}


def _lookups(shape: Shape[Any]) -> Iterator[Schema]:
    """What ``by`` may be: for bands one VALUE, for a table columns, as many as it is deep."""
    if not any(key.kind is TABLED for key in shape.keys):
        return
    lists = {"type": "array", "minItems": 2}
    columns = {"anyOf": [column_as_value(), {"type": "array", "minItems": 1}]}
    yield {"if": {"required": ["bands"]}, "then": {"properties": {"by": {"not": lists}}}}
    yield {"if": {"required": ["table"]}, "then": {"properties": {"by": columns}}}
    for depth in range(1, _DEEPEST + 1):
        listed = {"type": "array", "minItems": depth, "maxItems": depth}
        several = {"properties": {"by": listed}, "required": ["by"]}
        one = {"properties": {"by": {"not": {"type": "array"}}}}
        asked = {"anyOf": [several, one]} if depth == 1 else several
        yield {"if": asked, "then": {"properties": {"table": _nested(depth)}}}


def _nested(depth: int) -> Schema:
    inner = schema_of(VALUE) if depth == 1 else _nested(depth - 1)
    return {"type": "object", "additionalProperties": inner}
