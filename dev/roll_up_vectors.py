#!/usr/bin/env python3
"""Write the sheets by which the roll-up in Python and its twin in the browser are both judged, with their sums.

scoring/rollup.py makes the sums; tests/scoring/roll_up_vectors_test.py holds them against plain fractions. Run it again
after changing how sums are made, and read the difference: ``python3 dev/roll_up_vectors.py``.
"""

import json
import random
import sys
from itertools import cycle, islice, product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scoring.points import LARGEST, round_points  # noqa: E402
from scoring.rollup import EDITION, SCALE, SUM, Answer, Plan, Policy, Row, roll_up  # noqa: E402

#: Below static/, for the browser can only read what Odoo serves.
FILE = ROOT / "static" / "tests" / "sheet" / "roll_up.json"
PLANS = [Plan(policy, edition) for edition in range(1, EDITION + 1) for policy in Policy]
#: By which the first row, a heading, is scaled by itself, and the sheet is not.
OF_A_HEADING = Plan(headings={0: (SUM, SCALE)}, sheet=(SUM,))
RANDOM_SHEETS = 240
#: How a row is answered but by points: by a claim that the reviewer has not granted, or has; or not at all.
NOT_APPLICABLE, GRANTED, RELIEVED = "n/a", "granted", "relieved"
ROW = ("level", "maximum", "is_bonus", "answer", "review", "own", "final")
TOTAL = ("points", "sum", "maximum", "excluded", "bonus", "bonus_maximum")
TOTAL += ("leaves", "blanks", "not_applicable", "relieved")
#: Not all of them can be points; what is rounded are sums, with the noise of floats.
ROUNDED = (0, -0.0, 0.1 + 0.2, 0.005, 0.125, 0.375, 0.625, 0.875, 1.005, 1.115, 2.5, 2.675, 8.575, 10.235, 64.125)
ROUNDED += (73.46938775510205, 0.994999999999, 0.995, 1e-9, -1e-9, -0.125, -2.675, 12345.675, 99999.985, LARGEST)


def leaf(level, maximum, answer=None, review=None, is_bonus=False):
    """Return a row with its answer (points, a mark such as "n/a", or None) and the reviewer's points or None."""
    return [level, maximum, is_bonus, answer, review]


def heading(level, maximum):
    """Return a row whose points are the sum of those below it; what it states as maximum counts nowhere."""
    return [level, maximum, False, None, None]


def named_sheets():
    """Yield (name, rows) of what has been, or could be, got wrong."""
    for kind in (_not_answered, _reviewed, _granted_and_relieved, _with_bonus, _deep_and_odd):
        yield from kind()


def _not_answered():
    """Yield sheets of blank rows, and of rows that do not apply."""
    yield "empty", []
    yield "nothing is answered", [heading(0, 3), leaf(1, 3), leaf(0, 2)]
    yield "blank is not zero", [heading(0, 3), leaf(1, 3, 0), heading(0, 4), leaf(1, 4)]
    yield "one row does not apply, the next is scored", [heading(0, 4), leaf(1, 2, "n/a"), leaf(1, 2, 1)]
    yield (
        "a group of which nothing applies",
        [
            *(heading(0, 3), leaf(1, 2, "n/a"), leaf(1, 1, "n/a")),
            *(heading(0, 4), leaf(1, 4, 3.25)),
        ],
    )
    yield "nothing applies", [heading(0, 3), leaf(1, 2, "n/a"), leaf(1, 1, "n/a")]
    yield "what does not apply is worth nothing", [leaf(0, 0, "n/a"), leaf(0, 2, 1.5)]
    yield "what applies is worth nothing", [leaf(0, 2, "n/a"), leaf(0, 0, 0)]
    yield "some rows do not apply, the others are blank", [leaf(0, 2, "n/a"), leaf(0, 2)]


def _reviewed():
    """Yield sheets on which the reviewer scores what the unit did not."""
    yield "the reviewer finds that a row applies", [leaf(0, 2, "n/a", 1.5), leaf(0, 8, 8, 6.5)]
    yield (
        "the reviewer finds that one of two rows applies",
        [
            *(heading(0, 4), leaf(1, 2, "n/a", 0), leaf(1, 2, "n/a")),
            *(heading(0, 6), leaf(1, 6, 4.75)),
        ],
    )
    yield "the reviewer gives points to a blank row", [leaf(0, 2, None, 0.5), leaf(0, 3)]


