"""Places of the results that law.md 1e names, ties, reasons, and units that came, went and were merged."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.round.ranking import (
    Against,
    Arrow,
    Change,
    Move,
    Place,
    Position,
    Result,
    Unranked,
    at_precision,
    compare,
    of_sheet,
    rank,
)
from scoring.succession import Link, predecessors

NORTH, SOUTH = 100, 200


def result(unit, points, cluster=NORTH, **values):
    return Result(unit=unit, points=None if points is None else Decimal(points), cluster=cluster, **values)


def ranks(places):
    return {place.unit: place.overall and place.overall.rank for place in places}


def test_equal_points_share_a_place_and_the_next_is_not_given():
    places = rank([result(1, "90"), result(2, "85.5"), result(3, "95"), result(4, "90.00")])
    assert [(place.unit, place.overall.rank) for place in places] == [(3, 1), (1, 2), (4, 2), (2, 4)]
    assert places[1].overall == Position(2, 2, 4) == places[2].overall
    assert places[1].overall.is_tied and not places[0].overall.is_tied


def test_hundredths_decide():
    assert ranks(rank([result(1, "90.81"), result(2, "91.21"), result(3, "90.84")])) == {2: 1, 3: 2, 1: 3}
    assert ranks(rank([result(1, "85.10"), result(2, "84.36"), result(3, "85.07")])) == {1: 1, 3: 2, 2: 3}


def test_what_is_behind_the_hundredths_does_not_decide():
    places = rank([result(1, "90.841"), result(2, "90.8449"), result(3, "90.845")])
    assert [(place.unit, place.overall.rank, str(place.points)) for place in places] == [
        (3, 1, "90.85"),
        (1, 2, "90.84"),
        (2, 2, "90.84"),
    ]
    assert ranks(rank([result(1, "90.84"), result(2, "90.81")], decimals=1)) == {1: 1, 2: 1}


def test_points_of_a_sheet_are_decimals_of_two_places():
    assert of_sheet(0.1 + 0.2) == Decimal("0.30") and str(of_sheet(93)) == "93.00"
    assert at_precision(Decimal("82.745")) == Decimal("82.75")


def test_clusters_are_ranked_by_themselves():
    places = rank(
        [result(1, "90"), result(2, "95", SOUTH), result(3, "80"), result(4, "90", SOUTH), result(5, "99", None)]
    )
    found = {place.unit: (place.overall, place.in_cluster) for place in places}
    assert found == {
        5: (Position(1, 1, 5), None),
        2: (Position(2, 1, 5), Position(1, 1, 2)),
        1: (Position(3, 2, 5), Position(1, 1, 2)),
        4: (Position(3, 2, 5), Position(2, 1, 2)),
        3: (Position(5, 1, 5), Position(2, 1, 2)),
    }


@pytest.mark.parametrize(
    ("values", "reason", "details"),
    [
        ({"is_approved": False}, Unranked.NOT_APPROVED, ()),
        ({"excuse": "Quyết định số 12"}, Unranked.EXCUSED, ("Quyết định số 12",)),
        ({"vetoes": ("kyluat",)}, Unranked.VETOED, ("kyluat",)),
        ({"undelivered": ("SIPAS", "PAPI")}, Unranked.NOT_DELIVERED, ("SIPAS", "PAPI")),
        ({"ineligible": ("dưới 6 tháng",)}, Unranked.NOT_ELIGIBLE, ("dưới 6 tháng",)),
        ({"points": None}, Unranked.NO_POINTS, ()),
        # the first of several is told
        ({"is_approved": False, "excuse": "giải thể", "vetoes": ("kyluat",)}, Unranked.EXCUSED, ("giải thể",)),
        ({"is_approved": False, "undelivered": ("SIPAS",)}, Unranked.NOT_APPROVED, ()),
        ({"undelivered": ("SIPAS",), "vetoes": ("kyluat",)}, Unranked.NOT_DELIVERED, ("SIPAS",)),
        ({"ineligible": ("mới",), "vetoes": ("kyluat",)}, Unranked.NOT_ELIGIBLE, ("mới",)),
    ],
)
def test_who_is_not_ranked_is_behind_all_others_with_a_reason_and_takes_no_place(values, reason, details):
    out = replace(result(1, "99"), **values)
    best, last = rank([out, result(2, "80")])
    assert best == Place(2, NORTH, Decimal("80.00"), Position(1, 1, 1), Position(1, 1, 1))
    assert last == Place(1, NORTH, unranked=reason, details=details)


def test_nobody_is_ranked_among_nobody():
    assert rank([]) == ()


def moved(before, now, links=(), **options):
    changes = compare(rank(now), rank(before), predecessors(links), **options)
    return {change.unit: change for change in changes}


def test_points_and_ranks_since_the_last_period():
    found = moved(
        [result(1, "90"), result(2, "80"), result(3, "70")], [result(1, "85"), result(2, "91.5"), result(3, "60")]
    )
    assert found[2] == Change(2, Against.ITSELF, (2,), Decimal("11.50"), Move(2, 1), Move(2, 1))
    assert [found[unit].overall.arrow for unit in (1, 2, 3)] == [Arrow.DOWN, Arrow.UP, Arrow.SAME]
    assert found[3].points == Decimal("-10.00") and found[1].overall.steps == -1


def test_points_of_another_scale_are_not_compared_but_ranks_are():
    found = moved([result(1, "90"), result(2, "80")], [result(1, "40"), result(2, "45")], is_same_scale=False)
    assert found[2].points is None and found[2].overall == Move(2, 1)


def test_ranks_of_different_clusters_are_not_compared():
    found = moved([result(1, "90"), result(2, "80", SOUTH)], [result(1, "80", SOUTH), result(2, "85", SOUTH)])
    assert found[1].in_cluster is None and found[1].overall == Move(1, -1)
    assert found[2].in_cluster == Move(1, 0)
    assert moved([result(1, "90", None)], [result(1, "90", None)])[1].in_cluster is None


def test_a_new_unit_is_compared_with_nothing():
    assert moved([result(1, "90")], [result(2, "95")])[2] == Change(2, Against.NEW)
    assert compare(rank([result(1, "90")]), ()) == (Change(1, Against.NEW),)


def test_a_unit_is_compared_with_the_one_that_it_came_from():
    found = moved([result(1, "90"), result(9, "95")], [result(3, "92")], [Link(1, 2), Link(2, 3)])
    assert found[3] == Change(3, Against.PREDECESSOR, (1,), Decimal("2.00"), Move(2, 1), Move(2, 1))


def test_a_unit_that_came_from_several_is_told_them_and_no_figure():
    found = moved([result(2, "90"), result(1, "80")], [result(3, "92")], [Link(1, 3), Link(2, 3)])
    assert found[3] == Change(3, Against.SEVERAL, (1, 2))


def test_a_unit_that_others_joined_is_compared_with_itself():
    found = moved([result(1, "90"), result(2, "80")], [result(2, "92")], [Link(1, 2)])
    assert found[2].against is Against.ITSELF and found[2].points == Decimal("12.00")


def test_what_was_or_is_not_ranked_is_not_compared():
    out = result(1, "90", is_approved=False)
    assert moved([out], [result(1, "92")])[1] == Change(1, Against.UNRANKED_BEFORE, (1,))
    assert moved([result(1, "92")], [out])[1] == Change(1, Against.UNRANKED_NOW, (1,))
    assert moved([], [out])[1] == Change(1, Against.UNRANKED_NOW)


@given(st.lists(st.integers(0, 300), max_size=30))
def test_a_rank_is_one_more_than_how_many_are_better(hundredths):
    points = [Decimal(number).scaleb(-2) for number in hundredths]
    places = rank(Result(unit=unit, points=value) for unit, value in enumerate(points))
    for place in places:
        better = sum(value > place.points for value in points)
        assert place.overall == Position(better + 1, points.count(place.points), len(points))
    assert [place.overall.rank for place in places] == sorted(place.overall.rank for place in places)
