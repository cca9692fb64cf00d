import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.facts import Fact
from scoring.rules import OPERATORS, Basis, Effect, Rule, suggest

AWARD, DEDUCT = Effect.AWARD, Effect.DEDUCT
EACH, WHEN, PERIOD = Basis.EACH, Basis.WHEN, Basis.PERIOD
hundredths = st.integers(0, 2000).map(lambda n: n / 100)


def points(base, maximum, rules, **facts):
    return suggest(base, maximum, rules, {code: Fact(code, value) for code, value in facts.items()}).points


def test_a_leaf_without_rules_is_judged():
    assert suggest(0, 3.0, [], {}) is None


def test_each_unit_up_to_the_maximum():
    """I.1.2-1: 12 x 0,25 = 3,0; eleven programmes bring 2,75."""
    rule = Rule(AWARD, 0.25, EACH, "ct")
    assert points(0, 3.0, [rule], ct=11) == 2.75
    assert points(0, 3.0, [rule], ct=12) == 3.0
    assert points(0, 3.0, [rule], ct=14) == 3.0


def test_each_occurrence_down_to_zero():
    """I.5-1: 0,25 less for each late task, never below zero."""
    rule = Rule(DEDUCT, 0.25, EACH, "cham")
    assert points(2.0, 2.0, [rule], cham=1) == 1.75
    assert points(2.0, 2.0, [rule], cham=8) == 0.0
    assert points(2.0, 2.0, [rule], cham=100) == 0.0


def test_a_step_counts_whole_steps_only():
    """IV.5: 0,5 less for every two documents sent late."""
    rule = Rule(DEDUCT, 0.5, EACH, "cham", step=2)
    assert [points(1.0, 1.0, [rule], cham=late) for late in (0, 1, 2, 3, 4, 9)] == [1.0, 1.0, 0.5, 0.5, 0.0, 0.0]


def test_less_than_nothing_makes_no_step():
    assert [Rule(AWARD, 1, EACH, "x").times(Fact("x", value)) for value in (-7, -1, -0.5, 0.5)] == [0, 0, 0, 0]


def test_binary_fractions_lose_no_step():
    assert 0.3 / 0.1 < 3
    assert Rule(AWARD, 1, EACH, "x", step=0.1).times(Fact("x", 0.3)) == 3


def test_decimals_change_no_comparison():
    assert 0.1 + 0.2 > 0.3
    tenths = Fact("x", months={1: 0.1, 2: 0.2}, expected=(1, 2))
    assert Rule(AWARD, 1, WHEN, "x", operator="<=", threshold=0.3).times(tenths) == 1


@pytest.mark.parametrize(
    ("value", "threshold", "times"),
    [
        (89.9999996, 90, 0),
        (90, 90, 1),
        (90, 90.0000004, 0),
        (Fraction(200, 3), 66.666667, 0),
        (Fraction(1, 3), 0.33, 1),
    ],
)
def test_numbers_and_thresholds_are_compared_exactly(value, threshold, times):
    assert Rule(AWARD, 1.0, WHEN, "x", threshold=threshold).times(Fact("x", value)) == times
    months = Fact("x", months={1: value, 2: value})
    assert Rule(AWARD, 1.0, PERIOD, "x", threshold=threshold).times(months) == 2 * times


def test_from_a_threshold_on():
    """I.1.3-2: from 90 % on; IV.1: from two machines on."""
    ratio = Rule(AWARD, 1.0, WHEN, "tyle", operator=">=", threshold=90)
    assert [points(0, 1.0, [ratio], tyle=share) for share in (89.99, 90.0, 100.0)] == [0.0, 1.0, 1.0]
    machines = Rule(DEDUCT, 0.5, WHEN, "may", operator=">=", threshold=2)
    assert [points(1.0, 1.0, [machines], may=count) for count in (0, 1, 2, 9)] == [1.0, 1.0, 0.5, 0.5]


@pytest.mark.parametrize(
    ("sign", "below", "at", "above"),
    [("=", 0, 1, 0), ("!=", 1, 0, 1), ("<", 1, 0, 0), ("<=", 1, 1, 0), (">", 0, 0, 1), (">=", 0, 1, 1)],
)
def test_any_comparison(sign, below, at, above):
    rule = Rule(AWARD, 1.0, WHEN, "x", operator=sign, threshold=5)
    assert [rule.times(Fact("x", value)) for value in (4, 5, 6)] == [below, at, above]
    assert sign in OPERATORS


