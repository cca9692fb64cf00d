"""Formulas that tests evaluate by themselves."""

import pytest

from scoring.formula_language import FormulaError
from scoring.formulas import Workbook


def value(formula, previous=None, **facts):
    return Workbook({"x": formula}, facts, previous).value("x")


def error_of(formula, **facts):
    with pytest.raises(FormulaError) as caught:
        value(formula, **facts)
    assert caught.value.code == "x"
    return caught.value


def place(error):
    return error.trouble, error.position, error.detail
