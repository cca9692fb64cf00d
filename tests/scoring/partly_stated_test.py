"""Partly stated facts against an oracle that completes them in every way and works each one out in fractions.

It knows nothing of `scoring/rules.py` and its neighbours but the names in which questions are put to them.
"""

import itertools
import math
from fractions import Fraction
from random import Random

import pytest
from formula_oracle_test import BROKEN, Grower, Writer, work_out
from mass import mass

from scoring.aggregates import Aggregate
from scoring.facts import Fact, make_ratio
from scoring.formulas import resolve
from scoring.rules import Basis, Effect, Rule, ShortPeriod, suggest

COMPARE = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


def year_of(numbers, how):
    """What the numbers of all months come to."""
    return {
        "sum": lambda: sum(numbers),
        "mean": lambda: Fraction(sum(numbers)) / len(numbers),
        "last": lambda: numbers[-1],
        "most": lambda: sorted(numbers)[-1],
        "least": lambda: sorted(numbers)[0],
    }[how]()


def cents(points):
    """Round half away from zero to two decimals."""
    sign = -1 if points < 0 else 1
    return sign * Fraction(math.floor(abs(points) * 100 + Fraction(1, 2)), 100)


def worth(rule, numbers, year, whole_year):
    """What a rule brings of a fact whose months are all stated; without months it is asked of the year alone."""
    hundredths = Fraction(str(rule.points))
    if rule.basis is Basis.EACH:
        times = max(math.floor(Fraction(year) / Fraction(str(rule.step))), 0)
    elif rule.basis is Basis.WHEN:
        times = 1 if COMPARE[rule.operator](year, rule.threshold) else 0
    else:
        times = sum(1 for number in numbers if COMPARE[rule.operator](number, rule.threshold))
        if rule.effect is Effect.AWARD:
            times = Fraction(times * whole_year, len(numbers))
    if rule.max_times is not None:
        times = min(times, rule.max_times)
    return cents(times * hundredths) * (1 if rule.effect is Effect.AWARD else -1)


def points_of(base, maximum, rules, numbers, year, whole_year):
    found = Fraction(str(base)) + sum(worth(rule, numbers, year, whole_year) for rule in rules)
    return min(max(found, 0), Fraction(str(maximum)))


class Case:
    """A leaf with rules on one fact of five months, of which some are missing."""

    def __init__(self, chance, kinds):
        self.base, self.maximum = chance.choice([0, 0.5, 1.5, 3]), chance.choice([1.5, 3, 20])
        self.rules = [self.rule(chance, chance.choice(kinds)) for _one in range(chance.randint(1, 3))]
        self.how = chance.choice(["sum", "mean", "last", "most", "least"])
        self.low, self.high = sorted(chance.sample(range(-2, 6), 2))
        self.months = chance.sample(range(1, 13), 5)
        self.missing = chance.sample(self.months, chance.randint(1, 3))
        self.stated = {
            month: Fraction(chance.randint(self.low * 2, self.high * 2), 2)
            for month in self.months
            if month not in self.missing
        }
        self.whole_year = chance.choice([5, 8])

    @staticmethod
    def rule(chance, kind):
        return Rule(
            chance.choice([Effect.AWARD, Effect.DEDUCT]),
            chance.choice([0.25, 0.5, 1.33]),
            kind,
            "x",
            step=chance.choice([0.5, 1, 2]),
            operator=chance.choice([*COMPARE]),
            threshold=chance.randint(-2, 5),
            max_times=chance.choice([None, None, 1, 3]),
        )

    def fact(self):
        return Fact(
            "x",
            months=self.stated,
            expected=self.months,
            aggregate=Aggregate(self.how),
            least=self.low,
            most=self.high,
            whole_year=self.whole_year,
        )

    def suggest(self):
        return suggest(self.base, self.maximum, self.rules, {"x": self.fact()})

    def numbers(self, completion):
        by_month = {**self.stated, **dict(zip(self.missing, completion, strict=True))}
        return [by_month[month] for month in self.months]

    def points(self, numbers, year=None):
        year = year_of(numbers, self.how) if year is None else year
        return points_of(self.base, self.maximum, self.rules, numbers, year, self.whole_year)

    def __repr__(self):
        return repr(vars(self))


def is_within(points, provisional):
    low, high = Fraction(str(provisional.least)), Fraction(str(provisional.most))
    return low <= points <= high


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("kinds", [[Basis.PERIOD], [Basis.EACH, Basis.WHEN], [*Basis]])
def test_whatever_is_stated_later_leads_into_the_range(seed, kinds):
    chance = Random(f"in {seed} {kinds}")
    for _time in range(mass(60, 1000)):
        case = Case(chance, kinds)
        provisional = case.suggest().provisional
        if not case.stated:
            assert provisional is None
            continue
        for _completion in range(20):
            typed = [Fraction(chance.randint(case.low * 6, case.high * 6), 6) for _month in case.missing]
            assert is_within(case.points(case.numbers(typed)), provisional), (case, typed)


