"""What the report says against rows, documents and law, as the report of 2020 did; and what it says by right."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.checked_sheet import CheckedSheet, Document, SheetRow
from scoring.checks import CHECKS, Finding, find_all
from scoring.citations import body_of, find_numbers, is_malformed, normal, same_body
from scoring.facts import Fact
from scoring.legal_texts import REPLACED
from scoring.report_claims import subjects_of
from scoring.rollup import Answer
from scoring.rules import Basis, Effect, Rule, suggest

PAPER = json.loads((Path(__file__).parent.parent / "data" / "sheet_2020.json").read_text(encoding="utf-8"))
PERIOD = (date(2020, 1, 1), date(2020, 12, 31))
TITLE = "III. Một số tồn tại, hạn chế"


def of(code, *rows, **sheet):
    """Return what the check finds, the details as a dictionary."""
    found = find_all(CheckedSheet(rows, **{"period": PERIOD, **sheet}))
    return [(finding.row, finding.subject, dict(finding.details)) for finding in found if finding.check is CHECKS[code]]


def in_text(code, text, **sheet):
    return [details for _row, _subject, details in of(code, texts={TITLE: text}, **sheet)]


def rows_of_2020(nodes=None, parent=None):
    """Yield the rows of the 2020 sheet as its paper scores them."""
    for node in PAPER["groups"] if nodes is None else nodes:
        children = node.get("children", [])
        answer = Answer.BLANK if node["self"] is None else Answer.SCORED
        yield SheetRow(
            node["code"],
            parent,
            node["max"],
            node["name"],
            is_heading=bool(children),
            is_bonus=node["name"] == "Điểm thưởng",
            answer=answer,
            points=node["self"],
        )
        yield from rows_of_2020(children, node["code"])


def with_answer(code, **values):
    return [
        row if row.code != code else SheetRow(code, row.parent, row.maximum, row.text, answer=Answer.SCORED, **values)
        for row in rows_of_2020()
    ]


# --- what was lost, and what was not --------------------------------------------------------------------------------

MONTHS = Rule(Effect.AWARD, 0.25, Basis.EACH, "thang")
LOST = {"code": "I.5-3", "parent": "I.5", "maximum": 3.0, "text": "Hàng tháng, có tổng hợp tình hình (12 x 0,25 = 3,0)"}


def lost(points=2.5, months=10, **values):
    suggestion = suggest(0, 3.0, [MONTHS], {"thang": Fact("thang", months)})
    return SheetRow(**LOST, answer=Answer.SCORED, points=points, suggestion=suggestion, **values)


def test_a_loss_by_rule_wants_its_reason_in_the_report():
    section = {"shortcoming_sections": frozenset({TITLE}), "texts": {TITLE: "Công tác văn phòng còn một số tồn tại:"}}
    found = of("loss_by_rule_without_reason", lost(), **section)
    assert found == [("I.5-3", "", {"points": 2.5, "maximum": 3.0})]
    item = "Hàng tháng, có tổng hợp tình hình (đạt 2,5/3,0 điểm)."
    filled = {**section, "texts": {TITLE: f"Còn tồn tại:\n{item}"}, "listed_shortcomings": [item]}
    assert of("loss_by_rule_without_reason", lost(), **filled), "the points of a row are no reason"


@pytest.mark.parametrize(
    "row",
    [
        lost(explanation="Còn 02 tháng chưa gửi"),
        lost(is_bonus=True),
        lost(points=3.0, months=12),
        lost(points=2.0),  # against its rule, which another check finds
    ],
)
def test_no_reason_is_asked_for_where_none_is_owed(row):
    assert of("loss_by_rule_without_reason", row, shortcoming_sections=frozenset({TITLE})) == []


def test_a_reason_may_stand_in_the_report_alone():
    said = {"shortcoming_sections": frozenset({TITLE}), "texts": {TITLE: "Hàng tháng còn chậm tổng hợp tình hình."}}
    assert of("loss_by_rule_without_reason", lost(), **said) == []
    assert of("loss_by_rule_without_reason", lost()) == [], "the report has no such section"


LATE = (
    "Một số báo cáo của Sở còn tổng hợp chậm do công tác phối kết hợp giữa các phòng, ban, đơn vị trong Sở còn chưa "
    "chặt chẽ đã ảnh hưởng đến thời gian và chất lượng báo cáo."
)
SHORT_2020 = f"""Bên cạnh những kết quả đạt được, công tác Văn phòng còn bộc lộ một số tồn tại, hạn chế là:
{LATE}
Cơ quan, đơn vị năm 2020 không được công nhận là cơ quan văn hóa.
Việc xây dựng, cập nhật hồ sơ kinh tế chưa đi vào nề nếp."""


def test_a_shortcoming_in_the_text_against_full_marks_in_the_rows():
    """2020: "một số báo cáo … tổng hợp chậm", and 10 of 10 for reports; III.6 and I.4 did lose their points."""
    section = {"shortcoming_sections": frozenset({TITLE})}
    found = of("shortcoming_against_full_marks", *rows_of_2020(), texts={TITLE: SHORT_2020}, **section)
    assert found == [("I.2", "", {"text": LATE})]
    assert of("shortcoming_against_full_marks", *rows_of_2020(), texts={TITLE: SHORT_2020}) == [], "another section"


@pytest.mark.parametrize(
    "values", [{"points": 2.25}, {"points": 2.5, "explanation": "Một báo cáo chậm, đúng quy định"}]
)
def test_a_shortcoming_that_the_rows_know_of_is_none(values):
    rows = with_answer("I.2.1-1", **values)
    section = {"shortcoming_sections": frozenset({TITLE}), "texts": {TITLE: LATE}}
    assert of("shortcoming_against_full_marks", *rows, **section) == []


@pytest.mark.parametrize(
    "text",
    [
        "Báo cáo được gửi đầy đủ.",
        "Một số việc còn chậm.",
        "Chế độ báo cáo còn những tồn tại chưa khắc phục sau đây:",
        "Báo cáo chưa kịp, chất lượng chưa cao.",
    ],
)
def test_sentences_that_speak_of_no_row_or_of_several(text):
    section = {"shortcoming_sections": frozenset({TITLE}), "texts": {TITLE: text}}
    assert of("shortcoming_against_full_marks", *rows_of_2020(), **section) == []


def test_two_words_that_two_subjects_share_tell_neither():
    subjects = {"quý": "báo cáo quý", "tháng": "báo cáo tháng"}
    assert subjects_of(["Báo cáo còn chậm", "Báo cáo tháng còn chậm"], subjects) == [None, "tháng"]


def test_a_bonus_that_was_not_earned_is_no_loss():
    rows = [
        SheetRow("I", None, 3.0, "Thông tin", is_heading=True),
        SheetRow("I.1", "I", 3.0, "Chế độ báo cáo", is_heading=True),
        SheetRow("I.1-1", "I.1", 2.0, "Đúng hạn", answer=Answer.SCORED, points=2.0),
        SheetRow("I.1-2", "I.1", 1.0, "Điểm thưởng", is_bonus=True, answer=Answer.SCORED, points=0.0),
    ]
    section = {"shortcoming_sections": frozenset({TITLE}), "texts": {TITLE: "Báo cáo còn chậm."}}
    assert of("shortcoming_against_full_marks", *rows, **section) == [("I.1", "", {"text": "Báo cáo còn chậm."})]


def test_what_the_report_lists_of_itself_is_about_the_row_that_lost():
    section = {"shortcoming_sections": frozenset({TITLE}), "texts": {TITLE: LATE}, "listed_shortcomings": [LATE]}
    assert of("shortcoming_against_full_marks", *rows_of_2020(), **section) == []


SHARE = {"facts": {"ty_le": Fact("ty_le", 91.2)}, "shares": {"ty_le": ("V.3", "gone")}}


def test_full_marks_against_a_percentage():
    """2020: 52 of 57 petitions settled, and 2,0 of 2,0 for settling them."""
    row = SheetRow("V.3", "V", 2.0, answer=Answer.SCORED, points=2.0)
    assert of("full_marks_against_fact", row, **SHARE) == [("V.3", "ty_le", {"points": 2.0, "value": 91.2})]


def test_full_marks_against_all_but_a_little():
    row = SheetRow("V.3", "V", 2.0, answer=Answer.SCORED, points=2.0)
    facts = {"ty_le": Fact("ty_le", Fraction(99_999_999_999, 10**9))}
    assert of("full_marks_against_fact", row, facts=facts, shares=SHARE["shares"]) == [
        ("V.3", "ty_le", {"points": 2.0, "value": 99.999999999})
    ]


@pytest.mark.parametrize(
    ("row", "share"),
    [
        ({"points": 1.75}, 91.2),
        ({"points": 2.0, "explanation": "05 đơn chưa đến hạn"}, 91.2),
        ({"points": 2.0}, 100.0),
        ({"points": 2.0}, None),
        ({"points": 2.0, "suggestion": suggest(2.0, 2.0, [MONTHS], {"thang": Fact("thang", 0)})}, 91.2),
        ({"answer": Answer.NOT_APPLICABLE}, 91.2),
    ],
)
def test_a_percentage_that_full_marks_go_with(row, share):
    checked = SheetRow("V.3", "V", 2.0, **{"answer": Answer.SCORED, **row})
    assert of("full_marks_against_fact", checked, facts={"ty_le": Fact("ty_le", share)}, shares=SHARE["shares"]) == []


# --- dates and law --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tính đến ngày 10/12/2019 Sở đã ban hành 7.219 văn bản đi.", "Tính đến ngày 10/12/2019"),
        ("Tính đến hết ngày 10 tháng 12 năm 2019, đã xong.", "Tính đến hết ngày 10 tháng 12 năm 2019"),
        ("Đã tiếp 30 lượt trong năm 2018.", "trong năm 2018"),
        ("Tính đến 10/12/2202, đã ban hành 118 báo cáo.", "Tính đến 10/12/2202"),
    ],
)
def test_numbers_of_another_year(text, found):
    assert in_text("text_dated_outside_period", text) == [{"text": found}]


@pytest.mark.parametrize(
    "text",
    [
        "Tính đến 10/12/2020, Văn phòng Sở đã ban hành 118 báo cáo.",
        "Tính đến 15/01/2021 đã xong.",
        "Nhiệm vụ thực hiện trong năm 2021.",
        "Số đơn tồn tính đến 31/12/2019 chuyển sang là 05.",
        "Quyết định số 617/QĐ-TNMT ngày 08/11/2018 của Giám đốc Sở.",
        "So với kết quả tính đến 10/12/2019, tăng 12 văn bản.",
        "Trong năm 2020 tăng so với cùng kỳ trong năm 2019.",
        "Giai đoạn 2016-2020, theo tiêu chuẩn ISO 9001:2015.",
        "Tính đến 31/02/2019, đã xong.",
    ],
)
def test_other_years_are_named_by_right(text):
    assert in_text("text_dated_outside_period", text) == []
    assert of("text_dated_outside_period", texts={TITLE: "Tính đến 10/12/2019"}, period=None) == []


FORMAT = "Soạn thảo đúng thể thức theo Thông tư số 01/2011/TT-BNV ngày 19/01/2011 của Bộ Nội vụ."


def test_a_legal_text_that_was_replaced():
    found = {"number": "01/2011/TT-BNV", "by": "30/2020/NĐ-CP", "since": "2020-03-05"}
    assert in_text("legal_text_replaced", FORMAT) == [found]


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (FORMAT, date(2019, 12, 31)),
        (f"{FORMAT} Từ 05/3/2020 theo Nghị định số 30/2020/NĐ-CP.", date(2020, 12, 31)),
        ("Theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020.", date(2020, 12, 31)),
        ("Theo Nghị định 90/2020/NĐ-CP.", date(2026, 12, 31)),
        ("Theo Thông tư 101/2011/TT-BNV.", date(2020, 12, 31)),
    ],
)
def test_a_legal_text_that_governs(text, end):
    assert in_text("legal_text_replaced", text, period=(date(end.year, 1, 1), end)) == []
    assert of("legal_text_replaced", texts={TITLE: FORMAT}, period=None) == []


def test_the_list_of_legal_texts_names_none_twice_and_ends_nowhere_in_a_circle():
    numbers = [replaced.number for replaced in REPLACED]
    assert len(set(numbers)) == len(numbers)
    assert not set(numbers) & {replaced.by for replaced in REPLACED}


# --- documents and their numbers ------------------------------------------------------------------------------------

RULES = "Quyết định số 338/QĐ-\n\nTNMT ngày 29/6/2018 về quy chế chi tiêu nội bộ"
OWN = {"paper_number": "/BC-TNMT"}


def test_a_decision_that_is_cited_and_not_attached():
    assert in_text("cited_without_document", RULES, **OWN) == [{"number": "338/QĐ-TNMT"}]
    letter = "công văn số 2132/TNMT-VP ngày 01/8/2019"
    assert in_text("cited_without_document", letter, **OWN) == [{"number": "2132/TNMT-VP"}]
    assert in_text("cited_without_document", RULES, paper_number="12/BC-STNMT") == [{"number": "338/QĐ-TNMT"}]


@pytest.mark.parametrize(
    ("text", "sheet"),
    [
        (RULES, {**OWN, "documents": [Document("a", "0338/qđ-tnmt")]}),
        (RULES, {}),
        ("Nghị định 68/2000/NĐ-CP, Thông tư 01/2011/TT-TNMT", OWN),
        ("Quyết định số 12/QĐ-UBND ngày 01/02/2020 của UBND tỉnh", OWN),
        ("Chỉ thị số 10/CT-TTg", OWN),
        ("Báo cáo số 12/BC-TNMT ngày 15/12/2020", {"paper_number": "12/BC-TNMT"}),
        ("đã xử lý 145/145 đơn, 52/57 đơn, đạt 91,2%", OWN),
    ],
)
def test_what_need_not_be_attached(text, sheet):
    assert in_text("cited_without_document", text, **sheet) == []


def test_a_document_that_is_cited_with_another_date():
    documents = [Document("a", "338/QĐ-TNMT", date(2018, 6, 28))]
    found = {"number": "338/QĐ-TNMT", "cited": "2018-06-29", "issued": "2018-06-28"}
    assert in_text("cited_with_other_date", RULES, documents=documents, **OWN) == [found]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        (RULES, [Document("a", "338/QĐ-TNMT", date(2018, 6, 29))]),
        (RULES, [Document("a", "338/QĐ-TNMT", date(2018, 6, 29)), Document("b", "338/QĐ-TNMT", date(2019, 1, 2))]),
        (RULES, [Document("a", "338/QĐ-TNMT")]),
        ("Quyết định số 338/QĐ-TNMT", [Document("a", "338/QĐ-TNMT", date(2018, 6, 29))]),
        ("Quyết định số 338/QĐ-TNMT ngày 31/02/2018", [Document("a", "338/QĐ-TNMT", date(2018, 6, 29))]),
    ],
)
def test_a_document_that_is_cited_as_it_is_dated(text, documents):
    assert in_text("cited_with_other_date", text, documents=documents, **OWN) == []


def test_symbols_that_differ_within_the_papers():
    """2020: the report is /BC-STNMT, its table goes with a report /BC-TNMT."""
    documents = [Document("a", "617/QĐ-TNMT"), Document("b", "12/QĐ-UBND")]
    found = [("", "", {"one": "BC-STNMT", "other": "QĐ-TNMT"})]
    assert [
        (row or "", *rest) for row, *rest in of("symbols_differ", documents=documents, paper_number="/BC-STNMT")
    ] == (found)
    assert in_text("symbols_differ", "Kèm theo Báo cáo số 15/BC-TN&MT", **OWN) == [
        {"one": "BC-TNMT", "other": "BC-TN&MT"}
    ]


@pytest.mark.parametrize(
    "numbers",
    [
        ["617/QĐ-TNMT", "2132/TNMT-VP", "12/QĐ-UBND", "30/2020/NĐ-CP"],
        ["1/QĐ-BNV", "2/QĐ-SNV"],
        ["1/QĐ-TP", "2/QĐ-STP"],
        ["1/QĐ", "2/BC"],
    ],
)
def test_other_bodies_have_other_symbols(numbers):
    assert of("symbols_differ", documents=[Document(number, number) for number in numbers], **OWN) == []


def test_the_same_number_with_two_dates_or_abstracts():
    one = Document("a", "12/QĐ", date(2020, 5, 4), abstract="Quy chế làm việc")
    keys = {"document_1": "a", "document_2": "b"}
    for other in (
        Document("b", "12 /QĐ", date(2020, 5, 5), abstract="Quy chế  làm việc"),
        Document("b", "012/qđ", date(2020, 5, 4), abstract="Quy chế văn hóa"),
        Document("b", "12/QĐ", abstract="Quy chế văn hóa"),
    ):
        assert of("document_number_twice", documents=[one, other]) == [(None, "12/QĐ", keys)]


@pytest.mark.parametrize(
    "other",
    [
        Document("b", "12/QĐ", date(2020, 5, 4), abstract="QUY CHẾ LÀM VIỆC"),
        Document("b", "12/QĐ", date(2019, 5, 4), abstract="Quy chế văn hóa"),
        Document("b", "12/QĐ", date(2020, 5, 5), abstract="Quy chế văn hóa", issuer="UBND tỉnh"),
        Document("b", "12/KH", date(2020, 5, 5), abstract="Kế hoạch"),
        Document("b", "12/QĐ"),
    ],
)
def test_documents_that_may_have_the_same_number(other):
    one = Document("a", "12/QĐ", date(2020, 5, 4), abstract="Quy chế làm việc", issuer="Sở")
    assert of("document_number_twice", documents=[one, other]) == []


@pytest.mark.parametrize("number", ["abc", "12 /QĐ", "12/ QĐ", "12 3/QĐ", "-", "12/QĐ?", "=1+1"])
def test_what_is_no_number_of_a_document(number):
    assert of("document_number_malformed", documents=[Document("a", number)]) == [(None, "a", {"number": number})]


@pytest.mark.parametrize(
    "number",
    ["", "12", "12/QĐ", "12a/QĐ-TNMT", "30/2020/NĐ-CP", "Số 12/QĐ-TN&MT", "HĐ 01.2020", "BB-01/2020", "01(a)/BB"],
)
def test_what_is_a_number_of_a_document(number):
    assert of("document_number_malformed", documents=[Document("a", number)]) == []
    assert not number or not is_malformed(number)


def test_a_document_that_proves_more_than_its_share():
    rows = [SheetRow(f"I.{n}", "I", 1.0) for n in range(20)]
    documents = [Document("a", "1/QĐ", rows=7, leaves=7), Document("b", "2/QĐ", rows=9, leaves=6)]
    found = of("document_proves_many", *rows, documents=documents, document_share=30.0)
    assert found == [(None, "a", {"rows": 7.0, "leaves": 20.0})]
    assert of("document_proves_many", *rows, documents=documents) == []
    few = [Document("a", "1/QĐ", rows=5, leaves=5)]
    assert of("document_proves_many", *rows[:6], documents=few, document_share=30.0) == [], "a small sheet"


def test_a_document_that_is_dated_after_the_period():
    documents = [
        Document("in", "1/QĐ-TNMT", date(2020, 12, 31), 1),
        Document("report", "2/BC-TNMT", date(2021, 1, 31), 1),
        Document("late report", "3/BC-TNMT", date(2021, 2, 1), 1),
        Document("late", "4/QĐ-TNMT", date(2021, 1, 1), 1),
        Document("undated", "5/QĐ-TNMT", None, 1),
    ]
    found = of("document_after_period", documents=documents)
    assert found == [(None, "late report", {"issued": "2021-02-01"}), (None, "late", {"issued": "2021-01-01"})]
    assert of("document_outside_period", documents=documents) == [], "no document is found twice"
    assert of("document_after_period", documents=documents, period=None) == []


def test_numbers_are_read_and_compared():
    (number,) = find_numbers("Quyết định số số 185 / QĐ-TNMT, ngày 29/4/2016.")
    assert (number.written, number.body, number.issued) == ("185/QĐ-TNMT", "TNMT", date(2016, 4, 29))
    assert list(find_numbers("1234567/QĐ-TNMT, 3.338/QĐ-TNMT")) == []
    assert normal("012 /QĐ") == normal("12/qđ")
    assert body_of("12/BC-TNMT") == "TNMT"
    assert not body_of("QĐ")
    assert same_body("TN&MT", "tnmt")
    assert not same_body("", "")


def test_a_sentence_is_found_once_however_often_it_stands_there():
    found = in_text("cited_without_document", f"{RULES}. {RULES}.", **OWN)
    assert found == [{"number": "338/QĐ-TNMT"}]
    assert Finding(CHECKS["symbols_differ"]).row is None
