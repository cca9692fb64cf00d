"""Random formulas against an oracle that knows nothing of the language: trees, written down and worked out here.

A tree is a tuple of an operator and what it is of. What it comes to is a fraction, None where a number is not stated,
or :data:`BROKEN` where it divides by zero, or needs a number of the last period that is not stated.
"""

from fractions import Fraction
from functools import reduce
from random import Random

import pytest
from mass import mass

from scoring.facts import Fact
from scoring.formula_language import FormulaError, Trouble
from scoring.formulas import Workbook, check_readable, names_in, previous_names_in, resolve

BROKEN = "broken"
CODES = "abcd"
FORMULAS = ["e", "f", "g", "h"]
#: The operators that are of any number of parts.
LISTS = ("sum", "mean", "min", "max", "and", "or")
COMPARISONS = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: not one > other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: not one < other,
    "=": lambda one, other: not one - other,
    "!=": lambda one, other: bool(one - other),
}
#: Other ways to write an operator.
SPELLINGS = {"*": "*×", "/": "/÷:", "-": "-−", "<=": ["<=", "≤"], ">=": [">=", "≥"], "!=": ["!=", "<>", "≠"]}
SPELLINGS |= {"=": ["=", "=="]}


class Grower:
    """Grows random trees, facts and formulas."""

    def __init__(self, chance):
        self.chance = chance

    def value(self):
        kinds = [None, self.chance.randint(-3, 3), Fraction(self.chance.randint(-(10**12), 10**12), 10**6)]
        return self.chance.choice(kinds)

    def values(self, codes):
        return {code: self.value() for code in codes}

    def tree(self, size, now=CODES, before=CODES):
        if size <= 1:
            return self.leaf(now, before)
        grow = self.chance.choice([self.pair, self.pair, self.list_of, self.rounded, self.either])
        return grow(lambda share: self.tree(size // share - 1, now, before))

    def leaf(self, now, before):
        kind = self.chance.choice(["number", "now", "now", "before"])
        if kind == "number":
            return kind, self.chance.choice([self.chance.randint(0, 9), self.chance.randint(0, 99_999)]), self.places()
        return kind, self.chance.choice(now if kind == "now" else before)

    def places(self):
        return self.chance.randint(0, 3)

    def pair(self, grow):
        return self.chance.choice(["+", "-", "*", "/", "percent"]), grow(2), grow(2)

    def list_of(self, grow):
        count = self.chance.randint(1, 3)
        return self.chance.choice(["sum", "mean", "min", "max"]), tuple(grow(count) for _one in range(count))

    def rounded(self, grow):
        if self.chance.random() < 0.5:
            return "negative", grow(1)
        return "round", grow(1), self.chance.choice([None, *range(-3, 7)])

    def either(self, grow):
        return "if", self.condition(grow, 3), grow(3), grow(3)

    def condition(self, grow, depth):
        kind = self.chance.choice(["and", "or", "not", "compare", "compare", "compare"]) if depth else "compare"
        if kind == "compare":
            return self.chance.choice([*COMPARISONS]), grow(6), grow(6)
        if kind == "not":
            return kind, self.condition(grow, depth - 1)
        return kind, tuple(self.condition(grow, depth - 1) for _one in range(self.chance.randint(1, 3)))


def work_out(tree, now, before):
    operator, *operands = tree
    if operator == "number":
        return Fraction(operands[0], 10 ** operands[1])
    if operator in ("now", "before"):
        stated = (now if operator == "now" else before)[operands[0]]
        if stated is None or stated == BROKEN:
            return stated if operator == "now" else BROKEN
        return Fraction(stated)
    if operator == "if":
        condition, first, second = operands
        truth = hold(condition, now, before)
        return truth if truth in (None, BROKEN) else work_out(first if truth == "yes" else second, now, before)
    places = operands.pop() if operator == "round" else None
    if operator in LISTS:
        operands = operands[0]
    values = [work_out(operand, now, before) for operand in operands]
    # What divides by zero does so whether or not the rest is stated.
    if BROKEN in values or (operator in ("/", "percent") and values[1] == 0):
        return BROKEN
    if None in values:
        return None
    return calculate(operator, values, places or 0)


def calculate(operator, values, places):
    if operator == "negative":
        return 0 - values[0]
    if operator in ("sum", "+"):
        return reduce(lambda total, one: total + one, values)
    if operator == "mean":
        return sum(values) / len(values)
    if operator in ("min", "max"):
        return sorted(values)[0 if operator == "min" else -1]
    if operator == "round":
        return rounded(values[0], places)
    first, second = values
    return {
        "-": lambda: first - second,
        "*": lambda: first * second,
        "/": lambda: first / second,
        "percent": lambda: first / second * 100,
    }[operator]()


def rounded(number, places):
    """Round half away from zero: by the digit that is cut off."""
    shifted = abs(number) * Fraction(10) ** places
    whole, rest = divmod(shifted.numerator, shifted.denominator)
    up = 1 if 2 * rest >= shifted.denominator else 0
    return (whole + up) / Fraction(10) ** places * (-1 if number < 0 else 1)


def hold(condition, now, before):
    """Return "yes", "no", None or BROKEN."""
    operator, *operands = condition
    if operator == "not":
        return {"yes": "no", "no": "yes"}.get(inner := hold(operands[0], now, before), inner)
    if operator in ("and", "or"):
        decisive, other = ("no", "yes") if operator == "and" else ("yes", "no")
        seen = []
        for part in operands[0]:
            seen.append(hold(part, now, before))
            if seen[-1] in (decisive, BROKEN):
                return seen[-1]
        return None if None in seen else other
    values = [work_out(operand, now, before) for operand in operands]
    if BROKEN in values:
        return BROKEN
    if None in values:
        return None
    return "yes" if COMPARISONS[operator](*values) else "no"


class Writer:
    """Writes a tree in one of the many ways in which a formula may say it."""

    def __init__(self, chance):
        self.chance = chance

    def choose(self, *choices):
        return self.chance.choice(choices)

    def spelled(self, operator):
        space = self.choose("", " ")
        return f"{space}{self.choose(*SPELLINGS.get(operator, [operator]))}{space}"

    def write(self, tree, separator=None):
        """:param separator: what parts the values of the function around, None where that is none"""
        operator, *operands = tree
        if operator == "number":
            return self.number(*operands, separator)
        if operator == "now":
            return operands[0]
        if operator == "before":
            return f"{self.choose('prev', 'Prev')}({operands[0]})"
        if operator == "negative":
            return f"{self.choose('-', '−', '- ')}{self.part(operands[0])}"
        if operator in ("+", "-", "*", "/") or operator in COMPARISONS:
            return self.spelled(operator).join(self.part(operand) for operand in operands)
        return self.call(operator, operands)

    def part(self, tree):
        """Write a part in brackets, unless it is one word."""
        text = self.write(tree)
        return text if tree[0] in ("now", "before") and self.choose(True, False) else f"({text})"

    def number(self, whole, places, separator):
        text = f"{whole:0{places + 1}}"
        if not places:
            return text
        whole_part, decimals = text[:-places], text[-places:]
        # A point before three decimals can stand between thousands, a comma between values.
        marks = ["."] * (places != 3 or whole_part == "0" or len(whole_part) > 3) + [","] * (separator != ",")
        if not marks:
            return f"({whole_part},{decimals})"
        return f"{whole_part}{self.choose(*marks)}{decimals}"

    def call(self, name, operands):
        if name in LISTS:
            operands = operands[0]
        operands = [operand for operand in operands if operand is not None]
        separator = self.choose(",", ";") if len(operands) > 1 else ","
        parts = [str(one) if isinstance(one, int) else self.write(one, separator) for one in operands]
        return f"{self.choose(name, name.upper())}({(separator + self.choose(' ', '  ')).join(parts)})"


def outcome(book, code):
    try:
        return book.value(code)
    except FormulaError as error:
        assert error.trouble in (Trouble.DIVISION, Trouble.NOT_STATED_BEFORE)
        return BROKEN


@pytest.mark.parametrize("seed", range(20))
def test_a_formula_comes_to_what_the_oracle_says(seed):
    chance = Random(seed)
    grower, writer = Grower(chance), Writer(chance)
    for _time in range(mass(100, 2000)):
        tree = grower.tree(chance.randint(1, 30))
        text = writer.write(tree)
        if len(text) > 500:
            continue
        now, before = grower.values(CODES), grower.values(CODES)
        check_readable("x", text)
        assert outcome(Workbook({"x": text}, now, before), "x") == work_out(tree, now, before), text
        assert {("now", code) for code in names_in("x", text)} == {name for name in read_by(tree) if name[0] == "now"}
        assert {("before", code) for code in previous_names_in("x", text)} == read_by(tree) - {
            ("now", code) for code in names_in("x", text)
        }


def read_by(tree):
    """Return what a tree names, of this period ("now") and of the last one ("before")."""
    operator, *operands = tree
    if operator == "number":
        return set()
    if operator in ("now", "before"):
        return {(operator, operands[0])}
    parts = operands[0] if operator in LISTS else [part for part in operands if isinstance(part, tuple)]
    return set().union(*map(read_by, parts))


@pytest.mark.parametrize("seed", range(20))
def test_formulas_over_formulas_come_to_what_the_oracle_says(seed):
    chance = Random(f"book {seed}")
    grower, writer = Grower(chance), Writer(chance)
    for _time in range(mass(20, 400)):
        now, before = grower.values(CODES), grower.values(FORMULAS)
        texts, expected = {}, {}
        for place, code in enumerate(FORMULAS):
            tree = grower.tree(chance.randint(1, 9), [*CODES, *FORMULAS[:place]], FORMULAS)
            texts[code], expected[code] = writer.write(tree), work_out(tree, {**now, **expected}, before)
        shuffled = {code: texts[code] for code in chance.sample(FORMULAS, len(FORMULAS))}
        book = Workbook(shuffled, now, before)
        assert {code: outcome(book, code) for code in shuffled} == expected, (texts, now, before)
        resolved = resolve([Fact(code, one) for code, one in now.items()], shuffled, before)
        assert {code for code, one in expected.items() if one == BROKEN} == resolved.troubles.keys()
        for code, one in expected.items():
            assert resolved.facts[code].total == (None if one in (None, BROKEN) else one)


@pytest.mark.parametrize("seed", range(10))
def test_a_formula_depends_on_itself_where_the_oracle_finds_a_way_back(seed):
    chance = Random(f"graph {seed}")
    for _time in range(mass(50, 1000)):
        codes = [f"f{place}" for place in range(chance.randint(1, 9))]
        names = {code: [chance.choice([*codes, "a", "a"]) for _one in range(chance.randint(1, 3))] for code in codes}
        circular = {code for code in codes if code in reached(names, code)}
        troubles = resolve([Fact("a", 1)], {code: " + ".join(reads) for code, reads in names.items()}).troubles
        assert troubles.keys() == {code for code in codes if circular & {code, *reached(names, code)}}
        for error in troubles.values():
            assert error.trouble is Trouble.CYCLE
            chain = error.terms["chain"].split(" → ")
            assert chain[0] == chain[-1] == error.code
            assert all(after in names[code] for code, after in zip(chain, chain[1:], strict=False))


def reached(names, code):
    """Return all that a formula rests on."""
    found, ahead = set(), list(names.get(code, []))
    while ahead:
        if (name := ahead.pop()) not in found:
            found.add(name)
            ahead += names.get(name, [])
    return found
