from operator import itemgetter

import pytest

from scoring.tree import Tree

ROWS = [("b", "a"), ("a", None), ("c", "b"), ("d", "a"), ("e", None)]


def tree(rows):
    return Tree(rows, key=itemgetter(0), parent=itemgetter(1))


def test_rows_are_walked_down_in_the_order_they_came_in():
    assert list(tree(ROWS).in_order()) == [("a", 0), ("b", 1), ("c", 2), ("d", 1), ("e", 0)]
    assert list(tree([]).in_order()) == []


def test_what_stands_below_and_above_a_row():
    assert (tree(ROWS).below("a"), tree(ROWS).below("c"), tree(ROWS).below(None)) == (["b", "d"], [], ["a", "e"])
    assert [name for name, _parent in tree(ROWS).above("c")] == ["b", "a"]
    assert list(tree(ROWS).above("e")) == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("a", None), ("a", None)], "two rows have the key 'a'"),
        ([("a", "x")], "missing parents: 'x'"),
        ([("a", "b"), ("b", "a"), ("c", None)], "their own ancestors"),
    ],
)
def test_refuses_rows_that_form_no_tree(rows, message):
    with pytest.raises(ValueError, match=message):
        tree(rows)
