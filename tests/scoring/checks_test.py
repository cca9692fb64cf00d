import random
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mass import mass

from scoring.checked_sheet import CheckedSheet, Comparison, Document, OverdueAction, Relation, SheetRow
from scoring.checks import CHECKS, About, Finding, Severity, find_all
from scoring.facts import Fact
from scoring.formulas import resolve
from scoring.numbers import format_number, stored
from scoring.report_text import BLANK, Difference, ListPlan, Outdated, State
from scoring.rollup import Answer
from scoring.rules import Basis, Effect, Rule, suggest

RULE = Rule(Effect.AWARD, 0.25, Basis.EACH, "ct")


def row(code="I.1", parent="I", maximum=3.0, points=3.0, answer=Answer.SCORED, **values):
    return SheetRow(code, parent, maximum, points=points, answer=answer, **values)


def found(*rows, **sheet):
    return find_all(CheckedSheet(rows, **sheet))


def checks(*rows, **sheet):
    return [finding.check for finding in found(*rows, **sheet)]


def of(check, *rows, **sheet):
    return [finding for finding in found(*rows, **sheet) if finding.check == check]


def test_a_consistent_sheet_has_no_findings():
    heading = SheetRow("I", None, 3.0, is_heading=True, points=3.0, stated=3.0)
    leaf = row(
        stated=3.0, documents=1, evidence_required=True, suggestion=suggest(0, 3, [RULE], {"ct": Fact("ct", 12)})
    )
    document = Document("d", "1/QĐ", date(2020, 5, 1), 1, ("a",))
    sheet = {
        "total": 3.0,
        "stated_total": 3.0,
        "facts": {"ct": Fact("ct", 12), "a": Fact("a", 7), "b": Fact("b", 5)},
        "needed": frozenset({"ct"}),
        "relations": [Relation("ct", ("a", "b"))],
        "documents": [document],
        "period": (date(2020, 1, 1), date(2020, 12, 31)),
        "grades": ("tốt", "tốt"),
    }
    assert found(heading, leaf, **sheet) == []


def test_a_heading_that_states_another_sum_than_its_rows():
    """VI: the paper states 10, its rows 2 + 2 + 2 + 1,5 + 0."""
    heading = SheetRow("VI", None, 10, is_heading=True, points=7.5, stated=10.0)
    leaves = [
        row(f"VI-{n}", "VI", 2.0, value, stated=value, explanation="x") for n, value in enumerate((2, 2, 2, 1.5, 0))
    ]
    assert found(heading, *leaves, total=90.5, stated_total=93.0) == [
        Finding(CHECKS["stated_differs_from_rows"], "VI", details=(("stated", 10.0), ("computed", 7.5))),
        Finding(CHECKS["stated_total_differs"], details=(("stated", 93.0), ("computed", 90.5))),
    ]
    assert checks(SheetRow("I.4", None, 2, is_heading=True, stated=0.0)) == []
    alone = SheetRow("I.4", None, 2, is_heading=True, stated=2.0, points=1.5)
    assert found(alone)[0].details == (("stated", 2.0), ("computed", 1.5))
    against_itself = SheetRow("I.4", None, 2, is_heading=True, stated=2.0, points=2.0)
    below = row("I.4-1", "I.4", 2.0, 2.0, stated=1.5)
    assert found(against_itself, below)[0].details == (("stated", 2.0), ("computed", 1.5)), "whatever the unit scores"
    assert found(stated_total=1.0)[0].details == (("stated", 1.0), ("computed", 0.0))


def test_points_that_differ_from_the_rule_need_a_reason():
    suggestion = suggest(0, 3.0, [RULE], {"ct": Fact("ct", 11)})
    finding = Finding(CHECKS["points_differ_from_rule"], "I.1", details=(("points", 3.0), ("suggested", 2.75)))
    assert found(row(suggestion=suggestion)) == [finding]
    reason = "Chương trình tháng 12 ban hành ngày 28/12"
    details = (("points", 3.0), ("suggested", 2.75), ("reason", reason))
    deviation = Finding(CHECKS["points_deviate"], "I.1", details=details)
    assert found(row(suggestion=suggestion, explanation=f" {reason}\n")) == [deviation]
    assert found(row(points=2.75, suggestion=suggestion)) == []
    assert found(row(suggestion=suggest(0, 3.0, [RULE], {}))) == []


