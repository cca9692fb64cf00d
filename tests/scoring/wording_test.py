import json
from pathlib import Path

import pytest

from scoring.products import find_products, without_products
from scoring.wording import Contradiction, FoundContradiction, find_contradictions

PAPER = json.loads((Path(__file__).parent.parent / "data" / "sheet_2020.json").read_text(encoding="utf-8"))


def rows(nodes):
    for node in nodes:
        yield node
        yield from rows(node.get("children", ()))


def test_the_2020_sheet_contradicts_itself_in_one_row():
    found = {row["code"]: find_contradictions(row["name"], row["max"]) for row in rows(PAPER["groups"])}
    assert {code: findings for code, findings in found.items() if findings} == {
        "I.1.2-1": [FoundContradiction(Contradiction.WORDS, 0.5, 0.25)]
    }


WORDS, PRODUCT, MAXIMUM = Contradiction


@pytest.mark.parametrize(
    ("text", "maximum", "findings"),
    [
        ("mỗi BC được 0,25 điểm: 10 x 0,25 = 2,5 điểm", 2.5, []),
        ("mỗi tháng 0.5 điểm: 12 × 0.5 = 6", 6.0, []),
        ("tối đa 3,0 điểm: 12 x 0,25 = 3,0", 3.0, []),
        ("10 x 0,25 = 2,5", 3.0, [FoundContradiction(Contradiction.MAXIMUM, 2.5, 3.0)]),
        ("10 x 0,25 = 3,0", 3.0, [FoundContradiction(Contradiction.PRODUCT, 3.0, 2.5)]),
        ("văn bản giấy: 01 điểm; văn bản điện tử: 01 điểm", 2.0, []),
        ("", 1.0, []),
    ],
)
def test_finds_what_does_not_agree(text, maximum, findings):
    assert find_contradictions(text, maximum) == findings


@pytest.mark.parametrize(
    ("text", "maximum"),
    [
        ("0,25 x 12 = 3,0", 3.0),
        ("2,5 x 4 = 10", 10.0),
        ("0,25 điểm x 10 báo cáo = 2,5 điểm", 2.5),
        ("báo cáo quý: 4 x 0,25 = 1,0; báo cáo tháng: 12 x 0,25 = 3,0", 4.0),
        ("quý: 4 x 0,25 = 1,0 điểm; tháng: 12 x 0,25 = 3,0 điểm", 3.0),
        ("mỗi báo cáo tháng được 0,1 điểm: 12 x 0,1 = 1,2; báo cáo năm: 0,8 điểm", 2.0),
        ("phòng 3 x 4 = 12 m2", 2.0),
        ("phòng 3 m x 4 m = 12", 2.0),
        ("phụ cấp 150.000đ x 12 = 1.800.000đ", 1.0),
        ("phụ cấp 150.000 x 12 = 1.800.000", 1.0),
        ("khổ giấy 21 x 29,7", 1.0),
        ("khổ A4 x 3 = 12 tờ", 1.0),
        ("30% x 10 điểm = 3,0 điểm", 3.0),
        ("điểm đạt = 8/10 x 4 = 3,2", 4.0),
        ("2 + 3 x 0,5 = 3,5 điểm", 3.5),
        ("(10 - 2) x 2 x 0,25 = 4,0 điểm", 4.0),
        ("quý: 4 x 0,25 = 1,0; tháng: 12 x 0,25 = 3,0; chậm trừ 0,5 điểm", 4.0),
        ("- 3 x 0,5 = 1,5 điểm", 1.5),
        ("2 nhóm x 3 báo cáo x 0,5 điểm = 3,0 điểm", 3.0),
        ("10 x 0,25 = 2,5 + 0,5 = 3,0 điểm", 3.0),
        ("12 x 0,25 = 3,0 điểm: 10 x 0,3 = 3,0 điểm", 3.0),
    ],
)
def test_raises_no_false_alarm(text, maximum):
    assert find_contradictions(text, maximum) == []


@pytest.mark.parametrize(
    ("text", "maximum", "findings"),
    [
        ("12 tháng x 0,25 điểm = 2,5 điểm", 2.5, [(PRODUCT, 2.5, 3.0)]),
        ("0,5đ: 10 x 0,25", 2.5, [(WORDS, 0.5, 0.25)]),
        ("0,5 điểm/báo cáo: 0,25 x 10 = 2,5", 2.5, [(WORDS, 0.5, 0.25)]),
        ("mỗi báo cáo 0,5đ (10 x 0,25 = 2,5đ)", 2.5, [(WORDS, 0.5, 0.25)]),
        ("- 3 x 0,5 = 2,0 điểm", 2.0, [(PRODUCT, 2.0, 1.5)]),
        ("10 x 0,25 = 2,5 và có sổ theo dõi", 3.0, [(MAXIMUM, 2.5, 3.0)]),
        ("10 x 0,25 = 2,5 - có sổ theo dõi", 3.0, [(MAXIMUM, 2.5, 3.0)]),
        ("0,25 x 12 = 2,5", 2.5, [(PRODUCT, 2.5, 3.0)]),
        ("4 x 0,25 = 1,0; 12 x 0,25 = 3,0", 5.0, [(MAXIMUM, 1.0, 5.0), (MAXIMUM, 3.0, 5.0)]),
        ("2 nhóm x 3 báo cáo x 0,5 điểm = 2,0 điểm", 2.0, [(PRODUCT, 2.0, 3.0)]),
        ("30% x 10 điểm = 2,0 điểm", 2.0, [(PRODUCT, 2.0, 3.0)]),
        ("0,5đ: 10 x 0,25", 3.0, [(WORDS, 0.5, 0.25), (MAXIMUM, 2.5, 3.0)]),
    ],
)
def test_finds_it_however_it_is_written(text, maximum, findings):
    assert find_contradictions(text, maximum) == [FoundContradiction(*found) for found in findings]


@pytest.mark.parametrize(
    ("text", "each", "times"),
    [
        ("12 x 0,25 = 3,0", 0.25, 12),
        ("0,25 x 12 = 3,0", 0.25, 12),
        ("4 x 2 = 8", 2.0, 4),
        ("2,5 ngày x 2 điểm = 5,0", 2.0, None),
        ("2 nhóm x 3 báo cáo x 0,5 điểm = 3,0", 0.5, 6),
    ],
)
def test_tells_the_points_of_each_from_how_many_times(text, each, times):
    (product,) = find_products(text)
    assert (product.each, product.times) == (each, times)
    assert without_products(f"được {text} điểm") == "được  điểm"


def test_texts_mean_thousands_where_a_number_could_be_two():
    (product,) = find_products("12 x 1.200 = 14.400")
    assert (product.each, product.result, product.value) == (1200.0, 14400.0, 14400.0)


def test_half_a_hundredth_of_a_product_is_rounded_up():
    assert round(0.25 * 0.5, 2) == 0.12
    assert find_contradictions("0,25 điểm x 0,5 = 0,13 điểm", 0.13) == []
