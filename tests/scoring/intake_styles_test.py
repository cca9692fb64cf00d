"""Sheets in other styles than that of 2020, made up for these tests."""

import pytest
import sheets

from scoring.intake.columns import Role
from scoring.intake.source import Cell, Table

ENGLISH = """
Scoring sheet of the office 2026
Max points|Item|Criterion|Remarks|Self score
40|A|Administration||38.5
20|1|Programme of work||20
10|a)|Yearly programme issued in time||10
10|b)|Monthly programmes issued in time (0.5 points each report: 20 x 0.5 = 10 points)||10
20|2|Reports||18.5
15|a)|Reports sent on time|see register|13.5
||- Late report: deduct 0.5 points per 2 reports||
5|b)|Share of reports accepted is at least 90%||5
60|B|Services||50
55|1|One-stop desk||45
5|2|Bonus||5
||Total||88.5
"""


def test_english_headers_letters_and_decimal_points():
    sheet = sheets.read_lines(ENGLISH)
    assert sheets.outline(sheet) == [
        ("A", 0, 40.0),
        ("A.1", 1, 20.0),
        ("A.1.a", 2, 10.0),
        ("A.1.b", 2, 10.0),
        ("A.2", 1, 20.0),
        ("A.2.a", 2, 15.0),
        ("A.2.b", 2, 5.0),
        ("B", 0, 60.0),
        ("B.1", 1, 55.0),
        ("B.2", 1, 5.0),
    ]
    assert sheets.rules(sheet) == {
        "A.1.b": [("award", "each", 0.5, 20)],
        "A.2.a": [("deduct", "each", 0.5, 2.0)],
        "A.2.b": [("award", "when", 5.0, ">=", 90.0)],
    }
    assert [entry.text for entry in sheet.entries if entry.bonus] == ["Bonus"]
    assert sheets.doubts(sheet) == []
    assert (sheet.title, sheet.year) == (("Scoring sheet of the office 2026",), 2026)


def test_numbers_inside_the_text_without_diacritics():
    sheet = sheets.read_lines(
        """
Tieu chi|Diem toi da|Tu cham
I. Cong tac chung|10 diem|9
1. Ke hoach|6|5
a. Ban hanh ke hoach nam|4|3
b. Trien khai dung han|2|2
2. Bao cao|4|4
II. Cai cach hanh chinh|05 diem|5
1. Mot cua|3|3
2. Thu tuc|2|2
Tong|15|14
"""
    )
    assert sheets.outline(sheet) == [
        ("I", 0, 10.0),
        ("I.1", 1, 6.0),
        ("I.1.a", 2, 4.0),
        ("I.1.b", 2, 2.0),
        ("I.2", 1, 4.0),
        ("II", 0, 5.0),
        ("II.1", 1, 3.0),
        ("II.2", 1, 2.0),
    ]
    assert [node[2] for node in sheets.criteria(sheet)][:2] == ["Cong tac chung", "Ke hoach"]
    assert sheets.doubts(sheet) == []


def test_indentation_alone():
    sheet = sheets.read_lines(
        """
Nội dung|Điểm|Tự chấm
CÔNG TÁC CHUNG|10|9
  Kế hoạch|6|5
    Ban hành|4|3
    Triển khai|2|2
  Báo cáo|4|4
CẢI CÁCH|5|5
  Một cửa|3|3
  Điểm thưởng|2|2
"""
    )
    assert sheets.outline(sheet) == [
        ("1", 0, 10.0),
        ("1-1", 1, 6.0),
        ("1-1-1", 2, 4.0),
        ("1-1-2", 2, 2.0),
        ("1-2", 1, 4.0),
        ("2", 0, 5.0),
        ("2-1", 1, 3.0),
        ("2-2", 1, 2.0),
    ]
    assert sheets.doubts(sheet) == []


