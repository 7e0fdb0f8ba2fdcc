"""Own promises of a policy: what changes, by how much, and what must hold then (section 10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from paycalc.audit.model import Change, ChangeKind, Comparison, Promise
from paycalc.policy.model import OwnChange, OwnThen, Promised
from paycalc.policy.nodes import decimal_text

_THEN: Final[Mapping[tuple[str, str], Comparison]] = {
    ("own_pay", "not_less"): "own_not_less",
    ("own_pay", "not_more"): "own_not_more",
    ("own_pay", "moves_at_most"): "own_no_cliff",
    ("others_pay", "not_less"): "others_not_less",
    ("everyones_pay", "not_less"): "nobody_less",
    ("everyones_pay", "same"): "nobody_changed",
}
_SAID: Final[Mapping[Comparison, tuple[str, str]]] = {
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
_CHANGED: Final[Mapping[ChangeKind, tuple[str, str]]] = {
    "class_head": ("becoming class head", "担任班主任"),
    "veto": ("a veto of somebody", "某人被一票否决"),
    "more_fund": ("{by} more in the fund", "资金总额增加 {by}"),
    "nothing": ("always", "任何情况下"),
}
_COUNTED: Final = ("{by} more of {kind} {of}", "{of} 多 {by}")


def own_promise(
    name: str, change: OwnChange, then: OwnThen, declared: Promised, decimals: int = 2
) -> Promise:
    """An own promise: ``change: {workload: {lesson: +1}}``, ``then: {own_pay: not_less}``.

    ``decimals`` are the currency's.

    >>> then = OwnThen("own_pay", "not_less")
    >>> own_promise("mine", OwnChange("workload", "lesson", 1_000_000), then, Promised()).en
    "1 more of workload lesson: nobody's own pay falls"
    """
    kind: ChangeKind = "more_fund" if change.what == "fund" else change.what
    compares = _THEN[then.whose, then.holds]
    by = (
        "" if change.by is None else decimal_text(change.by, decimals if kind == "more_fund" else 6)
    )
    values = {"by": by, "kind": kind, "of": change.of or ""}
    en, zh = _sentence(kind, values, compares, then.at_most)
    return Promise(
        name,
        "policy",
        en,
        zh,
        f"{kind}({change.of or ''}) => {compares}",
        Change(kind, change.of, change.by),
        compares,
        declared.tolerance or 0,
        then.at_most,
        declared=True,
        mark=declared.mark,
    )


def _sentence(
    kind: ChangeKind, values: Mapping[str, str], compares: Comparison, most: int | None
) -> tuple[str, str]:
    percent = "" if most is None else f"{decimal_text(most * 100)}%"
    what, said = _CHANGED.get(kind, _COUNTED), _SAID[compares]
    return (
        f"{what[0].format(**values)}: {said[0].format(most=percent)}",
        f"{what[1].format(**values)}：{said[1].format(most=percent)}",
    )
