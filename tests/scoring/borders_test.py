from fractions import Fraction

from scoring.borders import find_borders
from scoring.checked_sheet import Relation
from scoring.facts import Fact
from scoring.rules import Basis, Effect, Rule


def borders(code, facts, rules=(), relations=()):
    return sorted(find_borders({code: Fact(code, value) for code, value in facts.items()}, rules, relations)[code])


def test_nothing_and_all_are_always_borders():
    assert borders("x", {"x": 5}) == borders("x", {"x": None}) == [0, 100]


def test_the_thresholds_of_the_rules_that_read_a_fact():
    rules = [
        Rule(Effect.AWARD, 1.0, Basis.WHEN, "x", threshold=90),
        Rule(Effect.DEDUCT, 1.0, Basis.PERIOD, "x", operator="<", threshold=89.5),
        Rule(Effect.AWARD, 1.0, Basis.WHEN, "y", threshold=70),
    ]
    assert borders("x", {"x": 5, "y": 5}, rules) == [0, Fraction("89.5"), 90, 100]


def test_the_steps_around_what_a_rule_counts():
    rules = [Rule(Effect.DEDUCT, 0.5, Basis.EACH, "x", step=0.3)]
    assert borders("x", {"x": Fraction("0.59")}, rules) == [0, Fraction("0.3"), Fraction("0.6"), 100]
    assert borders("x", {"x": None}, rules) == [0, 100]


def test_the_other_side_of_a_relation():
    facts = {"whole": Fraction(1, 3), "a": 7, "b": 5}
    assert borders("whole", facts, relations=[Relation("whole", ("a", "b"))]) == [0, 12, 100]
    assert borders("a", facts, relations=[Relation("whole", ("a", "b"))]) == [0, 100]
    assert borders("a", facts, relations=[Relation("whole", ("a",))]) == [0, Fraction(1, 3), 100]
    assert borders("a", {**facts, "b": None}, relations=[Relation("b", ("a",))]) == [0, 100]
