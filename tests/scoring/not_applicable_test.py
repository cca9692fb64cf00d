"""What does not apply: a claim earns nothing, a grant counts by the policy, a relief leaves the maximum.

The oracle adds up by fractions and shares nothing with the roll-up.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import PAPER, nodes

from scoring.facts import Fact
from scoring.formulas import resolve
from scoring.rollup import Answer, Plan, Policy, Row, roll_up

SCORED, BLANK, NOT_APPLICABLE = Answer.SCORED, Answer.BLANK, Answer.NOT_APPLICABLE
POLICIES = list(Policy)


def paper(points=lambda node: node["max"], not_applicable=lambda node: False):
    """Return the rows of the sheet of 2020, its leaves with `points` or claimed not to apply."""
    rows = []

    def add(found, parent):
        for node in found:
            below = node.get("children", ())
            answer = NOT_APPLICABLE if not_applicable(node) else SCORED
            leaf = {"answer": answer, "points": points(node), "maximum": node["max"]} if not below else {}
            rows.append(Row(node["code"], parent, is_bonus=bool(node.get("is_bonus")), **leaf))
            add(below, node["code"])

    add(PAPER["groups"], None)
    return rows


def is_bonus(node):
    return bool(node.get("is_bonus"))


@pytest.mark.parametrize("policy", POLICIES)
def test_a_sheet_of_which_all_70_rows_are_claimed_not_to_apply_comes_to_nothing(policy):
    rows = paper(not_applicable=lambda node: True)
    both = roll_up(rows, Plan(policy))
    assert both.own.total.not_applicable == 70
    assert (both.own.points, both.final.points) == (0.0, 0.0)
    # What was approved before goes on counting as it did then.
    then = roll_up(rows, Plan(policy, edition=1)).own.points
    assert then == {Policy.ZERO: None, Policy.FULL: 100.0, Policy.SCALE: None}[policy]


@pytest.mark.parametrize("policy", POLICIES)
def test_bonus_rows_that_are_claimed_not_to_apply_add_nothing(policy):
    def no_bonus(node):
        return 0.0 if is_bonus(node) else node["max"]

    assert roll_up(paper(no_bonus), Plan(policy)).own.points == 90.5
    rows = paper(no_bonus, not_applicable=is_bonus)
    assert roll_up(rows, Plan(policy)).own.points == 90.5
    granted = [row._replace(is_granted=True) for row in rows]
    assert roll_up(granted, Plan(policy)).final.points == 90.5
    then = roll_up(rows, Plan(policy, edition=1)).own.points
    assert then == {Policy.ZERO: 90.5, Policy.FULL: 100.0, Policy.SCALE: 100.0}[policy]


@pytest.mark.parametrize("policy", POLICIES)
def test_weak_rows_gain_nothing_by_being_claimed_not_to_apply(policy):
    weak = {"VI-1", "VI-2", "VI-3", "I.1.1-2"}
    assert sum(node["max"] for node in nodes() if node["code"] in weak) == 7.0

    def points(node):
        return 0.0 if is_bonus(node) or node["code"] in weak else node["max"]

    assert roll_up(paper(points), Plan(policy)).own.points == 83.5
    assert roll_up(paper(points, lambda node: node["code"] in weak), Plan(policy)).own.points == 83.5


@pytest.mark.parametrize("policy", POLICIES)
def test_60_of_73_is_82_19(policy):
    rows = [
        *(Row("A", None), Row("A.1", "A", SCORED, 60.0, 73.0)),
        *(Row("B", None), Row("B.1", "B", NOT_APPLICABLE, 0.0, 20.0, is_relieved=True)),
        Row("C", None, NOT_APPLICABLE, 0.0, 7.0, is_relieved=True),
    ]
    both = roll_up(rows, Plan(policy))
    for sheet in (both.own, both.final):
        assert (sheet.points, sheet.working) == (82.19, "60 × 100 ÷ 73 = 82,19")
        assert (sheet["B"].points, sheet["B"].answer) == (None, NOT_APPLICABLE)
        assert (sheet.share("A"), sheet.share("B")) == (float(Fraction(6000, 73)), None)


def test_a_bonus_is_added_unscaled():
    rows = [
        Row("A", None, SCORED, 60.0, 73.0),
        Row("B", None, NOT_APPLICABLE, 0.0, 27.0, is_relieved=True),
        Row("C", None, SCORED, 4.0, 5.0, is_bonus=True),
        Row("D", None, NOT_APPLICABLE, 0.0, 5.0, is_bonus=True, is_relieved=True),
    ]
    sheet = roll_up(rows, Plan()).own
    assert (sheet.points, sheet.working) == (86.19, "60 × 100 ÷ 73 + 4,0 = 86,19")
    assert (sheet.share("C"), sheet.share("D")) == (80.0, 0.0)


def test_a_refused_claim_is_zero_or_what_the_reviewer_gives():
    rows = [Row("A", None, SCORED, 6.0, 8.0), Row("B", None, NOT_APPLICABLE, 0.0, 2.0)]
    for policy in POLICIES:
        finals = {
            given: roll_up([rows[0], rows[1]._replace(**row)], Plan(policy)).final.points
            for given, row in {
                "nothing yet": {},
                "0": {"review": 0.0},
                "1,5": {"review": 1.5},
                "granted": {"is_granted": True},
            }.items()
        }
        granted = {Policy.ZERO: 6.0, Policy.FULL: 8.0, Policy.SCALE: 7.5}[policy]
        assert finals == {"nothing yet": 6.0, "0": 6.0, "1,5": 7.5, "granted": granted}


def test_nothing_arose_is_a_number_and_no_claim():
    """0 of 0 is stated, and the rule says what it is worth."""
    formulas = {"share": "if(whole = 0; 100; percent(part; whole))"}
    totals = {}
    for whole, part in ((0.0, 0.0), (4.0, 3.0)):
        stated = [Fact("whole", whole), Fact("part", part)]
        totals[whole, part] = resolve(stated, formulas).facts["share"].total
    assert totals == {(0.0, 0.0): 100.0, (4.0, 3.0): 75.0}
    assert resolve([Fact("whole"), Fact("part")], formulas).facts["share"].total is None


@st.composite
def random_sheets(draw):
    """Rows of a random tree in which claims, grants, refusals, reliefs and bonuses are frequent."""
    rows = []
    for key in range(draw(st.integers(1, 30))):
        parent = draw(st.one_of(st.none(), st.integers(0, key - 1))) if key else None
        maximum = draw(st.integers(0, 1000))
        rows.append(
            Row(
                key,
                parent,
                answer=draw(st.sampled_from(Answer)),
                points=draw(st.integers(0, maximum)) / 100,
                maximum=maximum / 100,
                review=draw(st.one_of(st.none(), st.integers(0, maximum))),
                is_bonus=draw(st.booleans()),
                is_granted=draw(st.booleans()),
                is_relieved=draw(st.sampled_from([False, False, False, True])),
            )
        )
    return [row._replace(review=None if row.review is None else row.review / 100) for row in rows]


def leaves_of(rows, key=None):
    parents = {row.parent for row in rows}
    by_key = {row.key: row for row in rows}

    def is_below(row):
        while row.key != key:
            if row.parent is None:
                return key is None
            row = by_key[row.parent]
        return True

    return [row for row in rows if row.key not in parents and is_below(row)]


def exact(value):
    return Fraction(round(value * 100), 100)


def oracle(leaves, policy, is_final):
    """Return what leaves come to, unrounded, and the share; None where they come to nothing."""
    ordinary = bonus = whole = taken = bonus_maximum = Fraction(0)
    has_points = False
    for row in leaves:
        maximum, earned = exact(row.maximum), None
        if row.is_bonus:
            bonus_maximum += maximum
        else:
            whole += maximum
        if row.is_relieved:
            taken += 0 if row.is_bonus else maximum
        elif is_final and row.review is not None:
            earned = exact(row.review)
        elif row.answer is SCORED:
            earned = exact(row.points)
        elif row.answer is NOT_APPLICABLE and not (is_final and row.is_granted and not row.is_bonus):
            earned = Fraction(0)
        elif row.answer is NOT_APPLICABLE and policy is not Policy.SCALE:
            earned = maximum if policy is Policy.FULL else Fraction(0)
        elif row.answer is NOT_APPLICABLE:
            taken += maximum
        if earned is not None:
            has_points = True
            ordinary, bonus = (ordinary, bonus + earned) if row.is_bonus else (ordinary + earned, bonus)
    scaled = ordinary * whole / (whole - taken) if 0 < taken < whole else ordinary
    points = scaled + bonus if has_points else None
    most = whole + bonus_maximum
    share = None if not most or (taken and taken == whole) else 100 * (scaled + bonus) / most
    return points, share


@given(random_sheets(), st.sampled_from(POLICIES))
def test_fractions_agree(rows, policy):
    both = roll_up(rows, Plan(policy))
    for sheet, is_final in ((both.own, False), (both.final, True)):
        points, _share = oracle(leaves_of(rows), policy, is_final)
        assert (sheet.points is None) == (points is None)
        assert abs(Fraction(str(sheet.points or 0.0)) - (points or 0)) <= Fraction(1, 200)
        for row in rows:
            _points, share = oracle(leaves_of(rows, row.key), policy, is_final)
            found = sheet.share(row.key)
            assert (found is None) == (share is None)
            assert found is None or abs(Fraction(found) - share) < Fraction(1, 10**9)


def total(rows, policy, sheet="own"):
    return getattr(roll_up(rows, Plan(policy)), sheet).points or 0.0


@given(random_sheets(), st.sampled_from(POLICIES), st.data())
def test_no_claim_raises_the_own_total(rows, policy, data):
    claimed = data.draw(st.sets(st.sampled_from([row.key for row in rows])))
    turned = [row._replace(answer=NOT_APPLICABLE) if row.key in claimed else row for row in rows]
    assert total(turned, policy) <= total(rows, policy)


@given(random_sheets(), st.sampled_from(POLICIES))
def test_claims_that_are_all_refused_are_zeros(rows, policy):
    open_rows = [row._replace(review=None, is_granted=False) for row in rows]
    refused = [row._replace(review=0.0) if row.answer is NOT_APPLICABLE else row for row in open_rows]
    zeros = [row._replace(answer=SCORED, points=0.0) if row.answer is NOT_APPLICABLE else row for row in open_rows]
    expected = total(zeros, policy, "final")
    assert total(refused, policy, "final") == total(open_rows, policy, "final") == expected
    assert total(open_rows, policy) == expected


@given(random_sheets(), st.sampled_from(POLICIES))
def test_a_relief_leaves_nothing_but_the_rest(rows, policy):
    """A sheet with relieved rows has the shares that it would have if these rows did not exist."""
    plain = [row._replace(is_bonus=False, parent=None, is_granted=False) for row in leaves_of(rows)]
    rest = [row for row in plain if not row.is_relieved]
    whole, left = roll_up(plain, Plan(policy)).own.total, roll_up(rest, Plan(policy)).own.total
    assert whole.points == left.points
    if whole.share() is not None:
        assert whole.share() == pytest.approx(left.share() or 0.0)


@given(random_sheets(), st.sampled_from(POLICIES))
def test_in_the_first_edition_a_claim_counts_at_once(rows, policy):
    plain = [row._replace(is_relieved=False, is_granted=False, review=None, is_bonus=False) for row in rows]
    granted = [row._replace(is_granted=True) for row in plain]
    then, now = roll_up(plain, Plan(policy, edition=1)).own, roll_up(granted, Plan(policy)).final
    if policy is Policy.ZERO:
        assert (then.points or 0.0) == (now.points or 0.0)
    else:
        assert (then.points, then.working) == (now.points, now.working)
