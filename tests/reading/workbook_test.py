import io
import tracemalloc
from datetime import date, datetime

import damaged
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from mass import mass

from reading.workbook import Cell, Grid, Limits, Reason, Unreadable, address, read_workbook

#: What reading a file may take beyond the file itself, in bytes.
MEMORY = 48_000_000


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def reason_of(content, limits=None):
    with pytest.raises(Unreadable) as refused:
        read_workbook(content, limits)
    return refused.value


def read_rows(xml, **extra):
    return read_workbook(damaged.sheet(xml, **extra))[0].rows


# What is read


def test_values_of_every_kind_are_read():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["chữ", 0, 0.25, True, False, date(2020, 12, 31), datetime(2020, 12, 31, 7, 30)])
    (grid,) = read_workbook(saved(book))
    values = [cell.value for cell in grid.rows[0]]
    assert values == ["chữ", 0.0, 0.25, True, False, date(2020, 12, 31), datetime(2020, 12, 31, 7, 30)]
    assert [type(value) for value in values[1:4]] == [float, float, bool]
    assert type(values[5]) is date


def test_blank_cells_hold_their_places():
    book = openpyxl.Workbook()
    book.active["C4"] = "x"
    (grid,) = read_workbook(saved(book))
    assert grid.rows == [[], [], [], [Cell(), Cell(), Cell("x")]]
    assert grid.cell(3, 2) == Cell("x")
    assert grid.cell(3, 3) == grid.cell(9, 0) == grid.cell(0, 0) == Cell()


def test_formulas_are_told_and_never_computed():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=1+1", None, 99)
        sheet.write_array_formula("A2:A3", "{=B1:B2}", None, 5)
        sheet.write_number("A3", 6)
        sheet.write_string("A4", "=1+1")
    (grid,) = read_workbook(content.getvalue())
    column = [row[0] for row in grid.rows]
    assert column == [Cell(99.0, True), Cell(5.0, True), Cell(6.0, True), Cell("=1+1")]


def test_formula_without_a_value_is_no_blank_cell():
    assert read_rows('<row r="1"><c><f>1/0</f></c></row>') == [[Cell(None, True)]]


def test_merged_cells_and_hidden_sheets_are_told():
    book = openpyxl.Workbook()
    book.active.title = "Điểm"
    book.active["A1"] = "Tổng cộng"
    book.active.merge_cells("A1:C2")
    book.create_sheet("Ẩn").sheet_state = "hidden"
    assert read_workbook(saved(book)) == [
        Grid("Điểm", [[Cell("Tổng cộng")]], ["A1:C2"]),
        Grid("Ẩn", is_hidden=True),
    ]


def test_dates_may_be_counted_from_1904():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.active["A1"] = date(2020, 3, 1)
    assert read_workbook(saved(book))[0].rows == [[Cell(date(2020, 3, 1))]]


def test_number_of_no_day_stays_a_number():
    book = openpyxl.Workbook()
    for place, number in {"A1": 0.5, "A2": 99_999_999.0, "A3": -3.0}.items():
        book.active[place] = number
        book.active[place].number_format = "dd/mm/yyyy"
    assert [row[0].value for row in read_workbook(saved(book))[0].rows] == [0.5, 99_999_999.0, -3.0]


def test_rich_text_is_read_without_its_readings():
    runs = "<is><r><t>Văn </t></r><r><t>thư</t></r><rPh><t>van</t></rPh></is>"
    assert read_rows(f'<row><c t="inlineStr">{runs}</c></row>') == [[Cell("Văn thư")]]


def test_escaped_characters_are_read_and_controls_dropped():
    text = "<is><t>a_x000A_b_x005F_x000A_c_x0000_d_xD800_e</t></is>"
    assert read_rows(f'<row><c t="inlineStr">{text}</c></row>') == [[Cell("a\nb_x000A_cde")]]


def test_errors_and_iso_dates_are_read():
    row = '<c t="e"><v>#REF!</v></c><c t="d"><v>2020-12-31T00:00:00Z</v></c><c t="str"><v>x</v></c><c t="s"/>'
    assert read_rows(f"<row>{row}</row>") == [[Cell("#REF!"), Cell(date(2020, 12, 31)), Cell("x")]]


