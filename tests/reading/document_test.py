import documents as word
import pytest

from reading.document import read_document
from reading.limits import Limits, Reason, Unreadable

HEADER = ["STT", "Tiêu chí", "Điểm"]
NUMBERING = """
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2.%3)"/></w:lvl>
  <w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#61623;"/></w:lvl>
  <w:lvl w:ilvl="4"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl>
  <w:lvl w:ilvl="5"><w:numFmt w:val="decimalZero"/><w:lvlText w:val="%6"/></w:lvl>
  <w:lvl w:ilvl="6"><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%7"/></w:lvl>
  <w:lvl w:ilvl="7"><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%8"/></w:lvl>
  <w:lvl w:ilvl="x"><w:start w:val="99999"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
"""


def texts(grid):
    return [[cell.value or "" for cell in row] for row in grid.rows]


def read(*blocks, **others):
    return [texts(grid) for grid in read_document(word.document(*blocks, **others))]


def test_a_table_with_the_lines_around_it():
    grids = read(
        word.paragraph("BẢNG CHẤM ĐIỂM"), word.table(HEADER, ["1", "Một", "4,0"]), word.paragraph("Tổng: ", "4 điểm")
    )
    assert grids == [[["BẢNG CHẤM ĐIỂM"], HEADER, ["1", "Một", "4,0"], ["Tổng: 4 điểm"]]]


def test_merged_cells_stand_in_their_first():
    grids = read(
        word.table(
            [word.cell("STT", '<w:vMerge w:val="restart"/>'), word.cell("Điểm", '<w:gridSpan w:val="2"/>')],
            [word.cell("", "<w:vMerge/>"), "chuẩn", "tự chấm"],
        )
    )
    assert grids == [[["STT", "Điểm", ""], ["", "chuẩn", "tự chấm"]]]


def test_columns_left_out_before_a_row_are_empty():
    row = "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + word.cell("Một") + word.cell("4") + "</w:tr>"
    assert read(word.table(HEADER).replace("</w:tbl>", f"{row}</w:tbl>")) == [[HEADER, ["", "Một", "4"]]]


def test_a_table_cut_by_pages_is_put_together():
    grids = read(
        word.table(HEADER, ["1", "Một", "4"]),
        word.paragraph(),
        word.paragraph("- 2 -"),
        word.table(HEADER, ["2", "Hai", "6"]),
        word.paragraph("Ghi chú"),
        word.table(["a", "b", "c"]),
    )
    assert [row for grid in grids for row in grid if len(row) == 3] == [
        HEADER,
        ["1", "Một", "4"],
        HEADER,
        ["2", "Hai", "6"],
        ["a", "b", "c"],
    ]
    assert len(grids) == 2


def test_a_table_inside_a_cell_stands_for_itself():
    inner = word.table(HEADER, ["1", "Một", "4"])
    grids = read(word.table([word.cell(f"{word.paragraph('Ngoài')}{inner}{word.paragraph()}"), "khác"]))
    assert grids == [[HEADER, ["1", "Một", "4"]], [["Ngoài", "khác"]]]


def test_lines_with_tabs_are_rows_too():
    line = word.paragraph(
        "<w:r><w:t>1</w:t><w:tab/><w:t>Một</w:t><w:tab/><w:t>4</w:t></w:r>", properties="<w:tabs><w:tab/></w:tabs>"
    )
    assert read(line, line) == [[["1", "Một", "4"]] * 2]


def test_numbers_that_word_counts_are_written_out():
    lines = [0, 1, 2, 2, 1, 2, 0, 1, 3, 4, 5, 6, 7]
    rows = [[word.cell(word.paragraph(properties=word.numbered(level))), "x"] for level in lines]
    rows.append([word.cell(word.paragraph("5", properties=word.numbered(0, "9"))), "x"])
    rows.append([word.cell(word.paragraph("6", properties=word.numbered("b"))), "x"])
    (grid,) = read(word.table(*rows), numbering=NUMBERING)
    numbers = ["I", "1.", "1.a)", "1.b)", "2.", "2.a)", "II", "1.", "-", "", "01", "i", "A", "5", "6"]
    assert [row[0] for row in grid] == numbers


def test_indents_and_bold_type_are_kept():
    rows = [
        [word.cell(word.paragraph(word.run("NHÓM", bold=True))), "10"],
        [word.cell(word.paragraph("Mục", properties='<w:ind w:left="400" w:firstLine="100"/>')), "6"],
        [word.cell(word.paragraph("  Con", word.run(" đậm", bold=True))), "4"],
        [word.cell(word.paragraph("<w:r><w:rPr><w:b w:val='0'/></w:rPr><w:t>nhạt</w:t></w:r>")), "4"],
    ]
    (grid,) = read_document(word.document(word.table(*rows)))
    assert [(row[0].indent, row[0].bold) for row in grid.rows] == [(0, True), (5, False), (2, False), (0, False)]


def test_text_is_read_once_and_only_where_it_stands():
    hidden = (
        "<w:del><w:r><w:delText>xóa</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>dời</w:t></w:r></w:moveFrom>"
        "<w:r><w:drawing><w:p><w:r><w:t>hình</w:t></w:r></w:p></w:drawing></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    shown = "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t><w:cr/></w:r>"
    assert read(word.table([word.cell(word.paragraph(hidden + shown)), "x"])) == [[["a\nb-c\n", "x"]]]


def test_a_document_without_a_table_has_no_grid():
    assert read(word.paragraph("Kính gửi")) == []


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(size=10), Reason.TOO_LARGE),
        (Limits(rows=2), Reason.TOO_MANY_ROWS),
        (Limits(columns=2), Reason.TOO_MANY_COLUMNS),
        (Limits(cells=5), Reason.TOO_MANY_CELLS),
        (Limits(characters=10), Reason.TOO_MUCH_TEXT),
    ],
)
def test_limits_are_kept(limits, reason):
    content = word.document(word.paragraph("Tiêu đề"), word.table(HEADER, ["1", "Một", "4"], ["2", "Hai", "6"]))
    with pytest.raises(Unreadable) as refused:
        read_document(content, limits)
    assert refused.value.reason is reason


def test_tables_within_tables_have_an_end():
    deep = word.table(["x"])
    for _level in range(40):
        deep = word.table([word.cell(deep)])
    with pytest.raises(Unreadable):
        read_document(word.document(deep))
    with pytest.raises(Unreadable):
        read_document(word.document("<w:p>" * 40 + "</w:p>" * 40))
    with pytest.raises(Unreadable):
        read_document(word.document(word.table(["x"]) * 501))
