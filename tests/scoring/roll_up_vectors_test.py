"""Sheets that Python and the browser must add up alike; the browser's side is static/tests/sheet/roll_up.test.js."""

import json
import math
from collections import defaultdict
from fractions import Fraction
from itertools import product

import pytest

import roll_up_vectors as vectors
from scoring.points import round_points
from scoring.rollup import Alike, Plan, Policy, Row, roll_up, total_of

FILE = json.loads(vectors.FILE.read_text(encoding="utf-8"))
SHEETS = [
    pytest.param(sheet, id=f"{sheet['name']} {sheet['plan']['policy']} {sheet['plan']['edition']}")
    for sheet in FILE["sheets"]
]
INPUTS = len(vectors.leaf(0, 0))
BONUS, ANSWER, REVIEW, OWN, FINAL = map(vectors.ROW.index, ("is_bonus", "answer", "review", "own", "final"))


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_roll_up_gives_what_the_file_says(sheet):
    rows = [row[:INPUTS] for row in sheet["rows"]]
    stored = [row[INPUTS:] for row in sheet["rows"]], sheet["own"], sheet["final"]
    assert vectors.sums(sheet["plan"], rows) == stored


@pytest.mark.parametrize("sheet", [each for each in SHEETS if not each.values[0]["plan"]["headings"]])
def test_the_totals_alone_are_those_of_the_roll_up(sheet):
    plan = next(plan for plan in vectors.PLANS if plan.plain() == sheet["plan"])
    rolled_up = roll_up(vectors.scoring_rows(row[:INPUTS] for row in sheet["rows"]), plan)
    leaves = [
        Alike(
            row.answer,
            _hundredths(row.points),
            _hundredths(row.maximum),
            None if row.review is None else _hundredths(row.review),
            row.is_bonus,
            row.is_granted,
            row.is_relieved,
        )
        for row in rolled_up.leaves
    ]
    assert total_of(leaves, plan) == rolled_up.totals
    assert total_of(_together(leaves), plan) == rolled_up.totals


def _together(leaves):
    """Return those that are answered alike as one, as the database adds them up."""
    together = {}
    for leaf in leaves:
        key = leaf._replace(points=0, most=0, review=None if leaf.review is None else 0)
        known = together.setdefault(key, key._replace(leaves=0))
        together[key] = known._replace(
            points=known.points + leaf.points,
            most=known.most + leaf.most,
            review=None if leaf.review is None else known.review + leaf.review,
            leaves=known.leaves + leaf.leaves,
        )
    return together.values()


@pytest.mark.parametrize("sheet", [each for each in SHEETS if not each.values[0]["plan"]["headings"]])
def test_leaves_that_are_answered_alike_may_be_added_up_beforehand(sheet):
    plan = next(plan for plan in vectors.PLANS if plan.plain() == sheet["plan"])
    rolled_up = roll_up(vectors.scoring_rows(row[:INPUTS] for row in sheet["rows"]), plan)
    leaves = {row.key for row in rolled_up.leaves}
    headings = [row for row in rolled_up.rows if row.key not in leaves]
    alike = defaultdict(list)
    for row in rolled_up.leaves:
        alike[row.parent, row.answer, row.review is None, row.is_bonus, row.is_granted, row.is_relieved].append(row)
    sums = [
        rows[0]._replace(
            # as columns hold them, which have two decimals
            points=sum(round_points(row.points) for row in rows),
            maximum=sum(round_points(row.maximum) for row in rows),
            review=None if rows[0].review is None else sum(round_points(row.review) for row in rows),
            alike=len(rows),
        )
        for rows in alike.values()
    ]
    summed_up = roll_up([*headings, *sums], plan)
    assert summed_up.totals == rolled_up.totals
    for heading in headings:
        assert summed_up.own[heading.key] == rolled_up.own[heading.key]
        assert summed_up.final[heading.key] == rolled_up.final[heading.key]


def test_sums_of_leaves_are_refused_where_a_heading_is_no_sum():
    with pytest.raises(ValueError, match="each leaf has to be known"):
        roll_up([Row(1, None, alike=2)], vectors.OF_A_HEADING)


def test_totals_alone_are_refused_where_a_heading_is_no_sum():
    with pytest.raises(ValueError, match="is no sum"):
        total_of([], vectors.OF_A_HEADING)


@pytest.mark.parametrize("value, rounded", FILE["rounded"])
def test_rounding_gives_what_the_file_says(value, rounded):
    assert round_points(value) == rounded
    assert math.copysign(1, round_points(value)) == math.copysign(1, rounded)


@pytest.mark.parametrize("value, rounded", FILE["rounded"])
def test_fractions_round_to_the_same(value, rounded):
    assert _hundredths(value) == Fraction(str(rounded)) * 100