def test_parts_add_up():
    """II.2-2: paper 1 point, electronic 1 point."""
    rules = [Rule(AWARD, 1.0, WHEN, "giay"), Rule(AWARD, 1.0, WHEN, "dientu")]
    assert points(0, 2.0, rules, giay=1, dientu=0) == 1.0
    assert points(0, 2.0, rules, giay=1, dientu=1) == 2.0


def test_award_and_deduction_mix():
    """IV.3: half for discipline, half by default, 0,5 less for each failed meeting."""
    rules = [Rule(AWARD, 0.5, WHEN, "chaphanh"), Rule(DEDUCT, 0.5, EACH, "suco")]
    assert points(0.5, 1.0, rules, chaphanh=1, suco=0) == 1.0
    assert points(0.5, 1.0, rules, chaphanh=1, suco=1) == 0.5
    assert points(0.5, 1.0, rules, chaphanh=0, suco=3) == 0.0


def test_periods_and_their_limit():
    """I.5-3 counts months; IV.4 deducts once however many months have fewer than ten items."""
    months = Fact("tin", months={month: 9.0 if month < 4 else 12.0 for month in range(1, 13)})
    rule = Rule(DEDUCT, 0.5, PERIOD, "tin", operator="<", threshold=10)
    assert rule.times(months) == 3
    assert Rule(DEDUCT, 0.5, PERIOD, "tin", operator="<", threshold=10, max_times=1).times(months) == 1
    assert rule.times(Fact("tin", 4)) == 1


def test_a_monthly_fact_is_the_sum_of_its_months():
    fact = Fact("ct", months={1: 1, 2: 1, 5: 2})
    assert fact.is_monthly
    assert fact.total == 4
    assert fact.missing_months == [3, 4, 6, 7, 8, 9, 10, 11, 12]
    assert Fact("bc", months={}, expected=(1, 2)).missing_months == [1, 2]
    assert Fact("bc", months={}).total is None
    assert Fact("x", 1).missing_months == []
    assert not Fact("x").is_monthly


def test_a_missing_fact_leaves_no_suggestion_and_is_named_once():
    rules = [Rule(AWARD, 1.0, EACH, "a"), Rule(AWARD, 1.0, EACH, "b"), Rule(DEDUCT, 1.0, EACH, "b")]
    suggestion = suggest(0, 3.0, rules, {"a": Fact("a", 2)})
    assert suggestion.points is None
    assert suggestion.missing == ("b",)
    assert [applied.times for applied in suggestion.applied] == [2]


@pytest.mark.parametrize("wrong", [{"points": -1}, {"points": math.nan}, {"step": 0}, {"operator": "~"}])
def test_refuses_rules_that_mean_nothing(wrong):
    with pytest.raises(ValueError):
        Rule(**{"effect": AWARD, "points": 1.0, "basis": EACH, "fact": "x", **wrong})


rules = st.builds(
    Rule,
    st.sampled_from(Effect),
    hundredths,
    st.sampled_from(Basis),
    st.sampled_from("abc"),
    st.integers(1, 500).map(lambda n: n / 100),
    st.sampled_from(OPERATORS),
    st.integers(-100, 100),
    st.one_of(st.none(), st.integers(0, 20)),
)
numbers = st.floats(-1000, 1000)
all_facts = st.fixed_dictionaries(
    {
        code: st.one_of(
            st.builds(Fact, st.just(code), numbers),
            st.dictionaries(st.integers(1, 12), numbers, min_size=1).map(
                lambda months, code=code: Fact(code, months=months, expected=sorted(months), whole_year=len(months))
            ),
        )
        for code in "abc"
    }
)


@given(hundredths, hundredths, st.lists(rules, min_size=1, max_size=5), all_facts)
def test_a_suggestion_lies_between_zero_and_the_maximum(base, maximum, some_rules, facts):
    suggestion = suggest(base, maximum, some_rules, facts)
    assert 0 <= suggestion.points <= maximum
    assert suggestion.missing == ()


@given(st.lists(rules, min_size=1, max_size=5), all_facts, st.randoms(use_true_random=False))
def test_the_order_of_rules_does_not_matter(some_rules, facts, random):
    shuffled = list(some_rules)
    random.shuffle(shuffled)
    assert suggest(1.0, 5.0, some_rules, facts).points == suggest(1.0, 5.0, shuffled, facts).points
