"""How a guarantee stands: what its sides have, in all and a head, in every unit or county."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from paycalc.engine.accounts import MANUAL
from paycalc.policy.nodes import decimal_text
from paycalc.result.explain.words import Speaker

if TYPE_CHECKING:
    from paycalc.engine.numbers import Bools, Ints
    from paycalc.policy.model import Guarantee, Who
    from paycalc.result import Result


def standing(result: Result, guarantee: Guarantee, language: str) -> Iterator[str]:
    """The guarantee and what each side has; nothing where a group has no name."""
    sides = _sides(result, guarantee)
    if sides is None:
        return
    say = Speaker(language, result.policy.currency.decimals, "")
    yield _WORDS["guarantee"][language].format(
        id=guarantee.id,
        kind=guarantee.kind,
        factor=decimal_text(guarantee.factor),
        line=guarantee.mark.line,
    )
    fen = _money(result, guarantee)
    for place, here in _scopes(result, guarantee):
        for name, members in sides:
            own = members & here
            heads, total = int(own.sum()), int(fen[own].sum())
            mean = say.exact(Fraction(total, heads)) if heads else say("none")
            yield "    " + _WORDS["side"][language].format(
                place=place, group=name, heads=heads, total=say.money(total), mean=mean
            )


def _sides(result: Result, guarantee: Guarantee) -> list[tuple[str, Bools]] | None:
    sides = [_side(result, who) for who in (guarantee.group, guarantee.of)]
    known = [side for side in sides if side is not None]
    return known if len(known) == len(sides) else None


def _side(result: Result, who: Who) -> tuple[str, Bools] | None:
    if who is None:
        return "everyone", np.ones(result.gross.size, np.bool_)
    return (who, result.in_groups[who]) if isinstance(who, str) else None


def _money(result: Result, guarantee: Guarantee) -> Ints:
    """What each post has by what the guarantee is over, in fen (section 7)."""
    fen = np.zeros(result.gross.size, np.int64)
    for name, amounts in result.post_lines.items():
        if name != MANUAL and (guarantee.over == "all" or not name.startswith("level_1.")):
            fen += amounts
    return fen


def _scopes(result: Result, guarantee: Guarantee) -> Iterator[tuple[str, Bools]]:
    names, encoded = result.names, result.encoded
    if guarantee.within == "county":
        for code, county in enumerate(names.counties):
            yield county, encoded.post_county == code
    else:
        for code, unit in enumerate(names.units):
            yield unit, encoded.post_unit == code


_WORDS = {
    "guarantee": {
        "en": "{id}: {kind} {factor}, line {line}",
        "zh": "{id}：{kind} {factor}，第 {line} 行",
    },
    "side": {
        "en": "{place}, {group}: posts {heads}, together {total}, a head {mean}",
        "zh": "{place}，{group}：岗位 {heads} 个，共 {total}，人均 {mean}",
    },
}