@pytest.mark.parametrize(
    ("points", "by_rule"),
    [(0.25, (0.5, "least")), (0.5, None), (1.0, None), (2.5, None), (2.75, (2.5, "most")), (3.0, (2.5, "most"))],
)
def test_points_that_no_rule_can_still_give_need_a_reason(points, by_rule):
    partly = Fact("ct", months={1: 1, 2: 1}, expected=(1, 2, 3), least=0, most=8)
    suggestion = suggest(0, 3.0, [RULE], {"ct": partly})
    details = [
        finding.details for finding in of(CHECKS["points_differ_from_rule"], row(points=points, suggestion=suggestion))
    ]
    expected = by_rule and (("points", points), ("suggested", by_rule[0]), ("limit", by_rule[1]))
    assert details == ([expected] if expected else [])
    explained = of(CHECKS["points_deviate"], row(points=points, suggestion=suggestion, explanation="Có lý do"))
    assert [finding.details for finding in explained] == ([(*expected, ("reason", "Có lý do"))] if expected else [])


def test_a_text_that_contradicts_its_numbers_is_settled_on_the_set():
    assert found(row(text="mỗi chương trình được 0,5 điểm: 12 x 0,25 = 3,0 điểm")) == []


def test_a_row_without_an_answer():
    assert checks(row(points=None, answer=Answer.BLANK)) == [CHECKS["unanswered"]]
    claim = {"answer": Answer.NOT_APPLICABLE, "explanation": "Không có bộ phận một cửa"}
    assert checks(row(points=None, **claim)) == []
    assert checks(row(points=1.0, **claim)) == [], "points of what does not apply count nowhere"


def test_a_claim_that_a_row_does_not_apply():
    claim = {"points": None, "answer": Answer.NOT_APPLICABLE}
    assert checks(row(**claim, explanation=" ")) == [CHECKS["not_applicable_without_reason"]]
    assert checks(row(**claim, explanation="x", may_not_apply=False)) == [CHECKS["not_applicable_not_allowed"]]
    assert checks(row(**claim, is_relieved=True, may_not_apply=False)) == [], "a relief is no claim"


@pytest.mark.parametrize(
    ("values", "check"),
    [
        ({"evidence_required": True}, CHECKS["full_marks_without_evidence"]),
        ({"is_bonus": True, "points": 1.0}, CHECKS["bonus_without_reason"]),
        ({"is_bonus": True, "points": 1.0, "explanation": "x"}, CHECKS["bonus_without_reason"]),
        ({"is_bonus": True, "points": 1.0, "documents": 1}, CHECKS["bonus_without_reason"]),
        ({"points": 2.5}, CHECKS["lost_without_explanation"]),
        ({"points": 2.5, "explanation": "  "}, CHECKS["lost_without_explanation"]),
    ],
)
def test_what_a_row_owes(values, check):
    assert checks(row(**values)) == [check]


@pytest.mark.parametrize(
    "values",
    [
        {"evidence_required": True, "documents": 1},
        {"is_bonus": True, "points": 1.0, "explanation": "x", "documents": 1},
        {"is_bonus": True, "points": 0.0},
        {"points": 2.5, "explanation": "x"},
        {"points": 2.5, "evidence_required": True, "explanation": "x"},
    ],
)
def test_what_a_row_has_given(values):
    assert checks(row(**values)) == []


def test_facts_that_are_missing():
    facts = {"a": Fact("a"), "m": Fact("m", months={1: 1.0}, expected=(1, 2, 3))}
    assert found(facts=facts, needed=frozenset({"a", "b", "m"})) == [
        Finding(CHECKS["fact_missing"], subject="a"),
        Finding(CHECKS["fact_missing"], subject="b"),
        Finding(CHECKS["months_missing"], subject="m", details=(("months", "2, 3"),)),
    ]


def test_formulas_without_a_value():
    formulas = {"ty_le": "percent(xong, giao)", "doi": "2 × ty_le"}
    resolved = resolve([Fact("xong", 0.0), Fact("giao", 0.0)], formulas)
    assert found(facts=resolved.facts, troubles=list(resolved.troubles.values())) == [
        Finding(
            CHECKS["formula_without_value"],
            subject="ty_le",
            details=(("trouble", "DIVISION"), ("detail", "giao"), ("position", 15)),
        )
    ]


