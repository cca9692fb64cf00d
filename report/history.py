"""The history of an evaluation as plain data, for the dossier; Vietnamese as every paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

TITLE = "LỊCH SỬ THAY ĐỔI"
NAME = "Lịch sử thay đổi"
#: The same for programs: lines of JSON, whose SHA-256 is sealed.
LINES = f"{NAME}.jsonl"
NONE = "Không có thay đổi nào được ghi nhận."


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as somebody changed it.

    :ivar on: when, by the clock of the agency
    :ivar code: of the row or the fact
    :ivar subject: what the row or the fact is called
    :ivar label: what of it was changed
    :ivar by: who changed it, by name or function as the agency gives it away
    :ivar way: how it came where it was not typed
    """

    on: str
    code: str
    subject: str
    label: str
    old: str
    new: str
    by: str
    way: str


@dataclass(frozen=True, slots=True)
class History:
    """All changes of an evaluation, the oldest first.

    :ivar title: of which evaluation
    :ivar since: the day from which changes are kept, where the evaluation is older; empty otherwise
    """

    title: str
    since: str
    entries: Sequence[Entry]

    def notes(self) -> list[str]:
        """Return what is to be said of the entries as a whole."""
        notes = [NONE] if not self.entries else []
        if self.since:
            notes.append(f"Thay đổi được ghi nhận từ ngày {self.since}; thay đổi trước đó không có trong hệ thống.")
        return notes
