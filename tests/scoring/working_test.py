import math
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.facts import Fact
from scoring.rules import OPERATORS, Basis, Effect, Rule, suggest
from scoring.working import Limit, Term, explain

AWARD, DEDUCT = Effect.AWARD, Effect.DEDUCT
EACH, WHEN, PERIOD = Basis.EACH, Basis.WHEN, Basis.PERIOD
MONTHS = range(1, 13)


def working(base, maximum, rules, **facts):
    facts = {code: value if isinstance(value, Fact) else Fact(code, value) for code, value in facts.items()}
    return explain(suggest(base, maximum, rules, facts), facts)


def test_a_term_names_what_a_rule_read_and_what_that_did():
    """I.5-1: one late task takes 0,25."""
    rule = Rule(DEDUCT, 0.25, EACH, "cham")
    found = working(2.0, 2.0, [rule], cham=1)
    assert found.terms == (Term(rule, Fraction(1), None, 1, Fraction(1), Fraction(1), -0.25),)
    assert (found.base, found.total, found.limit) == (2.0, 1.75, None)


def test_two_faults_with_the_same_points_are_told_apart():
    """IV.4: half a point for one of three faults; which one it was is what the reader asks."""
    rules = [
        Rule(DEDUCT, 0.5, WHEN, "lich", operator="<", threshold=1),
        Rule(DEDUCT, 0.5, WHEN, "sai", operator=">=", threshold=1),
    ]
    one, other = working(1.5, 1.5, rules, lich=0, sai=0), working(1.5, 1.5, rules, lich=1, sai=4)
    assert one.total == other.total == 1.0
    assert [term.rule.fact for term in one.affecting(DEDUCT, True)] == ["lich"]
    assert [term.rule.fact for term in one.affecting(DEDUCT, False)] == ["sai"]
    assert [term.rule.fact for term in other.affecting(DEDUCT, True)] == ["sai"]
    assert [term.rule.fact for term in other.affecting(DEDUCT, False)] == ["lich"]
    assert not one.affecting(AWARD, True)


@pytest.mark.parametrize(("sign", "opposite"), [("=", "!="), ("!=", "="), ("<", ">="), ("<=", ">"), (">", "<=")])
def test_a_comparison_is_said_as_it_holds(sign, opposite):
    for operator, other in ((sign, opposite), (opposite, sign)):
        rule = Rule(AWARD, 1.0, WHEN, "x", operator=operator, threshold=5)
        for value in (4, 5, 6):
            (term,) = working(0, 1.0, [rule], x=value).terms
            assert term.comparison == (operator if term.has_applied else other)


def test_months_are_counted_out_of_those_asked_about():
    rule = Rule(AWARD, 0.25, PERIOD, "x", operator=">=", threshold=1)
    (term,) = working(0, 3.0, [rule], x=Fact("x", months=dict.fromkeys(range(1, 12), 1), expected=MONTHS)).terms
    assert (term.counted, term.parts, term.times) == (11, 12, 11)
    months = Fact("x", months={1: 1, 2: 0}, expected=(1, 2, 3))
    (term,) = working(0, 3.0, [rule], x=months).terms
    assert (term.counted, term.parts, term.times) == (1, 3, 4)
    (term,) = working(0, 3.0, [rule], x=4).terms
    assert term.parts is None, "a year has none"
    (term,) = working(0, 3.0, [Rule(AWARD, 0.25, EACH, "x")], x=Fact("x", months={1: 5}, expected=MONTHS)).terms
    assert (term.value, term.parts) == (5, None), "a sum of months is a number as any"


def test_months_of_a_short_period_stand_for_those_of_a_year():
    """April to December: nine of nine months are as good as twelve of twelve."""
    rule = Rule(AWARD, 0.25, PERIOD, "x", operator=">=", threshold=1, max_times=12)
    for stated, times in ((9, 12), (8, Fraction(32, 3)), (0, 0)):
        fact = Fact("x", months={month: int(month < 4 + stated) for month in range(4, 13)}, expected=range(4, 13))
        (term,) = working(0, 3.0, [rule], x=fact).terms
        assert (term.counted, term.parts, term.scale, term.times) == (stated, 9, Fraction(4, 3), times)
        assert not term.is_limited
    fact = Fact("x", months=dict.fromkeys(range(4, 13), 1), expected=range(4, 13))
    (term,) = working(0, 3.0, [replace(rule, max_times=10)], x=fact).terms
    assert (term.times, term.is_limited) == (10, True)


@pytest.mark.parametrize(("value", "counted", "times", "is_limited"), [(11, 11, 11, False), (14, 14, 12, True)])
def test_the_limit_of_a_rule_is_known(value, counted, times, is_limited):
    (term,) = working(0, 9.0, [Rule(AWARD, 0.25, EACH, "x", max_times=12)], x=value).terms
    assert (term.counted, term.times, term.is_limited) == (counted, times, is_limited)


