"""A year from its quarters, by the cases of law.md."""

from dataclasses import replace
from decimal import Decimal

import pytest

from scoring.round.classes import Bound, Classes, Scale, failed_part_ceiling, suggest
from scoring.round.conditions import place
from scoring.round.known_texts import DECREE_233_LEVELS
from scoring.round.year_from_parts import Part, YearPoints, year_points

KEYS = ("I", "II", "III", "IV")


def quarters(*points):
    return [
        Part(key, excuse=each) if isinstance(each, str) else Part(key, None if each is None else Decimal(str(each)))
        for key, each in zip(KEYS, points, strict=False)
    ]


@pytest.mark.parametrize(
    ("points", "mean"),
    [
        ((92, 93, 95, 96), "94.00"),
        ((92, 95, 48, 96), "82.75"),
        ((92, 93, 95, 95.5), "93.88"),  # 93,875
        ((90, 90, 90.01), "90.00"),  # 90,0033…
        ((90, 90.01, 90.01), "90.01"),  # 90,0066…
        ((90, 90.01), "90.01"),  # a half is rounded up
        ((0, 0, 0, 0), "0.00"),
    ],
)
def test_the_mean_of_the_quarters(points, mean):
    assert str(year_points(quarters(*points)).points) == mean


def test_the_mean_may_have_other_decimals():
    assert year_points(quarters(92, 93, 95, 95.5), decimals=1).points == Decimal("93.9")


def test_a_quarter_rightly_not_evaluated_leaves_the_denominator():
    found = year_points(quarters(92, "mới thành lập", 95, 96))
    assert found == YearPoints(Decimal("94.33"), ("I", "III", "IV"), ("II",), ())
    with_points = [Part("I", Decimal(50), "mới thành lập"), Part("II", Decimal(90))]
    assert year_points(with_points).points == 90, "its points do not count"


def test_a_quarter_that_is_missing_is_not_zero():
    assert year_points(quarters(92, None, 95, 96)) == YearPoints(None, ("I", "III", "IV"), (), ("II",))


def test_a_year_of_which_nothing_counts_has_no_points():
    assert year_points([]).points is None
    assert year_points(quarters("nghỉ", "nghỉ")) == YearPoints(None, (), ("I", "II"), ())


def test_a_failed_quarter_bars_the_top_class_though_the_mean_reaches_it():
    names = Scale(tuple(level.name for level in DECREE_233_LEVELS))
    levels = [replace(level, conditions=()) for level in DECREE_233_LEVELS]
    parts = quarters(100, 100, 65, 100)
    year = year_points(parts)
    assert year.points == Decimal("91.25")
    classes = [names.bottom if part.points == 65 else names.top for part in parts]  # it failed by a fact
    ceilings = failed_part_ceiling(names, classes)
    assert [ceiling.bound for ceiling in ceilings] == [Bound.FAILED_PART]
    assert suggest(names, Classes(placed=place(year.points, levels, {}), ceilings=ceilings)) == names.names[1]
