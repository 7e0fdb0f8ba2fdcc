"""The promises that an audit knows, by stable ids, and those that a policy declares (section 10).

Class ``engine``: a theorem of the engine, true for every policy that loads; ``policy``: up to the
policy; ``premise``: a theorem as soon as a premise on the policy holds, which `static` looks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from paycalc.audit._own import own_promise
from paycalc.audit.model import Change, ChangeKind, Class, Comparison, Promise
from paycalc.policy.model import Policy, Promised
from paycalc.policy.promises import CLIFFS, TEXTS

_20_PERCENT: Final = 200_000
_PERS: Final[Mapping[str, ChangeKind]] = {
    "workload": "workload",
    "outcomes": "outcomes",
    "school_results": "school_results",
}

_RULES: Final[Sequence[tuple[str, Class, ChangeKind, Comparison]]] = (
    ("fund_accounted_for", "engine", "nothing", "accounted"),
    ("nobody_negative", "engine", "nothing", "not_negative"),
    ("full_veto_pays_nothing", "engine", "veto", "vetoed_unpaid"),
    ("veto_harms_nobody", "premise", "veto", "others_not_less"),
    ("more_work_not_less_pay", "premise", "workload", "own_not_less"),
    ("better_result_not_less_pay", "premise", "outcomes", "own_not_less"),
    ("more_leave_not_more_pay", "premise", "leave", "own_not_more"),
    ("class_head_not_less_pay", "premise", "class_head", "own_not_less"),
    ("class_head_not_below_twin", "premise", "head_twin", "not_less_than_peer"),
    ("equal_records_equal_pay", "premise", "twin", "as_peer"),
    ("more_of_everything_not_less_pay", "premise", "dominated", "not_less_than_peer"),
    ("front_line_not_below_leaders", "policy", "nothing", "front_line_per_head"),
    ("larger_fund_lowers_nobody", "premise", "more_fund", "nobody_less"),
    ("twice_the_fund_twice_the_pay", "premise", "twice_fund", "twice"),
    ("row_order_changes_nothing", "engine", "row_order", "nobody_changed"),
    ("other_units_only_through_level_1", "premise", "other_unit", "unit_not_changed"),
    ("other_units_change_nothing", "policy", "other_unit", "unit_unmoved"),
    ("no_cliff", "policy", "workload", "own_no_cliff"),
    ("no_result_cliff", "policy", "outcomes", "own_no_cliff"),
    ("no_school_cliff", "policy", "school_results", "unit_no_cliff"),
    ("caps_hold", "policy", "nothing", "caps"),
    ("quotas_hold", "policy", "nothing", "quotas"),
)
_UP_TO_POOLS: Final = frozenset(
    {
        "veto_harms_nobody",
        "class_head_not_below_twin",
        "equal_records_equal_pay",
        "front_line_not_below_leaders",
        "more_of_everything_not_less_pay",
        "larger_fund_lowers_nobody",
        "twice_the_fund_twice_the_pay",
    }
)


def _promise(id_: str, class_: Class, change: ChangeKind, compares: Comparison) -> Promise:
    text = TEXTS[id_]
    return Promise(
        id_,
        class_,
        text.en,
        text.zh,
        text.formal,
        Change(change),
        compares,
        "pools" if id_ in _UP_TO_POOLS else 0,
        _20_PERCENT if id_ in CLIFFS else None,
        text.premise_en,
    )


CATALOGUE: Final[Mapping[str, Promise]] = MappingProxyType(
    {rule[0]: _promise(*rule) for rule in _RULES}
)
"""Every promise by its id, none declared, in the order in which an audit tells them."""


def premise_text(promise: Promise, language: str) -> str:
    """The premise of a promise in a language; empty where there is none.

    >>> premise_text(CATALOGUE["no_cliff"], "en")
    'three posts in the unit, a mean worth speaking of, and everybody half the typical number'
    """
    text = TEXTS.get(promise.id)
    if text is None:
        return promise.premise
    return text.premise_zh if language == "zh" else text.premise_en


def promises_of(policy: Policy, only: Sequence[str] = ()) -> tuple[Promise, ...]:
    """All promises of the catalogue, with the terms of those that a policy declares, and its own.

    A declared promise is `declared`; `false` keeps one of the catalogue as a note. ``only`` are
    the ids to keep.
    """
    decimals = policy.currency.decimals
    declared = {name: _declared(name, one, decimals) for name, one in policy.promises.items()}
    found = {**CATALOGUE, **declared}
    return tuple(promise for promise in found.values() if not only or promise.id in only)


def _declared(name: str, promised: Promised, decimals: int) -> Promise:
    """One promise as declared; an own one where it says what changes."""
    if promised.change is not None and promised.then is not None:
        return own_promise(name, promised.change, promised.then, promised, decimals)
    known = replace(CATALOGUE[name], declared=promised.made, mark=promised.mark)
    if promised.tolerance is not None:
        known = replace(known, tolerance=promised.tolerance)
    if promised.at_most is not None:
        known = replace(known, at_most=promised.at_most)
    if promised.per is not None:
        table, of = promised.per
        compares: Comparison = "unit_no_cliff" if table == "school_results" else "own_no_cliff"
        known = replace(known, change=Change(_PERS[table], of), compares=compares)
    return known