def test_facts_that_do_not_agree():
    """118 reports against 405 in the register; 202 petitions against 145 + 56."""
    facts = {
        code: Fact(code, value) for code, value in {"bc": 118, "so_bc": 405, "don": 202, "bd": 145, "ct": 56}.items()
    }
    relations = [Relation("bc", ("so_bc",)), Relation("don", ("bd", "ct")), Relation("don", ("bd", "unknown"))]
    assert found(facts=facts, relations=relations) == [
        Finding(CHECKS["parts_differ_from_whole"], subject="don bd ct", details=(("whole", 202), ("parts", 201.0))),
        Finding(CHECKS["facts_disagree"], subject="bc so_bc", details=(("whole", 118), ("parts", 405.0))),
    ]


@pytest.mark.parametrize(
    ("tolerance", "whole", "agrees"),
    [
        (0, 1200, True),
        (0, Fraction(1_200_000_001, 10**6), False),
        (Fraction(1, 2), 1206, True),
        (Fraction(1, 2), 1207, False),
        (0.5, 1195, True),
        (0.5, 1194, False),
        (50, 0, False),
    ],
)
def test_equal_sides_differ_by_no_more_than_a_share_of_the_whole(tolerance, whole, agrees):
    facts = {"whole": Fact("whole", whole), "a": Fact("a", 1000), "b": Fact("b", 200)}
    relation = Relation("whole", ("a", "b"), tolerance=tolerance)
    findings = found(facts=facts, relations=[relation])
    assert not findings if agrees else len(findings) == 1
    if findings:
        told = dict(findings[0].details)
        assert told.get("tolerance") == (format_number(tolerance) if tolerance else None)


@pytest.mark.parametrize("decimals", range(7))
def test_amounts_of_many_digits_contradict_their_sum_where_they_differ_by_one(decimals):
    """Twelve amounts of nine to fourteen digits as the database hands them back, and their whole."""
    chance = random.Random(decimals)
    codes = [f"part_{part}" for part in range(12)]
    for _time in range(mass(20, 2000)):
        units = [chance.randrange(10 ** chance.randint(9, 13)) for _part in codes]
        for off, findings in ((0, 0), (1, 1), (-1, 1)):
            whole = Fraction(sum(units) + off, 10**decimals)
            parts = zip(codes, (Fraction(unit, 10**decimals) for unit in units), strict=True)
            facts = {code: Fact(code, stored(float(number))) for code, number in (("whole", whole), *parts)}
            assert len(found(facts=facts, relations=[Relation("whole", tuple(codes))])) == findings, units


def test_numbers_that_disagree_are_told_so_that_they_do():
    def told(whole, part):
        facts = {"whole": Fact("whole", whole), "part": Fact("part", part)}
        (finding,) = found(facts=facts, relations=[Relation("whole", ("part",))])
        return dict(finding.details)

    assert told(Fraction(100, 3), Fraction("33.3333")) == {"whole": 100 / 3, "parts": 33.3333}
    third = Fraction(100, 3) - Fraction(1, 10**20)
    assert told(third, Fraction(100, 3)) == {"whole": "33,33333333333333333332", "parts": "33,33333333333333333333"}
    assert told(10**17 + 1, 10**17) == {"whole": "100000000000000001", "parts": "100000000000000000"}


@pytest.mark.parametrize(
    ("comparison", "agree", "differ"),
    [
        (Comparison.EQUAL, [57], [56, 58]),
        (Comparison.AT_MOST, [57, 52, -1], [58]),
        (Comparison.AT_LEAST, [57, 60], [56]),
        (Comparison.OF, [57, 52, 0], [58, -1]),
    ],
)
def test_facts_compare_as_their_relation_says(comparison, agree, differ):
    def compared(settled, *parts):
        facts = {code: Fact(code, value) for code, value in {"xong": settled, "giao": 57, "a": 50, "b": 7}.items()}
        return found(facts=facts, relations=[Relation("xong", parts, comparison)])

    assert [compared(settled, *parts) for settled in agree for parts in (("giao",), ("a", "b"))] == [[], []] * len(
        agree
    )
    told = () if comparison is Comparison.EQUAL else (("comparison", comparison.value),)
    for settled in differ:
        details = (("whole", settled), ("parts", 57.0), *told)
        assert compared(settled, "giao") == [Finding(CHECKS["facts_disagree"], subject="xong giao", details=details)]
        (finding,) = compared(settled, "a", "b")
        assert finding == Finding(CHECKS["parts_differ_from_whole"], subject="xong a b", details=details)