def test_strict_workbooks_are_read_too():
    strict = damaged.parts_of(damaged.good())[damaged.SHEET].decode()
    strict = strict.replace(damaged.MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert read_workbook(damaged.changed(sheet=strict)) == read_workbook(damaged.good())


def test_last_row_of_an_empty_format_is_no_row_too_many():
    assert read_rows('<row r="1"><c><v>1</v></c></row><row r="1048576"><c s="0"/></row>') == [[Cell(1.0)]]


def test_addresses_are_those_of_excel():
    places = [(0, 0), (6, 1), (0, 25), (0, 26), (9, 701), (9, 702), (1_048_575, 16_383)]
    assert [address(*place) for place in places] == ["A1", "B7", "Z1", "AA1", "ZZ10", "AAA10", "XFD1048576"]


#: XML cannot hold the two that are named, and openpyxl fails on them.
_text = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=40
)
_number = st.floats(-1e300, 1e300) | st.integers(-(10**15), 10**15)
_day = st.dates(date(1901, 1, 1), date(2100, 1, 1))
_values = st.none() | st.booleans() | _number | _day | _text


@given(st.lists(st.lists(_values, max_size=6), max_size=6))
def test_what_openpyxl_writes_is_read_as_it_reads_it(rows):
    book = openpyxl.Workbook()
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = book.active.cell(number, column, value)
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
    content = saved(book)
    again = openpyxl.load_workbook(io.BytesIO(content)).active
    (grid,) = read_workbook(content)
    for number in range(len(rows) + 1):
        for column in range(7):
            expected = again.cell(number + 1, column + 1).value
            if isinstance(expected, datetime):
                expected = expected.date()
            elif isinstance(expected, str):
                # openpyxl takes an escaped underscore for text.
                expected = rows[number][column]
            assert grid.cell(number, column).value == (None if expected == "" else expected)


# What is refused


@pytest.fixture(scope="module")
def corpus():
    return damaged.corpus(mass(60_000, 1_000_000))


@pytest.mark.no_cover  # for it costs as much again; those that are asked for by name are measured
def test_every_damaged_file_is_refused_or_read_as_if_whole(corpus):
    whole = read_workbook(damaged.good())
    assert len(corpus) > 200
    for name, content in corpus.items():
        try:
            grids = read_workbook(content)
        except Unreadable:
            continue
        if name.startswith(("bits", "a hole", "a gap", "cut", "bytes")):
            assert grids == whole, name


@pytest.mark.no_cover  # that takes memory too
@pytest.mark.parametrize(
    "name", ["bomb", "bomb that says it is small", "endless rows", "wide gaps", "much text", "many parts"]
)
def test_memory_is_bounded(corpus, name):
    tracemalloc.start()
    with pytest.raises(Unreadable):
        read_workbook(corpus[name])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEMORY


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("text", Reason.NOT_THIS_FORMAT),
        ("OpenDocument", Reason.NOT_THIS_FORMAT),
        ("Word", Reason.NOT_THIS_FORMAT),
        ("binary workbook", Reason.NOT_THIS_FORMAT),
        ("workbook inside", Reason.NOT_THIS_FORMAT),
        ("old Excel", Reason.OLD_FORMAT),
        ("encrypted", Reason.ENCRYPTED),
        ("part with a password", Reason.ENCRYPTED),
        ("macro workbook", Reason.MACROS),
        ("macros under another name", Reason.MACROS),
        ("macro sheet", Reason.MACROS),
        ("many parts", Reason.TOO_MANY_PARTS),
        ("bomb", Reason.BOMB),
        ("bomb of the shared texts", Reason.BOMB),
        ("bomb nobody reads", Reason.BOMB),
        ("bomb that says it is small", Reason.DAMAGED),
        ("part twice", Reason.DAMAGED),
        ("part twice, in capitals", Reason.DAMAGED),
        ("LZMA", Reason.DAMAGED),
        ("sheet with an entity", Reason.ENTITIES),
        ("sheet in UTF-16 with an entity", Reason.ENTITIES),
        ("text from a file of the server", Reason.ENTITIES),
        ("document type without entities", Reason.ENTITIES),
        ("book is of another kind", Reason.NO_SHEET),
        ("charts only", Reason.NO_SHEET),
        ("sheet in another file", Reason.DAMAGED),
        ("many sheets", Reason.TOO_MANY_SHEETS),
        ("endless rows", Reason.TOO_MANY_ROWS),
        ("row far below", Reason.TOO_MANY_ROWS),
        ("many columns", Reason.TOO_MANY_COLUMNS),
        pytest.param("many cells", Reason.TOO_MANY_CELLS, marks=pytest.mark.no_cover),
        ("wide gaps", Reason.TOO_MANY_CELLS),
        pytest.param("many elements", Reason.TOO_MANY_CELLS, marks=pytest.mark.no_cover),
        ("much text", Reason.TOO_MUCH_TEXT),
        ("row twice", Reason.DAMAGED),
        ("cell twice", Reason.DAMAGED),
    ],
)
def test_reason_is_the_one_that_helps(corpus, name, reason):
    assert reason_of(corpus[name]).reason is reason


