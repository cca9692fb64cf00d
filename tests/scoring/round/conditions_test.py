"""The classes of Nghị định 233/2026/NĐ-CP, Điều 7, by the cases of law.md: top, bottom, late share, open, unknown."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.round.conditions import Comparison, Condition, Fall, Level, Outcome, Placed, place
from scoring.round.known_texts import DECREE_233_FALLS, DECREE_233_LEVELS

EXCELLENT, GOOD, DONE, FAILED = (level.name for level in DECREE_233_LEVELS)
#: Everything stated, and as well as can be.
FINE = {
    "done_percent": 100,
    "late_percent": 0,
    "exceeded_percent": 30,
    "failed_constituents": 0,
    "unmended_faults": 0,
    "concluded_wrongdoing": 0,
}


def placed(points, **facts):
    return place(Decimal(str(points)), DECREE_233_LEVELS, {**FINE, **facts}, DECREE_233_FALLS)


def codes(conditions):
    return [condition.code for condition in conditions]


@pytest.mark.parametrize(
    ("points", "name"),
    [
        (100, EXCELLENT),
        (90, EXCELLENT),
        ("89.99", GOOD),
        (70, GOOD),
        ("69.99", DONE),
        (50, DONE),
        ("49.99", FAILED),
        (0, FAILED),
    ],
)
def test_points_with_all_conditions_reach_the_class(points, name):
    found = placed(points)
    assert found == Placed(Outcome.REACHED, name)
    assert found.reached == name


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"exceeded_percent": 29}, "exceeded_percent"),
        ({"exceeded_percent": Fraction(2999, 100)}, "exceeded_percent"),
        ({"failed_constituents": 1}, "failed_constituents"),
        ({"unmended_faults": 2}, "unmended_faults"),
        ({"late_percent": 5}, "late_percent"),
        ({"done_percent": 98}, "done_percent"),
    ],
)
def test_points_of_the_top_class_without_a_condition_are_open(facts, code):
    found = placed(91, **facts)
    assert (found.outcome, found.name, found.reached) == (Outcome.OPEN, EXCELLENT, None)
    assert codes(found.unmet) == [code]


def test_no_condition_of_a_class_is_asked_for_in_another():
    assert placed(89, exceeded_percent=0, failed_constituents=1).reached == GOOD
    assert placed(45, done_percent=60, late_percent=90).reached == FAILED


def test_a_constituent_that_is_not_classed_leaves_the_unit_without_a_class():
    found = placed(91, failed_constituents=None)
    assert (found.outcome, found.reached, found.unknown) == (Outcome.UNKNOWN, None, ("failed_constituents",))


def test_what_is_open_anyway_does_not_wait_for_the_rest():
    found = placed(91, failed_constituents=None, exceeded_percent=29)
    assert (found.outcome, codes(found.unmet), found.unknown) == (
        Outcome.OPEN,
        ["exceeded_percent"],
        ("failed_constituents",),
    )


def test_less_than_seventy_percent_done_is_the_bottom_class_whatever_the_points():
    found = placed(92, done_percent=68)
    assert (found.reached, codes(found.fell_by)) == (FAILED, ["done_percent"])
    assert placed(92, done_percent=Fraction(6999, 100)).reached == FAILED
    assert placed(92, done_percent=70).outcome is Outcome.OPEN


def test_force_majeure_leaves_it_to_the_authority():
    found = placed(92, done_percent=68, force_majeure=1)
    assert (found.outcome, found.name, found.reached) == (Outcome.OPEN, EXCELLENT, None)
    assert found.unmet[0].comparison is Comparison.BELOW
    assert placed(92, done_percent=68, force_majeure=0).reached == FAILED


def test_force_majeure_alone_changes_nothing():
    assert placed(92, force_majeure=1).reached == EXCELLENT
    assert codes(placed(92, done_percent=75, force_majeure=1).unmet) == ["done_percent"]


def test_what_is_not_stated_of_a_fall_concludes_nothing():
    found = placed(92, done_percent=None)
    assert (found.outcome, found.unknown) == (Outcome.UNKNOWN, ("done_percent",))
    found = placed(92, concluded_wrongdoing=None, exceeded_percent=29)
    assert (found.outcome, found.unknown) == (Outcome.UNKNOWN, ("concluded_wrongdoing",)), "it may still fall"
    assert placed(45, done_percent=None).reached == FAILED, "nothing is below"
    assert placed(92, done_percent=None, concluded_wrongdoing=1).reached == FAILED, "another fall is certain"


def test_wrongdoing_is_excused_by_nothing():
    found = placed(92, concluded_wrongdoing=1, force_majeure=1)
    assert (found.reached, codes(found.fell_by)) == (FAILED, ["concluded_wrongdoing"])


def test_no_more_than_a_fifth_of_the_tasks_may_be_late():
    assert placed(65, late_percent=20).reached == DONE
    found = placed(65, late_percent=30)
    assert (found.outcome, found.name) == (Outcome.OPEN, DONE)


@pytest.mark.parametrize(
    ("comparison", "below", "equal", "above"),
    [
        (Comparison.AT_LEAST, False, True, True),
        (Comparison.ABOVE, False, False, True),
        (Comparison.AT_MOST, True, True, False),
        (Comparison.BELOW, True, False, False),
    ],
)
def test_comparisons_are_exact(comparison, below, equal, above):
    condition = Condition("x", comparison, Decimal("0.3"))
    assert condition.holds({"x": Decimal("0.29")}) is below
    assert condition.holds({"x": Fraction(3, 10)}) is equal
    assert condition.holds({"x": Fraction(1, 3)}) is above
    assert condition.holds({}) is None and condition.holds({"x": None}) is None


def test_scales_fall_and_may_leave_points_out():
    high, low = Level("cao", Decimal(80)), Level("thấp", Decimal(50))
    assert place(Decimal(40), [high, low], {}) == Placed(Outcome.OFF_SCALE)
    for wrong in ([low, high], [high, high]):
        with pytest.raises(ValueError, match="does not stand above"):
            place(Decimal(90), wrong, {})
    fall = Fall(Condition("x", Comparison.AT_LEAST, Decimal(1)))
    assert place(Decimal(90), [high, low], {"x": 1}, [fall]).reached == "thấp"
