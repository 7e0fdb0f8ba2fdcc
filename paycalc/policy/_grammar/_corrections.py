"""Corrections after a period is closed (policies/corrections.md, section 12)."""

from __future__ import annotations

from typing import Any, Final

from paycalc.policy._grammar._groups import GROUP_NAME_USED, or_everyone
from paycalc.policy._grammar._kinds import TRUE, choice
from paycalc.policy._grammar._scalars import MONEY, TEXT
from paycalc.policy._grammar._shapes import Fields, Key, Shape
from paycalc.policy.model import Corrections, Release

FREEZES: Final = "freeze_others"
_ITS_OWN: Final = ("reserve", "release")


def _release(fields: Fields) -> Release:
    who = or_everyone(fields.get("for"))
    return Release(who, fields.get("share_equally", False), fields.mark)


def _corrections(fields: Fields) -> Corrections | None:
    mode: Any = fields.get("mode")
    if mode is None:
        return None
    if mode == FREEZES and not fields.attempted("reserve"):
        fields.refuse("P530")
    for key in _ITS_OWN if mode != FREEZES else ():
        if fields.written(key):
            fields.refuse("P531", key, found=key, mode=mode)
    return Corrections(
        mode=mode,
        reserve=fields.get("reserve"),
        recovery_at_most=fields.get("recovery_at_most"),
        release=fields.get("release", Release()),
        mark=fields.at.mark,
    )


RELEASE: Final = Shape(
    "How the reserve is paid out when the appeal window is over.",
    (
        Key("for", GROUP_NAME_USED, "the group that shares it; without it everyone does"),
        Key("share_equally", TRUE, "in equal shares, not by what posts have of level 2"),
    ),
    _release,
)
CORRECTIONS: Final = Shape(
    "What happens when records of a closed period turn out to be wrong.",
    (
        Key("mode", choice("repool", FREEZES, "carry_forward"), "who is paid anew", required=True),
        Key("reserve", TEXT, "the kept pool of level 2 that pays the differences"),
        Key("recovery_at_most", MONEY, "the most that a correction takes back from a teacher"),
        Key("release", RELEASE, "how the rest of the reserve is paid out"),
    ),
    _corrections,
)
