"""The printed questions and answers of a review as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from .document import Paper

TITLE = "BẢNG TỔNG HỢP TRAO ĐỔI TRONG QUÁ TRÌNH THẨM ĐỊNH"
COLUMNS = ("TT", "TIÊU CHÍ", "NỘI DUNG ĐỀ NGHỊ LÀM RÕ", "NỘI DUNG GIẢI TRÌNH")
NONE_ASKED = "Không có nội dung đề nghị làm rõ."
NOT_APPLICABLE = "không áp dụng"
OPEN = "Chưa giải trình."
CLOSED = "Đóng, không giải trình."


@dataclass(frozen=True, slots=True)
class Remark:
    """What one side said.

    :ivar text: the words, as typed
    :ivar source: who said it and when
    :ivar points: the unit's own points at that time
    """

    text: str
    source: str
    points: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question on the row that is printed with its code, and what came of it."""

    criterion: str
    asked: Remark
    answered: Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangePaper(Paper):
    """The questions of one evaluation, in the order in which they were asked."""

    questions: tuple[Question, ...]
    columns: tuple[str, ...] = COLUMNS
    none_asked: str = NONE_ASKED


def source_line(name: str, time: str) -> str:
    """Return who said something, and when: ``Nguyễn Văn A, 14:05 25/11/2020``."""
    return ", ".join(filter(None, (name, time)))


def points_line(points: str) -> str:
    """Return the unit's own points as the paper states them; without points the row does not apply."""
    return f"Điểm tự chấm: {points or NOT_APPLICABLE}"