@pytest.mark.parametrize(
    ("base", "points", "limit"), [(0.25, -0.25, None), (0.25, -0.5, Limit.ZERO), (1, 1, None), (1, 1.25, Limit.MAXIMUM)]
)
def test_the_limits_of_the_leaf_are_known_where_they_bite(base, points, limit):
    rule = Rule(AWARD if points > 0 else DEDUCT, abs(points), EACH, "x")
    assert working(base, 2.0, [rule], x=1).limit is limit


@pytest.mark.parametrize(
    ("base", "signs", "values", "summed", "begins_with_base"),
    [
        (2.0, "-", [0], [0], True),
        (0, "+", [0], [0], False),
        (0, "-", [3], [0], True),
        (0, "++", [1, 0], [0], False),
        (0, "++", [0, 0], [], True),
        (1.0, "--", [0, 2], [1], True),
        (1.0, "--", [0, 0], [], True),
        (0, "-+", [1, 1], [0, 1], True),
        (0, "-+", [0, 1], [1], False),
    ],
)
def test_the_sum_has_what_applied(base, signs, values, summed, begins_with_base):
    """A rule alone counts even if it counts none; of several those stand in the sum that changed something."""
    rules = [Rule(AWARD if sign == "+" else DEDUCT, 0.25, EACH, f"x{place}") for place, sign in enumerate(signs)]
    found = working(base, 9.0, rules, **{f"x{place}": value for place, value in enumerate(values)})
    assert [found.terms.index(term) for term in found.summed] == summed
    assert found.begins_with_base is begins_with_base


def test_a_condition_alone_that_is_not_met_is_no_term_of_the_sum():
    rule = Rule(DEDUCT, 0.5, WHEN, "x", operator=">=", threshold=2)
    assert working(1.0, 1.0, [rule], x=1).summed == ()
    assert len(working(1.0, 1.0, [rule], x=2).summed) == 1


def test_points_that_hang_on_one_condition_are_no_sum():
    """I.1.3-2: from 90 % on."""
    rule = Rule(AWARD, 1.0, WHEN, "ty_le", operator=">=", threshold=90)
    for value, comparison in ((92, ">="), (89.9, "<")):
        term = working(0, 1.0, [rule], ty_le=value).condition
        assert (float(term.value), term.comparison) == (value, comparison)
    assert working(0.5, 2.0, [rule], ty_le=92).condition is None
    assert working(0, 1.0, [Rule(DEDUCT, 1.0, WHEN, "ty_le", threshold=90)], ty_le=92).condition is None
    assert working(0, 1.0, [Rule(AWARD, 1.0, EACH, "ty_le")], ty_le=92).condition is None
    assert working(0, 2.0, [rule, rule], ty_le=92).condition is None


def test_a_fact_that_is_not_stated_has_no_term():
    rules = [Rule(AWARD, 1.0, EACH, "a"), Rule(AWARD, 1.0, EACH, "b")]
    facts = {"a": Fact("a", 2), "b": Fact("b")}
    suggestion = suggest(0, 3.0, rules, facts)
    assert [term.rule.fact for term in explain(suggestion, facts).terms] == ["a"]
    with pytest.raises(ValueError, match="a, which is not stated"):
        explain(suggestion, {"a": Fact("a"), "b": Fact("b")})


numbers = st.integers(-1000, 1000).map(lambda n: n / 10)
rules = st.builds(
    Rule,
    st.sampled_from(Effect),
    st.integers(0, 2000).map(lambda n: n / 100),
    st.sampled_from(Basis),
    st.sampled_from("abc"),
    st.integers(1, 500).map(lambda n: n / 100),
    st.sampled_from(OPERATORS),
    st.integers(-100, 100),
    st.one_of(st.none(), st.integers(0, 20)),
)
all_facts = st.fixed_dictionaries(
    {
        code: st.one_of(
            st.builds(Fact, st.just(code), numbers),
            st.builds(Fact, st.just(code), st.none(), st.dictionaries(st.integers(1, 12), numbers, min_size=1)),
        )
        for code in "abc"
    }
)


@given(st.integers(0, 2000), st.integers(0, 2000), st.lists(rules, min_size=1, max_size=5), all_facts)
def test_what_is_said_adds_up_to_the_points(base, maximum, some_rules, facts):
    base, maximum = base / 100, maximum / 100
    suggestion = suggest(base, maximum, some_rules, facts)
    found = explain(suggestion, facts)
    total = Fraction(repr(base))
    for term in found.terms:
        sign = 1 if term.rule.effect is AWARD else -1
        points = sign * term.times * Fraction(repr(term.rule.points))
        assert term.points == float(points)
        assert term.times <= term.counted * term.scale
        assert not term.is_limited or term.times == term.rule.max_times
        total += points if term in found.summed else 0
    assert found.total == float(total), "what the sum leaves out brings nothing"
    limited = {None: found.total, Limit.ZERO: 0.0, Limit.MAXIMUM: maximum}[found.limit]
    assert limited == min(max(found.total, 0.0), maximum)
    suggested = suggestion.provisional.points if suggestion.provisional else suggestion.points
    assert math.isclose(limited, suggested)