@pytest.mark.parametrize("seed", range(10))
def test_both_ends_are_reached_where_rules_count_months(seed):
    chance = Random(f"months {seed}")
    for _time in range(mass(60, 1000)):
        case = Case(chance, [Basis.PERIOD])
        halves = [Fraction(half, 2) for half in range(case.low * 2, case.high * 2 + 1)]
        typed = itertools.product(halves, repeat=len(case.missing))
        found = {case.points(case.numbers(completion)) for completion in typed}
        provisional = case.suggest().provisional
        assert (Fraction(str(provisional.least)), Fraction(str(provisional.most))) == (min(found), max(found)), case


@pytest.mark.parametrize("seed", range(10))
def test_both_ends_are_reached_where_rules_read_the_year(seed):
    """What months come to moves without a gap from all at their least to all at their most."""
    chance = Random(f"year {seed}")
    for _time in range(mass(60, 1000)):
        case = Case(chance, [Basis.EACH, Basis.WHEN])
        low, high = (year_of(case.numbers([end] * len(case.missing)), case.how) for end in (case.low, case.high))
        # Steps and thresholds are whole or half numbers: between two of their multiples, nothing changes.
        years = {low, high, *(Fraction(part, 4) for part in range(math.ceil(low * 4), math.floor(high * 4) + 1))}
        years |= {(one + other) / 2 for one, other in itertools.pairwise(sorted(years))}
        found = {case.points([], year) for year in years}
        provisional = case.suggest().provisional
        assert (Fraction(str(provisional.least)), Fraction(str(provisional.most))) == (min(found), max(found)), case


def test_without_bounds_a_month_may_bring_anything():
    """The count so far is no bound: what is missing may be any number as long as nobody says what it may be."""
    rule = Rule(Effect.AWARD, 0.25, Basis.EACH, "x")
    for bounds, ends in (({}, (0, 3)), ({"least": 0}, (1, 3)), ({"least": 0, "most": 1}, (1, 1.5))):
        fact = Fact("x", months={1: 4}, expected=(1, 2, 3), **bounds)
        provisional = suggest(0, 3.0, [rule], {"x": fact}).provisional
        assert (provisional.points, provisional.least, provisional.most) == (1.0, *ends)
        assert provisional.lacks == {"x": (2, 3)}


@pytest.mark.parametrize("seed", range(20))
def test_a_formula_stays_in_its_range_whatever_is_stated_later(seed):
    chance = Random(f"formula {seed}")
    grower, writer = Grower(chance), Writer(chance)
    for _time in range(mass(60, 1000)):
        tree = grower.tree(chance.randint(1, 12), "abc")
        text = writer.write(tree)
        if len(text) > 500:
            continue
        before = {code: chance.randint(-3, 3) for code in "abcd"}
        facts = {code: part_stated(chance, code) for code in "abc"}
        computed = resolve(facts.values(), {"x": text}, before).facts["x"]
        for _completion in range(10):
            now = {code: complete(chance, fact) for code, fact in facts.items()}
            value = work_out(tree, now, before)
            if value in (None, BROKEN):
                continue
            if computed.lacks:
                assert value in computed.range, (text, facts, now, before)
            else:
                assert value == computed.total, "nothing is said to be missing, and it changes"


def part_stated(chance, code):
    low, high = sorted(chance.sample(range(-3, 6), 2))
    stated = {1: chance.randint(low, high), 2: chance.randint(low, high), 3: chance.randint(low, high)}
    months = {month: stated[month] for month in chance.sample((1, 2, 3), chance.choice([1, 2, 3]))}
    how = Aggregate(chance.choice(["sum", "mean", "last", "most", "least"]))
    return Fact(code, months=months, expected=(1, 2, 3), least=low, most=high, aggregate=how)


def complete(chance, fact):
    def typed():
        return Fraction(chance.randint(fact.least * 4, fact.most * 4), 4)

    return year_of([Fraction(fact.months.get(month, typed())) for month in (1, 2, 3)], fact.aggregate.value)


@pytest.mark.parametrize("seed", range(10))
def test_a_ratio_stays_in_its_range_whatever_is_stated_later(seed):
    chance = Random(f"ratio {seed}")
    for _time in range(mass(100, 2000)):
        whole = {month: chance.randint(0, 4) for month in (1, 2, 3)}
        part = {month: chance.randint(0, whole[month]) for month in whole}
        stated = [{month: side[month] for month in side if chance.random() < 0.6} for side in (part, whole)]
        sides = [
            Fact(code, months=months, expected=(1, 2, 3), least=0) for code, months in zip("pw", stated, strict=True)
        ]
        ratio = make_ratio(Fact("r", months={}, expected=(1, 2, 3), least=0, most=100), *sides)
        if sum(whole.values()):
            assert Fraction(100 * sum(part.values()), sum(whole.values())) in ratio.range, (stated, part, whole)


