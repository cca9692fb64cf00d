"""Sheets that Python and the browser must add up alike; the browser's side is static/tests/sheet/roll_up.test.js."""

import json
import math
from fractions import Fraction

import pytest

import roll_up_vectors as vectors
from scoring.points import round_points

FILE = json.loads(vectors.FILE.read_text(encoding="utf-8"))
SHEETS = [pytest.param(sheet, id=f"{sheet['name']} {sheet['plan']}") for sheet in FILE["sheets"]]
INPUTS = len(vectors.leaf(0, 0))
BONUS, ANSWER, REVIEW, OWN, FINAL = map(vectors.ROW.index, ("is_bonus", "answer", "review", "own", "final"))


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_roll_up_gives_what_the_file_says(sheet):
    rows = [row[:INPUTS] for row in sheet["rows"]]
    stored = [row[INPUTS:] for row in sheet["rows"]], sheet["own"], sheet["final"]
    assert vectors.sums(sheet["plan"], rows) == stored


@pytest.mark.parametrize("value, rounded", FILE["rounded"])
def test_rounding_gives_what_the_file_says(value, rounded):
    assert round_points(value) == rounded
    assert math.copysign(1, round_points(value)) == math.copysign(1, rounded)


@pytest.mark.parametrize("value, rounded", FILE["rounded"])
def test_fractions_round_to_the_same(value, rounded):
    assert _hundredths(value) == Fraction(str(rounded)) * 100


@pytest.mark.parametrize("column", ["own", "final"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_fractions_come_to_the_same(sheet, column):
    policy, rows = sheet["plan"]["policy"], sheet["rows"]
    answers = [_answer(row, column) for row in rows]
    leaves = [place for place in range(len(rows)) if _leaves_below(rows, place) == [place]]
    for place, row in enumerate(rows):
        assert row[vectors.ROW.index(column)] == _points(rows, answers, policy, _leaves_below(rows, place))
    maximum = sum(_maximum(rows[place]) for place in leaves)
    excluded = sum(_maximum(rows[place]) for place in leaves if answers[place] == "n/a")
    points = total = _points(rows, answers, policy, leaves)
    if policy == "scale" and points is not None and 0 < excluded < maximum:
        exact = _hundredths(points) * Fraction(maximum, maximum - excluded)
        points = math.floor(exact + Fraction(1, 2)) / 100
    blanks = sum(answers[place] is None for place in leaves)
    not_applicable = sum(answers[place] == "n/a" for place in leaves)
    counts = [len(leaves), blanks, not_applicable]
    assert sheet[column] == [points, total, maximum / 100, excluded / 100, *counts]


def test_the_file_holds_the_sheets_that_have_names_and_enough_of_each_kind():
    named = list(vectors.sheets(count=0))
    stored = [(sheet["name"], sheet["plan"], [row[:INPUTS] for row in sheet["rows"]]) for sheet in FILE["sheets"]]
    assert stored[: len(named)] == named
    for policy in ("zero", "full", "scale"):
        rows = [row for sheet in FILE["sheets"] if sheet["plan"]["policy"] == policy for row in sheet["rows"]]
        kinds = {
            "deep": [row for row in rows if row[0] >= 4],
            "blank": [row for row in rows if row[ANSWER] is None],
            "zero": [row for row in rows if row[ANSWER] == 0],
            "not applicable": [row for row in rows if row[ANSWER] == "n/a"],
            "not applicable, but reviewed": [row for row in rows if row[ANSWER] == "n/a" and row[REVIEW] is not None],
            "bonus": [row for row in rows if row[BONUS]],
            "changed by the reviewer": [row for row in rows if row[OWN] != row[FINAL]],
        }
        assert {kind: len(found) for kind, found in kinds.items() if len(found) < 5} == {}


def _answer(row, column):
    return row[ANSWER] if column == "own" or row[REVIEW] is None else row[REVIEW]


def _leaves_below(rows, place):
    """Return the places of the leaves of a row, which is the row itself if it is one."""
    level = rows[place][0]
    below = []
    for other in range(place + 1, len(rows)):
        if rows[other][0] <= level:
            break
        below.append(other)
    found = [other for other in below if other + 1 == len(rows) or rows[other + 1][0] <= rows[other][0]]
    return found if below else [place]


def _points(rows, answers, policy, leaves):
    worth = []
    for place in leaves:
        if answers[place] == "n/a":
            worth += [_maximum(rows[place])] if policy == "full" else []
        elif answers[place] is not None:
            worth.append(_hundredths(answers[place]))
    return float(Fraction(sum(worth), 100)) if worth else None


def _maximum(row):
    return _hundredths(row[1])


def _hundredths(value):
    """Return the hundredths nearest to a float as it is stored, the even one of two."""
    return round(Fraction(value) * 100)
