"""Promises: those of the catalogue with their terms, and a policy's own (section 10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from paycalc.policy._grammar._kinds import (
    TRUE,
    TRUE_OR_FALSE,
    At,
    Either,
    Kind,
    Made,
    MapOf,
    choice,
    found_text,
    scalar_text,
)
from paycalc.policy._grammar._scalars import (
    MOST_NUMBER,
    NAME,
    TEXT,
    Decimal,
    Money,
    Percentage,
    Whole,
)
from paycalc.policy._grammar._shapes import ExactlyOne, Fields, Key, Shape
from paycalc.policy._yaml import BrokenNode, MapNode, Node
from paycalc.policy.model import OwnChange, OwnThen, Promised
from paycalc.policy.promises import CLIFFS, PER, TEXTS


class Per:
    """A table of which there is one unit more, and of which kind: ``workload.lesson``."""

    form: str = " | ".join(PER)

    def read(self, node: Node, at: At) -> tuple[str, str | None] | None:
        """See ``Kind``."""
        text = scalar_text(node, at)
        if text is None:
            return None
        table, _, of = text.partition(".")
        if table not in PER:
            at.refuse_near("P050", node, table, PER)
            return None
        return table, of or None


def _promised(fields: Fields) -> Promised:
    names = ("tolerance", "per", "at_most", "change", "then")
    return Promised(**{name: fields.get(name) for name in names})


TOLERANCE: Final = Key("tolerance", Whole(), "what counts as nothing, in fen")
TERMS: Final = Shape("A promise with its terms.", (TOLERANCE,), _promised)
CLIFF_TERMS: Final = Shape(
    "A promise of no cliff with its terms.",
    (
        TOLERANCE,
        Key("per", Per(), "for one unit more of what"),
        Key("at_most", Percentage(MOST_NUMBER), "at most so much of the mean"),
    ),
    _promised,
)
_MADE: Final = Made(TRUE_OR_FALSE, lambda made: Promised(made=made))
KNOWN: Final = Either(scalar=_MADE, mapped=TERMS)
CLIFF: Final = Either(scalar=_MADE, mapped=CLIFF_TERMS)


# --- Own promises -------------------------------------------------------------------------------


def _counted(fields: Fields) -> OwnChange | None:
    """The one thing that changes."""
    (what, value), *_ = fields.values.items()
    if value is None:
        return None
    if isinstance(value, dict):
        return OwnChange(what, *next(iter(value.items()))) if value else None  # type: ignore[arg-type]
    return OwnChange(what, None, value if what == "fund" else None)  # type: ignore[arg-type]


def _then(fields: Fields) -> OwnThen | None:
    (whose, value), *_ = fields.values.items()
    if isinstance(value, int):
        return OwnThen(whose, "moves_at_most", value)  # type: ignore[arg-type]
    return None if value is None else OwnThen(whose, value)  # type: ignore[arg-type]


def _most(fields: Fields) -> int | None:
    most: int | None = fields.get("moves_at_most")
    return most


_MORE: Final = MapOf(TEXT, Decimal(least=1, form="+1"), least=1, only_one=True)
_WHAT: Final = (
    Key("workload", _MORE, "more of a kind of workload, {lesson: +1}"),
    Key("outcomes", _MORE, "more of an indicator"),
    Key("school_results", _MORE, "more of an indicator of a school"),
    Key("leave", _MORE, "more of a kind of leave"),
    Key("class_head", TRUE, "somebody becomes class head"),
    Key("veto", TRUE, "somebody is vetoed"),
    Key("fund", Money(least=1, form="+1"), "a larger fund"),
    Key("nothing", TRUE, "nothing: it holds always"),
)
CHANGE: Final = Shape(
    "The one thing that changes.", _WHAT, _counted, (ExactlyOne(tuple(key.name for key in _WHAT)),)
)
_MOVES: Final = Shape(
    "By how much it may move.",
    (Key("moves_at_most", Percentage(MOST_NUMBER), "of the mean", required=True),),
    _most,
)
_WHOSE: Final = (
    Key("own_pay", Either(scalar=choice("not_less", "not_more"), mapped=_MOVES), "one's own pay"),
    Key("others_pay", choice("not_less"), "the pay of everybody else"),
    Key("everyones_pay", choice("not_less", "same"), "everybody's pay"),
)
THEN: Final = Shape(
    "What must hold then.", _WHOSE, _then, (ExactlyOne(tuple(key.name for key in _WHOSE)),)
)
OWN: Final = Shape(
    "A promise of the policy's own.",
    (
        Key("change", CHANGE, "what changes", required=True),
        Key("then", THEN, "what must hold then", required=True),
        TOLERANCE,
    ),
    _promised,
)


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises by name: of the catalogue, or own ones, that say what changes and what holds."""

    known: Kind[Promised] = KNOWN
    cliff: Kind[Promised] = CLIFF
    own: Kind[Promised] = OWN
    form: str = "{" + f"{next(iter(TEXTS))}: true" + "}"

    def read(self, node: Node, at: At) -> dict[str, Promised] | None:
        """See ``Kind``."""
        if isinstance(node, BrokenNode):
            return None
        if not isinstance(node, MapNode):
            at.refuse("P020", node, found=found_text(node), allowed=self.form)
            return None
        values: dict[str, Promised] = {}
        for key, entry in node.entries.values():
            inside = at.into(key.text, key.mark)
            name, kind = NAME.read(key, inside), self._kind(key.text, entry)
            if kind is None:
                inside.refuse_near("P601", key, key.text, TEXTS)
            promised = None if kind is None else kind.read(entry, inside)
            if name is not None and promised is not None:
                values[name] = replace(promised, mark=key.mark)
        return values

    def _kind(self, name: str, node: Node) -> Kind[Promised] | None:
        """What may stand under a name; nothing under one that is not known and says nothing."""
        if name in TEXTS:
            return self.cliff if name in CLIFFS else self.known
        says = isinstance(node, MapNode) and bool({"change", "then"} & node.entries.keys())
        return self.own if says or isinstance(node, BrokenNode) else None


PROMISES: Final = Promises()
