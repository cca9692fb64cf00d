import pytest
import sheets

from scoring.intake.doubts import Doubt, Trouble, find_doubts, own_points
from scoring.intake.entries import DEEPEST, Entry, Kind, ProposedRule
from scoring.intake.fact_names import make_code
from scoring.intake.numbering import NO_NUMBER, Number, parts_of, read_number, split_number
from scoring.intake.outline import base_points, make_outline
from scoring.intake.printed_points import are_points, read_points
from scoring.intake.recognition import MOST_ROWS, TooManyRows
from scoring.intake.rule_texts import is_rule_text, read_criterion, read_line, sounds_like_rule, split_rules
from scoring.intake.source import Cell, Table
from scoring.intake.texts import clean, fold
from scoring.rules import Basis, Effect


def test_texts_are_composed_and_folded():
    assert clean("Đie\u0302\u0309m\u200b  chu\u00e2\u0309n\n") == "Điểm chuẩn"
    assert fold("  Điểm CHUẨN (tối đa): 100% ") == "diem chuan toi da 100%"


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("4,0", 4.0),
        ("40.5", 40.5),
        ("01 điểm", 1.0),
        ("100 điểm", 100.0),
        ("(2 points)", 2.0),
        ("7đ", 7.0),
        ("-0,5", -0.5),
        ("− 0,25", -0.25),
        ("0", 0.0),
        ("-0", 0.0),
        ("+1", 1.0),
        ("", None),
        ("-", None),
        (" … ", None),
    ],
)
def test_points_are_read_as_printed(text, points):
    assert read_points(text) == points


@pytest.mark.parametrize("text", ["1o", "1,250", "2/4", "90%", "điểm", "1 2", "1e3", "nan"])
def test_other_texts_are_no_points(text):
    assert not are_points(text)
    with pytest.raises(ValueError, match=text):
        read_points(text)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("", [NO_NUMBER]),
        ("-", [Number("-")]),
        ("–", [Number("-")]),
        ("+", [Number("+")]),
        ("•", [Number("•")]),
        ("I", [Number("R", (1,)), Number("U", (9,))]),
        ("C.", [Number("U", (3,)), Number("R", (100,))]),
        ("IX", [Number("R", (9,))]),
        ("1.", [Number("D", (1,))]),
        ("1.10.2", [Number("DDD", (1, 10, 2))]),
        ("a)", [Number("L)", (1,))]),
        ("đ)", [Number("L)", (100,))]),
        ("(2)", [Number("D)", (2,))]),
        ("Mục II", [Number("R", (2,))]),
        ("I.1.2", [Number("RDD", (1, 1, 2)), Number("UDD", (9, 1, 2))]),
        ("iv", [Number("r", (4,))]),
        ("??", []),
        ("văn bản", []),
        ("Iv", []),
        ("IIX", []),
    ],
)
def test_numbers_have_readings(text, readings):
    assert read_number(text) == readings


def test_numbers_follow_each_other():
    d, dd, e = (read_number(letter)[0] for letter in ("d)", "đ)", "e)"))
    assert dd.follows(d) and e.follows(dd) and e.follows(d) and not d.follows(e)
    assert Number("-").follows(Number("-")) and not Number("-").follows(Number("+"))
    assert Number("D", (2,)).follows(Number("D)", (1,)))
    assert Number("DD", (1, 2)).extends(Number("D", (1,)))
    assert not Number("DD", (1, 2)).extends(Number("-"))


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("1. Kế hoạch", "1.", "Kế hoạch"),
        ("1.2 Kế hoạch", "1.2", "Kế hoạch"),
        ("a) Ban hành", "a)", "Ban hành"),
        ("- Không ban hành", "-", "Không ban hành"),
        ("-Không ban hành", "-", "Không ban hành"),
        ("Phần I. Chung", "Phần I.", "Chung"),
        ("I/ CHUNG", "I/", "CHUNG"),
        ("12 tháng", "", "12 tháng"),
        ("VI PHẠM", "", "VI PHẠM"),
        ("vi phạm. Sau đó", "", "vi phạm. Sau đó"),
        ("-5 điểm", "", "-5 điểm"),
        ("", "", ""),
    ],
)
def test_numbers_are_taken_off_texts(text, number, rest):
    assert split_number(text) == (number, rest)