def test_refusal_names_sheet_cell_and_limit(corpus):
    wrong = reason_of(corpus["number that is a word"])
    assert (wrong.sheet, wrong.cell, wrong.limit) == ("Điểm", "A1", 0)
    long = reason_of(corpus["endless rows"])
    assert (long.sheet, long.limit) == ("Điểm", 20_000)
    assert "20000" in str(long)


def test_row_at_the_limit_is_read():
    limits = Limits(rows=3, columns=2, cells=20)
    assert len(read_workbook(damaged.sheet('<row r="3"><c r="B3"><v>1</v></c></row>'), limits)[0].rows) == 3
    assert reason_of(damaged.sheet('<row r="4"><c><v>1</v></c></row>'), limits).reason is Reason.TOO_MANY_ROWS
    assert reason_of(damaged.sheet('<row><c r="C1"><v>1</v></c></row>'), limits).reason is Reason.TOO_MANY_COLUMNS
    limits = Limits(cells=20)
    assert reason_of(damaged.sheet("<row><c><v>1</v></c></row>" * 20), limits).reason is Reason.TOO_MANY_CELLS


def test_large_file_is_refused_before_it_is_opened():
    assert reason_of(b"PK\x03\x04" + bytes(100), Limits(size=50)).reason is Reason.TOO_LARGE


def test_size_is_counted_while_unpacking():
    """A directory that lies about sizes does not help: what is really unpacked is counted too."""
    real = reason_of(damaged.lying_bomb(30), Limits(inflated=50_000))
    assert real.reason in (Reason.BOMB, Reason.DAMAGED)
    assert reason_of(damaged.good(), Limits(inflated=10_000)).reason is Reason.BOMB


@given(st.binary(max_size=300))
def test_bytes_are_refused(content):
    for file in (content, b"PK\x03\x04" + content):
        with pytest.raises(Unreadable):
            read_workbook(file)


_tags = st.sampled_from(["row", "c", "v", "f", "is", "t", "r", "rPh", "mergeCell", "sheetData", "zzz"])
_names = st.sampled_from(["r", "t", "s", "ref", "si"])
_attributes = st.dictionaries(
    _names, st.sampled_from(["1", "2", "A1", "B2", "A1:B2", "s", "n", "b", "str", "inlineStr", "array", "", "-1", "ă"])
)


@st.composite
def _elements(draw, depth=4):
    tag = draw(_tags)
    attributes = "".join(f' {name}="{value}"' for name, value in draw(_attributes).items())
    leaves = st.sampled_from([[""], ["1"], ["x"], ["0.5"]])
    inside = draw(st.lists(_elements(depth - 1), max_size=3) if depth else leaves)
    return f"<{tag}{attributes}>{''.join(inside)}</{tag}>"


@given(st.lists(_elements(), max_size=5))
def test_any_markup_is_read_or_refused(elements):
    try:
        grids = read_workbook(damaged.sheet("".join(elements)))
    except Unreadable as refused:
        assert refused.reason is Reason.DAMAGED
    else:
        assert all(isinstance(cell, Cell) for grid in grids for row in grid.rows for cell in row)
