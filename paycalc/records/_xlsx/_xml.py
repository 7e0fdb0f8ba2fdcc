"""Reading a part's XML piece by piece, without document types and whatever the prefix of names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeAlias, TypeVar
from xml.parsers import expat

from paycalc.errors import WorkbookError

Attributes: TypeAlias = list[str]
"""Names and values in turn."""
Begin: TypeAlias = Callable[[Attributes], object]
End: TypeAlias = Callable[[], object]

_Handler = TypeVar("_Handler")


class _Handlers(dict[str, _Handler], Generic[_Handler]):
    """What handles elements, by their names with prefix, each looked up once."""

    def __init__(self, handlers: Mapping[str, _Handler], other: _Handler) -> None:
        super().__init__()
        self.handlers, self.other = handlers, other

    def __missing__(self, name: str) -> _Handler:
        found = self[name] = self.handlers.get(name.rpartition(":")[2], self.other)
        return found


def walk(
    pieces: Iterable[bytes],
    begin: Mapping[str, Begin],
    end: Mapping[str, End] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Tell of elements as they begin and end, by their names without prefix, and of texts.

    Raises:
        WorkbookError: the part has a document type (R142), which could make it grow, or is no
            well-formed XML (R102).
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = _refuse
    begins = _Handlers(begin, _pass_by)
    parser.StartElementHandler = lambda name, attributes: begins[name](attributes)
    if end is not None:
        ends: _Handlers[End] = _Handlers(end, _pass_by)
        parser.EndElementHandler = lambda name: ends[name]()
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise WorkbookError("R102") from None


def _refuse(*_: object) -> None:
    raise WorkbookError("R142")


def _pass_by(*_: object) -> None:
    """What is done with an element that says nothing here."""


def attribute(attributes: Attributes, name: str) -> str | None:
    """The value of an attribute, its name taken without prefix."""
    for place in range(0, len(attributes), 2):
        if attributes[place].rpartition(":")[2] == name:
            return attributes[place + 1]
    return None


def is_true(value: str | None) -> bool:
    """Whether an attribute says yes; one that is not there says no."""
    return value in ("1", "true", "on")
