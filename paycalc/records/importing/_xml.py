"""XML as a tree, read with care: no document type, bounded in size, depth and number."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from paycalc.problems import Place, Problem, ProblemsError

MOST_BYTES = 64 << 20
MOST_ELEMENTS = 1 << 20
DEEPEST = 32
_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Element:
    """An element: its name, the line where it begins, its text, and the elements in it."""

    name: str
    line: int
    text: str = ""
    within: list[Element] = field(default_factory=list)

    def all(self, name: str) -> Iterator[Element]:
        """The elements of a name directly in it."""
        return (element for element in self.within if element.name == name)

    def first(self, name: str) -> Element | None:
        """The first of them, if there is one."""
        return next(self.all(name), None)

    def said(self, name: str) -> str | None:
        """The text of the first of them, as it stands."""
        found = self.first(name)
        return None if found is None else found.text


class _Growing:
    """The tree as far as it was read; the parser calls its methods."""

    def __init__(self, file: str, parser: expat.XMLParserType, skipped: Collection[str]) -> None:
        self.file, self.parser, self.skipped = file, parser, skipped
        self.root: Element | None = None
        self.open: list[Element] = []
        self.count = self.unread = 0

    def start(self, name: str, _attributes: object) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) + self.unread >= DEEPEST:
            raise refusal("R172", self.file, f"{MOST_ELEMENTS} elements, {DEEPEST} deep")
        if self.unread or name in self.skipped:
            self.unread += 1
            return
        element = Element(name, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].within.append(element)
        self.root = self.root or element
        self.open.append(element)

    def end(self, _name: str) -> None:
        if self.unread:
            self.unread -= 1
        else:
            self.open.pop()

    def text(self, text: str) -> None:
        if self.open and not self.unread:
            self.open[-1].text += text

    def doctype(self, *_: object) -> None:
        raise refusal("R171", self.file)


def refusal(code: str, file: str, limit: str | None = None, line: int | None = None) -> Exception:
    """A file that is not read at all, as the problem that ends the reading."""
    values = {} if limit is None else {"limit": limit}
    return ProblemsError([Problem(code, Place(file=file, line=line), values)])


def tree_of(content: bytes, file: str, skipped: Collection[str] = ()) -> Element:
    """The tree of an XML file, packed by gzip or not, without the elements named ``skipped``.

    Raises:
        ProblemsError: ``R170`` it is no XML; ``R171`` it declares a document type, by which
            entities would come in; ``R172`` it is larger than any honest one.
    """
    parser = expat.ParserCreate()
    growing = _Growing(file, parser, skipped)
    parser.buffer_text = True
    parser.StartElementHandler = growing.start
    parser.EndElementHandler = growing.end
    parser.CharacterDataHandler = growing.text
    parser.StartDoctypeDeclHandler = growing.doctype
    try:
        parser.Parse(_unpacked(content, file), True)
    except expat.ExpatError as error:
        raise refusal("R170", file, line=error.lineno) from error
    except (zlib.error, LookupError) as error:  # a damaged packing; an encoding of no name
        raise refusal("R170", file) from error
    assert growing.root is not None  # the parser wants one
    return growing.root


def _unpacked(content: bytes, file: str) -> bytes:
    if content.startswith(_GZIP):
        packing = zlib.decompressobj(wbits=31)
        content = packing.decompress(content, MOST_BYTES + 1)
        if not packing.eof and len(content) <= MOST_BYTES:
            raise zlib.error("the file ends too early")
    if len(content) > MOST_BYTES:
        raise refusal("R172", file, f"{MOST_BYTES >> 20} MiB")
    return content
