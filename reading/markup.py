"""XML from strangers, followed element by element: no entity is ever expanded and nothing is fetched or kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn
from xml.parsers import expat

from .limits import Reason, Unreadable

#: A part with more elements is refused; a sheet at its limits has fewer.
MOST_ELEMENTS = 1_000_000

Start = Callable[[str, Mapping[str, str]], None]


def walk(
    chunks: Iterable[bytes],
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse a document and call back for every element and text.

    Names come without their namespaces: the strict and the transitional kind of office files differ in nothing else.

    :raises Unreadable: if it is no well-formed XML, declares a document type, or has too many elements
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    left = MOST_ELEMENTS

    def start_element(name: str, attributes: dict[str, str]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Unreadable(Reason.TOO_MANY_CELLS, limit=MOST_ELEMENTS)
        start(name.rpartition(" ")[2], attributes)

    def refuse(*_declaration: object) -> NoReturn:
        raise Unreadable(Reason.ENTITIES)

    parser.StartElementHandler = start_element
    parser.StartDoctypeDeclHandler = refuse
    if end is not None:
        finish = end
        parser.EndElementHandler = lambda name: finish(name.rpartition(" ")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise Unreadable(Reason.DAMAGED) from error
