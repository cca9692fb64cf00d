"""Three classes side by side: the cases of law.md for heads, open classes and failed quarters."""

from dataclasses import replace
from decimal import Decimal

import pytest

from scoring.round.classes import (
    Bound,
    Ceiling,
    Classes,
    Objected,
    Objection,
    Scale,
    failed_part_ceiling,
    head_ceiling,
    held,
    needs_reason,
    object_to,
    placed_ceiling,
    quota_ceiling,
    suggest,
)
from scoring.round.conditions import Comparison, Condition, Outcome, Placed

EXCELLENT, GOOD, DONE, FAILED = "xuất sắc", "tốt", "hoàn thành", "không hoàn thành"
SCALE = Scale((EXCELLENT, GOOD, DONE, FAILED))
REACHED = Placed(Outcome.REACHED, GOOD)
OPEN = Placed(Outcome.OPEN, EXCELLENT)
UNKNOWN = Placed(Outcome.UNKNOWN, EXCELLENT)
OFF = Placed(Outcome.OFF_SCALE)


def objections(classes):
    return [found.objection for found in object_to(SCALE, classes)]


def test_a_scale_falls():
    assert (SCALE.top, SCALE.bottom) == (EXCELLENT, FAILED)
    assert SCALE.is_above(EXCELLENT, GOOD) and not SCALE.is_above(GOOD, GOOD) and not SCALE.is_above(DONE, GOOD)
    assert [SCALE.below(name) for name in SCALE.names] == [GOOD, DONE, FAILED, FAILED]
    assert SCALE.lowest([GOOD, EXCELLENT, DONE]) == DONE
    for names in ((), (GOOD, GOOD)):
        with pytest.raises(ValueError, match="each with its own name"):
            Scale(names)
    with pytest.raises(ValueError):
        SCALE.below("khá")


def test_the_head_is_not_above_the_unit():
    assert held(SCALE, EXCELLENT, [head_ceiling(GOOD)]) == GOOD
    assert held(SCALE, DONE, [head_ceiling(GOOD)]) == DONE, "but may be below"
    assert held(SCALE, GOOD, [head_ceiling(GOOD)]) == GOOD
    decided = Classes(EXCELLENT, EXCELLENT, EXCELLENT, ceilings=(head_ceiling(GOOD),))
    assert object_to(SCALE, decided) == (Objected(Objection.TOO_HIGH, Ceiling(Bound.UNIT, GOOD)),)
    assert object_to(SCALE, replace(decided, decided=GOOD)) == ()
    assert suggest(SCALE, decided) == GOOD


def test_the_head_waits_for_the_unit():
    waits = Classes(by_reviewer=GOOD, decided=GOOD, ceilings=(head_ceiling(None),))
    assert held(SCALE, GOOD, waits.ceilings) is None and suggest(SCALE, waits) is None
    assert object_to(SCALE, waits) == (Objected(Objection.WAITS, Ceiling(Bound.UNIT, None)),)


def test_one_failed_quarter_bars_the_top_class_of_the_year():
    ceilings = failed_part_ceiling(SCALE, [EXCELLENT, EXCELLENT, FAILED, EXCELLENT])
    assert ceilings == (Ceiling(Bound.FAILED_PART, GOOD),)
    assert failed_part_ceiling(SCALE, [EXCELLENT, DONE]) == () == failed_part_ceiling(SCALE, [])
    reached = Classes(placed=Placed(Outcome.REACHED, EXCELLENT), ceilings=ceilings)
    assert suggest(SCALE, reached) == GOOD
    assert objections(replace(reached, decided=EXCELLENT, reason="thành tích")) == [Objection.TOO_HIGH]
    assert objections(replace(reached, decided=GOOD)) == [], "that follows by itself"


