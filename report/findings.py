"""The printed findings of the consistency check as plain data.

Like every paper it is Vietnamese whatever the language of its reader, so its wording stands here as it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class FindingsPaper:
    """The findings of one evaluation.

    :ivar title: the lines of the title
    :ivar attachment: the line that ties the paper to its report
    :ivar groups: the findings by the heading of their group, without empty groups
    :ivar signer_title: one line each
    """

    parent_agency: str
    agency: str
    title: tuple[str, ...]
    attachment: str
    groups: dict[str, tuple[Finding, ...]]
    signer_title: tuple[str, ...]
    signer_name: str
    columns: tuple[str, ...] = COLUMNS
    none_found: str = NONE_FOUND