def _granted_and_relieved():
    """Yield sheets of granted claims and of reliefs."""
    yield "a granted claim", [leaf(0, 2, GRANTED), leaf(0, 8, 6.5)]
    yield "a group of which nothing applies, as is granted", [heading(0, 3), leaf(1, 3, GRANTED), leaf(0, 7, 4)]
    yield "nothing applies, as is granted", [heading(0, 3), leaf(1, 2, GRANTED), leaf(1, 1, GRANTED)]
    yield "relieved of 27 of 100", [leaf(0, 73, 60), heading(0, 27), leaf(1, 20, RELIEVED), leaf(1, 7, RELIEVED)]
    yield "relieved of all", [heading(0, 3), leaf(1, 2, RELIEVED), leaf(1, 1, RELIEVED)]
    yield "relieved, claimed, granted", [leaf(0, 4, RELIEVED), leaf(0, 2, "n/a"), leaf(0, 1, GRANTED), leaf(0, 3, 2)]
    yield "the reviewer's points count for no relieved row", [leaf(0, 4, RELIEVED, 3), leaf(0, 6, 5)]


def _with_bonus():
    """Yield sheets with rows above the maximum."""
    yield (
        "no bonus leaves the maximum, none is scaled",
        [
            *(leaf(0, 40, 33.33), leaf(0, 10, RELIEVED), leaf(0, 5, RELIEVED, is_bonus=True)),
            *(leaf(0, 5, GRANTED, is_bonus=True), leaf(0, 5, "n/a", is_bonus=True), leaf(0, 5, 1.25, is_bonus=True)),
        ],
    )
    yield "a bonus beside nothing else", [leaf(0, 10, RELIEVED), leaf(0, 5, 2, is_bonus=True)]
    yield (
        "a bonus that does not apply",
        [
            *(heading(0, 10), leaf(1, 10, 9.5), leaf(1, 2, "n/a")),
            *(heading(0, 5), leaf(1, 3, 3, is_bonus=True), leaf(1, 2, "n/a", 1, is_bonus=True)),
        ],
    )


def _deep_and_odd():
    """Yield sheets of many levels, and of points that floats do not hold."""
    yield (
        "leaves and headings side by side, at any depth",
        [
            *(leaf(0, 1, 0.1), heading(0, 9), heading(1, 4), heading(2, 2), leaf(3, 2, 0.2), leaf(2, 2, "n/a")),
            *(leaf(1, 2, 0.7), heading(1, 3), leaf(2, 3, 2.25), leaf(0, 2, "n/a"), heading(0, 1), leaf(1, 1, None, 1)),
        ],
    )
    yield "floats that do not add up", [heading(0, 10), *(leaf(1, 1, 0.1) for _ in range(9)), leaf(1, 1, "n/a")]
    yield "half a hundredth is rounded up", [leaf(0, 80, 0.5), leaf(0, 20, "n/a")]
    yield "half a hundredth that no float holds is rounded up", [leaf(0, 8, 4.02), leaf(0, 0.04, "n/a")]
    yield "less than half a hundredth is rounded down", [leaf(0, 98, 72), leaf(0, 2, "n/a")]
    yield "a sum scaled beyond its rows", [leaf(0, 0.01, 0.01), leaf(0, LARGEST, "n/a")]
    yield "the largest sum", [leaf(0, 49999.99, 49999.99), leaf(0, 49999.99, 33333.33), leaf(0, 0.01, "n/a")]
    yield (
        "more decimals than points have",
        [
            *(heading(0, 8), leaf(1, 2.675, 2.675), leaf(1, 1.005, 1.005), leaf(1, 0.125, "n/a")),
            *(leaf(0, 3, 0.375, 0.625), leaf(0, 1.115, "n/a")),
        ],
    )


def random_rows(chance, level=0):
    """Yield the rows of a random sheet, from `level` on."""
    for _place in range(chance.randint(1, 4)):
        if level < 5 and chance.random() < 0.35:
            yield heading(level, 0)
            yield from random_rows(chance, level + 1)
        else:
            maximum = random_points(chance, chance.choice((1, 4, 25)))
            marks = [None, NOT_APPLICABLE, GRANTED, RELIEVED]
            answers = [*marks, *(random_points(chance, maximum) for _answer in range(5))]
            review = random_points(chance, maximum) if chance.random() < 0.2 else None
            yield leaf(level, maximum, chance.choice(answers), review, is_bonus=chance.random() < 0.2)


