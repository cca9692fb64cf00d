"""Why a formula has no value, and where it says so."""

from fractions import Fraction

import pytest
from formula_values import error_of, place, value
from hypothesis import given
from hypothesis import strategies as st

from scoring.formula_language import FormulaError, Trouble
from scoring.formula_reader import DEEPEST, LONGEST
from scoring.formulas import (
    Workbook,
)


@pytest.mark.parametrize(
    ("formula", "trouble", "position", "piece"),
    [
        ("a / b", Trouble.DIVISION, 5, "b"),
        ("percent(a, b)", Trouble.DIVISION, 12, "b"),
        ("a + a / (b - b) + 1", Trouble.DIVISION, 9, "(b - b)"),
        ("  a + c", Trouble.UNKNOWN, 7, "c"),
        ("a + văn_bản", Trouble.UNKNOWN, 5, "văn_bản"),
        ("if(a = 1; a; c)", Trouble.UNKNOWN, 14, "c"),
        ("prev(c)", Trouble.UNKNOWN, 6, "c"),
        ("True", Trouble.UNKNOWN, 1, "True"),
        ("", Trouble.END, 1, ""),
        ("a +", Trouble.END, 3, "+"),
        ("sum(a;", Trouble.END, 6, ";"),
        ("sum(a", Trouble.UNCLOSED, 4, "("),
        ("prev(", Trouble.END, 5, "("),
        ("prev(a", Trouble.UNCLOSED, 5, "("),
        ("(a + (b)", Trouble.UNCLOSED, 1, "("),
        ("a + b) × 2", Trouble.SYNTAX, 6, ") × 2"),
        ("a * / b", Trouble.SYNTAX, 5, "/ b"),
        ("a b", Trouble.SYNTAX, 3, "b"),
        ("2a", Trouble.SYNTAX, 2, "a"),
        ("1 2345", Trouble.SYNTAX, 3, "2345"),
        ("1.23.4", Trouble.SYNTAX, 1, "1.23.4"),
        ("a ** 99", Trouble.SYNTAX, 4, "* 99"),
        ("a if b else a", Trouble.SYNTAX, 3, "if b else a"),
        ("a.__class__", Trouble.SYNTAX, 2, ".__class__"),
        ("sum(*a)", Trouble.SYNTAX, 5, "*a)"),
        ("sum(a b)", Trouble.SYNTAX, 7, "b)"),
        ("sum(a, b; a)", Trouble.SYNTAX, 6, ", b; a)"),
        ("1,2,3", Trouble.SYNTAX, 4, ",3"),
        ("a, b", Trouble.SYNTAX, 2, ", b"),
        ("(lambda: 1)()", Trouble.SYNTAX, 12, "()"),
        ("[a for a in b]", Trouble.SYNTAX, 1, "[a for a in b]"),
        ("'a' + a", Trouble.SYNTAX, 1, "'a' + a"),
        ("a % 2", Trouble.SYNTAX, 3, "% 2"),
        ("a\0", Trouble.SYNTAX, 2, "\0"),
        ("a @" + 50 * "x", Trouble.SYNTAX, 3, "@" + 39 * "x" + "…"),
        ("a × __import__('os')", Trouble.FUNCTION, 5, "__import__"),
        ("avg(a, b)", Trouble.FUNCTION, 1, "avg"),
        ("a > b", Trouble.TRUTH, 1, "a > b"),
        ("1 + (a > b)", Trouble.TRUTH, 5, "(a > b)"),
        ("-(a > b)", Trouble.TRUTH, 2, "(a > b)"),
        ("if(a < b < 3; 1; 2)", Trouble.TRUTH, 4, "a < b"),
        ("sum(a, not(a > b))", Trouble.TRUTH, 8, "not(a > b)"),
        ("if(a > b; 1; a = b)", Trouble.TRUTH, 14, "a = b"),
        ("if(a; 1; 2)", Trouble.NUMBER, 4, "a"),
        ("if(and(a > b; 2 × b); 1; 2)", Trouble.NUMBER, 15, "2 × b"),
        ("prev(a + 1)", Trouble.PREVIOUS, 6, "a +"),
        ("prev(2)", Trouble.PREVIOUS, 6, "2"),
        ("prev()", Trouble.PREVIOUS, 6, ")"),
        ("prev(a, b)", Trouble.PREVIOUS, 6, "a,"),
        ("1 + 5 × 1e300 × 10", Trouble.OVERFLOW, 5, "5 × 1e300 × 10"),
        ("1" + "0" * 400, Trouble.OVERFLOW, 1, "1" + "0" * 39 + "…"),
        ("a × 1e-999 × 1e-999 × 1e-999 × 1e-999 × 1e-999 × 1e-999 × 1e-999", Trouble.OVERFLOW, 1, None),
    ],
)
def test_refuses_with_the_reason_and_the_place(formula, trouble, position, piece):
    error = error_of(formula, a=1, b=0)
    assert (error.trouble, error.position) == (trouble, position)
    assert piece is None or error.detail == piece


