"""What a formula comes to."""

from decimal import Decimal
from fractions import Fraction

import pytest
from formula_values import place, value
from hypothesis import given
from hypothesis import strategies as st

from scoring.facts import Fact
from scoring.formula_language import FUNCTIONS, FormulaError, Trouble
from scoring.formulas import (
    Workbook,
    check_readable,
    find_faults,
    names_in,
    previous_names_in,
    resolve,
)

REGISTER = {"bc": 405, "cv": 3931, "ct": 10, "gm": 1012, "kh": 40, "qd": 727, "tb": 134, "tt": 960}


def test_the_documents_of_2020_add_up():
    assert value("sum(bc, cv, ct, gm, kh, qd, tb, tt)", **REGISTER) == 7219


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("percent(a, b)", "50"),
        ("a + b × 2", "5"),
        ("(a + b) * 2", "6"),
        ("b ÷ a − 1", "1"),
        ("b / a - 1", "1"),
        ("b : a", "2"),
        ("−a + +b", "1"),
        ("a - -b --a", "4"),
        ("--b", "2"),
        ("−+-b × ---b", "-4"),
        ("b - a - a", "0"),
        ("a / b / b", "0.25"),
        ("sum(a, b, percent(a, b)) / 100", "0.53"),
        ("sum(a, b,)", "3"),
        ("SUM(a; b)", "3"),
        ("mean(a; b; b; 5)", "2.5"),
        ("min(b, a, 7)", "1"),
        ("max(b, a, -7)", "2"),
        ("min(b)", "2"),
        ("if(a < b; 10; 20)", "10"),
        ("if(a >= b, 10, 20)", "20"),
        ("if(and(a = 1; b != 1); 1; 0)", "1"),
        ("if(or(a = 2; b ≤ 1; b <> 2); 1; 0)", "0"),
        ("if(not(a == 2), 1, 0)", "1"),
        ("if((a ≠ 1), 1, 0)", "0"),
        ("if(b ≥ 2; if(a > 1; 1; 2); 3)", "2"),
        (" a ", "1"),
    ],
)
def test_evaluates(formula, result):
    assert value(formula, a=1, b=2) == Decimal(result)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("2.5", "2.5"),
        ("2,5", "2.5"),
        ("a × 0,5", "0.5"),
        ("0,5 × a", "0.5"),
        ("(0,5)", "0.5"),
        ("sum(a; 0,5)", "1.5"),
        ("sum(a;0,5;0,25)", "1.75"),
        ("sum(a, (0,5))", "1.5"),
        ("sum(a, max(0,25; 0,5) × 2)", "2"),
        ("sum(0, 5)", "5"),
        ("sum(0 ,5)", "5"),
        ("sum(0.5, 2.25)", "2.75"),
        ("sum(1.5,2)", "3.5"),
        ("0.125", "0.125"),
        ("1,125", "1.125"),
        ("1.5000", "1.5"),
        ("1234.567", "1234.567"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1 234 567,5", "1234567.5"),
        ("12\N{NO-BREAK SPACE}345", "12345"),
        (".5", "0.5"),
        ("2.", "2"),
        ("1e3", "1000"),
        ("2.5E-1", "0.25"),
        ("1_000", "1000"),
        ("0,1 + 0,2", "0.3"),
        ("123456789012345,678901 + 0,000001", "123456789012345.678902"),
    ],
)
def test_numbers_are_exact_with_a_comma_or_a_point(formula, result):
    assert value(formula, a=1) == Decimal(result)
    check_readable("x", formula)


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("round((2,5))", "3"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(0.15; 1)", "0.2"),
        ("round(89,95; 1)", "90"),
        ("round(2,449999; 1)", "2.4"),
        ("round(percent(52; 57); 1)", "91.2"),
        ("round(1.234.567; -3)", "1235000"),
        ("round(1/3; 15)", "0.333333333333333"),
    ],
)
def test_rounds_half_away_from_zero(formula, result):
    assert value(formula) == Decimal(result)


