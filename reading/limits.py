"""How much a file may ask of the server, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold; the sheets of an agency have some hundred rows.

    :ivar size: bytes of the file
    :ivar parts: files in its archive
    :ivar inflated: bytes of all parts once they are unpacked
    :ivar ratio: how many times larger than packed a part of more than 4 MB may be
    :ivar sheets: sheets of a workbook
    :ivar rows: the last row of a sheet that may hold a value
    :ivar columns: the last column of a sheet that may hold a value
    :ivar cells: cells with a value, in all sheets
    :ivar characters: characters of all texts
    """

    size: int = 20_000_000
    parts: int = 2_000
    inflated: int = 128_000_000
    ratio: int = 200
    sheets: int = 50
    rows: int = 20_000
    columns: int = 256
    cells: int = 200_000
    characters: int = 8_000_000


class Reason(Enum):
    """Why a file is not read."""

    ENCODING = "text in an encoding other than UTF-8, UTF-16 and windows-1258"
    TOO_LARGE = "larger than the limit"
    NOT_THIS_FORMAT = "no file of this format"
    OLD_FORMAT = "an Excel file of the format before 2007"
    ENCRYPTED = "protected by a password"
    MACROS = "contains macros"
    TOO_MANY_PARTS = "an archive of more files than the limit"
    BOMB = "unpacks to more than the limit"
    ENTITIES = "declares a document type, as no office program does"
    DAMAGED = "damaged"
    NO_SHEET = "without a sheet of cells"
    TOO_MANY_SHEETS = "more sheets than the limit"
    TOO_MANY_ROWS = "more rows than the limit"
    TOO_MANY_COLUMNS = "more columns than the limit"
    TOO_MANY_CELLS = "more cells than the limit"
    TOO_MUCH_TEXT = "more text than the limit"


class Unreadable(Exception):
    """A file that is not read, and why.

    :ivar reason: why
    :ivar sheet: the name of the sheet where it was found; empty for the whole file
    :ivar cell: the address of the cell, such as ``B7``; empty if it is not about one
    :ivar limit: the limit that is exceeded; 0 if it is not about one
    """

    def __init__(self, reason: Reason, *, sheet: str = "", cell: str = "", limit: int = 0) -> None:
        super().__init__(" ".join(filter(None, (reason.value, sheet, cell, str(limit or "")))))
        self.reason = reason
        self.sheet = sheet
        self.cell = cell
        self.limit = limit