def test_parts_of_numbers():
    assert parts_of("Mục 1.2.") == ["1", "2"]
    assert parts_of("(a)") == ["a"]


@pytest.mark.parametrize(
    ("text", "effect", "points", "basis", "limits", "unit"),
    [
        ("- Gửi chậm: trừ 0,5 điểm/02 văn bản", "deduct", 0.5, "each", 2.0, "văn bản"),
        ("Mỗi lượt vi phạm trừ 0,25 điểm", "deduct", 0.25, "each", 1.0, "lượt vi phạm"),
        ("Cứ 03 hồ sơ quá hạn bị trừ 1 điểm", "deduct", 1.0, "each", 3.0, "hồ sơ"),
        ("Trừ 0,5 điểm cho mỗi cuộc họp vắng mặt", "deduct", 0.5, "each", 1.0, "cuộc họp vắng mặt"),
        ("Late report: deduct 0.5 points per 2 reports", "deduct", 0.5, "each", 2.0, "reports"),
        ("Có sáng kiến được cộng thêm 2 điểm", "award", 2.0, "when", (">=", 1.0), ""),
        ("0.5 points each report", "award", 0.5, "each", 1.0, "report"),
        ("Từ 02 máy không có phần mềm: trừ 0,5 điểm", "deduct", 0.5, "when", (">=", 2.0), "máy"),
        ("Dưới 80% hồ sơ đúng hạn: trừ 1 điểm", "deduct", 1.0, "when", ("<", 80.0), "%"),
        ("Trên 95% hồ sơ đúng hạn: 2 điểm", "award", 2.0, "when", (">", 95.0), "%"),
        ("Không quá 3 ngày: 2 điểm", "award", 2.0, "when", ("<=", 3.0), "ngày"),
        ("Mỗi tháng không báo cáo trừ 0,5 điểm", "deduct", 0.5, "period", (">=", 1.0), ""),
        ("Đạt yêu cầu: 0,5 điểm", "award", 0.5, "when", (">=", 1.0), ""),
    ],
)
def test_lines_of_rules_are_understood(text, effect, points, basis, limits, unit):
    rule = read_line(text)
    assert (rule.effect.value, rule.points, rule.basis.value, rule.unit) == (effect, points, basis, unit)
    assert limits == (rule.step if basis == "each" else (rule.operator, rule.threshold))
    assert is_rule_text(text)
    assert rule.sure


@pytest.mark.parametrize("text", ["Lỗi: trừ 0,125 điểm", "Lỗi: trừ 9999999 điểm", "Lỗi: trừ 99999999 điểm"])
def test_points_that_no_sheet_can_hold_are_no_rule(text):
    assert read_line(text) is None
    assert read_criterion(text, 4.0) == []
    assert read_criterion("99999 x 0,5 = 4,0", 4.0) == []


@pytest.mark.parametrize("text", ["", "Có sổ theo dõi", "x" * 2000 + ": 1 điểm", "(theo quyết định số 12)"])
def test_other_lines_are_no_rules(text):
    assert read_line(text) is None
    assert not is_rule_text(text)
    assert split_rules(text) in ([text], [])


def test_a_text_that_sounds_like_a_rule_is_told():
    assert sounds_like_rule("Điểm do hội đồng quyết định")
    assert not sounds_like_rule("Theo quy định")


