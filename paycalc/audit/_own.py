"""Own promises of a policy: what changes, by how much, and what must hold then (section 10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final, cast

from paycalc.audit.model import Change, ChangeKind, Comparison, Promise
from paycalc.errors import PromiseError
from paycalc.policy.model import Tree
from paycalc.policy.nodes import decimal_text

MICRO: Final = 1_000_000
_AMOUNT: Final = re.compile(r"\+?([0-9]{1,9})(?:\.([0-9]{1,6}))?")
_PERCENT: Final = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,4}))?%")
_OF_A_KIND: Final = ("workload", "outcomes", "school_results", "leave")
_WORDS: Final[Mapping[str, ChangeKind]] = {
    "class_head": "class_head",
    "veto": "veto",
    "fund": "more_fund",
    "nothing": "nothing",
}
_THEN: Final[Mapping[tuple[str, str], Comparison]] = {
    ("own_pay", "not_less"): "own_not_less",
    ("own_pay", "not_more"): "own_not_more",
    ("others_pay", "not_less"): "others_not_less",
    ("everyones_pay", "not_less"): "nobody_less",
    ("everyones_pay", "same"): "nobody_changed",
}
_SAID: Final[Mapping[str, tuple[str, str]]] = {
    "own_not_less": ("nobody's own pay falls", "本人所得不减少"),
    "own_not_more": ("nobody's own pay rises", "本人所得不增加"),
    "others_not_less": ("nobody else's pay falls", "他人所得不减少"),
    "nobody_less": ("nobody's pay falls", "任何人所得不减少"),
    "nobody_changed": ("nobody's pay changes", "任何人所得不变"),
    "own_no_cliff": (
        "own pay moves by at most {most} of the mean",
        "本人所得变动不超过均值的{most}",
    ),
}


def unknown(name: str, known: Iterable[str]) -> PromiseError:
    """A name that is neither in the catalogue nor an own promise."""
    near = get_close_matches(name, list(known), 1, 0.5)
    hint = (f"; did you mean {near[0]}?", f"；是否指 {near[0]}？") if near else ("", "")
    return PromiseError(
        f"the catalogue has no promise {name!r}, and it has no `change` and `then`{hint[0]}",
        f"目录中没有承诺 {name!r}，它也没有写明 `change` 和 `then`{hint[1]}",
    )


def _no_change() -> PromiseError:
    return PromiseError(
        "`change` is one of {workload: {KIND: +1}}, {outcomes: {INDICATOR: +1}}, "
        "{school_results: {INDICATOR: +1}}, {leave: {KIND: +1}}, {class_head: true}, "
        "{veto: true}, {fund: +1}",
        "`change` 应为 {workload: {类别: +1}}、{outcomes: {指标: +1}}、"
        "{school_results: {指标: +1}}、{leave: {假别: +1}}、{class_head: true}、"
        "{veto: true}、{fund: +1} 之一",
    )


def _no_then() -> PromiseError:
    listed = ", ".join(f"{{{who}: {what}}}" for who, what in _THEN)
    return PromiseError(
        f"`then` is one of {listed}, {{own_pay: {{moves_at_most: 20%}}}}",
        f"`then` 应为 {listed}、{{own_pay: {{moves_at_most: 20%}}}} 之一",
    )


def own_promise(name: str, tree: Mapping[str, Tree]) -> Promise:
    """An own promise: ``change: {workload: {lesson: +1}}``, ``then: {own_pay: not_less}``.

    Raises:
        PromiseError: the change or what must hold means nothing.

    >>> tree = {"change": {"workload": {"lesson": "+1"}}, "then": {"own_pay": "not_less"}}
    >>> own_promise("mine", tree).en
    "1 more of workload lesson: nobody's own pay falls"
    """
    change = _change(tree.get("change"))
    compares, most = _then(tree.get("then"))
    en, zh = _sentence(change, compares, most)
    tolerance = whole(tree["tolerance"]) if "tolerance" in tree else 0
    formal = f"{change.kind}({change.of or ''}) => {compares}"
    return Promise(name, "policy", en, zh, formal, change, compares, tolerance, most, declared=True)


def _change(tree: Tree | None) -> Change:
    key, inner = _only(tree, _no_change())
    if key in _OF_A_KIND:
        of, amount = _only(inner, _no_change())
        return Change(cast("ChangeKind", key), of, amount_of(amount, MICRO))
    if key == "fund":
        return Change("more_fund", None, amount_of(inner, 100))
    if key in _WORDS and inner == "true":
        return Change(_WORDS[key])
    raise _no_change()


def _then(tree: Tree | None) -> tuple[Comparison, int | None]:
    who, what = _only(tree, _no_then())
    if isinstance(what, str) and (who, what) in _THEN:
        return _THEN[who, what], None
    if who == "own_pay" and isinstance(what, Mapping) and set(what) == {"moves_at_most"}:
        return "own_no_cliff", percentage(what["moves_at_most"])
    raise _no_then()


def _only(tree: Tree | None, error: PromiseError) -> tuple[str, Tree]:
    """The one entry of a mapping."""
    if not isinstance(tree, Mapping) or len(tree) != 1:
        raise error
    return next(iter(tree.items()))


def _sentence(change: Change, compares: Comparison, most: int | None) -> tuple[str, str]:
    by = decimal_text(change.by) if change.by is not None else ""
    what = {
        "class_head": ("becoming class head", "担任班主任"),
        "veto": ("a veto of somebody", "某人被一票否决"),
        "more_fund": ("a larger fund", "资金总额增加"),
        "nothing": ("always", "任何情况下"),
    }.get(change.kind, (f"{by} more of {change.kind} {change.of}", f"{change.of} 多 {by}"))
    en, zh = _SAID[compares]
    percent = "" if most is None else f"{decimal_text(most * 100)}%"
    return (
        f"{what[0]}: {en.format(most=percent)}",
        f"{what[1]}：{zh.format(most=percent)}",
    )


def amount_of(tree: Tree, scale: int) -> int:
    """``+1`` as a number of parts, of which ``scale`` make 1."""
    match = _AMOUNT.fullmatch(tree) if isinstance(tree, str) else None
    if match is None:
        raise _no_change()
    return int(match[1]) * scale + int((match[2] or "").ljust(6, "0")) * scale // MICRO


def percentage(tree: Tree) -> int:
    """``20%`` in micro."""
    match = _PERCENT.fullmatch(tree) if isinstance(tree, str) else None
    if match is None:
        raise PromiseError(f"{tree!r} is no percentage", f"{tree!r} 不是百分比")
    return int(match[1]) * 10_000 + int((match[2] or "").ljust(4, "0"))


def whole(tree: Tree) -> int:
    """A whole number."""
    if not isinstance(tree, str) or not tree.isdecimal():
        raise PromiseError(f"{tree!r} is no whole number", f"{tree!r} 不是整数")
    return int(tree)
