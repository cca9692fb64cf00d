"""Word documents written by hand, part by part, so that what a test is about is in it and nothing else."""

import io
import zipfile
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text, bold=False):
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs, properties=""):
    runs = [one if one.startswith("<") else run(one) for one in runs]
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def cell(content="", properties=""):
    inside = content if content.startswith("<w:") else paragraph(*([content] if content else []))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows):
    """Return a table; a row is a list of cells or of texts."""
    lines = [
        "<w:tr>" + "".join(one if one.startswith("<w:tc") else cell(one) for one in row) + "</w:tr>" for row in rows
    ]
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def numbered(level, number="1"):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def parts(*blocks, numbering="", body=None):
    body = "".join(blocks) if body is None else body
    found = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{KINDS}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>',
    }
    if numbering:
        found["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{KINDS}/numbering" '
            'Target="numbering.xml"/></Relationships>'
        )
        found["word/numbering.xml"] = f'<w:numbering xmlns:w="{WORD}">{numbering}</w:numbering>'
    return found


def packed(found, method=zipfile.ZIP_DEFLATED):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, part in found.items():
            archive.writestr(name, part)
    return content.getvalue()


def document(*blocks, **others):
    """Return the bytes of a document that holds the blocks."""
    return packed(parts(*blocks, **others))