@pytest.mark.parametrize(
    ("text", "maximum", "found"),
    [
        ("Tỷ lệ đạt từ 90% trở lên", 2.0, [("when", 2.0, ">=", 90.0, True)]),
        ("Từ 80% đến dưới 90%", 2.0, []),
        ("Có từ 02 cán bộ", 2.0, []),
        ("Từ ngày 01/01 đến nay", 2.0, []),
        (
            "Hồ sơ (giấy: 1 điểm; điện tử: 2 điểm)",
            3.0,
            [("when", 1.0, ">=", 1.0, True), ("when", 2.0, ">=", 1.0, True)],
        ),
        ("Hồ sơ (giấy: 1 điểm; điện tử: 1 điểm)", 3.0, [("when", 1.0, ">=", 1.0, False)] * 2),
        ("Hồ sơ (giấy: 1 điểm; điện tử)", 3.0, []),
        ("Hồ sơ (giấy: 1 điểm)", 1.0, []),
        ("Mỗi báo cáo được 0,25 điểm: 0,25 x 4 = 1,0", 1.0, [("each", 0.25, ">=", 1.0, True)]),
        ("Mỗi báo cáo được 0,5đ: 4 x 0,25", 1.0, [("each", 0.25, ">=", 1.0, False)]),
        ("Có phòng tiếp dân 3 x 4 = 12 m2", 2.0, []),
        ("Mỗi báo cáo được 0,5 điểm: 4 x 0,5 = 2", 3.0, [("each", 0.5, ">=", 1.0, False)]),
        ("Mỗi báo cáo được 0,5 điểm", 3.0, [("each", 0.5, ">=", 1.0, True)]),
        ("4 x 0,5 = 2 điểm", 2.0, [("each", 0.5, ">=", 1.0, True)]),
        ("x" * 2000, 2.0, []),
    ],
)
def test_criteria_state_rules_in_their_texts(text, maximum, found):
    rules = read_criterion(text, maximum)
    assert [(rule.basis.value, rule.points, rule.operator, rule.threshold, rule.sure) for rule in rules] == found


def test_two_deductions_in_one_sentence_are_not_sure():
    assert not read_line("Chậm trừ 0,5 điểm, không gửi trừ 1 điểm").sure


def test_facts_get_codes():
    taken = {"van_ban_gui_cham"}
    assert make_code("Văn bản gửi chậm", ()) == "van_ban_gui_cham"
    assert make_code("Văn bản gửi chậm", taken) == "van_ban_gui_cham_2"
    assert make_code("Văn bản gửi chậm", {*taken, "van_ban_gui_cham_2"}) == "van_ban_gui_cham_3"
    assert make_code("100% hồ sơ", ()) == "n_100_ho_so"
    assert make_code("???", ()) == "so_lieu"


def criterion(level, number="-", maximum=1.0, **values):
    return Entry(1, Kind.CRITERION, values.pop("text", "Tiêu chí"), number, level, maximum, **values)


def test_codes_follow_from_numbers():
    numbers = [
        (0, "I"),
        (1, "I.1"),
        (2, "I.1.2"),
        (2, "a)"),
        (3, "-"),
        (3, ""),
        (1, "1.2"),
        (0, ""),
        (1, "x?"),
        (0, "I"),
    ]
    outline = make_outline([criterion(level, number) for level, number in numbers])
    codes = [node.code for node in outline.nodes]
    assert codes == ["I", "I.1", "I.1.2", "I.1.a", "I.1.a-1", "I.1.a-2", "I.1.2 (2)", "1", "1-1", "I (2)"]


def test_points_before_the_rules():
    def line(effect, points, basis=Basis.WHEN, **values):
        return Entry(1, Kind.RULE, "", rule=ProposedRule(effect, points, basis, "x", **values))

    assert base_points(2.0, []) == 0.0
    assert base_points(2.0, [line(Effect.AWARD, 2.0)]) == 0.0
    assert base_points(2.0, [line(Effect.DEDUCT, 0.5), Entry(1, Kind.RULE, "")]) == 2.0
    assert base_points(1.0, [line(Effect.AWARD, 0.5), line(Effect.DEDUCT, 0.5)]) == 0.5
    assert base_points(1.0, [line(Effect.AWARD, 0.5, Basis.EACH, max_times=4), line(Effect.DEDUCT, 0.5)]) == 0.0


