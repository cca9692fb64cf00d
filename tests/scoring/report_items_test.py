from datetime import date

import pytest

from scoring.report_items import action, once, sentence, shortcoming


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" ; . ", ""),
        ("còn 02 báo cáo\n gửi chậm", "Còn 02 báo cáo gửi chậm."),
        ("Đã xong.", "Đã xong."),
        ("một; hai;", "Một; hai."),
        ("vì sao?", "Vì sao?"),
        ("và các việc khác…", "Và các việc khác…"),
    ],
)
def test_an_item_is_a_sentence_in_one_line(text, expected):
    assert sentence(text) == expected


def test_a_row_that_lost_points_says_why():
    assert shortcoming("Gửi đúng hạn", "", 0.5, 1.0, "gửi chậm 02 lần") == "Gửi chậm 02 lần."


def test_a_row_without_an_explanation_names_its_criterion_without_the_rule():
    text = "Cập nhật tình hình (mỗi nhiệm vụ quá hạn bị trừ 0,25 điểm)"
    assert shortcoming(text, "", 1.5, 2.0) == "Cập nhật tình hình (đạt 1,5/2,0 điểm)."
    assert shortcoming("Kết cấu theo quy định", "Báo cáo chuyên đề.", 0, 0.5) == (
        "Báo cáo chuyên đề: Kết cấu theo quy định (đạt 0/0,5 điểm)."
    )
    assert shortcoming("(Mục mở)", "", 0, 1.0) == "(Mục mở) (đạt 0/1,0 điểm)."


def test_what_several_rows_say_in_the_same_words_is_said_once():
    assert once({"I.1": "Gửi chậm.", "I.2": "Thiếu hồ sơ.", "II.1": "Gửi chậm."}) == {
        "I.1": "Gửi chậm.",
        "I.2": "Thiếu hồ sơ.",
    }


@pytest.mark.parametrize("text", ["ban hành quy chế", " Ban hành quy chế. "])
def test_an_action_says_until_when(text):
    assert action(text, date(2021, 6, 30)) == "Ban hành quy chế (thời hạn: 30/06/2021)."
