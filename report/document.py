"""An official paper as plain data, for every writer of it: what all papers share, and how they word it.

A paper is an official Vietnamese document whatever the language of its reader, so its wording stands here as it is
printed and is not translated. The rules are those of Nghị định 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "DỰ THẢO"
#: What is left open on the paper until it is known, to be filled in by hand.
OPEN = "……"
#: In whose place somebody signs: for a body, as acting head, for the head, by order, by authority.
_ON_BEHALF = re.compile(r"^(TM|Q|KT|TL|TUQ)\s*\.\s*")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The top of the first page.

    :ivar number: of a paper that has one of its own: ``Số: 15/BC-TNMT``
    :ivar place_and_date: of such a paper
    """

    parent_agency: str
    agency: str
    number: str = ""
    place_and_date: str = ""
    nation: str = NATION
    motto: str = MOTTO


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs.

    :ivar title: one line each: in whose place, and the signer's own title
    """

    title: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Registration:
    """What number and date of a report are printed with; both are given after the paper was approved.

    :ivar symbol: what follows the number
    :ivar agency: how the agency is called in short where the paper is attached to its report
    :ivar place: of issue, where the paper is the report itself
    """

    symbol: str = ""
    agency: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """What a paper prints that comes after its approval, and so is no part of what was sealed.

    :ivar digest: the SHA-256 of what was sealed
    :ivar number: of the report, and its day
    :ivar notice: what is said of files that were taken out; empty if none were
    """

    digest: str = ""
    number: str = ""
    day: date | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What every paper has.

    :ivar title: the lines of the title
    :ivar author: the agency that issues it
    :ivar label: what stands above the title: ``BÁO CÁO``, or ``Phụ lục``
    :ivar letterhead: None on an appendix
    :ivar attachment: the line that ties the paper to its report
    :ivar replaces: the line that names the paper which a revision takes the place of
    :ivar digest: the SHA-256 of what was approved, for its own properties; empty if nothing is
    :ivar signature: None on an appendix, where the signature of the report stands for it
    :ivar is_draft: nobody has approved it
    :ivar settled_on: when what it says was approved; of a draft, when it was printed
    :ivar registration: what number and date are printed with
    """

    title: tuple[str, ...]
    author: str
    label: str = ""
    letterhead: Letterhead | None = None
    attachment: str = ""
    replaces: str = ""
    digest: str = ""
    signature: Signature | None = None
    is_draft: bool = False
    settled_on: datetime | None = None
    registration: Registration = Registration()

    def completed(self, late: Late) -> Paper:
        """Return the paper with what came after its approval."""
        said, letterhead = self.registration, self.letterhead
        if letterhead and letterhead.number:
            letterhead = replace(
                letterhead,
                number=number_line(late.number, said.symbol),
                place_and_date=place_line(said.place, late.day),
            )
        attachment = self.attachment and attachment_line(late.number, said.symbol, late.day, said.agency)
        return replace(self, digest=late.digest, letterhead=letterhead, attachment=attachment)

    @property
    def name(self) -> str:
        """What the file is called in its own properties."""
        return " ".join([*filter(None, [self.label]), *self.title])

    @property
    def description(self) -> str:
        """What the file says of itself in its own properties."""
        return f"Mã niêm phong SHA-256: {self.digest}" if self.digest else ""

    @property
    def has_subject(self) -> bool:
        """Whether the title says what the paper is about, and so has a rule below it."""
        return bool(self.letterhead and self.letterhead.number)

    @property
    def draft_sign(self) -> str:
        return DRAFT if self.is_draft else ""


def document_number(number: str, symbol: str) -> str:
    """Return the number of a report with its symbol: ``05/BC-TNMT``; it is left open until it is given.

    :param number: with or without symbol: ``15/BC-TNMT`` or ``15``
    :param symbol: what follows the number of a report, such as ``BC-TNMT``
    """
    given, slash, rest = number.strip().partition("/")
    if given.isdigit():
        given = given.zfill(2)
    return f"{given or OPEN}{slash or ('/' if symbol else '')}{rest or symbol}"


def number_line(number: str, symbol: str) -> str:
    """Return the line with the number of a report: ``Số: 05/BC-TNMT``."""
    return f"Số: {document_number(number, symbol)}"


def date_line(day: date | None) -> str:
    """Return a date the way the decree writes it: two digits for days below 10 and months 1 and 2."""
    if not day:
        return f"ngày {OPEN} tháng {OPEN} năm {OPEN}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def place_line(place: str, day: date | None) -> str:
    """Return place and date of issue: ``Bắc Giang, ngày 05 tháng 01 năm 2021``."""
    return f"{place.strip() or OPEN}, {date_line(day)}"


def attachment_line(number: str, symbol: str, day: date | None, agency: str) -> str:
    """Return the line that ties a paper to its report, with number and date left open until they are given."""
    return f"(Kèm theo Báo cáo số {document_number(number, symbol)} {date_line(day)} của {agency})"


def replaces_line(number: str, symbol: str, day: date | None) -> str:
    """Return the line of a revision that names the report which it takes the place of."""
    return f"(Thay thế Báo cáo số {document_number(number, symbol)} {date_line(day)})"


def signer_lines(title: str) -> tuple[str, ...]:
    """Return a signer's title as printed: ``KT. GIÁM ĐỐC`` and ``PHÓ GIÁM ĐỐC``."""
    return tuple(_ON_BEHALF.sub(r"\1. ", line.strip().upper()) for line in title.splitlines() if line.strip())
