"""Rich text in which some pieces are marks: they name the fact that they were filled from.

A mark is ``<span class="o_agency_mark" data-id="vb_di">7.219</span>``: both attributes survive Odoo's sanitiser and its
editor. A list that is made of rows carries the same attributes on its ``<ul>`` or ``<ol>``.
"""

from lxml import html
from markupsafe import Markup, escape

from ..scoring import report_text

#: The class of a mark; the style of the editor knows it too.
MARK = "o_agency_mark"
_MARKS = f".//*[contains(concat(' ', @class, ' '), ' {MARK} ')][@data-id]"
_ROOT = "div"


def printed(body, read_texts):
    """Return `body` as it is printed: without marks, and filled where a placeholder still stands.

    :param read_texts: returns the text of each name; called only if there is such a placeholder
    """
    root = _parse(body)
    for mark in root.xpath(_MARKS):
        if mark.tag == "span":
            mark.drop_tag()
        else:
            _unmark(mark)
    if "{{" in (text := _write(root)):
        texts = {name: escape(text) for name, text in read_texts().items()}
        return Markup(report_text.fill(text, texts))  # what is not escaped here has been sanitised
    return text


def _parse(body):
    return html.fragment_fromstring(str(body or ""), create_parent=_ROOT)


def _write(root):
    start, end = f"<{_ROOT}>", f"</{_ROOT}>"
    return Markup(html.tostring(root, encoding="unicode").removeprefix(start).removesuffix(end))


def _unmark(element):
    """Take the attributes of a mark from an element that stays."""
    del element.attrib["data-id"]
    classes = [name for name in element.get("class").split() if name != MARK]
    element.set("class", " ".join(classes))
    if not classes:
        del element.attrib["class"]
