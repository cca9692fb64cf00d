"""Quotas: the three texts of law.md with their cases, the order of the cut, and ties at it."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.round.known_texts import DECREE_233_QUOTA, KON_TUM_1923_QUOTA, PARTY_366_QUOTA
from scoring.round.quota import Base, Candidate, Count, Effect, Quota, QuotaError, Rounding, decide

TWENTY, TWENTY_FIVE = Decimal(20), Decimal(25)


def candidates(*points, **measures):
    """Return units 1, 2, …, with these points."""
    return [
        Candidate(unit, Decimal(str(each)), {key: Decimal(values[unit - 1]) for key, values in measures.items()})
        for unit, each in enumerate(points, 1)
    ]


def falling(count):
    return candidates(*(99 - number for number in range(count)))


# Nghị định 233/2026/NĐ-CP, Điều 7 khoản 7: of those classed "tốt"


def test_decree_233_at_most_a_fifth_of_those_classed_good():
    found = decide(DECREE_233_QUOTA, falling(2), Count(good=14))
    assert (found.limit, found.base, found.stays, found.is_kept) == (2, 14, (1, 2), True)
    found = decide(DECREE_233_QUOTA, falling(3), Count(good=14))
    assert (found.limit, found.stays, found.cut) == (2, (1, 2), (3,))


def test_decree_233_at_most_a_quarter_where_it_is_decided():
    found = decide(DECREE_233_QUOTA, falling(3), Count(good=14), percent=TWENTY_FIVE)
    assert (found.limit, found.stays, found.percent) == (3, (1, 2, 3), 25)
    assert decide(DECREE_233_QUOTA, falling(3), Count(good=14), percent=Decimal(22)).limit == 3
    for percent in (Decimal("25.01"), Decimal(19), Decimal(100)):
        with pytest.raises(QuotaError, match="may not be decided"):
            decide(DECREE_233_QUOTA, falling(3), Count(good=14), percent=percent)


def test_decree_233_who_does_not_stay_is_classed_good_and_counts():
    """Of 18 units 4 are proposed: with three of them, 15 are classed "tốt", and a fifth of 15 is three."""
    found = decide(DECREE_233_QUOTA, falling(4), Count(good=14))
    assert (found.limit, found.base, found.cut) == (3, 15, (4,))
    as_proposed = replace(DECREE_233_QUOTA, counts_the_cut=False)
    found = decide(as_proposed, falling(4), Count(good=14))
    assert (found.limit, found.base, found.cut) == (2, 14, (3, 4))


@pytest.mark.parametrize(
    ("proposed", "good", "lower", "unclassed", "limit", "is_small"),
    [
        (4, 0, 0, 0, 1, True),
        (1, 3, 0, 0, 1, True),
        (2, 1, 1, 0, 1, True),
        (1, 1, 1, 1, 1, True),  # one that is not classed is a unit all the same
        (1, 2, 1, 1, 0, False),  # five units: a fifth of two is none
        (1, 4, 0, 0, 0, False),
        (1, 5, 0, 0, 1, False),
    ],
)
def test_decree_233_fewer_than_five_units_may_have_one(proposed, good, lower, unclassed, limit, is_small):
    found = decide(DECREE_233_QUOTA, falling(proposed), Count(good, lower, unclassed))
    assert (found.limit, found.is_small) == (limit, is_small)
    assert len(found.stays) == min(limit, proposed)


def test_decree_233_units_of_lower_classes_are_not_in_the_base():
    assert decide(DECREE_233_QUOTA, falling(2), Count(good=9, lower=40)).limit == 1


# Quyết định 1923/QĐ-CĐKT, Điều 19 khoản 2: of those classed "tốt" and above


def test_kon_tum_1923_at_most_a_fifth_of_those_classed_good_and_above():
    found = decide(KON_TUM_1923_QUOTA, falling(3), Count(good=10))
    assert (found.limit, found.base, found.stays, found.cut) == (2, 13, (1, 2), (3,))
    assert decide(KON_TUM_1923_QUOTA, falling(3), Count(good=10, lower=30)).limit == 2
    assert decide(KON_TUM_1923_QUOTA, falling(3), Count(good=12)).limit == 3


# Quy định 366-QĐ/TW, Điều 12, as it is told: of all that are classed


def test_party_366_at_most_a_fifth_of_all_that_are_classed():
    found = decide(PARTY_366_QUOTA, falling(3), Count(good=6, lower=6, unclassed=5))
    assert (found.limit, found.base, found.is_kept) == (3, 15, True)
    assert decide(PARTY_366_QUOTA, falling(3), Count(good=6, lower=5)).limit == 2
    assert decide(PARTY_366_QUOTA, falling(3), Count(good=12, lower=9)).limit == 4


def test_the_three_texts_give_three_answers_to_the_same_units():
    count = Count(good=6, lower=7)
    texts = (DECREE_233_QUOTA, KON_TUM_1923_QUOTA, PARTY_366_QUOTA)
    assert [len(decide(text, falling(4), count).stays) for text in texts] == [1, 2, 3]


# the rest of the data


@pytest.mark.parametrize(
    ("rounding", "good", "limit"),
    [
        (Rounding.DOWN, 14, 2),
        (Rounding.DOWN, 15, 3),
        (Rounding.HALF_UP, 12, 2),
        (Rounding.HALF_UP, 13, 3),
        (Rounding.UP, 11, 3),
        (Rounding.UP, 10, 2),
    ],
)
def test_what_becomes_of_a_part_of_a_unit(rounding, good, limit):
    quota = Quota(percent=TWENTY, base=Base.GOOD, counts_the_cut=False, rounding=rounding)
    assert decide(quota, falling(9), Count(good)).limit == limit


def test_a_half_is_rounded_up():
    quota = Quota(percent=Decimal(50), base=Base.GOOD, counts_the_cut=False, rounding=Rounding.HALF_UP)
    assert decide(quota, falling(9), Count(3)).limit == 2


def test_where_all_may_stay_the_limit_tells_how_many_more_could():
    assert decide(KON_TUM_1923_QUOTA, falling(1), Count(good=24)).limit == 5
    found = decide(KON_TUM_1923_QUOTA, [], Count(good=24))
    assert (found.limit, found.base, found.stays, found.told_apart_by) == (4, 24, (), None)


def test_without_a_rule_for_small_numbers_no_number_is_small():
    found = decide(PARTY_366_QUOTA, [], Count(good=0))
    assert (found.limit, found.base, found.is_small) == (0, 0, False)
    assert decide(PARTY_366_QUOTA, [], Count(good=4)).limit == 0


def test_nobody_stays_where_there_is_room_for_nobody():
    found = decide(KON_TUM_1923_QUOTA, falling(1), Count(good=3))
    assert (found.limit, found.stays, found.cut, found.told_apart_by) == (0, (), (1,), None)
    equal = decide(KON_TUM_1923_QUOTA, candidates(95, 95), Count(good=2))
    assert (equal.cut, equal.tied) == ((1, 2), ()), "no place to choose about"


def test_a_warning_names_who_is_over_and_cuts_nobody():
    quota = replace(KON_TUM_1923_QUOTA, effect=Effect.WARNING)
    found = decide(quota, falling(3), Count(good=10))
    assert (found.over, found.cut, found.is_binding, found.is_kept) == ((3,), (), False, False)
    assert decide(KON_TUM_1923_QUOTA, falling(3), Count(good=10)).is_binding


def test_the_best_stay_in_whatever_order_they_come():
    found = decide(KON_TUM_1923_QUOTA, candidates("91.2", "95", "91.21"), Count(good=10))
    assert (found.stays, found.cut, found.told_apart_by) == ((2, 3), (1,), "points")
    found = decide(KON_TUM_1923_QUOTA, candidates("91.2", "91.21"), Count(good=5))
    assert (found.stays, found.cut, found.told_apart_by) == ((2,), (1,), "points")


def test_a_tie_at_the_limit_is_said_and_cuts_nobody():
    found = decide(KON_TUM_1923_QUOTA, candidates(93, 95, "93.00", 91), Count(good=10))
    assert (found.limit, found.stays, found.tied, found.places_left, found.cut) == (2, (2,), (1, 3), 1, (4,))
    assert not found.is_settled and not found.is_kept and found.told_apart_by is None


def test_who_is_chosen_of_those_tied_stays():
    chosen = replace(KON_TUM_1923_QUOTA, order=("points", "chosen"))
    found = decide(chosen, candidates(93, 95, 93, chosen=[0, 0, 1]), Count(good=10))
    assert (found.stays, found.cut, found.told_apart_by) == ((2, 3), (1,), "chosen")


def test_a_tie_beside_the_limit_is_none():
    above = decide(KON_TUM_1923_QUOTA, candidates(95, 95, 91), Count(good=10))
    assert (above.stays, above.tied, above.is_settled) == ((1, 2), (), True)
    below = decide(KON_TUM_1923_QUOTA, candidates(95, 94, 91, 91), Count(good=10))
    assert (below.stays, below.tied, below.cut) == ((1, 2), (), (3, 4))


def test_a_tie_of_all_leaves_all_places():
    found = decide(KON_TUM_1923_QUOTA, candidates(95, 95, 95), Count(good=10))
    assert (found.stays, found.tied, found.places_left, found.cut) == ((), (1, 2, 3), 2, ())


def test_the_order_may_ask_for_more_than_points():
    quota = replace(KON_TUM_1923_QUOTA, order=("points", "results"))
    found = decide(quota, candidates(93, 95, 93, results=[66, 60, 65]), Count(good=10))
    assert (found.stays, found.cut, found.told_apart_by) == ((2, 1), (3,), "results")
    by_results = replace(KON_TUM_1923_QUOTA, order=("results",))
    found = decide(by_results, candidates(93, 95, 93, results=[66, 60, 65]), Count(good=10))
    assert (found.stays, found.cut) == ((1, 3), (2,))
    with pytest.raises(KeyError):
        decide(quota, candidates(93), Count(good=10))


def test_quotas_that_cannot_be():
    for percent in (Decimal(-1), Decimal("100.5")):
        with pytest.raises(QuotaError, match="no share"):
            Quota(percent=percent, base=Base.GOOD)
    for exception in (Decimal(20), Decimal(10), Decimal(101)):
        with pytest.raises(QuotaError, match="no exception"):
            Quota(percent=TWENTY, base=Base.GOOD, exception_percent=exception)
    for percent in (Decimal(0), Decimal("0.5"), Decimal(100)):
        assert Quota(percent=percent, base=Base.GOOD).percent == percent
    assert Quota(percent=TWENTY, base=Base.GOOD, exception_percent=Decimal(100)).allows(Decimal(100))
    assert not KON_TUM_1923_QUOTA.allows(TWENTY_FIVE) and KON_TUM_1923_QUOTA.allows(TWENTY)


@given(
    st.lists(st.integers(9000, 9010), max_size=12),
    st.integers(0, 40),
    st.integers(0, 20),
    st.sampled_from(Base),
    st.booleans(),
)
def test_the_share_holds_of_what_is_classed_in_the_end_and_one_more_would_break_it(points, good, lower, base, counts):
    quota = Quota(percent=TWENTY, base=base, counts_the_cut=counts)
    found = decide(quota, candidates(*points), Count(good, lower))
    assert sorted((*found.stays, *found.tied, *found.over)) == list(range(1, len(points) + 1))
    top = len(found.stays) + found.places_left
    assert top == min(found.limit, len(points))

    def of(top):
        over = len(points) - top
        return {
            Base.GOOD: good + (over if counts else 0),
            Base.GOOD_AND_ABOVE: good + len(points),
            Base.ALL_CLASSED: good + len(points) + lower,
        }[base]

    assert found.base == of(top)
    assert 5 * top <= of(top)
    if top < len(points):
        assert 5 * (top + 1) > of(top + 1)