@pytest.mark.parametrize(
    ("formula", "position", "piece", "first", "second", "as_ever"),
    [
        ("sum(a, 0,5)", 8, "0,5", "0; 5", "0,5", 6),
        ("sum(a,0,5,a)", 7, "0,5", "0; 5", "0,5", 7),
        ("max(2,5)", 5, "2,5", "2; 5", "2,5", 5),
        ("min(a × 1,5, 3)", 9, "1,5", "1; 5", "1,5", 1),
        ("sum(1,2,3)", 5, "1,2", "1; 2", "1,2", 6),
        ("a × 7.219", 5, "7.219", "7,219", "7219", Decimal("7.219")),
        ("12.500 + a", 1, "12.500", "12,500", "12500", Decimal("13.5")),
    ],
)
def test_a_number_with_two_readings_is_refused_where_it_is_written(formula, position, piece, first, second, as_ever):
    strict = Workbook({"x": formula}, {"a": 1}, is_strict=True)
    for refuse in (lambda: check_readable("x", formula), lambda: strict.value("x")):
        with pytest.raises(FormulaError) as caught:
            refuse()
        assert place(caught.value) == (Trouble.AMBIGUOUS, position, piece)
        assert caught.value.terms == {"first": first, "second": second}
    assert find_faults("a", {"x": formula})["x"].trouble is Trouble.AMBIGUOUS
    assert names_in("x", formula) == (["a"] if "a" in formula.replace("max", "") else [])
    assert value(formula, a=1) == as_ever, "a set that was published with it keeps its numbers"


def test_what_follows_from_two_readings_is_told_by_them():
    for formula in ("percent(a, 0,5)", "round(a × 1,5, 1)", "if(a > 1,5, 1, 0)"):
        with pytest.raises(FormulaError) as caught:
            check_readable("x", formula)
        assert caught.value.trouble is Trouble.AMBIGUOUS


def test_a_formula_may_use_another():
    book = Workbook({"tong": "a + b", "tyle": "percent(a, tong)"}, {"a": 52, "b": 5})
    assert round(book.value("tyle"), 1) == Decimal("91.2")
    assert book.value("a") == 52


def test_no_step_loses_a_fraction():
    book = Workbook({"phan_ba": "a / 3", "lai": "phan_ba × 3", "bang": "if(lai = a; 1; 0)"}, {"a": 0.1})
    assert book.value("phan_ba") == Fraction(1, 30)
    assert book.value("bang") == 1
    assert resolve([Fact("a", 0.1), Fact("b", 0.2)], {"c": "a + b"}).facts["c"].total == Fraction(3, 10)
    months = Fact("a", months={1: 0.1, 2: 0.2})
    assert months.total == Fraction(3, 10)
    assert resolve([months], {"c": "10 × a"}).facts["c"].total == 3
    assert resolve([Fact("a", 1)], {"c": "a / 3"}).facts["c"].total == Fraction(1, 3)


def test_what_is_not_stated_leaves_the_formula_without_a_value():
    for formula in ("a + b", "b × 0", "if(b > 1; 1; 1)", "max(a, b)", "-b", "if(not(b > 1); 1; 2)"):
        assert value(formula, a=1, b=None) is None


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("if(a = 1; 5; b)", 5),
        ("if(a = 2; b; 5)", 5),
        ("if(a = 1; 5; 1 / 0)", 5),
        ("if(or(b > 1; a = 1); 5; 6)", 5),
        ("if(or(a = 1; 1 / 0 = 1); 5; 6)", 5),
        ("if(and(b > 1; a = 2); 5; 6)", 6),
        ("if(and(a = 2; 1 / 0 = 1); 5; 6)", 6),
        ("if(a = 1; 5; hong)", 5),
        ("if(or(b > 1; a = 2); 5; 6)", None),
        ("if(and(b > 1; a = 1); 5; 6)", None),
    ],
)
def test_what_is_not_needed_is_not_looked_at(formula, result):
    assert Workbook({"x": formula, "hong": "1 / 0"}, {"a": 1, "b": None}).value("x") == result


def test_a_fact_may_be_named_like_a_function():
    assert value("sum(sum, if) + min × prev", **{"sum": 1, "if": 2, "min": 3, "prev": 4}) == 15
    assert names_in("x", "sum(sum, if) + prev(prev)") == ["sum", "if"]
    assert previous_names_in("x", "sum(sum, if) + prev(prev)") == ["prev"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_a_sum_does_not_depend_on_the_order(values, random):
    facts = {f"f{index}": number for index, number in enumerate(values)}
    names = list(facts)
    formula = f"sum({', '.join(names)})"
    random.shuffle(names)
    assert value(formula, **facts) == value(f"sum({', '.join(names)})", **facts)


def test_every_function_is_tried_here():
    tried = {"sum", "mean", "min", "max", "percent", "round", "if", "and", "or", "not"}
    assert set(FUNCTIONS) == tried
