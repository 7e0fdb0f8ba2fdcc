"""The grammar is data: whoever describes it can walk every key, kind and rule from the top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from paycalc.policy._grammar._kinds import Later
from paycalc.policy._grammar._policy import POLICY
from paycalc.policy._grammar._shapes import AtLeastOne, ExactlyOne, Needs, OnlyWith, Shape

PAGE = """
paycalc id version title effective currency groups items level_1 level_2 guarantees veto promises
domain of for rows where each times combine missing then sum_of product_of plus minus from divide
if_zero at_least at_most bands tiers mode round relative_to percentile grade within quotas values
order quota_rounding ties small_group below by table default item has not takes up_to members
share_by share_equally pay keep factors weights limit if_short left_over sum share times_mean
each_at_most each_at_least goes_to group per_head_at_least per_head_at_most share_at_most over
enforce list classes statuses money_goes_to leaders class pays months reaches pools bars cases
unit rounding round_to adjust plan_by plans best mean_by mean max to code decimals en zh units
posts workload outcomes typical step tolerance per change
"""
"""The keys that policy.md names."""
OWN = "leave school_results class_head fund nothing own_pay others_pay everyones_pay moves_at_most"
"""The words of own promises, and of further tables of the domain."""
LINT = "lint on off front_line class_heads"
"""What only the lint reads besides."""
CORRECTIONS = "corrections reserve recovery_at_most release"
"""What policies/corrections.md adds, besides words that stand elsewhere, too."""


def kinds(kind: Any, seen: set[int]) -> Iterator[Any]:
    """A kind and all the kinds that it is made of."""
    if isinstance(kind, Later):
        kind = kind.kind()
    if id(kind) in seen:
        return
    seen.add(id(kind))
    yield kind
    parts = [key.kind for key in kind.keys] if isinstance(kind, Shape) else []
    if is_dataclass(kind):
        parts += [getattr(kind, field.name) for field in fields(kind)]
    others = getattr(kind, "others", None)
    parts += [others.names, others.kind] if others else []
    for part in parts:
        if hasattr(part, "read"):
            yield from kinds(part, seen)


SHAPES = [kind for kind in kinds(POLICY, set()) if isinstance(kind, Shape)]


def test_every_key_of_the_page_is_known() -> None:
    """Each key that policy.md names is in a table of the grammar, with what else is written."""
    keys = {key.name for shape in SHAPES for key in shape.keys}
    assert keys == {*PAGE.split(), *LINT.split(), *OWN.split(), *CORRECTIONS.split()}


def test_every_kind_says_its_form() -> None:
    """Every kind says what it looks like, for messages in any language."""
    assert all(kind.form for kind in kinds(POLICY, set()))


def test_every_key_is_explained() -> None:
    """Every shape and every key has a sentence, and no shape has a key twice."""
    for shape in SHAPES:
        assert shape.doc
        assert all(key.doc for key in shape.keys)
        assert len(set(shape.names)) == len(shape.keys)


def test_rules_speak_of_keys_of_their_shape() -> None:
    """The rules of a shape name only keys that it knows."""
    for shape in SHAPES:
        for rule in shape.rules:
            if isinstance(rule, ExactlyOne | AtLeastOne):
                named = rule.keys
            elif isinstance(rule, OnlyWith):
                named = (*rule.keys, *rule.others)
            else:
                assert isinstance(rule, Needs)
                named = (rule.key, rule.other)
            assert set(named) <= set(shape.names)
