"""The text of the first page of a PDF, Word or Excel file, where it can be read: what stamps and numbers stand on it.

It warns; it cannot clear. A scan is a picture, and what stands in it is read by people.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import pikepdf

from . import markup, pdf_dangers
from .limits import Limits, Unreadable
from .package import Package
from .workbook import read_workbook

try:
    import pypdf
except ImportError:  # Odoo brings one of them along, under its old name or its new one
    import PyPDF2 as pypdf

#: A page has fewer letters.
_LONGEST = 20_000
#: The rows of a sheet that stand on its first page, above the table itself.
_FIRST_ROWS = 12
#: A workbook of more is a table of figures, read for its first rows by nobody.
_WORKBOOK = Limits(cells=20_000, characters=1_000_000)
#: Instructions that draw a page, in bytes; a page of text has some thousand.
_LONGEST_DRAWING = 2_000_000


def read_first_page(content: bytes) -> str:
    """Return the text of the first page, header and boxes included; empty where there is none or it cannot be read."""
    if content.lstrip()[:5] == b"%PDF-":
        return _of_pdf(content)
    if content.startswith(b"PK"):
        return _of_word(content) or _of_workbook(content)
    return ""


def _of_pdf(content: bytes) -> str:
    try:
        if not _is_modest(content):
            return ""
        logging.getLogger("pypdf").setLevel(logging.ERROR)
        reader = pypdf.PdfReader(io.BytesIO(content))
        return str(reader.pages[0].extract_text() or "")[:_LONGEST].replace("\t", " ")
    except Exception:  # the library raises whatever happens to it over bytes that are no PDF
        return ""


def _is_modest(content: bytes) -> bool:
    """Tell whether the first page is drawn by so little that its text can be looked for."""
    if pdf_dangers.count_objects(content) > pdf_dangers.MOST_OBJECTS:
        return False
    with pikepdf.open(io.BytesIO(content)) as pdf:
        left = _LONGEST_DRAWING
        for stream in _drawings(pdf.pages[0].obj):
            left -= _unpacked_size(stream, left)
            if left < 0:
                return False
    return True


def _drawings(page: Any) -> Iterator[Any]:
    drawing = page.get("/Contents")
    yield from drawing if isinstance(drawing, pikepdf.Array) else filter(None, [drawing])
    resources = page.get("/Resources")
    forms = resources.get("/XObject") if resources is not None else None
    for form in forms.values() if forms is not None else ():
        if form.get("/Subtype") == "/Form":
            yield form


def _unpacked_size(stream: Any, limit: int) -> int:
    raw = bytes(stream.read_raw_bytes())
    if "/Filter" not in stream:
        return len(raw)
    if stream.get("/Filter") not in ("/FlateDecode", [pikepdf.Name("/FlateDecode")]):
        return limit + 1
    return len(zlib.decompressobj().decompress(raw, limit + 1))


class _Enough(Exception):
    """As much was read as a page holds."""


def _of_word(content: bytes) -> str:
    reader = _TextReader()
    # Whatever stops the reading, what was read until then counts.
    with suppress(Unreadable, _Enough):
        package = Package(content, Limits())
        kinds = package.targets("").values()
        main = next((target for kind, target in kinds if kind == "officeDocument"), "word/document.xml")
        heads = [target for kind, target in package.targets(main).values() if kind == "header"]
        for part in (*heads, main):
            if part in package:
                markup.walk(package.chunks(part), reader.start, reader.end, reader.text)
    return "".join(reader.texts)


def _of_workbook(content: bytes) -> str:
    with suppress(Unreadable):
        for grid in read_workbook(content, _WORKBOOK):
            if not grid.is_hidden:
                cells = (cell.value for row in grid.rows[:_FIRST_ROWS] for cell in row)
                return "\n".join(value for value in cells if isinstance(value, str))[:_LONGEST]
    return ""


class _TextReader:
    """Follows the text of a document, line by line, in boxes and in tables too."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._left = _LONGEST
        self._in_text = False

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if tag == "t":
            self._in_text = True
        elif tag in ("br", "cr"):
            self._add("\n")
        elif tag == "tab":
            self._add(" ")

    def end(self, tag: str) -> None:
        if tag == "t":
            self._in_text = False
        elif tag == "p":
            self._add("\n")

    def text(self, text: str) -> None:
        if self._in_text:
            self._add(text)

    def _add(self, text: str) -> None:
        self._left -= len(text)
        self.texts.append(text)
        if self._left < 0:
            raise _Enough
