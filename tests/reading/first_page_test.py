"""The text of first pages."""

import io
import zipfile

import openpyxl
import pikepdf

from reading.first_page import read_first_page

STAMP = "TOI MAT"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paper(*pages, filler=b""):
    """Return a PDF of pages, each with a line of text."""
    made, stream = pikepdf.new(), io.BytesIO()
    for text in pages:
        made.add_blank_page()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        made.pages[-1].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        made.pages[-1].Contents = made.make_stream(b"BT /F1 12 Tf 50 700 Td (%b) Tj ET" % text.encode() + filler)
    made.save(stream, compress_streams=True)
    return stream.getvalue()


def word(body, header=""):
    """Return a Word file of paragraphs as XML, and what stands in its header."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="1" Type="{OFFICE}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="1" Type="{OFFICE}/header"'
            ' Target="header1.xml"/></Relationships>',
        )
        archive.writestr("word/header1.xml", f'<w:hdr xmlns:w="{WORD}">{header}</w:hdr>')
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return stream.getvalue()


def test_pdf_first_page_alone():
    assert read_first_page(paper(STAMP, "second")).strip() == STAMP


def test_word_with_header_boxes_and_lines():
    line = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    box = f"<w:p><w:r><w:txbxContent>{line.format('MẬT')}</w:txbxContent></w:r></w:p>"
    text = read_first_page(word(line.format("Số 12") + box + line.format("ngày"), line.format("SỞ")))
    assert [each for each in text.splitlines() if each] == ["SỞ", "Số 12", "MẬT", "ngày"]


def test_the_first_rows_of_a_workbook():
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active["C1"], book.active["A3"], book.active["A40"] = "TỐI MẬT", "KẾ HOẠCH", "Mật"
    book.create_sheet("Khác")["A1"] = "MẬT"
    book.save(stream)
    assert read_first_page(stream.getvalue()).splitlines() == ["TỐI MẬT", "KẾ HOẠCH"]


def test_what_cannot_be_read_has_no_text():
    for content in (b"", b"%PDF-1.4\n", b"PK\x03\x04xx", b"text", word("<w:p>")[:-40]):
        assert read_first_page(content) == ""


def test_a_page_drawn_by_too_much_is_left_alone():
    assert read_first_page(paper(STAMP, filler=b" " * 3_000_000)) == ""
    assert read_first_page(paper(STAMP, filler=b" " * 300_000)).strip() == STAMP
