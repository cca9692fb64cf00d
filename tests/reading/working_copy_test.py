import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading import working_copy as layout
from reading.grid import Cell, Grid
from reading.working_copy import Mismatch, NotACopy, fingerprint, normal, read_copy, write_base

KEYS = ["points", "not_applicable", "explanation", "improvement"]


def grid(name="Chấm điểm", mark=layout.ROWS, keys=KEYS, reference="ĐG/0001:1", rows=(), merged=()):
    """Return a sheet as a working copy has it: the hidden line, then rows of (code, base, values)."""
    top = [mark, f"{layout.BASE}{reference}", *(f"{layout.MARK}{key}" for key in keys)]
    lines = [top, *([code, base, *values] for code, base, values in rows)]
    return Grid(name, [[Cell(value) for value in line] for line in lines], list(merged))


def mismatch(*grids):
    with pytest.raises(NotACopy) as refused:
        read_copy(grids)
    return refused.value


def test_rows_come_with_their_fingerprints_and_places():
    base = write_base({"answer": "3,0", "explanation": ""})
    copy = read_copy([grid(rows=[("I.1", base, [2.5, None, "Đủ"])])])
    assert copy.reference == "ĐG/0001:1"
    assert copy.facts is None
    (row,) = copy.rows.rows
    assert (row.code, row.base["answer"]) == ("I.1", fingerprint("3,0"))
    assert {key: (typed.cell.value, typed.place) for key, typed in row.cells.items()} == {
        "points": (2.5, "C2"),
        "not_applicable": (None, "D2"),
        "explanation": ("Đủ", "E2"),
        "improvement": (None, "F2"),
    }


def test_the_sheet_is_found_under_any_name_and_below_other_lines():
    moved = grid("Của tôi", rows=[("I.1", "", [1.0])])
    moved.rows.insert(0, [Cell("ghi chú")])
    copy = read_copy([Grid("Khác", [[Cell("x")]]), moved])
    assert copy.rows.sheet == "Của tôi"
    assert copy.rows.rows[0].cells["points"].place == "C3"


def test_empty_lines_and_the_line_of_the_total_are_no_rows():
    rows = [(None, None, []), (layout.NO_ROW, None, [90.0]), (None, None, [5.0]), (1.0, None, [])]
    assert [row.code for row in read_copy([grid(rows=rows)]).rows.rows] == ["", "1"]


def test_what_is_no_working_copy_says_why():
    facts = grid("Số liệu", layout.FACTS, ["entry", "note", *layout.MONTHS])
    assert mismatch(Grid("x")).mismatch is Mismatch.NO_COPY
    assert mismatch(facts).mismatch is Mismatch.NO_COPY
    assert mismatch(grid(), grid("Bản sao")).mismatch is Mismatch.TWO_COPIES
    missing = mismatch(grid(keys=["points"]))
    assert (missing.mismatch, missing.detail) == (Mismatch.MISSING_COLUMNS, "explanation improvement not_applicable")
    assert mismatch(grid(reference="")).mismatch is Mismatch.MISSING_COLUMNS
    merged = mismatch(grid(rows=[("I.1", "", [])], merged=["C2:C3"]))
    assert (merged.mismatch, merged.detail) == (Mismatch.MERGED, "C2:C3")
    other = mismatch(grid(), grid("Số liệu", layout.FACTS, ["entry", "note", *layout.MONTHS], "ĐG/0002:2"))
    assert other.mismatch is Mismatch.NO_COPY
    assert "Số liệu" in str(other)
    assert read_copy([grid(), facts]).facts.sheet == "Số liệu"
    # Merged cells left of what is filled in, or above it, do no harm.
    assert read_copy([grid(merged=["A1:B9", "C1:E1"])]).reference == "ĐG/0001:1"


def test_texts_compare_equal_where_programs_differ():
    assert normal("  a \r\nb\rc\n") == "a\nb\nc"
    assert fingerprint("Tiếng Việt") == fingerprint("Tiê\u0301ng Viê\u0323t ")
    assert fingerprint("a") != fingerprint("b")
    assert normal("a\vb\x00\uffffc\td") == "abc\td"


@given(st.dictionaries(st.sampled_from(["answer", "explanation", "note"]), st.text(max_size=30)))
def test_fingerprints_are_read_as_written(values):
    row = read_copy([grid(rows=[("I.1", write_base(values), [])])]).rows.rows[0]
    assert row.base == {name: fingerprint(value) for name, value in values.items()}


_value = st.none() | st.text(max_size=20) | st.floats() | st.booleans()
_hidden = st.sampled_from([layout.ROWS, layout.FACTS, layout.NO_ROW, f"{layout.BASE}x:1", "agency:points", "agency:"])


@given(st.lists(st.lists((_value | _hidden).map(Cell), max_size=6), max_size=6))
def test_any_cells_are_a_copy_or_none(rows):
    try:
        read_copy([Grid("x", rows)])
    except NotACopy:
        pass
