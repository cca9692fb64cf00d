import itertools

import papers
import pytest
import sheets

from scoring.intake.columns import Columns


@pytest.fixture(scope="module")
def sheet():
    return sheets.read(papers.paper_rows())


def test_every_criterion_is_as_transcribed(sheet):
    assert sheets.criteria(sheet) == papers.expected_criteria()


def test_every_rule_is_understood(sheet):
    assert sheets.rules(sheet) == papers.RULES


def test_the_contradictions_of_the_paper_are_its_only_doubts(sheet):
    assert sheets.doubts(sheet) == [
        ("WORDS", "I.1.2-1", 0.5, 0.25),
        (
            "RULE_UNSURE",
            "rule",
            "Chương trình công tác: nội dung chương trình nêu được nhiệm vụ chính trong tháng",
            None,
        ),
        ("OWN_BLANK", "I.4", 0.0, None),
        (
            "RULE_UNSURE",
            "rule",
            "Trong 01 tháng có dưới 10 tin cập nhật trên Cổng thông tin điện tử: trừ 0,5 điểm",
            None,
        ),
        ("OWN_SUM", "VI", 10.0, 7.5),
        ("OWN_TOTAL", "total", 93.0, 90.5),
    ]


def test_title_and_year_stand_above():
    text = [line.split("\t") for line in papers.paper_text().split("\n")]
    sheet = sheets.read(text)
    assert (sheet.title, sheet.year) == ((papers.TITLE,), 2020)
    assert sheets.criteria(sheet) == papers.expected_criteria()


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[1::4])
def test_columns_come_in_any_order_with_others_between(order):
    rows = [[cells[column] for column in order] if cells else [""] * 4 for cells in papers.paper_rows()]
    rows = [[*cells[:2], "xem sổ" if place else "Ghi chú", *cells[2:]] for place, cells in enumerate(rows)]
    assert sheets.criteria(sheets.read(rows)) == papers.expected_criteria()


@pytest.mark.parametrize(
    "header",
    [
        ["stt", "noi dung tieu chi", "diem toi da", "tu danh gia"],
        ["No.", "Criterion", "Maximum points", "Self-assessed"],
        ["TT", "Tiêu chí đánh giá", "Thang điểm", "Đơn vị tự chấm"],
        ["", "Criteria", "Max", "Self score"],
    ],
)
def test_headings_are_vietnamese_or_english(header):
    assert sheets.criteria(sheets.read([header, *papers.paper_rows()[1:]])) == papers.expected_criteria()


def test_pages_repeat_the_header_and_carry_numbers():
    rows = papers.paper_rows()
    for place in (70, 40, 20):
        rows[place:place] = [["", "2", "", ""], papers.HEADER, ["(1)", "(2)", "(3)", "(4)"]]
    sheet = sheets.read(rows)
    assert sheets.criteria(sheet) == papers.expected_criteria()
    assert [entry.text for entry in sheet.entries if entry.kind.value == "ignored"] == ["2", "2", "2"]


def test_points_are_written_with_decimal_points_and_words():
    rows = [
        [*cells[:2], *(f"{cell.replace(',', '.')} điểm" if cell and "điểm" not in cell else cell for cell in cells[2:])]
        for cells in papers.paper_rows()[1:]
    ]
    assert sheets.criteria(sheets.read([papers.HEADER, *rows])) == papers.expected_criteria()


def test_columns_are_told_by_content_and_corrected_by_hand():
    rows = papers.paper_rows()[1:]
    sheet = sheets.read(rows)
    assert sheet.header.height == 0
    assert sheets.criteria(sheet) == papers.expected_criteria()
    without_own = sheets.read(rows, Columns(text=1, number=0, maximum=2))
    assert {entry.own for entry in without_own.entries} == {None}
    assert sheets.outline(without_own) == sheets.outline(sheet)
