import pytest

from scoring.checks import CHECKS, Severity
from scoring.set_checks import SET_CHECKS, CheckedSet, OldText, SetCause, SetFinding, SetRow, find_in_set


def row(code="I.1", text="", maximum=3.0, has_guidance=True, **values):
    return SetRow(code, text, maximum, has_guidance=has_guidance, **values)


def found(*rows, **values):
    return find_in_set(CheckedSet(rows=rows, **values))


def codes(*rows, **values):
    return [finding.check.code for finding in found(*rows, **values)]


def test_words_that_contradict_the_product():
    """I.1.2-1 of 2020 says 0,5 points each and multiplies by 0,25."""
    text = "mỗi chương trình được 0,5 điểm: 12 x 0,25 = 3,0 điểm"
    cause = SetCause("I.1.2-1", "words", (("stated", 0.5), ("expected", 0.25)))
    assert found(row("I.1.2-1", text)) == [SetFinding(SET_CHECKS["wording_contradicts_numbers"], cause)]
    assert found(row(text="mỗi chương trình được 0,25 điểm: 12 x 0,25 = 3,0 điểm")) == []


@pytest.mark.parametrize(
    ("text", "subjects"),
    [("4 x 0,5 = 3,0 điểm", ["product"]), ("2 x 1,0 = 2,0 và 2 x 1,0 = 2,0", ["maximum"]), ("phòng 3 x 4 = 12 m2", [])],
)
def test_products_that_contradict_themselves_or_the_maximum(text, subjects):
    """The same is found once, and what is no product of points is not found."""
    assert [finding.cause.subject for finding in found(row(text=text))] == subjects


def test_a_heading_is_read_as_any_row():
    text = "12 x 0,25 = 3,0 điểm"
    assert codes(row(text=text, is_heading=True, maximum=2.0)) == ["wording_contradicts_numbers"]


def test_a_report_that_grades_without_a_scale():
    """B6: 93 points are "hoàn thành tốt", and the document has no scale."""
    (finding,) = found(row(), has_grades=False, grading_sections=["V. Tự xếp loại"])
    assert (finding.check.code, finding.cause.subject) == ("grade_without_scale", "V. Tự xếp loại")
    assert finding.check.severity is Severity.WARNING
    assert codes(row(), has_grades=True, grading_sections=["V. Tự xếp loại"]) == []


def test_a_set_that_grades_nobody_is_told_so():
    (finding,) = found(row(), has_grades=False)
    assert (finding.check.code, finding.check.severity) == ("no_scale", Severity.INFO)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["bonus_without_rule"]),
        ({"has_guidance": True}, []),
        ({"has_rule": True, "has_rule_text": True}, []),
        ({"has_rule_text": True}, ["bonus_without_rule", "rule_without_data"]),
        ({"is_heading": True}, []),
    ],
)
def test_a_bonus_says_for_what_it_is(values, expected):
    assert codes(row(is_bonus=True, **{"has_guidance": False, **values})) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"has_rule_text": True}, ["rule_without_data"]),
        ({"has_rule_text": True, "has_rule": True}, []),
        ({"has_rule_text": True, "is_heading": True}, []),
    ],
)
def test_a_rule_gives_points_by_a_fact(values, expected):
    assert codes(row(**values)) == expected


def test_rows_that_are_judged_by_guess_are_told_of_together():
    rows = [
        row("A", has_guidance=False, is_heading=True),
        row("A.1", has_guidance=False),
        row("A.2", has_guidance=False, has_rule=True, has_rule_text=True),
        row("A.3", has_guidance=False),
        row("A.4"),
    ]
    (finding,) = found(*rows)
    assert finding.check.code == "judged_without_guidance"
    assert finding.cause == SetCause(details=(("rows", "A.1, A.3"), ("count", 2)))


def test_texts_of_the_year_before_are_told_of_each():
    texts = [OldText("I.1", "name", "năm 2020"), OldText(None, "note", "năm 2020")]
    causes = [finding.cause for finding in found(row(), old_texts=texts)]
    years = (("years", "năm 2020"),)
    assert causes == [SetCause("I.1", "name", years), SetCause(None, "note", years)]


def test_a_severity_that_a_set_gives_holds_where_the_check_was_one_of_evaluations():
    assert SET_CHECKS.keys() & CHECKS.keys() == {"wording_contradicts_numbers"}


def test_warnings_are_justified_and_informations_told():
    assert {check.severity for check in SET_CHECKS.values()} == {Severity.WARNING, Severity.INFO}
