"""What texts in force say of rounds, with their articles: figures to fill records with, and for tests.

No rule of this package reads them. They are as of November 2026; where a text was only told of by others, it is said.
"""

from __future__ import annotations

from decimal import Decimal

from ..period_names import Kind
from .conditions import Comparison, Condition, Fall, Level
from .milestones import Calendar, DayOfMonth, DayOfYear, Term
from .quota import Base, Quota

#: Nghị định 233/2026/NĐ-CP of 26/6/2026, Điều 7 khoản 7 (khoản 8: the same of constituents inside a unit). "Không vượt
#: quá 20% trong tổng số đơn vị được xếp loại Hoàn thành tốt nhiệm vụ"; up to 25 % by decision; fewer than 05 units: 01.
DECREE_233_QUOTA = Quota(
    percent=Decimal(20),
    base=Base.GOOD,
    exception_percent=Decimal(25),
    small_below=5,
    small_limit=1,
    source="Nghị định số 233/2026/NĐ-CP, Điều 7 khoản 7",
)
#: Quy định 366-QĐ/TW of 30/8/2025, Điều 12, as a program in use tells it: "không vượt quá 20% tổng số".
PARTY_366_QUOTA = Quota(percent=Decimal(20), base=Base.ALL_CLASSED, source="Quy định số 366-QĐ/TW, Điều 12")
#: Quyết định 1923/QĐ-CĐKT of 2026 (a college), Điều 19 khoản 2 điểm a, as its users tell it: "20% số được xếp Hoàn
#: thành tốt trở lên"; they note that Điều 16 khoản 2 of the same text says "Hoàn thành tốt".
KON_TUM_1923_QUOTA = Quota(
    percent=Decimal(20), base=Base.GOOD_AND_ABOVE, source="Quyết định số 1923/QĐ-CĐKT, Điều 19 khoản 2"
)

#: Nghị định 233/2026/NĐ-CP, Điều 7 khoản 1–3: points and the conditions that go with them, percents as numbers.
_ALL_DONE = Condition("done_percent", Comparison.AT_LEAST, Decimal(100), "hoàn thành 100% các nhiệm vụ được giao")
_IN_TIME = Condition("late_percent", Comparison.AT_MOST, Decimal(0), "đúng thời hạn, bảo đảm chất lượng, hiệu quả")
DECREE_233_LEVELS = (
    Level(
        "Hoàn thành xuất sắc nhiệm vụ",
        Decimal(90),
        (
            _ALL_DONE,
            _IN_TIME,
            Condition("exceeded_percent", Comparison.AT_LEAST, Decimal(30), "ít nhất 30% nhiệm vụ vượt mức yêu cầu"),
            Condition(
                "failed_constituents", Comparison.AT_MOST, Decimal(0), "không có đơn vị cấu thành không hoàn thành"
            ),
            Condition("unmended_faults", Comparison.AT_MOST, Decimal(0), "đã khắc phục toàn bộ hạn chế, khuyết điểm"),
        ),
    ),
    Level("Hoàn thành tốt nhiệm vụ", Decimal(70), (_ALL_DONE, _IN_TIME)),
    Level(
        "Hoàn thành nhiệm vụ",
        Decimal(50),
        (_ALL_DONE, Condition("late_percent", Comparison.AT_MOST, Decimal(20), "không quá 20% chưa bảo đảm tiến độ")),
    ),
    Level("Không hoàn thành nhiệm vụ", Decimal(0)),
)
#: Nghị định 233/2026/NĐ-CP, Điều 7 khoản 4.
DECREE_233_FALLS = (
    Fall(
        Condition("concluded_wrongdoing", Comparison.ABOVE, Decimal(0), "sai phạm trong công tác cán bộ, mất đoàn kết")
    ),
    Fall(
        Condition("done_percent", Comparison.BELOW, Decimal(70), "hoàn thành dưới 70% nhiệm vụ"), unless="force_majeure"
    ),
)

#: What is due on the objections and the answers of a college; the terms are those of every period.
_OBJECTIONS = (
    Term("appeal_by", "publish_by", 5, text="kiến nghị trong 05 ngày làm việc kể từ ngày công bố"),
    Term("answer_by", "appeal_by", 10, text="trả lời trong 10 ngày làm việc"),
)
#: Quyết định 1923/QĐ-CĐKT of 2026, as its users tell it: the unit's file by the 20th of the quarter's last month,
#: summed up by the 25th, the leaders meet by the 30th, notice by the 3rd of the month after.
KON_TUM_1923_QUARTER = Calendar(
    (Kind.QUARTER,),
    (
        DayOfMonth("submit_by", 20, text="hồ sơ tự đánh giá đến ngày 20 tháng cuối quý"),
        DayOfMonth("review_by", 25, text="tổng hợp đến ngày 25"),
        DayOfMonth("approve_by", 30, text="họp xét đến ngày 30"),
        DayOfMonth("publish_by", 3, months_after=1, text="thông báo, báo cáo đến ngày 03 tháng sau"),
        *_OBJECTIONS,
    ),
    source="Quyết định số 1923/QĐ-CĐKT",
)
#: Nghị định 233/2026/NĐ-CP, Điều 9 khoản 1 điểm a.
DECREE_233_YEAR = Calendar(
    (Kind.YEAR,),
    (DayOfYear("approve_by", 12, 15, is_exclusive=True, text="trước ngày 15 tháng 12 hằng năm"),),
    source="Nghị định số 233/2026/NĐ-CP, Điều 9 khoản 1",
)
#: The same for special cases, as the authority rules.
DECREE_233_SPECIAL_YEAR = Calendar(
    (Kind.YEAR,),
    (DayOfYear("approve_by", 1, 15, years_after=1, is_exclusive=True, text="trước ngày 15 tháng 01 năm sau"),),
    source="Nghị định số 233/2026/NĐ-CP, Điều 9 khoản 1",
)
