import sheets
from hypothesis import given
from hypothesis import strategies as st

from scoring.intake.columns import Columns
from scoring.intake.doubts import find_doubts
from scoring.intake.outline import base_points, make_outline
from scoring.intake.source import Cell, Table

WORDS = st.sampled_from(
    [
        *(
            "",
            " ",
            "I",
            "II",
            "1",
            "1.1",
            "2.",
            "a)",
            "đ)",
            "-",
            "+",
            "•",
            "10",
            "4,0",
            "2.5",
            "01 điểm",
            "-0,5",
            "100 điểm",
        ),
        *(
            "STT",
            "Tiêu chí",
            "Điểm chuẩn",
            "Tự chấm",
            "Criterion",
            "Max",
            "Điểm",
            "TỔNG CỘNG",
            "Điểm thưởng",
            "Cộng mục I",
        ),
        *(
            "Mỗi văn bản chậm trừ 0,5 điểm/02 văn bản",
            "(giấy: 1 điểm; mạng: 1 điểm)",
            "12 x 0,25 = 3,0",
            "từ 90% trở lên",
        ),
        *(
            "A. CHUNG (40 điểm)",
            "- Không gửi: trừ 1 điểm - Gửi sai: trừ 2 điểm",
            "trang 3",
            "1/2",
            "\u200b",
            "\ud83d\ude00",
        ),
    ]
)
TEXTS = WORDS | st.text(max_size=40)
CELLS = st.builds(Cell, TEXTS, st.integers(0, 9), st.booleans())
TABLES = st.builds(Table, st.just(""), st.lists(st.lists(CELLS, max_size=6).map(tuple), max_size=25).map(tuple))
PLACES = st.none() | st.integers(0, 7)
COLUMNS = st.builds(Columns, st.integers(0, 7), PLACES, PLACES, PLACES)


@given(TABLES, st.none() | COLUMNS)
def test_whatever_is_in_a_table_becomes_rows_or_nothing(table, columns):
    sheet = sheets.read(table, columns)
    if sheet is None:
        return
    outline = make_outline(sheet.entries)
    codes = [node.code for node in outline.nodes]
    assert len(set(codes)) == len(codes)
    levels = [node.entry.level for node in outline.nodes]
    assert all(0 <= level <= before + 1 for before, level in zip([-1, *levels], levels, strict=False))
    for doubt in find_doubts(sheet.entries):
        assert doubt.index is None or 0 <= doubt.index < len(sheet.entries)
    for node in outline.nodes:
        assert base_points(node.maximum, [sheet.entries[place] for place in node.rules]) >= 0
    assert {entry.place for entry in sheet.entries} <= set(range(1, len(table.rows) + 1))


@given(st.lists(TABLES, max_size=3))
def test_a_table_is_chosen_or_none(tables):
    best = sheets.best_table(tables)
    assert best is None or sheets.read(tables[best]) is not None
