"""Reads delimited text: a .csv or .tsv file, or what was pasted from Word, Excel or a mail.

Which character parts the cells is not said anywhere, so the text is read by each that may, and whoever knows what the
table is about chooses.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from contextlib import suppress

from .grid import EMPTY, Cell, Grid
from .limits import Limits, Reason, Unreadable

#: What parts cells, the likelier first; two spaces or more do so in what was copied as plain text.
_DELIMITERS = ("\t", "|", ";", ",")
_SPACES = re.compile(r"[ \u00a0]{2,}")
#: What a line under the header of a table in Markdown is made of.
_RULER = frozenset("|:-+= ")
#: A longer cell is no cell of a sheet.
LONGEST_CELL = 10_000
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Letters that windows-1258 has and Vietnamese has not; many of them mean that the text is in TCVN3 or VNI.
_FOREIGN = re.compile("[¡-©«-ÿŒœŸƒ]")
_VIETNAMESE = frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư“”‘’–—…«»°§×·±½²³")


def read_text(content: bytes | str, limits: Limits | None = None) -> list[Grid]:
    """Return the grid for every delimiter that parts at least two rows, the likeliest first.

    :raises Unreadable: if bytes are no text, or the text exceeds a limit
    """
    limits = limits or Limits()
    if len(content) > limits.size:
        raise Unreadable(Reason.TOO_LARGE, limit=limits.size)
    text = content if isinstance(content, str) else decode(content)
    if len(text) > limits.characters:
        raise Unreadable(Reason.TOO_MUCH_TEXT, limit=limits.characters)
    if "\0" in text:
        raise Unreadable(Reason.NOT_THIS_FORMAT)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.count("\n") > 5 * limits.rows:
        raise Unreadable(Reason.TOO_MANY_ROWS, limit=limits.rows)
    found = [(rows, name) for name, rows in _candidates(text, limits) if sum(map(_is_parted, rows)) > 1]
    return [_make_grid(name, rows, limits) for rows, name in sorted(found, key=_unevenness)]


def decode(content: bytes) -> str:
    """Return the text of bytes in UTF-8, UTF-16 or windows-1258, whose loose marks are composed.

    :raises Unreadable: for any other encoding; old fonts such as .VnTime look like one, and their text must be
        converted first
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode_as(content, encoding)
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8")
    if b"\0" in content:
        raise Unreadable(Reason.NOT_THIS_FORMAT)
    text = unicodedata.normalize("NFC", _decode_as(content, "cp1258"))
    foreign = sum(letter not in _VIETNAMESE for letter in _FOREIGN.findall(text))
    if foreign * 20 > sum(letter.isalpha() for letter in text):
        raise Unreadable(Reason.ENCODING)
    return text


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(Reason.ENCODING) from None


def _candidates(text: str, limits: Limits) -> list[tuple[str, list[list[str]]]]:
    """Return the rows by each delimiter that the text has."""
    candidates = [(delimiter, _split(text, delimiter, limits)) for delimiter in _DELIMITERS if delimiter in text]
    if "\t" not in text and _SPACES.search(text):
        candidates.append(("  ", [_split_at_spaces(line) for line in text.split("\n")]))
    return candidates


def _split(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    """Return the rows of a text; a quoted cell may hold line ends, unless quotes do not pair up."""
    source = io.StringIO(text, newline="")
    try:
        if text.count('"') % 2:
            rows = list(csv.reader(source, delimiter=delimiter, quoting=csv.QUOTE_NONE))
        else:
            rows = list(csv.reader(source, delimiter=delimiter))
    except csv.Error:
        # A cell of more than 128 kB.
        raise Unreadable(Reason.TOO_MUCH_TEXT, limit=limits.characters) from None
    if delimiter == "|":
        rows = [_inside_of_markdown(row) for row in rows if not _is_ruler("|".join(row))]
    return rows


def _is_ruler(line: str) -> bool:
    return "--" in line and _RULER.issuperset(line)


def _inside_of_markdown(row: list[str]) -> list[str]:
    """Take off the empty cells outside the outer bars of "| I | text | 44 |"."""
    if len(row) > 2 and not row[0].strip() and not row[-1].strip():
        return row[1:-1]
    return row


def _split_at_spaces(line: str) -> list[str]:
    """Part a line at runs of spaces; those at its start stay, for they may be its indent."""
    bare = line.lstrip(" \u00a0")
    parts = _SPACES.split(bare.rstrip())
    return [line[: len(line) - len(bare)] + parts[0], *parts[1:]]


def _is_parted(row: list[str]) -> bool:
    return len(row) > 1 and any(cell.strip() for cell in row)


def _unevenness(candidate: tuple[list[list[str]], str]) -> tuple[float, int, int]:
    """Tell how few of the rows have the usual number of cells, and how few cells that is."""
    rows, name = candidate
    filled = [len(row) for row in rows if any(cell.strip() for cell in row)]
    width, count = Counter(length for length in filled if length > 1).most_common(1)[0]
    return -count / len(filled), -width, ("\t", "|", ";", ",", "  ").index(name)


def _make_grid(name: str, rows: list[list[str]], limits: Limits) -> Grid:
    """:raises Unreadable: if the rows exceed a limit"""
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if len(rows) > limits.rows:
        raise Unreadable(Reason.TOO_MANY_ROWS, limit=limits.rows)
    if max(map(len, rows)) > limits.columns:
        raise Unreadable(Reason.TOO_MANY_COLUMNS, limit=limits.columns)
    if sum(map(len, rows)) > limits.cells:
        raise Unreadable(Reason.TOO_MANY_CELLS, limit=limits.cells)
    if any(len(cell) > LONGEST_CELL for row in rows if len(row) > 1 for cell in row):
        raise Unreadable(Reason.TOO_MUCH_TEXT, limit=LONGEST_CELL)
    return Grid(name, [[Cell(cell) if cell.strip() else EMPTY for cell in row] for row in rows])