def random_points(chance, most):
    """Return points up to `most`, round ones and odd ones."""
    step = chance.choice((1, 0.5, 0.25, 0.01))
    return round_points(step * chance.randint(0, int(most / step)))


def sums(plan, rows):
    """Return what a sheet comes to by a plain plan, in the form of the file: (own, final) of each row, then totals."""
    result = roll_up(scoring_rows(rows), next(known for known in (*PLANS, OF_A_HEADING) if known.plain() == plan))
    each = [[plain(sheet[place].points) for sheet in (result.own, result.final)] for place in range(len(rows))]
    return each, _total(result.own), _total(result.final)


def plain(points):
    """Return points as a reader writes them, whole numbers without decimals."""
    return int(points) if points is not None and points == int(points) else points


def scoring_rows(rows):
    """Yield the rows of a sheet of the file as the roll-up sees them; each is known by its place."""
    headings = []
    for place, (level, maximum, is_bonus, answer, review) in enumerate(rows):
        del headings[level:]
        marks = {None: Answer.BLANK, **dict.fromkeys((NOT_APPLICABLE, GRANTED, RELIEVED), Answer.NOT_APPLICABLE)}
        status = marks.get(answer, Answer.SCORED)
        yield Row(
            key=place,
            parent=headings[-1] if headings else None,
            answer=status,
            points=answer if status is Answer.SCORED else 0.0,
            maximum=maximum,
            review=review,
            is_bonus=is_bonus,
            is_granted=answer == GRANTED,
            is_relieved=answer == RELIEVED,
        )
        headings.append(place)


def _total(sheet):
    total = sheet.total
    sums = (sheet.points, total.points, total.maximum, total.excluded, total.bonus, total.bonus_maximum)
    return [*map(plain, sums), total.leaves, total.blanks, total.not_applicable, total.relieved]


def sheets(count=RANDOM_SHEETS, seed=9):
    """Yield (name, plain plan, rows): the named sheets by every plan, then `count` random ones by each in turn."""
    for (name, rows), plan in product(named_sheets(), PLANS):
        yield name, plan.plain(), rows
    yield (
        "a heading of which the plan says other steps",
        OF_A_HEADING.plain(),
        [
            *(
                heading(0, 10),
                leaf(1, 6, 4.5),
                leaf(1, 4, RELIEVED),
                heading(1, 2),
                leaf(2, 1, 1),
                leaf(2, 1, RELIEVED),
            ),
            *(heading(0, 10), leaf(1, 6, 4.5), leaf(1, 4, RELIEVED)),
        ],
    )
    chance = random.Random(seed)
    for number, plan in enumerate(islice(cycle(PLANS), count), 1):
        yield f"random {number}", plan.plain(), list(random_rows(chance))


def text():
    """Return the content of the file, a row of a sheet on each line."""
    written = [_written_sheet(*sheet) for sheet in sheets()]
    rounded = ",\n".join(f"  {json.dumps([value, plain(round_points(value))])}" for value in ROUNDED)
    return (
        f'{{\n"note": "Written by dev/roll_up_vectors.py: sheets and their sums, for Python and for the browser.",\n'
        f'"row": {json.dumps(ROW)},\n"total": {json.dumps(TOTAL)},\n'
        f'"rounded": [\n{rounded}\n],\n"sheets": [\n' + ",\n".join(written) + "\n]\n}\n"
    )


def _written_sheet(name, plan, rows):
    each, own, final = sums(plan, rows)
    lines = ",".join(
        f"\n  {json.dumps([*map(_plain_value, row), *points])}" for row, points in zip(rows, each, strict=True)
    )
    return (
        f' {{"name": {json.dumps(name)}, "plan": {json.dumps(plan)}, "rows": [{lines}\n ],\n'
        f'  "own": {json.dumps(own)}, "final": {json.dumps(final)}}}'
    )


def _plain_value(value):
    return value if isinstance(value, (str, bool)) else plain(value)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
