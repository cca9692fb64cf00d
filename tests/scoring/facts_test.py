from datetime import date
from fractions import Fraction

import pytest

from scoring.aggregates import Aggregate, combine
from scoring.checked_sheet import CheckedSheet
from scoring.checks import find_all
from scoring.facts import Computed, Fact, make_ratio, parts_in_year, write_months
from scoring.formulas import resolve
from scoring.frequencies import Frequency, parts_of
from scoring.grades import Band, classify
from scoring.ranges import Range


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ([], ""),
        ([4], "4"),
        ([2, 3], "2–3"),
        (range(2, 13), "2–12"),
        ([3, 5, 6, 7], "3, 5–7"),
        ([12, 1, 2, 3], "12, 1–3"),
        ([12, 1], "12, 1"),
    ],
)
def test_months_are_written_in_short(months, text):
    assert write_months(months) == text


def test_parts_of_the_year_are_counted():
    assert parts_in_year([1, 4, 7, 10], 3) == [1, 2, 3, 4]
    assert parts_in_year([1, 7], 6) == [1, 2]


def test_a_period_has_the_quarters_of_which_it_has_a_month():
    april = date(2020, 4, 1), date(2020, 12, 31)
    assert parts_of(april, Frequency.QUARTER) == {4: date(2020, 4, 1), 7: date(2020, 7, 1), 10: date(2020, 10, 1)}
    assert parts_of(april, Frequency.HALF) == {1: date(2020, 1, 1), 7: date(2020, 7, 1)}
    from_november = date(2019, 11, 1), date(2020, 9, 30)
    assert list(parts_of(from_november, Frequency.QUARTER).items()) == [
        (10, date(2019, 10, 1)),
        (1, date(2020, 1, 1)),
        (4, date(2020, 4, 1)),
        (7, date(2020, 7, 1)),
    ]
    from_december = date(2019, 12, 1), date(2020, 11, 30)
    assert list(parts_of(from_december, Frequency.MONTH).items())[:2] == [
        (12, date(2019, 12, 1)),
        (1, date(2020, 1, 1)),
    ]
    assert parts_of(from_december, Frequency.QUARTER)[10] == date(2020, 10, 1), (
        "the quarter of which it has more months"
    )
    assert [frequency.has_parts for frequency in Frequency] == [False, True, True, True]


def test_the_last_month_is_that_of_the_period():
    months = {12: 5, 1: 7, 11: 3}
    fact = Fact("x", months=months, expected=(12, *range(1, 12)), aggregate=Aggregate.LAST)
    assert (fact.total, fact.range, fact.missing_months) == (3, Range.only(3), list(range(2, 11)))
    without = Fact("x", months={12: 5}, expected=(12, *range(1, 12)), aggregate=Aggregate.LAST, least=0, most=9)
    assert (without.total, without.range) == (5, Range(Fraction(0), Fraction(9)))


def test_what_is_stated_and_what_is_lacking():
    assert (Fact("x").lacks, Fact("x").final) == ({"x": ()}, None)
    assert (Fact("x", 0).lacks, Fact("x", 0).final) == ({}, 0)
    nothing = Fact("x", months={}, expected=(1, 2))
    assert (nothing.lacks, nothing.total) == ({"x": ()}, None)
    partly = Fact("x", months={1: 1, 9: 5}, expected=(1, 2))
    assert (partly.lacks, partly.total, partly.final) == ({"x": (2,)}, 1, None), "month 9 does not count"
    never = Fact("x", months={}, expected=())
    assert (never.lacks, never.total, never.is_true) == ({}, None, False)


@pytest.mark.parametrize(
    ("fact", "truth"),
    [
        (Fact("x"), None),
        (Fact("x", 0), False),
        (Fact("x", -1), True),
        (Fact("x", months={1: 0}, expected=(1, 2), least=0), None),
        (Fact("x", months={1: 1}, expected=(1, 2), least=0), True),
        (Fact("x", months={1: 1}, expected=(1, 2)), None),
        (Fact("x", months={1: 0}, expected=(1, 2), least=0, most=0), False),
        (Fact("x", 3, computed=Computed(Range(Fraction(1)), {"a": (2,)})), True),
        (Fact("x", 0, computed=Computed(Range(), {"a": (2,)})), None),
    ],
)
def test_what_is_certain_whatever_comes(fact, truth):
    assert fact.is_true is truth


def test_a_class_is_undecided_where_an_unknown_fact_may_bar_it():
    best = Band("xuất sắc", 95, 100, include_maximum=True, floor_percent=85, blocked_by=frozenset({"kyluat", "khac"}))
    scale = [best, Band("tốt", 80, 95)]
    open_result = classify(96, [("I", 97.0)], scale, unknown={"kyluat", "other"})
    assert (open_result.band, open_result.undecided, open_result.unknown) == (None, best, ("kyluat",))
    for decided in (
        classify(93, [("I", 97.0)], scale, unknown={"kyluat"}),
        classify(96, [("I", 80.0)], scale, unknown={"kyluat"}),
        classify(96, [("I", 97.0)], scale, {"khac"}, {"kyluat"}),
    ):
        assert (decided.band.name, decided.undecided, decided.unknown) == ("tốt", None, ())


def test_a_ratio_of_negative_wholes_is_not_between_its_parts():
    part, whole = Fact("p", months={1: 1, 2: 1}, expected=(1, 2)), Fact("w", months={1: 4}, expected=(1, 2), least=-3)
    ratio = make_ratio(Fact("r", months={}, expected=(1, 2), least=0, most=100), part, whole)
    assert Fraction(100 * 2, 4 - 3) in ratio.range


def test_a_condition_that_is_certain_by_what_is_missing_still_lacks_it():
    """The number so far goes the other way, so it must not pass for that of the year."""
    fact = Fact("b", months={1: 3}, expected=(1, 2), least=3)
    computed = resolve([fact, Fact("a", 0)], {"x": "if(or(b > 5; a > 5); 1; 0)"}).facts["x"]
    assert (computed.total, computed.final, computed.range) == (0, None, Range.only(1))
    settled = resolve([fact, Fact("a", 9)], {"x": "if(or(b > 9; a > 5); 1; 0)"}).facts["x"]
    assert (settled.final, settled.lacks) == (1, {}), "what b lacks does not matter any more"


def test_a_ratio_beyond_its_bounds_stays_in_its_range():
    part, whole = (Fact(code, months={1: number}, expected=(1, 2), least=0) for code, number in (("p", 12), ("w", 10)))
    ratio = make_ratio(Fact("r", months={}, expected=(1, 2), least=0, most=100), part, whole)
    assert 120 in ratio.range, "where the second month adds nothing"


def test_no_ratio_is_made_of_one_fact():
    with pytest.raises(ValueError):
        combine([1, 2], Aggregate.RATIO)


def test_findings_on_facts_of_odd_periods():
    facts = {
        "a": Fact("a", months={4: 1}, expected=(4,), outside=(date(2020, 1, 1), date(2020, 2, 1))),
        "b": Fact("b", months={}, expected=()),
        "m": Fact("m", months={1: 1}, expected=(1, 2)),
    }
    sheet = CheckedSheet([], facts=facts, needed=frozenset(facts), undecided=("Tốt", "Khá", ("m", "z")))
    found = [(finding.check.code, finding.subject, dict(finding.details)) for finding in find_all(sheet)]
    assert found == [
        ("months_missing", "m", {"months": "2"}),
        ("fact_outside_period", "a", {"parts": "01/2020, 02/2020"}),
        ("grade_undecided", "m z", {"claimed": "Tốt", "grade": "Khá", "months_0": "2", "months_1": ""}),
    ]