def test_who_is_cut_by_a_quota_is_in_the_class_below_without_a_reason():
    cut = Classes(decided=GOOD, placed=Placed(Outcome.REACHED, EXCELLENT), ceilings=(quota_ceiling(SCALE),))
    assert quota_ceiling(SCALE) == Ceiling(Bound.QUOTA, GOOD)
    assert objections(cut) == [] and objections(replace(cut, decided=DONE)) == [Objection.NO_REASON]


def test_points_and_facts_may_hold_a_class_whatever_the_reason():
    fell = Placed(Outcome.REACHED, FAILED, fell_by=(Condition("done_percent", Comparison.BELOW, Decimal(70)),))
    assert placed_ceiling(fell) == (Ceiling(Bound.FACT, FAILED),)
    assert placed_ceiling(REACHED) == (Ceiling(Bound.POINTS, GOOD),)
    assert placed_ceiling(OPEN) == (Ceiling(Bound.POINTS, EXCELLENT),), "it may be any class up to that of its points"
    assert placed_ceiling(OFF) == ()
    decided = Classes(decided=EXCELLENT, reason="…", placed=REACHED, ceilings=placed_ceiling(REACHED))
    assert objections(decided) == [Objection.TOO_HIGH]
    assert objections(replace(decided, decided=DONE)) == []


def test_the_lowest_of_several_ceilings_holds():
    ceilings = (quota_ceiling(SCALE), head_ceiling(DONE))
    assert held(SCALE, EXCELLENT, ceilings) == DONE
    decided = Classes(decided=GOOD, ceilings=ceilings)
    assert object_to(SCALE, decided) == (Objected(Objection.TOO_HIGH, ceilings[1]),)


def test_an_open_class_is_decided_with_a_reason_whatever_it_is():
    open_class = Classes(EXCELLENT, GOOD, placed=OPEN)
    assert suggest(SCALE, open_class) is None
    for name in (EXCELLENT, GOOD, DONE):
        decided = replace(open_class, decided=name)
        assert objections(decided) == [Objection.NO_REASON] == objections(replace(decided, reason=" "))
        assert objections(replace(decided, reason="29 % vượt mức, nhiệm vụ đột xuất nhiều")) == []
    assert objections(Classes(decided=GOOD, placed=OFF)) == [Objection.NO_REASON]


def test_what_points_and_facts_make_of_it_needs_no_reason_and_all_else_does():
    decided = Classes(EXCELLENT, EXCELLENT, GOOD, placed=REACHED)
    assert objections(decided) == [] and not needs_reason(SCALE, decided)
    assert objections(replace(decided, decided=DONE)) == [Objection.NO_REASON]
    assert objections(replace(decided, decided=EXCELLENT)) == [Objection.NO_REASON]
    assert objections(replace(decided, decided=EXCELLENT, reason="…")) == []
    assert needs_reason(SCALE, replace(decided, decided=DONE, reason="…"))


def test_nothing_is_decided_before_enough_is_stated():
    assert objections(Classes(decided=GOOD, reason="…", placed=UNKNOWN)) == [Objection.WAITS]
    assert suggest(SCALE, Classes(GOOD, GOOD, placed=UNKNOWN)) is None


def test_where_a_set_has_no_such_rules_the_proposals_are_what_there_is():
    assert suggest(SCALE, Classes(by_unit=EXCELLENT, by_reviewer=GOOD)) == GOOD
    assert suggest(SCALE, Classes(by_unit=EXCELLENT)) == EXCELLENT
    assert suggest(SCALE, Classes()) is None
    assert suggest(SCALE, Classes(EXCELLENT, EXCELLENT, placed=REACHED)) == GOOD
    assert objections(Classes(EXCELLENT, GOOD, DONE)) == []


def test_no_class_and_no_class_of_the_scale():
    assert objections(Classes(EXCELLENT, GOOD, placed=UNKNOWN, ceilings=(head_ceiling(None),))) == []
    assert not needs_reason(SCALE, Classes(placed=OPEN))
    assert objections(Classes(decided="khá", ceilings=(head_ceiling(None),))) == [Objection.NOT_OF_THE_SCALE]