@pytest.mark.parametrize(
    ("formula", "function", "least", "most", "given"),
    [
        ("1 + sum()", "sum", "1", "", "0"),
        ("1 + percent(a)", "percent", "2", "2", "1"),
        ("1 + percent(a; b; 1)", "percent", "2", "2", "3"),
        ("1 + if(a > b; 1)", "if", "3", "3", "2"),
        ("1 + round(a; 1; 2)", "round", "1", "2", "3"),
        ("1 + Mean( )", "mean", "1", "", "0"),
        ("1 + min()", "min", "1", "", "0"),
        ("1 + max()", "max", "1", "", "0"),
        ("1 + and()", "and", "1", "", "0"),
        ("1 + or()", "or", "1", "", "0"),
        ("1 + not(a > b; a > b)", "not", "1", "1", "2"),
    ],
)
def test_a_function_takes_so_many_values(formula, function, least, most, given):
    error = error_of(formula, a=1, b=0)
    assert place(error) == (Trouble.ARGUMENTS, 5, formula[4:])
    assert error.terms == {"function": function, "least": least, "most": most, "given": given}


@pytest.mark.parametrize("places", ["1.5", "a", "16", "-16", "-a", "1 + 1"])
def test_numbers_are_rounded_to_so_many_decimals(places):
    error = error_of(f"round(a; {places})", a=1)
    assert place(error) == (Trouble.PLACES, 10, places)
    assert error.terms == {"most": "15"}


def test_formulas_have_a_length_and_a_depth():
    assert place(error_of("a" * LONGEST + "bc")) == (Trouble.LONG, LONGEST + 1, "bc")
    assert value("a" + "+a" * (LONGEST // 2 - 1), a=1) == LONGEST // 2
    assert value("-" * (LONGEST - 1) + "a", a=1) == -1
    for opening, closing in (("(", ")"), ("sum(", ")"), ("if(1 < 2; ", "; 3)"), ("0+1*1/--(", ")")):
        assert value(opening * DEEPEST + "a" + closing * DEEPEST, a=7) in (7, Fraction(1, 7))
        error = error_of((opening * (DEEPEST + 1) + "a" + closing * (DEEPEST + 1)), a=7)
        assert (error.trouble, error.position) == (Trouble.DEEP, len(opening) * DEEPEST + opening.index("(") + 1)
        assert error.terms == {"most": str(DEEPEST)}
    assert place(error_of("(" * 250 + "a" + ")" * 249))[0] is Trouble.DEEP
    behind = "prev(a) + sum(a; a) + (a) + "
    error = error_of(behind + "(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), a=7)
    assert place(error) == (Trouble.DEEP, len(behind) + DEEPEST + 1, "(")


def test_a_message_for_developers_says_where():
    with pytest.raises(FormulaError, match=r"^x gives a function .* at 1: sum\(\) .*'given': '0'"):
        value("sum()")


@pytest.mark.parametrize("formula", ["a / b", "a +", "percent(a)", "x"])
def test_an_error_is_kept_as_plain_data(formula):
    error = error_of(formula, a=1, b=0)
    again = FormulaError.from_details("x", error.details)
    assert str(again) == str(error)
    assert (again.code, place(again), again.terms) == ("x", place(error), error.terms)


def test_an_error_that_an_earlier_version_kept_has_no_position():
    details = {"trouble": "DIVISION", "detail": "a / b"}
    error = FormulaError.from_details("x", details)
    assert place(error) == (Trouble.DIVISION, None, "a / b")
    assert error.details == details


@given(st.text(max_size=60) | st.text(alphabet="ab()+-*/,;.<=> 0123456789ifsumprev", max_size=60))
def test_no_text_crashes(text):
    for is_strict in (False, True):
        try:
            result = Workbook({"x": text}, {"a": 1.0}, is_strict=is_strict).value("x")
        except FormulaError as error:
            assert error.position is not None and 1 <= error.position <= len(text) + 1
            piece = error.detail.removesuffix("…")
            assert text[error.position - 1 :].startswith(piece)
        else:
            assert result is None or isinstance(result, Fraction)
