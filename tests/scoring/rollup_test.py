import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rollup import Answer, Plan, Policy, Row, Subtotal, roll_up

SCORED, BLANK, NOT_APPLICABLE = Answer.SCORED, Answer.BLANK, Answer.NOT_APPLICABLE


def own(rows, policy=Policy.ZERO):
    return roll_up(rows, Plan(policy)).own


def granted(rows, policy=Policy.ZERO):
    """Return the final sums of a sheet of which the reviewer grants every claim."""
    return roll_up([row._replace(is_granted=True) for row in rows], Plan(policy)).final


def total_of(leaves, policy=Policy.ZERO):
    return granted([row._replace(parent=None) for row in leaves], policy).total


@st.composite
def sheets(draw):
    """Rows of a random tree, parents before children; every row has an answer, headings' answers must not count."""
    size = draw(st.integers(1, 40))
    rows = []
    for key in range(size):
        parent = draw(st.one_of(st.none(), st.integers(0, key - 1))) if key else None
        answer = draw(st.sampled_from(Answer))
        rows.append(Row(key, parent, answer, draw(st.integers(0, 1000)) / 100))
    return rows


def leaves_below(rows, key):
    children = [row for row in rows if row.parent == key]
    if not children:
        return [row for row in rows if row.key == key]
    return [leaf for child in children for leaf in leaves_below(rows, child.key)]


@given(sheets())
def test_every_row_comes_to_the_leaves_below_it(rows):
    sheet = own(rows)
    for row in rows:
        leaves = leaves_below(rows, row.key)
        # What the unit claims not to apply is worth nothing, and that is a number.
        answered = {SCORED: 1, NOT_APPLICABLE: 0}
        scored = [round(leaf.points * 100) * answered[leaf.answer] for leaf in leaves if leaf.answer is not BLANK]
        subtotal = sheet[row.key]
        assert subtotal.leaves == len(leaves)
        assert subtotal.blanks == sum(leaf.answer is BLANK for leaf in leaves)
        assert subtotal.not_applicable == sum(leaf.answer is NOT_APPLICABLE for leaf in leaves)
        assert (subtotal.points is None) == (not scored)
        assert round((subtotal.points or 0) * 100) == sum(scored)


@given(sheets())
def test_the_total_is_what_all_leaves_come_to(rows):
    sheet = own(rows)
    parents = {row.parent for row in rows}
    assert sheet.total == own([row._replace(parent=None) for row in rows if row.key not in parents]).total


@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    sheet = own(rows)
    shuffled = list(rows)
    random.shuffle(shuffled)
    again = own(shuffled)
    assert again.total == sheet.total
    assert all(again[row.key] == sheet[row.key] for row in rows)


def test_blank_is_not_zero():
    zero, blank = Row("zero", None, SCORED, 0.0), Row("blank", None)
    assert total_of([zero]).points == 0.0
    assert total_of([blank]).points is None
    assert total_of([zero, blank]).answer is BLANK


def test_points_of_a_row_that_is_not_scored_do_not_count():
    assert total_of([Row(1, None, NOT_APPLICABLE, 5.0), Row(2, None, BLANK, 5.0)]).points == 0.0
    assert total_of([Row(2, None, BLANK, 5.0)]).points is None


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ([SCORED, NOT_APPLICABLE], SCORED),
        ([NOT_APPLICABLE, NOT_APPLICABLE], NOT_APPLICABLE),
        ([SCORED, BLANK], BLANK),
        ([], BLANK),
    ],
)
def test_a_heading_is_answered_when_all_its_rows_are(answers, answer):
    rows = [Row(key, None, value, 1.0) for key, value in enumerate(answers)]
    assert total_of(rows, Policy.SCALE).answer is answer


def test_what_does_not_apply_counts_as_the_policy_says():
    rows = [
        Row("I", None),
        Row("I.1", "I", SCORED, 6.0, 8.0),
        Row("I.2", "I", NOT_APPLICABLE, 0.0, 2.0),
    ]
    assert granted(rows)["I"].points == 6.0
    assert granted(rows, Policy.FULL)["I"].points == 8.0
    assert granted(rows, Policy.FULL)["I.2"].points == 2.0
    scaled = granted(rows, Policy.SCALE)
    assert (scaled["I"].points, scaled.total.excluded) == (6.0, 2.0)
    assert scaled.total.scaled().points == 7.5


def test_the_scaling_is_written_out():
    total = total_of([Row(1, None, SCORED, 72.0, 98.0), Row(2, None, NOT_APPLICABLE, 0.0, 2.0)], Policy.SCALE)
    assert (total.scaled().points, total.write_scaling()) == (73.47, "72 × 100 ÷ 98 = 73,47")
    assert total_of([Row(1, None, SCORED, 6.0, 10.0)]).write_scaling() == ""
    assert total_of([Row(1, None, NOT_APPLICABLE, 0.0, 1.0)], Policy.SCALE).write_scaling() == ""


def test_half_a_hundredth_is_rounded_up():
    half = [Row(1, None, SCORED, 0.5, 80.0), Row(2, None, NOT_APPLICABLE, 0.0, 20.0)]
    assert total_of(half, Policy.SCALE).scaled().points == 0.63