def test_bold_type_alone_with_points_before_the_text():
    rows = [
        ("10", "CÔNG TÁC CHUNG", True),
        ("6", "Kế hoạch", True),
        ("4", "Ban hành", False),
        ("2", "Triển khai", False),
        ("4", "Báo cáo", True),
        ("4", "Đủ báo cáo", False),
        ("5", "CẢI CÁCH", True),
        ("5", "Một cửa", True),
        ("3", "Công khai", False),
        ("2", "Đúng hạn", False),
    ]
    header = (Cell("Điểm chuẩn"), Cell("Tiêu chí"))
    table = Table("", (header, *((Cell(points), Cell(text, 0, bold)) for points, text, bold in rows)))
    sheet = sheets.read(table)
    assert [level for _code, level, _maximum in sheets.outline(sheet)] == [0, 1, 2, 2, 1, 2, 0, 1, 2, 2]
    assert sheets.doubts(sheet) == []


def test_a_heading_of_two_lines_over_decimal_numbers():
    sheet = sheets.read_lines(
        """
STT|Nội dung đánh giá|Điểm||Minh chứng
||chuẩn|tự chấm|
(1)|(2)|(3)|(4)|(5)
1|Nhóm tiêu chí về thể chế|10|9|
1.1|Xây dựng văn bản|6|5|QĐ 12
1.1.1|Đúng hạn: mỗi văn bản chậm trừ 0,5 điểm|4|3|
1.1.2|Đúng thể thức|2|2|
1.2|Rà soát|4|4|
2|Nhóm tiêu chí về bộ máy|8|8|
2.1|Sắp xếp|5|5|
|Điểm cộng thêm|3|3|
|Tổng cộng|18|17|
"""
    )
    assert sheets.outline(sheet) == [
        ("1", 0, 10.0),
        ("1.1", 1, 6.0),
        ("1.1.1", 2, 4.0),
        ("1.1.2", 2, 2.0),
        ("1.2", 1, 4.0),
        ("2", 0, 8.0),
        ("2.1", 1, 5.0),
        ("2-1", 1, 3.0),
    ]
    assert sheets.rules(sheet) == {"1.1.1": [("deduct", "each", 0.5, 1.0)]}
    assert sheets.doubts(sheet) == []


def test_headings_without_points_titles_across_all_columns_and_dashes_below_plus_signs():
    sheet = sheets.read_lines(
        """
TT|Tiêu chí|Điểm chuẩn
PHẦN A. NHIỆM VỤ CHUNG (10 điểm)||
1|Kỷ luật, kỷ cương|
+|Chấp hành giờ làm việc|2,5
-|Mỗi lượt vi phạm trừ 0,25 điểm|
+|Văn hóa công sở|2,5
2|Kế hoạch năm|5
PHẦN B. NHIỆM VỤ RIÊNG (5 điểm)||
1|Tham mưu|5
|Tổng số điểm|15
"""
    )
    assert sheets.outline(sheet) == [
        ("A", 0, 10.0),
        ("A.1", 1, 5.0),
        ("A.1-1", 2, 2.5),
        ("A.1-2", 2, 2.5),
        ("A.2", 1, 5.0),
        ("B", 0, 5.0),
        ("B.1", 1, 5.0),
    ]
    assert sheets.rules(sheet) == {"A.1-1": [("deduct", "each", 0.25, 1.0)]}
    assert sheets.doubts(sheet) == []


def test_unnumbered_groups_are_found_by_their_sums():
    sheet = sheets.read_lines(
        """
STT|Tiêu chí|Điểm
|Công tác văn thư|6
1|Tiếp nhận văn bản|4
2|Lưu trữ|2
|Công tác một cửa|9
1|Công khai|5
2|Đúng hạn|4
|Tổng cộng|15
"""
    )
    assert sheets.outline(sheet) == [
        ("1", 0, 6.0),
        ("1.1", 1, 4.0),
        ("1.2", 1, 2.0),
        ("2", 0, 9.0),
        ("2.1", 1, 5.0),
        ("2.2", 1, 4.0),
    ]
    assert sheets.doubts(sheet) == []


