import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.facts import Fact
from scoring.formula_language import FUNCTIONS, FormulaError, Trouble
from scoring.formula_reader import DEEPEST, LONGEST
from scoring.formulas import (
    Workbook,
    asked_of_previous,
    check_readable,
    find_faults,
    names_in,
    previous_names_in,
    resolve,
)
from scoring.numbers import Bounds

REGISTER = {"bc": 405, "cv": 3931, "ct": 10, "gm": 1012, "kh": 40, "qd": 727, "tb": 134, "tt": 960}


def value(formula, previous=None, **facts):
    return Workbook({"x": formula}, facts, previous).value("x")


def error_of(formula, **facts):
    with pytest.raises(FormulaError) as caught:
        value(formula, **facts)
    assert caught.value.code == "x"
    return caught.value


def place(error):
    return error.trouble, error.position, error.detail


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


def test_names_the_facts_of_a_cycle():
    book = Workbook({"a": "b + 1", "b": "c", "c": "prev(a) + e × a", "d": "a + b"}, {"e": 1}, {"a": 1})
    for code, chain, position, piece in (
        ("b", "b → c → a → b", 1, "c"),
        ("a", "a → b → c → a", 1, "b"),
        ("c", "c → a → b → c", 15, "a"),
    ):
        with pytest.raises(FormulaError, match="depends on itself") as caught:
            book.value(code)
        assert caught.value.code == code
        assert place(caught.value) == (Trouble.CYCLE, position, piece)
        assert caught.value.terms == {"chain": chain}
    with pytest.raises(FormulaError) as caught:
        book.value("d")
    assert caught.value.code == "a", "what rests on a cycle tells of the cycle"


def test_a_fact_may_be_named_like_a_function():
    assert value("sum(sum, if) + min × prev", **{"sum": 1, "if": 2, "min": 3, "prev": 4}) == 15
    assert names_in("x", "sum(sum, if) + prev(prev)") == ["sum", "if"]
    assert previous_names_in("x", "sum(sum, if) + prev(prev)") == ["prev"]


def test_names_in_a_formula():
    assert names_in("x", "percent(b, sum(a, b)) + prev(d) + c") == ["b", "a", "c"]
    assert previous_names_in("x", "prev(b) - prev( a ) + c + prev(b)") == ["b", "a"]
    with pytest.raises(FormulaError):
        names_in("x", "a +")
    assert asked_of_previous({"x": "prev(b) + c", "y": "prev(", "z": "prev(a) - prev(b)"}) == {"a", "b"}


def test_the_last_period_is_asked_for():
    before = {"a": 4, "b": None, "x": Fraction(1, 3)}
    assert value("a - prev(a)", before, a=10) == 6
    assert value("percent(a - prev(a); Prev(a))", before, a=10) == 150
    assert value("prev(x) + 1", before) == Fraction(4, 3), "a formula may ask for its own last number"
    assert value("if(a > 1; a; prev(b))", before, a=10, b=None) == 10
    for previous in (before, {}, None):
        with pytest.raises(FormulaError) as caught:
            value("a - prev(b)", previous, a=10, b=None)
        assert place(caught.value) == (Trouble.NOT_STATED_BEFORE, 5, "prev(b)")
        assert caught.value.terms == {"fact": "b"}
    resolved = resolve([Fact("a", 10)], {"tang": "a - prev(a)", "tiep": "prev(tang)"}, {"a": 9.9})
    assert resolved.facts["tang"].total == Fraction(1, 10)
    assert resolved.troubles["tiep"].trouble is Trouble.NOT_STATED_BEFORE


def test_resolving_tells_the_troubles_apart():
    resolved = resolve(
        [Fact("a", 52), Fact("b", months={1: 2, 2: 3}), Fact("none")],
        {"tong": "a + b", "hong": "a / 0", "trong": "none + 1", "xau": "hong + 1"},
    )
    assert resolved.facts["tong"].total == 57
    assert resolved.facts["trong"].total is None
    assert {code: error.trouble for code, error in resolved.troubles.items()} == {
        "hong": Trouble.DIVISION,
        "xau": Trouble.DIVISION,
    }
    assert resolved.troubles["xau"].code == "hong"
    assert resolved.facts["hong"].total is None


def test_faults_are_found_before_anything_is_stated():
    formulas = {
        "khac": "a / (b - c)",
        "khong": "a / (b - b)",
        "la": "a + d",
        "vong": "2 × quanh",
        "quanh": "vong",
        "theo": "la + 1",
        "truoc": "prev(a) / prev(truoc)",
    }
    faults = find_faults("abc", formulas)
    assert {code: (error.code, error.trouble) for code, error in faults.items()} == {
        "khong": ("khong", Trouble.DIVISION),
        "la": ("la", Trouble.UNKNOWN),
        "vong": ("vong", Trouble.CYCLE),
        "quanh": ("quanh", Trouble.CYCLE),
        "theo": ("la", Trouble.UNKNOWN),
    }


