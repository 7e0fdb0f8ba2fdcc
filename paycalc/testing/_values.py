"""Numbers, money and members as a case writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from paycalc.policy.nodes import Node, ScalarNode, fixed, shown
from paycalc.testing._known import Known
from paycalc.testing._nodes import Spot, text
from paycalc.testing.cases import Member, Post

NONE = "none"
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read and was reported."""


UNREAD = Unread()


def number(node: Node, spot: Spot) -> int | Unread | None:
    """A number in micro; `none` is no number."""
    found = text(node, spot)
    if found is None or found == NONE:
        return UNREAD if found is None else None
    micro = fixed(found, 6, _MOST)
    if isinstance(micro, str):
        spot.refuse("T301", node.mark, found=shown(found))
        return UNREAD
    return micro


def money(node: Node, spot: Spot, decimals: int) -> int | Unread | None:
    """An amount in fen; `none` where there is no such member."""
    found = text(node, spot)
    if found is None or found == NONE:
        return UNREAD if found is None else None
    fen = fixed(found, decimals, _MOST)
    if isinstance(fen, str):
        spot.refuse("T302", node.mark, found=shown(found), decimals=decimals)
        return UNREAD
    return fen


def member(
    key: ScalarNode, base: Literal["post", "unit", "county"], known: Known, spot: Spot
) -> Member | None:
    """The post (`T1` or `T1@S1`), unit or county that a text names."""
    if base == "post":
        post = _post(key, known, spot)
        return None if post is None else Member("post", post)
    code, names = ("T205", known.units) if base == "unit" else ("T206", known.counties)
    if key.text not in names:
        spot.unknown(code, key, names)
        return None
    return Member(base, (key.text,))


def _post(key: ScalarNode, known: Known, spot: Spot) -> Post | None:
    own = [post for post in known.posts if key.text in (post.teacher, at_school(post))]
    if len(own) == 1:
        return own[0]
    if own:
        values = {"found": shown(key.text), "allowed": ", ".join(map(at_school, own))}
        spot.refuse("T207", key.mark, **values)
    else:
        spot.unknown("T204", key, [at_school(post) for post in known.posts])
    return None


def at_school(post: Post) -> str:
    """A post as a case writes it in full."""
    return f"{post.teacher}@{post.school}"