@given(st.integers(1, 9800), st.integers(1, 9800))
def test_the_written_scaling_gives_the_points(points, excluded):
    rest = 100.0 - excluded / 100
    rows = [Row(1, None, SCORED, points / 100, rest), Row(2, None, NOT_APPLICABLE, 0.0, excluded / 100)]
    total = total_of(rows, Policy.SCALE)
    terms, result = total.write_scaling().replace(",", ".").split(" = ")
    one, maximum, rest = (float(term) for term in terms.replace("×", " ").replace("÷", " ").split())
    assert abs(one * maximum / rest - float(result)) <= 0.005 + 1e-9
    assert float(result) == total.scaled().points


def test_a_heading_of_which_nothing_applies_is_scored_where_that_counts_as_full():
    rows = [Row("I", None), Row("I.1", "I", NOT_APPLICABLE, 0.0, 2.0)]
    assert granted(rows, Policy.FULL)["I"].answer is SCORED
    assert granted(rows, Policy.SCALE)["I"].answer is NOT_APPLICABLE
    assert not granted(rows, Policy.FULL)["I"].applies


def test_a_heading_of_which_nothing_applies_is_zero_and_not_blank():
    rows = [Row("I", None), Row("I.1", "I", NOT_APPLICABLE, 0.0, 2.0)]
    assert (granted(rows)["I"].points, granted(rows)["I"].answer) == (0.0, SCORED)
    assert {own(rows, policy)["I"].points for policy in Policy} == {0.0}


def test_nothing_is_scaled_where_all_rows_or_none_apply():
    assert total_of([Row(1, None, SCORED, 6.0, 10.0)]).scaled().points == 6.0
    assert total_of([Row(1, None, NOT_APPLICABLE, 0.0, 10.0)], Policy.SCALE).scaled().points is None
    assert total_of([Row(1, None, BLANK)]).scaled().points is None


@given(sheets())
def test_scaling_never_lowers_and_never_exceeds_the_maximum(rows):
    rows = [Row(row.key, None, row.answer, row.points, 10.0) for row in rows]
    total = total_of(rows, Policy.SCALE)
    scaled = total.scaled().points
    assert (scaled is None) == (total.points is None)
    if scaled is not None:
        assert total.points <= scaled <= 10.0 * len(rows)


def test_the_points_of_a_sheet_are_scaled_by_that_policy_alone():
    rows = [Row(1, None, SCORED, 72.0, 98.0), Row(2, None, NOT_APPLICABLE, 0.0, 2.0)]
    assert [(granted(rows, policy).points, granted(rows, policy).working) for policy in Policy] == [
        (72.0, ""),
        (74.0, ""),
        (73.47, "72 × 100 ÷ 98 = 73,47"),
    ]


def test_the_points_of_the_reviewer_count_in_the_end():
    rows = [
        Row("agreed", None, SCORED, 2.0, 3.0),
        Row("changed", None, SCORED, 2.0, 3.0, review=0.0),
        Row("blank", None, BLANK, 0.0, 3.0, review=1.5),
        Row("applies", None, NOT_APPLICABLE, 0.0, 3.0, review=1.0),
    ]
    both = roll_up(rows, Plan())
    assert both.is_reviewed
    assert [both.own[row.key].points for row in rows] == [2.0, 2.0, None, 0.0]
    assert [both.final[row.key].points for row in rows] == [2.0, 0.0, 1.5, 1.0]
    assert (both.own.points, both.final.points) == (4.0, 4.5)
    assert (both.own.total.answer, both.final.total.answer) == (BLANK, SCORED)
    unreviewed = roll_up([row._replace(review=None) for row in rows], Plan())
    assert not unreviewed.is_reviewed
    assert unreviewed.own == unreviewed.final == both.own


def test_the_share_of_a_group_leaves_out_what_is_taken_out():
    rows = [
        *(Row("I", None), Row("I.1", "I", SCORED, 1.0, 3.0), Row("I.2", "I", NOT_APPLICABLE, 0.0, 1.0)),
        *(Row("II", None), Row("II.1", "II", NOT_APPLICABLE, 0.0, 2.0)),
        *(Row("III", None), Row("III.1", "III", BLANK, 0.0, 2.0)),
    ]
    shares = {policy: [granted(rows, policy).share(group) for group in ("I", "II", "III")] for policy in Policy}
    assert shares == {
        Policy.ZERO: [25.0, 0.0, 0.0],
        Policy.FULL: [50.0, 100.0, 0.0],
        Policy.SCALE: [pytest.approx(100 / 3), None, 0.0],
    }


def test_an_empty_sheet_comes_to_nothing():
    total = own([]).total
    assert total == Subtotal()
    assert (total.points, total.answer, total.share()) == (None, BLANK, None)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([Row(1, None), Row(1, None)], "two rows have the key 1"),
        ([Row(1, 2)], "missing parents"),
        ([Row(1, 2), Row(2, 1)], "their own ancestors"),
    ],
)
def test_refuses_rows_that_form_no_tree(rows, message):
    with pytest.raises(ValueError, match=message):
        own(rows)
