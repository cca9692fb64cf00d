"""What a file carries besides what it shows: told by reading alone, nothing is ever run, unpacked or fetched."""

from __future__ import annotations

from enum import Enum

from . import office_dangers, pdf_dangers, picture_dangers

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_PDF = b"%PDF-"
#: Readers of PDF look for its header in as many bytes.
_HEADER = 1024
#: What may stand before the header of a PDF without making it something else as well.
_BLANK = b" \t\r\n\0\xef\xbb\xbf"


class Danger(Enum):
    """What a file carries; :data:`UNREADABLE_DANGERS` make it no file of its kind, so that nobody may take it."""

    DAMAGED = "damaged"
    TOO_COMPLEX = "too_complex"
    PICTURE_TOO_LARGE = "picture_too_large"
    POLYGLOT = "polyglot"
    ENCRYPTED = "encrypted"
    SCRIPT = "script"
    LAUNCH = "launch"
    PROGRAM = "program"
    MACROS = "macros"
    OUTSIDE = "outside"
    FILES = "files"


#: With one of these a file cannot be shown, or is more than one thing; it is never taken.
UNREADABLE_DANGERS = frozenset({Danger.DAMAGED, Danger.TOO_COMPLEX, Danger.PICTURE_TOO_LARGE, Danger.POLYGLOT})
#: Files in files are no danger by themselves: approved papers carry what was sealed.
HARMLESS_DANGERS = frozenset({Danger.FILES})


def find_dangers(content: bytes) -> list[Danger]:
    """Return what a file carries, each once, in the order of :class:`Danger`; of an unknown format nothing."""
    found = {Danger(name) for name in _names(content)}
    return [danger for danger in Danger if danger in found]


def _names(content: bytes) -> set[str]:
    header = content.find(_PDF, 0, _HEADER)
    if header >= 0:
        if content[:header].strip(_BLANK):
            return {Danger.POLYGLOT.value}
        return pdf_dangers.find(content)
    if content.startswith(b"PK"):
        return office_dangers.find_in_package(content)
    if content.startswith(_OLE):
        return office_dangers.find_in_container(content)
    if content.lstrip()[:5] == b"{\\rtf":
        return office_dangers.find_in_rich_text(content)
    return picture_dangers.find(content)