def test_documents():
    period = (date(2020, 1, 1), date(2020, 12, 31))
    documents = [
        Document("a", "1/QĐ", date(2019, 12, 31), 1, ("x",)),
        Document("b", "2/QĐ", date(2020, 1, 1), 1, ("y",)),
        Document("c", "", date(2020, 12, 31), 0, ("x",)),
    ]
    assert found(documents=documents, period=period) == [
        Finding(CHECKS["document_outside_period"], subject="a", details=(("issued", "2019-12-31"),)),
        Finding(CHECKS["document_without_row"], subject="c"),
        Finding(CHECKS["file_on_two_documents"], subject="a", details=(("document_1", "a"), ("document_2", "c"))),
    ]


@pytest.mark.parametrize(
    ("number", "issued", "same"),
    [
        ("1/QĐ", date(2020, 1, 1), True),
        ("1/qđ", date(2020, 12, 31), True),
        ("1/QĐ", None, True),
        ("1/QĐ", date(2019, 12, 31), False),
        ("2/QĐ", date(2020, 1, 1), False),
        ("", date(2020, 1, 1), False),
    ],
)
def test_documents_of_one_number_and_year_are_the_same_document(number, issued, same):
    documents = [Document("a", "1/QĐ", date(2020, 5, 4), 1, ("x",)), Document("b", number, issued, 1, ("y",))]
    keys = (("document_1", "a"), ("document_2", "b"))
    finding = Finding(CHECKS["document_twice_with_other_files"], subject="1/QĐ", details=keys)
    assert of(CHECKS["document_twice_with_other_files"], documents=documents) == ([finding] if same else [])
    undated = [Document("a", "1/QĐ", rows=1, digests=("x",)), Document("b", "1/QĐ", rows=1, digests=("y",))]
    assert found(documents=undated) == [finding]


def test_a_document_of_which_nothing_is_said_proves_nothing():
    assert found(documents=[Document("a", "1/QĐ")]) == [Finding(CHECKS["document_without_row"], subject="a")]


def test_a_document_that_is_kept_elsewhere_has_no_other_files():
    documents = [Document("a", "1/QĐ", rows=1, digests=("x",)), Document("b", "1/QĐ", rows=1)]
    assert found(documents=documents) == []


def test_the_same_is_found_once():
    documents = [Document(key, "", rows=1, digests=("x", "y")) for key in "ab"]
    assert checks(documents=documents) == [CHECKS["file_on_two_documents"]]
    assert checks(documents=[Document("a", "", rows=1, digests=("x", "x"))]) == [], "one document may hold a file twice"


def test_grade_and_sections():
    assert found(grades=("xuất sắc", "tốt"), empty_sections=["IV. Phương hướng"]) == [
        Finding(CHECKS["grade_differs"], details=(("claimed", "xuất sắc"), ("computed", "tốt"))),
        Finding(CHECKS["section_empty"], subject="IV. Phương hướng"),
    ]


def test_every_check_has_a_code_of_its_own_and_a_severity():
    assert all(check.code == code and check.title for code, check in CHECKS.items())
    assert {check.severity for check in CHECKS.values()} == set(Severity)


def test_codes_stay_for_settings_findings_and_seals_hold_them():
    stored = """
        unanswered points_differ_from_rule stated_differs_from_rows stated_total_differs wording_contradicts_numbers
        fact_missing months_missing formula_without_value parts_differ_from_whole facts_disagree
        full_marks_without_evidence bonus_without_reason lost_without_explanation
        document_outside_period document_twice_with_other_files document_without_row file_on_two_documents
        grade_differs section_empty section_unfinished text_differs_from_fact list_differs_from_rows
        loss_by_rule_without_reason shortcoming_against_full_marks full_marks_against_fact document_after_period
        document_number_malformed document_proves_many document_number_twice text_dated_outside_period
        legal_text_replaced cited_without_document cited_with_other_date symbols_differ
        document_marked_secret document_maybe_secret
    """
    assert set(stored.split()) <= CHECKS.keys()


