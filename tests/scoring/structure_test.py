import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.structure import Criterion, Fault, FoundFault, find_faults, in_order

PAPER = json.loads((Path(__file__).parent.parent / "data" / "sheet_2020.json").read_text(encoding="utf-8"))


def criteria_of_paper():
    """The rows of the 2020 sheet, numbered as printed."""
    criteria = []

    def add(node, parent):
        criteria.append(Criterion(node["code"], parent, len(criteria), node["code"], node["max"]))
        for child in node.get("children", ()):
            add(child, node["code"])

    for group in PAPER["groups"]:
        add(group, None)
    return criteria


def test_the_2020_sheet_adds_up():
    criteria = criteria_of_paper()
    assert len(criteria) == 93
    assert find_faults(criteria, PAPER["total"]["max"]) == []


@given(st.randoms(use_true_random=False))
def test_the_order_is_the_printed_one_however_rows_come(random):
    criteria = criteria_of_paper()
    shuffled = list(criteria)
    random.shuffle(shuffled)
    ordered = list(in_order(shuffled))
    assert [row for row, _level in ordered] == criteria
    assert {row.code: level for row, level in ordered if row.code in ("I", "I.1", "I.1.1", "I.1.1-1", "VI-1")} == {
        "I": 0,
        "I.1": 1,
        "I.1.1": 2,
        "I.1.1-1": 3,
        "VI-1": 1,
    }


def test_names_every_wrong_row_and_both_numbers():
    criteria = [
        Criterion(1, None, 1, "I", 6.0),
        Criterion(2, 1, 1, "I.1", 4.0),
        Criterion(3, 2, 1, "I.1-1", 3.0),
        Criterion(4, 1, 2, "I.2", 1.5),
        Criterion(5, None, 2, "II", 4.0),
    ]
    assert find_faults(criteria, 100.0) == [
        FoundFault(Fault.CHILDREN, "I", 6.0, 5.5),
        FoundFault(Fault.CHILDREN, "I.1", 4.0, 3.0),
        FoundFault(Fault.TOTAL, None, 100.0, 10.0),
    ]


def test_names_a_maximum_that_is_no_number():
    faults = find_faults([Criterion(1, None, 1, "I", -1.0), Criterion(2, None, 2, "II", 2.0)], 1.0)
    assert [(found.fault, found.code) for found in faults] == [(Fault.BAD_MAXIMUM, "I")]
    assert find_faults([Criterion(1, None, 1, "I", 1.001)], 1.001)[0].fault is Fault.BAD_MAXIMUM
    assert find_faults([Criterion(1, None, 1, "I", math.nan)], 1.0)[0].fault is Fault.BAD_MAXIMUM


@pytest.mark.parametrize(("parent", "message"), [(2, "their own ancestors"), (99, "missing parents: 99")])
def test_refuses_rows_that_form_no_tree(parent, message):
    rows = [Criterion(1, parent, 1, "I", 1.0), Criterion(2, 1, 1, "II", 1.0)]
    with pytest.raises(ValueError, match=message):
        list(in_order(rows))