@pytest.mark.parametrize("column", ["own", "final"])
@pytest.mark.parametrize("sheet", [each for each in SHEETS if not each.values[0]["plan"]["headings"]])
def test_fractions_come_to_the_same(sheet, column):
    plan, rows = sheet["plan"], sheet["rows"]
    worth = [_worth(row, column, **plan) for row in rows]
    leaves = [place for place in range(len(rows)) if _leaves_below(rows, place) == [place]]
    for place, row in enumerate(rows):
        assert row[vectors.ROW.index(column)] == _sum(worth, _leaves_below(rows, place))
    bonus = [place for place in leaves if rows[place][BONUS] and plan["edition"] == 2]
    maximum, bonus_maximum = (sum(_maximum(rows[place]) for place in places) for places in (leaves, bonus))
    excluded = sum(worth[place][1] for place in leaves)
    earned_bonus = sum(worth[place][0] or 0 for place in bonus)
    points = _sum(worth, leaves)
    whole = maximum - bonus_maximum
    if points is not None and 0 < excluded < whole:
        exact = (_hundredths(points) - earned_bonus) * Fraction(whole, whole - excluded)
        points = (math.floor(exact + Fraction(1, 2)) + earned_bonus) / 100
    sums = [maximum / 100, excluded / 100, earned_bonus / 100, bonus_maximum / 100]
    answers = [_answer(rows[place], column) for place in leaves]
    not_applicable = sum(answer in ("n/a", "granted", "relieved") for answer in answers)
    counts = [len(leaves), answers.count(None), not_applicable, answers.count("relieved")]
    assert sheet[column] == [points, _sum(worth, leaves), *sums, *counts]


def test_the_file_holds_the_sheets_that_have_names_and_enough_of_each_kind():
    named = list(vectors.sheets(count=0))
    stored = [(sheet["name"], sheet["plan"], [row[:INPUTS] for row in sheet["rows"]]) for sheet in FILE["sheets"]]
    assert stored[: len(named)] == named
    for policy, edition in product(("zero", "full", "scale"), (1, 2)):
        plan = Plan(Policy(policy), edition).plain()
        rows = [row for sheet in FILE["sheets"] if sheet["plan"] == plan for row in sheet["rows"]]
        kinds = {
            "deep": [row for row in rows if row[0] >= 4],
            "blank": [row for row in rows if row[ANSWER] is None],
            "zero": [row for row in rows if row[ANSWER] == 0],
            "not applicable": [row for row in rows if row[ANSWER] == "n/a"],
            "not applicable, but reviewed": [row for row in rows if row[ANSWER] == "n/a" and row[REVIEW] is not None],
            "granted": [row for row in rows if row[ANSWER] == "granted"],
            "relieved": [row for row in rows if row[ANSWER] == "relieved"],
            "bonus": [row for row in rows if row[BONUS]],
            "bonus that does not apply": [row for row in rows if row[BONUS] and row[ANSWER] in ("n/a", "granted")],
            "changed by the reviewer": [row for row in rows if row[OWN] != row[FINAL]],
        }
        assert {kind: len(found) for kind, found in kinds.items() if len(found) < 5} == {}


def _answer(row, column):
    if column == "own" or row[REVIEW] is None or row[ANSWER] == "relieved":
        return row[ANSWER]
    return row[REVIEW]


def _worth(row, column, policy, edition, **_steps):
    """Return the hundredths that a leaf has, None for none, and those that it takes out of the maximum."""
    answer, maximum = _answer(row, column), _maximum(row)
    if answer is None:
        return None, 0
    if answer == "relieved":
        return None, 0 if row[BONUS] else maximum
    if answer not in ("n/a", "granted"):
        return _hundredths(answer), 0
    if edition == 2 and (answer == "n/a" or column == "own" or row[BONUS]):
        return 0, 0
    return {"full": (maximum, 0), "scale": (None, maximum), "zero": (None if edition == 1 else 0, 0)}[policy]


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


def _sum(worth, leaves):
    points = [worth[place][0] for place in leaves if worth[place][0] is not None]
    return float(Fraction(sum(points), 100)) if points else None


def _maximum(row):
    return _hundredths(row[1])


def _hundredths(value):
    """Return the hundredths nearest to a float as it is stored, the even one of two."""
    return round(Fraction(value) * 100)


def test_the_plan_says_by_which_steps_a_heading_and_the_sheet_roll_up():
    (sheet,) = (sheet for sheet in FILE["sheets"] if sheet["plan"]["headings"])
    # 5,5 of 7 points that are left of 12; the other group is the sum of its rows, and so is the sheet.
    first, other = 9.43, 4.5
    assert [sheet["rows"][place][OWN] for place in (0, 6)] == [first, other]
    assert sheet["own"][0] == first + other


@pytest.mark.parametrize("part", ["heading", "sheet", "headings"])
def test_a_step_that_is_not_known_is_refused(part):
    steps = (("sum",), ("best", 2))
    plan = Plan(**{part: {0: steps} if part == "headings" else steps})
    with pytest.raises(ValueError, match="cannot roll up by 'best'"):
        roll_up([Row(0, None), Row(1, 0)], plan)
