"""The styles of our Word documents, by the rules of Nghị định 30/2020/NĐ-CP, Phụ lục I."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from PIL import ImageFont

from .paper import FONTS

_FONT = "Times New Roman"
_LANGUAGE = "vi-VN"
#: The size of the page number, in points.
PAGE_NUMBER = 13
#: Of the font, of which a line is 1,15 times as high as a letter; the decree allows 1 to 1,5.
_LINE_SPACING = 1.1
_LEFT, _CENTER, _JUSTIFY = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
#: What XML cannot hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Style:
    """The form of a paragraph; lengths in points, `first_line` in centimetres."""

    size: float
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = _CENTER
    before: float = 0
    after: float = 0
    first_line: float = 0
    left: float = 0
    spacing: float = 1.0
    keeps: bool = False


_HEADING = _Style(14, bold=True, align=_JUSTIFY, after=6, first_line=1.27, spacing=_LINE_SPACING, keeps=True)
_STYLES = {
    "Normal": _Style(14, align=_LEFT),
    "Header": _Style(PAGE_NUMBER, align=_LEFT),
    "Title": _Style(14, bold=True, before=6),
    "Subtitle": _Style(14, bold=True),
    "Heading 1": _HEADING,
    "Heading 2": _HEADING,
    "Heading 3": _HEADING,
    "Body Text": _Style(14, align=_JUSTIFY, after=6, first_line=1.27, spacing=_LINE_SPACING),
    "Parent Agency": _Style(12),
    "Agency": _Style(12, bold=True),
    "Nation": _Style(12, bold=True),
    "Motto": _Style(13, bold=True),
    "Document Number": _Style(13, before=6, after=12),
    "Place and Date": _Style(13, italic=True, before=6, after=12),
    "Addressees": _Style(14, before=10, after=12),
    "Addressees List": _Style(14, align=_LEFT, left=5.2, first_line=-2.2),
    "Attachment": _Style(13, italic=True, after=12),
    "Table Text": _Style(13, align=_LEFT, before=2, after=2),
    "Table Heading": _Style(13, bold=True, align=_LEFT, before=2, after=2),
    "Table Remark": _Style(13, italic=True, align=_LEFT, before=2, after=2),
    "Legend": _Style(11, italic=True, align=_LEFT, before=3),
    "Recipients Label": _Style(12, bold=True, italic=True, align=_LEFT),
    "Recipients": _Style(11, align=_LEFT),
    "Signer Title": _Style(14, bold=True),
    "Signer Name": _Style(14, bold=True, before=70),
    "Rule": _Style(2, align=_LEFT),
}


def printable(text: str) -> str:
    """Return `text` without characters that no file of Word can hold."""
    return _UNPRINTABLE.sub("", text)


def new_document() -> tuple[Document, Mapping[str, str]]:
    """Return an empty document with the styles of the papers, for Vietnamese text, and their ids by their names."""
    template, style_ids = _template()
    return docx.Document(io.BytesIO(template)), style_ids


@cache
def _template() -> tuple[bytes, Mapping[str, str]]:
    document, content = docx.Document(), io.BytesIO()
    _prepare_styles(document)
    document.save(content)
    return content.getvalue(), {name: document.styles[name].style_id for name in (*_STYLES, "Frame", "Table Grid")}


def _prepare_styles(document: Document) -> None:
    styles = document.styles
    known = {style.name for style in styles}
    for name, form in _STYLES.items():
        style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name not in known:
            style.base_style = styles["Normal"]
            style.quick_style = True
        _form(style, form)
    frame = styles.add_style("Frame", WD_STYLE_TYPE.TABLE)
    frame.base_style = styles["Normal Table"]
    _set_cell_margins(frame, 0)
    _set_cell_margins(styles["Table Grid"], 3)
    draft = styles.add_style("Draft", WD_STYLE_TYPE.CHARACTER)
    draft.font.bold, draft.font.size = True, Pt(12)
    _set_defaults(document)


def add_rule(paragraph: Paragraph, room: float, width: float) -> None:
    """Make an empty paragraph a rule in the middle of `room`, in points."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt((room - width) / 2)
    borders = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


#: What stands behind the borders among the properties of a paragraph (ECMA-376, CT_PPr).
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")


def text_width(text: str, size: float) -> float:
    """Return the width of bold text, in points."""
    return _bold_font().getlength(text) * size / 100


@cache
def _bold_font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "LiberationSerif-Bold.ttf", 100)


def _form(style, form: _Style) -> None:
    font, paragraph = style.font, style.paragraph_format
    font.size, font.bold, font.italic = Pt(form.size), form.bold, form.italic
    font.color.rgb = RGBColor(0, 0, 0)
    _set_fonts(style.element.get_or_add_rPr())
    for borders in style.element.xpath("./w:pPr/w:pBdr"):
        borders.getparent().remove(borders)
    for spacing in style.element.xpath("./w:rPr/w:spacing | ./w:rPr/w:kern"):
        spacing.getparent().remove(spacing)
    paragraph.alignment = form.align
    paragraph.space_before, paragraph.space_after = Pt(form.before), Pt(form.after)
    paragraph.first_line_indent, paragraph.left_indent = Cm(form.first_line), Cm(form.left)
    if style.name == "Rule":
        paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(3)
    else:
        paragraph.line_spacing = form.spacing
    paragraph.keep_with_next = form.keeps
    paragraph.widow_control = True
    if form.left:
        paragraph.tab_stops.add_tab_stop(Cm(form.left))


def _set_cell_margins(style, points: float) -> None:
    """Set the space left and right of the text in the cells of a table style."""
    properties = style.element.find(qn("w:tblPr"))
    if properties is None:
        properties = OxmlElement("w:tblPr")
        style.element.append(properties)
    for margins in properties.findall(qn("w:tblCellMar")):
        properties.remove(margins)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(points * 20)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)


def _set_fonts(properties) -> None:
    """Name the font for every script, and no theme that would win over it."""
    for fonts in properties.findall(qn("w:rFonts")):
        properties.remove(fonts)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)
    properties.insert(0, fonts)


def _set_defaults(document: Document) -> None:
    properties = document.styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr")[0]
    _set_fonts(properties)
    for language in properties.findall(qn("w:lang")):
        for name in ("val", "eastAsia"):
            language.set(qn(f"w:{name}"), _LANGUAGE)
    # In the manner of the Word of today, not of an older one.
    for setting in document.settings.element.xpath("./w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        setting.set(qn("w:val"), "15")
