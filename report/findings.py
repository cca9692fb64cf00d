"""The printed findings of the consistency check as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from ..scoring.checks import Severity
from .document import Paper

TITLE = "BẢNG KẾT QUẢ KIỂM TRA TÍNH NHẤT QUÁN"
COLUMNS = ("TT", "TIÊU CHÍ", "NỘI DUNG", "GIẢI TRÌNH")
#: What heads the findings of each severity.
HEADINGS = {
    Severity.ERROR: "Lỗi phải sửa",
    Severity.WARNING: "Nội dung phải giải trình",
    Severity.INFO: "Nội dung lưu ý",
}
NONE_FOUND = "Không phát hiện nội dung mâu thuẫn."


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: the row of the sheet as printed, if it is about one, what was found, and how the unit justifies it."""

    criterion: str
    message: str
    justification: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsPaper(Paper):
    """The findings of one evaluation.

    :ivar groups: the findings by the heading of their group, without empty groups
    """

    groups: dict[str, tuple[Finding, ...]]
    columns: tuple[str, ...] = COLUMNS
    none_found: str = NONE_FOUND
