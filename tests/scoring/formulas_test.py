import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.facts import Fact
from scoring.formulas import LONGEST, FormulaError, Trouble, Workbook, find_faults, names_in, resolve

REGISTER = {"bc": 405, "cv": 3931, "ct": 10, "gm": 1012, "kh": 40, "qd": 727, "tb": 134, "tt": 960}


def value(formula, **facts):
    return Workbook({"x": formula}, facts).value("x")


def test_the_documents_of_2020_add_up():
    assert value("sum(bc, cv, ct, gm, kh, qd, tb, tt)", **REGISTER) == 7219


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("percent(a, b)", 50.0),
        ("a + b × 2", 5.0),
        ("(a + b) * 2", 6.0),
        ("b ÷ a − 1", 1.0),
        ("b / a - 1", 1.0),
        ("−a + +b", 1.0),
        ("sum(a, b, percent(a, b)) / 100", 0.53),
        ("2.5", 2.5),
        (" a ", 1.0),
    ],
)
def test_evaluates(formula, result):
    assert value(formula, a=1, b=2) == pytest.approx(result)


def test_a_formula_may_use_another():
    book = Workbook({"tong": "a + b", "tyle": "percent(a, tong)"}, {"a": 52, "b": 5})
    assert round(book.value("tyle"), 1) == 91.2
    assert book.value("a") == 52


def test_what_is_not_stated_leaves_the_formula_without_a_value():
    assert value("a + b", a=1, b=None) is None


@pytest.mark.parametrize(
    ("formula", "trouble", "detail"),
    [
        ("a / b", Trouble.DIVISION, "a / b"),
        ("percent(a, b)", Trouble.DIVISION, "percent(a, b)"),
        ("a + c", Trouble.UNKNOWN, "c"),
        ("", Trouble.SYNTAX, ""),
        ("a +", Trouble.SYNTAX, "a +"),
        ("a ** 99", Trouble.SYNTAX, "a ** 99"),
        ("a if b else a", Trouble.SYNTAX, "a if b else a"),
        ("__import__('os')", Trouble.SYNTAX, "__import__('os')"),
        ("a.__class__", Trouble.SYNTAX, "a.__class__"),
        ("sum()", Trouble.SYNTAX, "sum()"),
        ("percent(a)", Trouble.SYNTAX, "percent(a)"),
        ("sum(*a)", Trouble.SYNTAX, "*a"),
        ("sum(a, start=1)", Trouble.SYNTAX, "sum(a, start=1)"),
        ("(lambda: 1)()", Trouble.SYNTAX, "(lambda: 1)()"),
        ("[a for a in b]", Trouble.SYNTAX, "[a for a in b]"),
        ("True", Trouble.SYNTAX, "True"),
        ("'a' + a", Trouble.SYNTAX, "'a'"),
        ("1e308 * 10", Trouble.OVERFLOW, "1e308 * 10"),
        ("1" + "0" * 400, Trouble.OVERFLOW, "1" + "0" * 400),
        ("a\0", Trouble.SYNTAX, "a\0"),
        ("(" * 250 + "a" + ")" * 249, Trouble.SYNTAX, "(" * 250 + "a" + ")" * 249),
        ("a" * (LONGEST + 1), Trouble.SYNTAX, "a" * 20 + "…"),
    ],
)
def test_refuses_with_the_reason(formula, trouble, detail):
    with pytest.raises(FormulaError) as caught:
        value(formula, a=1, b=0)
    assert (caught.value.code, caught.value.trouble, caught.value.detail) == ("x", trouble, detail)


def test_names_the_facts_of_a_cycle():
    book = Workbook({"a": "b + 1", "b": "c", "c": "a"}, {})
    with pytest.raises(FormulaError) as caught:
        book.value("a")
    assert (caught.value.trouble, caught.value.detail) == (Trouble.CYCLE, "a → b → c → a")
    with pytest.raises(FormulaError, match="depends on itself"):
        book.value("b")


def test_names_in_a_formula():
    assert names_in("x", "percent(b, sum(a, b)) + c") == ["b", "a", "c"]


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
    assert resolved.facts["hong"].total is None


def test_faults_are_found_before_anything_is_stated():
    formulas = {
        "khac": "a / (b - c)",
        "khong": "a / (b - b)",
        "la": "a + d",
        "vong": "2 × quanh",
        "quanh": "vong",
        "theo": "la + 1",
    }
    faults = find_faults("abc", formulas)
    assert {code: (error.code, error.trouble) for code, error in faults.items()} == {
        "khong": ("khong", Trouble.DIVISION),
        "la": ("la", Trouble.UNKNOWN),
        "vong": ("vong", Trouble.CYCLE),
        "quanh": ("quanh", Trouble.CYCLE),
        "theo": ("la", Trouble.UNKNOWN),
    }


@given(st.text(max_size=60))
def test_no_text_crashes(text):
    try:
        result = Workbook({"x": text}, {"a": 1.0}).value("x")
    except FormulaError:
        return
    assert result is None or isinstance(result, float)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_a_sum_does_not_depend_on_the_order(values, random):
    facts = {f"f{index}": number for index, number in enumerate(values)}
    names = list(facts)
    formula = f"sum({', '.join(names)})"
    random.shuffle(names)
    assert value(formula, **facts) == value(f"sum({', '.join(names)})", **facts)