def test_what_cannot_become_a_sheet_blocks():
    entries = [
        Entry(1, Kind.RULE, "lạc"),
        Entry(1, Kind.CONTINUED, "lạc"),
        criterion(0, "I", 2.0, text=" "),
        criterion(2, "1", 1.005),
        criterion(1, "2", 1.0, own=-1.0),
        Entry(1, Kind.TOTAL, "Tổng", maximum=3.0),
    ]
    blocking = [(doubt.kind.name, doubt.index) for doubt in find_doubts(entries) if doubt.blocks]
    assert blocking == [("NO_TEXT", 2), ("LEVEL_SKIPPED", 3), ("BAD_POINTS", 3), ("BAD_POINTS", 4)]
    assert {("ASTRAY", 0), ("ASTRAY", 1), ("TOTAL", 5)} <= {(d.kind.name, d.index) for d in find_doubts(entries)}
    assert find_doubts([]) == [Doubt(Trouble.NO_CRITERION, None)]


def test_own_points_are_those_of_the_leaves():
    outline = make_outline([criterion(0, "I", own=5.0), criterion(1, own=1.5), criterion(1), criterion(0, "II")])
    assert [own_points(node) for node in outline.groups] == [1.5, None]


def test_cells_beyond_a_row_are_empty():
    table = Table("", ((Cell("a"),), (Cell("b"), Cell("c"))))
    assert (table.text(0, 1), table.text(1, 1), table.text(0, None), table.width) == ("", "c", "", 2)


def test_tables_of_numbers_alone_hold_points_but_no_criteria():
    assert sheets.read([["1", "2"], ["3", "4"]]) is None or sheets.outline(sheets.read([["1", "2"], ["3", "4"]]))


def test_more_columns_of_points_than_two_are_in_doubt():
    sheet = sheets.read([["-", "Tiêu chí thứ nhất", "4", "3", "2"], ["-", "Tiêu chí thứ hai", "6", "5", "4"]])
    assert (sheet.header.columns.maximum, sheet.header.columns.own) == (2, 3)
    assert list(sheet.header.rivals.values()) == [(4,)]


def test_levels_have_an_end():
    rows = [["Tiêu chí", "Điểm", "Tự chấm"], *([" " * depth + f"Mục {depth}", "", "1"] for depth in range(1500))]
    sheet = sheets.read(rows)
    assert max(level for _code, level, _maximum in sheets.outline(sheet)) == DEEPEST
    assert sheets.doubts(sheet)
    assert find_doubts([criterion(depth, "", None) for depth in range(1500)])


def test_too_many_rows_are_no_sheet():
    rows = [["TT", "Tiêu chí", "Điểm"], *([str(number), "Mục", "1"] for number in range(MOST_ROWS + 1))]
    with pytest.raises(TooManyRows) as refused:
        sheets.read(rows)
    assert refused.value.rows == MOST_ROWS + 1


@pytest.mark.parametrize(
    ("text", "threshold", "sure"),
    [
        ("Trên 1.200 hồ sơ được cộng 1 điểm", 1200, False),
        ("Trên 1200 hồ sơ được cộng 1 điểm", 1200, True),
        ("Trên 99,5% hồ sơ được cộng 1 điểm", 99.5, True),
        ("Trên 99.125% hồ sơ được cộng 1 điểm", 99.125, False),
    ],
)
def test_a_threshold_that_can_be_read_in_two_ways_is_not_sure(text, threshold, sure):
    rule = read_line(text)
    assert (rule.threshold, rule.sure) == (threshold, sure)