def test_a_letter_below_the_wrong_row_is_put_right_by_the_sums():
    """After dashes below 1.1, a) and b) may stand below the last dash, below 1.1 or below 1."""
    sheet = sheets.read_lines(
        """
STT|Tiêu chí|Điểm
I|Nhóm một|10
1|Mục một|10
1.1|Chương trình|4
-|Ban hành|3
-|Đúng hạn|1
a)|Báo cáo tháng|3
b)|Báo cáo năm|3
"""
    )
    assert [level for _code, level, _maximum in sheets.outline(sheet)] == [0, 1, 2, 3, 3, 2, 2]
    assert sheets.doubts(sheet) == []


def test_what_nothing_confirms_is_marked():
    sheet = sheets.read_lines(
        """
STT|Tiêu chí|Điểm chuẩn|Tự chấm
I|Nhóm một|10|12
1|Mục một|1o|5
1|Mục hai|4|năm
??|Mục ba|4|
|Mục bốn|3|
||2|
-|ghi chú: điểm do hội đồng quyết định
|Tổng cộng|20 điểm|khá
"""
    )
    kinds = {(kind, code) for kind, code, _stated, _expected in sheets.doubts(sheet)}
    assert {
        ("OWN_ABOVE", "I"),
        ("MAXIMUM_UNREAD", "I.1"),
        ("NUMBER_REPEATED", "I.1 (2)"),
        ("OWN_UNREAD", "I.1 (2)"),
        ("TOTAL", "total"),
        ("OWN_UNREAD", "total"),
        ("RULE_NOT_UNDERSTOOD", "rule"),
    } <= kinds
    assert {"NUMBER_UNREAD", "NO_TEXT", "LEVEL_GUESSED", "SUM"} <= {kind for kind, _code in kinds}


def test_two_columns_that_are_equally_likely_are_named():
    sheet = sheets.read_lines("TT|Tiêu chí|Điểm chuẩn 2025|Điểm chuẩn 2026\n1|Một|4|5\n2|Hai|6|5")
    assert sheet.header.columns.maximum == 2
    assert sheet.header.rivals == {Role.MAXIMUM: (3,)}


def test_a_text_cut_by_a_page_break_is_put_together():
    sheet = sheets.read_lines("TT|Tiêu chí|Điểm\n1|Thực hiện chế độ báo cáo|4\n|theo quy định của tỉnh|\n2|Khác|6")
    assert [node[2] for node in sheets.criteria(sheet)] == ["Thực hiện chế độ báo cáo theo quy định của tỉnh", "Khác"]


def test_negative_points_take_points_away():
    sheet = sheets.read_lines("TT|Tiêu chí|Điểm\n1|Báo cáo|4\n-|Mỗi báo cáo gửi chậm|-0,5\n2|Khác|6")
    assert sheets.outline(sheet) == [("1", 0, 4.0), ("2", 0, 6.0)]
    assert sheets.rules(sheet) == {"1": [("deduct", "each", 0.5, 1.0)]}


def test_sums_of_groups_are_left_out_and_the_foot_is_not_read():
    sheet = sheets.read_lines(
        "TT|Tiêu chí|Điểm\nI|Một|4\n1|A|4\n|Cộng mục I|4\nII|Hai|6\n1|B|6\n|Cộng mục II|6\n|Tổng cộng|10\nGIÁM ĐỐC"
    )
    assert sheets.outline(sheet) == [("I", 0, 4.0), ("I.1", 1, 4.0), ("II", 0, 6.0), ("II.1", 1, 6.0)]
    assert [entry.kind.value for entry in sheet.entries][-1] == "total"
    assert sheets.doubts(sheet) == []


@pytest.mark.parametrize("rows", [[], [[]], [["Kính gửi"]], [["a", "b"], ["c", "d"]]])
def test_what_is_no_sheet_is_none(rows):
    assert sheets.read(rows) is None
    assert sheets.best_table([sheets.make_table("", rows)]) is None


def test_the_table_that_looks_like_a_sheet_is_chosen():
    tables = [
        sheets.make_table("", [["Họ tên", "Chức vụ"], ["A", "B"]]),
        sheets.make_table("", [["TT", "Tiêu chí", "Điểm"], ["1", "Một", "4"], ["2", "Hai", "6"]]),
        sheets.make_table("", [["Số", "12"], ["Ngày", "13"]]),
    ]
    assert sheets.best_table(tables) == 1
