"""The yearly report as plain data, with the scoring sheet as its appendix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ..scoring.plain_data import PASSING
from .document import Paper
from .rich_text import Block, Heading, Table, plain
from .score_sheet import ScoreSheet

KIND = "BÁO CÁO"
APPENDIX = "Phụ lục"
ADDRESSEES = "Kính gửi:"
RECIPIENTS = "Nơi nhận:"
#: A report has to name its appendix.
REFERENCE = "Điểm của từng tiêu chí được trình bày tại Phụ lục kèm theo Báo cáo này."


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReport(Paper):
    """The report of one unit and period.

    :ivar addressees: to whom it is reported, as printed after :data:`ADDRESSEES`
    :ivar blocks: its text
    :ivar recipients: who gets a copy, as printed below :data:`RECIPIENTS`
    :ivar appendix: the scoring sheet, which is sealed by itself
    """

    addressees: tuple[str, ...]
    blocks: tuple[Block, ...]
    recipients: tuple[str, ...]
    appendix: ScoreSheet | None = field(default=None, metadata=PASSING)
    addressees_label: str = ADDRESSEES
    recipients_label: str = RECIPIENTS


def as_appendix(sheet: ScoreSheet) -> ScoreSheet:
    """Return a scoring sheet as it stands in the file of its report, whose letterhead and signature serve for both."""
    return replace(sheet, label=APPENDIX, letterhead=None, signature=None, replaces="")


def heading(number: str, title: str, level: int) -> Heading:
    """Return the title of a section with its number: ``I. ĐẶC ĐIỂM``, ``1.1. Chế độ báo cáo``."""
    if number and number[-1] not in ".)":
        number += "."
    return Heading(" ".join(filter(None, (number, title))), level)


def addressee_lines(addressees: str) -> tuple[str, ...]:
    """Return the addressees, one a line, as printed: one alone, or each with a dash and the last with a full stop."""
    names = _names(addressees)
    return _listed(names) if len(names) > 1 else tuple(names)


def recipient_lines(recipients: str, filing: str) -> tuple[str, ...]:
    """Return the recipients, one a line, as printed; the last line says where the paper is filed.

    :param filing: where: ``VT, VP``
    """
    names = [name for name in _names(recipients) if not name.startswith("Lưu:")]
    return _listed([*names, f"Lưu: {_bare(filing) or 'VT'}"])


def closing_blocks(title: str, unit: str, addressees: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the last paragraphs of a report: its reference to the appendix, and to whom it is reported.

    :param title: of the report
    :param addressees: one a line
    :param blocks: what comes before; where it refers to the appendix, that is not said again
    """
    to = ", ".join(_names(addressees))
    reported = f", trân trọng báo cáo {to}" if to else ""
    ending = plain(f"Trên đây là Báo cáo {title[:1].lower()}{title[1:]} của {unit}{reported}./.")
    refers = any(APPENDIX in block.text for block in blocks if not isinstance(block, Table))
    return (ending,) if refers else (plain(REFERENCE), ending)


def _names(lines: str) -> list[str]:
    return [name for line in lines.splitlines() if (name := _bare(line))]


def _bare(line: str) -> str:
    """Return a line without the dash and the stop that are printed around it anyway."""
    return line.strip().lstrip("-–+").rstrip(";.,").strip()


def _listed(names: Iterable[str]) -> tuple[str, ...]:
    *others, last = names
    return (*(f"- {name};" for name in others), f"- {last}.")
