"""The formulas of a sheet, which rest on each other and on the last period."""

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from formula_values import place, value

from scoring.facts import Fact
from scoring.formula_language import FormulaError, Trouble
from scoring.formulas import (
    Workbook,
    asked_of_previous,
    find_faults,
    names_in,
    previous_names_in,
    resolve,
)
from scoring.numbers import Bounds


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