@pytest.mark.parametrize(
    "formula",
    [
        "1 / if(a = 123456; 1; 0)",
        "1 / if(a > -99e9; 0; 1)",
        "1 / max(a; 0)",
        "1 / min(a; 0)",
        "1 / round(a / 1000)",
        "1 / if(and(a > 2; b < 1); 1; 0)",
        "if(a > -99e9; 1 / 0; 1)",
        "1 / if(a = 1; if(b = 1; 0; 1); 0)",
        "1 / if(a = 1; if(b = 1; if(a = b; 0; 1); 0); 0)",
        "1 / min(a × a × a; 0)",
    ],
)
def test_what_divides_by_zero_now_and_then_is_no_fault(formula):
    assert not find_faults("ab", {"x": formula})


@pytest.mark.parametrize("formula", ["if(a > b; 1 / 0; 1 / (a - a))", "1 / if(a > b; 0; 0)", "if(1 / 0 > a; 1; 2)"])
def test_what_divides_by_zero_either_way_is_one(formula):
    assert find_faults("ab", {"x": formula})["x"].trouble is Trouble.DIVISION


def test_faults_are_the_same_each_time():
    formulas = {f"f{n}": f"1 / (a - {n}) + b / (b - b)" for n in range(5)}
    one, other = (find_faults("ab", formulas) for _time in range(2))
    assert [str(error) for error in one.values()] == [str(error) for error in other.values()]


MANY = 500


def test_a_chain_of_500_formulas_has_values():
    formulas = {f"f{n}": f"f{n - 1} + 1" for n in range(MANY, 0, -1)}
    assert Workbook(formulas, {"f0": 0}).value(f"f{MANY}") == MANY
    assert resolve([Fact("f0", 0)], formulas).facts[f"f{MANY}"].total == MANY
    assert not find_faults(["f0"], formulas)
    unknown = find_faults([], formulas)
    assert {(error.code, error.detail) for error in unknown.values()} == {("f1", "f0")}


def test_a_fan_of_500_formulas_takes_no_longer_than_a_chain():
    formulas = {f"f{n}": f"f{n - 1} - f{n - 2}" for n in range(2, MANY)}
    assert Workbook(formulas, {"f0": 0, "f1": 1}).value(f"f{MANY - 1}") == [0, 1, 1, 0, -1, -1][(MANY - 1) % 6]


def test_a_cycle_among_500_formulas_is_named():
    formulas = {f"f{n}": f"f{n + 1} + 1" for n in range(MANY)} | {f"f{MANY - 1}": "f497"}
    faults = find_faults([], formulas)
    assert len(faults) == MANY
    assert faults["f0"].terms == {"chain": "f497 → f498 → f499 → f497"}
    whole = find_faults([], formulas | {f"f{MANY - 1}": "f0"})
    assert whole["f7"].terms["chain"].split(" → ") == [f"f{n % MANY}" for n in range(7, MANY + 8)]


def test_numbers_that_grow_without_end_stop_the_formula_and_not_the_server():
    formulas = {f"f{n}": f"f{n - 1} × f{n - 1} × f{n - 1}" for n in range(1, MANY)}
    for first in (7.123456, 0.123456):
        started = time.process_time()
        troubles = resolve([Fact("f0", first)], formulas).troubles
        assert {error.trouble for error in troubles.values()} == {Trouble.OVERFLOW}
        assert time.process_time() - started < 5


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


@pytest.mark.parametrize(
    ("formula", "bounds", "trouble", "detail", "border"),
    [
        ("a - 60", Bounds(0, Decimal(0)), Trouble.BELOW, "-3", "0"),
        ("a / 2", Bounds(0, Decimal(0)), Trouble.NOT_WHOLE, "28,5", None),
        ("a / 1000000", None, None, None, None),
        ("percent(58; a)", Bounds(2, Decimal(0), Decimal(100)), Trouble.ABOVE, "101,7544", "100"),
        ("100 + a / 10000000", Bounds(2, Decimal(0), Decimal(100)), Trouble.ABOVE, "100,00001", "100"),
        ("percent(52; a)", Bounds(2, Decimal(0), Decimal(100)), None, None, None),
        ("a - 57", Bounds(0, Decimal(0)), None, None, None),
    ],
)
def test_what_a_fact_cannot_be_is_no_value_of_its_formula(formula, bounds, trouble, detail, border):
    resolved = resolve([Fact("a", 57)], {"x": formula, "y": "x + 1"}, bounds={"x": bounds} if bounds else None)
    if trouble is None:
        assert not resolved.troubles
        assert resolved.facts["x"].total is not None
        return
    error = resolved.troubles["x"]
    assert (error.trouble, error.detail, error.position) == (trouble, detail, None)
    assert error.terms == ({} if border is None else {"border": border})
    assert FormulaError.from_details("x", error.details).terms == error.terms
    assert (resolved.facts["x"].total, resolved.facts["y"].total) == (None, None)
    assert resolved.troubles["y"].code == "x", "what depends on it has none either"