sheet_rows = st.builds(
    SheetRow,
    code=st.integers(0, 5).map(str),
    parent=st.one_of(st.none(), st.just("0")),
    maximum=st.integers(0, 300).map(lambda n: n / 100),
    text=st.text(max_size=20),
    is_heading=st.booleans(),
    is_bonus=st.booleans(),
    answer=st.sampled_from(Answer),
    points=st.one_of(st.none(), st.integers(0, 300).map(lambda n: n / 100)),
    stated=st.one_of(st.none(), st.integers(0, 300).map(lambda n: n / 100)),
    explanation=st.text(max_size=3),
    documents=st.integers(0, 1),
    evidence_required=st.booleans(),
)


@given(st.lists(sheet_rows, max_size=6))
def test_checking_again_finds_the_same(rows):
    assert found(*rows) == found(*rows)
    assert all((finding.check.about is About.ROW) == (finding.row is not None) for finding in found(*rows))
    assert set(found(*rows)) == set(found(*reversed(rows)))


def test_who_lost_nothing_need_not_tell_of_shortcomings():
    title = "III. Tồn tại"
    sections = {"empty_sections": [title], "shortcoming_sections": frozenset({title})}
    assert checks(row(), row("B", points=0.0, is_bonus=True), **sections) == [], "a bonus is nothing lost"
    lost = row(points=2.5, explanation="Thiếu 01 báo cáo")
    assert checks(lost, **sections) == [CHECKS["section_empty"]]
    assert checks(row(), empty_sections=[title]) == [CHECKS["section_empty"]], "another section"
    assert checks(row(), row("B", points=0.0, answer=Answer.NOT_APPLICABLE, explanation="Không có"), **sections) == []


@pytest.mark.parametrize(
    ("lists", "places", "points", "left"),
    [
        (("shortcomings",), 1, 3.0, None),
        (("shortcomings",), 1, 2.5, 1),
        (("shortcomings", "directions"), 4, 3.0, 3),
        (("directions",), 1, 3.0, 1),
        ((), 2, 3.0, 2),
    ],
)
def test_an_open_list_of_shortcomings_is_in_order_where_there_is_none(lists, places, points, left):
    outdated = {"III": Outdated(open_places=places, open_lists=lists)}
    found_places = [
        dict(finding.details)["places"]
        for finding in found(row(points=points, explanation="x"), outdated_sections=outdated)
    ]
    assert found_places == ([left] if left else [])


def test_what_the_report_says_otherwise_than_facts_and_rows():
    outdated = Outdated(
        texts=(Difference("bc", State.STALE, "118", "405"), Difference("nv", State.OPEN, BLANK, "01")),
        lists=(("shortcomings", ListPlan((), added=("Một.", "Hai."), removed=("Ba.",))),),
        open_places=1,
    )
    assert found(outdated_sections={"II. Kết quả": outdated, "V": Outdated()}) == [
        Finding(CHECKS["section_unfinished"], subject="II. Kết quả", details=(("places", 1),)),
        Finding(
            CHECKS["text_differs_from_fact"],
            subject="II. Kết quả",
            details=(("name", "bc"), ("state", "STALE"), ("text", "118"), ("value", "405")),
        ),
        Finding(
            CHECKS["list_differs_from_rows"],
            subject="II. Kết quả",
            details=(("name", "shortcomings"), ("added", "Một. Hai."), ("removed", "Ba.")),
        ),
    ]
    assert CHECKS["text_differs_from_fact"].severity is Severity.WARNING


def test_what_earlier_periods_left_to_do_is_found_on_its_row():
    actions = [
        OverdueAction("I.2", "7", date(2021, 6, 30), "Tập huấn"),
        OverdueAction("I.1", "5", date(2021, 3, 31), "Ban hành quy chế"),
        OverdueAction("IX", "9", date(2021, 3, 31), "Của hàng không còn"),
    ]
    check = CHECKS["improvement_overdue"]
    assert check.severity is Severity.WARNING
    assert of(check, row("I.1"), row("I.2"), overdue_actions=actions) == [
        Finding(check, "I.1", "5", (("deadline", "2021-03-31"), ("action", "Ban hành quy chế"))),
        Finding(check, "I.2", "7", (("deadline", "2021-06-30"), ("action", "Tập huấn"))),
    ]
