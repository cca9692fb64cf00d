"""The printed findings of the consistency check as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from .document import Document

TITLE = "BẢNG KẾT QUẢ KIỂM TRA TÍNH NHẤT QUÁN"
COLUMNS = ("TT", "TIÊU CHÍ", "NỘI DUNG", "GIẢI TRÌNH")
#: The headings of the groups, in order.
SEVERITIES = {"error": "Lỗi phải sửa", "warning": "Nội dung phải giải trình", "info": "Nội dung lưu ý"}
NONE_FOUND = "Không phát hiện nội dung mâu thuẫn."


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: the row of the sheet as printed, if it is about one, what was found, and how the unit justifies it."""

    criterion: str
    message: str
    justification: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsPaper(Document):
    """The findings of one evaluation.

    :ivar groups: the findings by the heading of their group, without empty groups
    """

    groups: dict[str, tuple[Finding, ...]]
    columns: tuple[str, ...] = COLUMNS
    none_found: str = NONE_FOUND