def test_monthly_percentages_come_to_a_percentage():
    """Twelve times 50 % is 50 %, not 600 %."""
    halves = dict.fromkeys(range(1, 13), 50)
    assert Fact("x", months=halves).total == 600, "which is why a percentage is no sum"
    assert Fact("x", months=halves, aggregate=Aggregate.MEAN).total == 50
    part, whole = (Fact(code, months=dict.fromkeys(range(1, 13), number)) for code, number in (("p", 2), ("w", 4)))
    ratio = make_ratio(Fact("r", months={}), part, whole)
    assert (ratio.total, ratio.lacks, ratio.range.is_one) == (50, {}, True)
    assert ratio.parts == halves
    uneven = make_ratio(Fact("r", months={}), part, Fact("w", months={**dict.fromkeys(range(1, 12), 4), 12: 52}))
    assert uneven.total == 25, "of the sums, not the mean of the months"


def test_a_ratio_says_what_its_facts_lack():
    part, whole = Fact("p", months={1: 1, 2: 1}, expected=(1, 2)), Fact("w", months={1: 2}, expected=(1, 2))
    ratio = make_ratio(Fact("r", months={}, expected=(1, 2)), part, whole)
    assert (ratio.total, ratio.final, ratio.lacks) == (50, None, {"w": (2,)})
    assert (ratio.missing_months, ratio.open_months) == ([2], [2])


def test_a_month_of_nothing_out_of_nothing_is_stated_and_open():
    whole = Fact("w", months={1: 4, 2: 0}, expected=(1, 2))
    ratio = make_ratio(Fact("r", months={}, expected=(1, 2)), Fact("p", months={1: 4, 2: 0}, expected=(1, 2)), whole)
    assert (ratio.total, ratio.lacks, ratio.missing_months, ratio.open_months) == (100, {}, [], [2])
    year = Rule(Effect.AWARD, 1, Basis.WHEN, "r", threshold=90)
    assert suggest(0, 3.0, [year], {"r": ratio}).points == 1.0
    months = Rule(Effect.AWARD, 1, Basis.PERIOD, "r", threshold=90)
    provisional = suggest(0, 20.0, [months], {"r": ratio}).provisional
    assert (provisional.points, provisional.least, provisional.most) == (6.0, 6.0, 12.0), "two months for a year"
    assert provisional.lacks == {"r": (2,)}


class TestShortPeriods:
    RULE = Rule(Effect.AWARD, 0.25, Basis.PERIOD, "x")

    def suggest(self, months, expected, rule=RULE, **how):
        return suggest(0, 3.0, [rule], {"x": Fact("x", months=months, expected=expected)}, **how)

    def test_nine_of_nine_are_as_good_as_twelve_of_twelve(self):
        nine = range(4, 13)
        assert self.suggest(dict.fromkeys(nine, 1), nine).points == 3.0
        assert self.suggest({**dict.fromkeys(nine, 1), 4: 0, 5: 0}, nine).points == 2.33

    def test_what_applies_ten_times_at_most_does_so_of_twelve(self):
        nine, ten = range(4, 13), Rule(Effect.AWARD, 0.25, Basis.PERIOD, "x", max_times=10)
        assert self.suggest(dict.fromkeys(nine, 1), nine, ten).points == 2.5
        assert self.suggest({**dict.fromkeys(nine, 1), 4: 0, 5: 0}, nine, ten).points == 2.33

    def test_what_is_deducted_happened_as_often_as_it_did(self):
        late = Rule(Effect.DEDUCT, 0.25, Basis.PERIOD, "x", operator="<")
        fact = Fact("x", months=dict.fromkeys(range(4, 13), 0), expected=range(4, 13))
        assert suggest(3.0, 3.0, [late], {"x": fact}).points == 0.75

    def test_where_the_set_says_so_somebody_decides(self):
        nine = range(4, 13)
        asked = self.suggest(dict.fromkeys(nine, 1), nine, short_period=ShortPeriod.ASK)
        assert asked.points is None
        provisional = asked.provisional
        assert (provisional.points, provisional.least, provisional.most) == (2.25, 2.25, 3.0)
        assert (provisional.lacks, provisional.is_short) == ({}, True)
        whole = self.suggest(dict.fromkeys(range(1, 13), 1), range(1, 13), short_period=ShortPeriod.ASK)
        assert (whole.points, whole.provisional) == (3.0, None)


def test_one_month_of_twelve_is_no_year():
    """IV.4 and I.1.2-1 of the 2020 sheet: 1,5 and 0,25 so far, and neither is a score."""
    wrong, few = (
        Rule(Effect.DEDUCT, 0.5, Basis.WHEN, "sai", threshold=3),
        Rule(Effect.DEDUCT, 0.5, Basis.PERIOD, "tin", operator="<", threshold=10, max_times=1),
    )
    facts = {"sai": Fact("sai", 0), "tin": Fact("tin", months={1: 12})}
    suggestion = suggest(1.5, 1.5, [wrong, few], facts)
    assert (suggestion.points, suggestion.missing) == (None, ())
    assert suggestion.provisional.lacks == {"tin": tuple(range(2, 13))}
    assert (suggestion.provisional.points, suggestion.provisional.least, suggestion.provisional.most) == (1.5, 1.0, 1.5)
    programmes = suggest(0, 3.0, [Rule(Effect.AWARD, 0.25, Basis.EACH, "ct")], {"ct": Fact("ct", months={1: 1})})
    assert (programmes.points, programmes.provisional.points, programmes.provisional.most) == (None, 0.25, 3.0)
