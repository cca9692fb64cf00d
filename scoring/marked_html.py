"""Rich text in which some pieces are marks: they name the fact or list that they were filled from.

A mark is ``<span class="o_agency_mark" data-id="vb_di">7.219</span>``: both attributes survive Odoo's sanitiser and its
editor. A list that is made of rows carries them on its ``<ul>`` or ``<ol>``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeAlias

from lxml import html
from lxml.etree import _ElementUnicodeResult as TextNode
from lxml.html import HtmlElement
from markupsafe import Markup

from . import report_text
from .report_text import BLANK, FIXED_NAMES, LIST_NAMES, ListPlan, State, Values

#: HTML; nothing at all for an empty text.
Body: TypeAlias = str | Literal[False] | None

#: The class of a mark; the style of the editor knows it too.
MARK = "o_agency_mark"
_IS_MARK = f"contains(concat(' ', normalize-space(@class), ' '), ' {MARK} ') and @data-id"
_TEXT_MARKS = f".//span[{_IS_MARK}]"
_LIST_MARKS = f".//*[(self::ul or self::ol) and {_IS_MARK}]"
_BLOCKS = ("p", "li", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "blockquote", "pre")
_FILLED = frozenset({State.OPEN, State.STALE})
_ROOT = "div"


def placeholders(body: Body) -> tuple[list[str], list[str]]:
    """Return the names of the placeholders of `body`, and those that ask for a list where there is none."""
    names: list[str] = []
    misplaced: list[str] = []
    for text in _open_texts(_parse(body)):
        found = _names(text)
        names += found
        if _list_around(text) is None:
            misplaced += [name for name in found if name in LIST_NAMES]
    return names, misplaced


def marks(body: Body) -> tuple[list[tuple[str, str]], list[tuple[str, list[str]]]]:
    """Return the marks of `body` as they read: (name, text) of each text, (name, texts of the items) of each list."""
    if "data-id" not in (body or ""):
        return [], []
    root = _parse(body)
    texts = [(span.get("data-id"), span.text_content()) for span in root.xpath(_TEXT_MARKS)]
    lists = [(element.get("data-id"), _item_texts(element)) for element in root.xpath(_LIST_MARKS)]
    return texts, lists


def tidy(body: Body, texts: Mapping[str, str], filled: Values | None = None) -> Markup:
    """Return `body` as it is stored: its placeholders become marks, and what was typed at the edge of one leaves it.

    :param texts: the text of each name that a placeholder may have
    :param filled: the :class:`Values` that it was filled with last, None for a new text
    """
    root = _parse(body)
    _mark_placeholders(root, texts)
    if filled:
        for span in root.xpath(_TEXT_MARKS):
            _release_typed(span, filled.texts.get(span.get("data-id")))
    return _write(root)


def fill(body: Body, filled: Values, now: Values) -> Markup:
    """Return `body` with every mark as it is filled `now`; what was typed over stays.

    :param filled: the :class:`Values` that it was filled with last
    """
    root = _parse(body)
    _mark_placeholders(root, now.texts)
    for span in root.xpath(_TEXT_MARKS):
        name, text = span.get("data-id"), span.text_content()
        value = now.texts.get(name)
        if value is not None and report_text.state_of(text, filled.texts.get(name), value) in _FILLED:
            _set_text(span, value)
    for element in root.xpath(_LIST_MARKS):
        name = element.get("data-id")
        if (items := now.lists.get(name)) is not None:
            _set_items(element, report_text.plan_items(_item_texts(element), filled.lists.get(name, items), items))
    return _write(root)


def printed(body: Body, read_texts: Callable[[], Mapping[str, str]]) -> Markup:
    """Return `body` as it is printed: without marks, and filled where a placeholder still stands.

    :param read_texts: returns the text of each name; called only if there is such a placeholder
    """
    root = _parse(body)
    for span in root.xpath(_TEXT_MARKS):
        span.drop_tag()
    for element in root.xpath(_LIST_MARKS):
        _unmark(element)
    for element in root.xpath(".//*[@data-oe-version]"):  # of the editor's own form of text
        del element.attrib["data-oe-version"]
    if open_texts := _open_texts(root):
        texts = read_texts()
        for text in open_texts:
            _put(text, [report_text.fill(text, texts)])
    return _write(root)


def plain(body: Body) -> str:
    """Return the text of `body` in lines, a paragraph or an item each."""
    root = _parse(body)
    for element in root.iter(*_BLOCKS):
        element.tail = "\n" + (element.tail or "")
    return unicodedata.normalize("NFC", root.text_content()).strip()


def _parse(body: Body) -> HtmlElement:
    return html.fragment_fromstring(str(body or ""), create_parent=_ROOT)


def _write(root: HtmlElement) -> Markup:
    start, end = f"<{_ROOT}>", f"</{_ROOT}>"
    return Markup(html.tostring(root, encoding="unicode").removeprefix(start).removesuffix(end))


def _open_texts(root: HtmlElement) -> list[TextNode]:
    texts: list[TextNode] = root.xpath(".//text()[contains(., '{{')]")
    return texts


def _names(text: str) -> list[str]:
    return [name for _part, name in report_text.split(text) if name is not None]


def _mark_placeholders(root: HtmlElement, texts: Mapping[str, str]) -> None:
    for text in _open_texts(root):
        if (around := _list_around(text)) is not None:
            _make_mark(around, *_names(text))
            _put(text, [BLANK])
        else:
            parts = report_text.split(text)
            _put(text, [part if name is None else _marked(name, texts) for part, name in parts])


def _list_around(text: TextNode) -> HtmlElement | None:
    """Return the list of which `text` is a whole item, and the placeholder of a list; None if it is not."""
    element = text.getparent()
    # The editor puts the text of an item in a paragraph.
    item = element.getparent() if element.tag == "p" else element
    if item.tag != "li" or item.getparent().tag not in ("ul", "ol") or item.text_content() != text:
        return None
    parts = list(report_text.split(text.strip()))
    return item.getparent() if len(parts) == 1 and parts[0][1] in LIST_NAMES else None


def _marked(name: str, texts: Mapping[str, str]) -> str | HtmlElement:
    """Return what stands for a placeholder: a text for good, a mark, or the placeholder itself where it is unknown."""
    if name not in texts:
        return f"{{{{{name}}}}}"
    if name in FIXED_NAMES:
        return texts[name]
    span = html.Element("span")
    _make_mark(span, name)
    span.text = texts[name]
    return span


def _make_mark(element: HtmlElement, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {MARK}".strip())
    element.set("data-id", name)


def _unmark(element: HtmlElement) -> None:
    """Take the attributes of a mark from an element that stays."""
    del element.attrib["data-id"]
    classes = [name for name in element.get("class").split() if name != MARK]
    element.set("class", " ".join(classes))
    if not classes:
        del element.attrib["class"]


def _put(text: TextNode, parts: Iterable[str | HtmlElement]) -> None:
    """Put `parts`, texts and elements, where the text node `text` stands."""
    element = text.getparent()
    # The element that holds the text, and its child that the text follows.
    holder, before = (element.getparent(), element) if text.is_tail else (element, None)
    _set_text_after(holder, before, "")
    for part in parts:
        if isinstance(part, str):
            following = holder.text if before is None else before.tail
            _set_text_after(holder, before, (following or "") + part)
        else:
            holder.insert(0 if before is None else holder.index(before) + 1, part)
            before = part


def _set_text_after(holder: HtmlElement, before: HtmlElement | None, text: str) -> None:
    if before is None:
        holder.text = text
    else:
        before.tail = text


def _release_typed(span: HtmlElement, filled: str | None) -> None:
    """Move what was typed at the edges of a mark out of it; a mark that says nothing goes."""
    text = span.text_content()
    if not text.strip():
        span.drop_tag()
    elif not len(span) and filled and (typed := report_text.split_typed(text, filled)):
        before, after = typed
        previous, holder = span.getprevious(), span.getparent()
        leading = holder.text if previous is None else previous.tail
        _set_text_after(holder, previous, (leading or "") + before)
        span.text, span.tail = filled, after + (span.tail or "")


def _set_text(element: HtmlElement, text: str) -> None:
    """Give `element` another text, within the bold or italic that all of it stands in."""
    while len(element) == 1 and not (element.text or element[0].tail or "").strip():
        element = element[0]
    for child in list(element):
        element.remove(child)
    element.text = text


def _item_texts(element: HtmlElement) -> list[str]:
    return [item.text_content() for item in element.xpath("./li")]


def _set_items(element: HtmlElement, plan: ListPlan) -> None:
    """Bring the items of a list in line with what becomes of it."""
    items = element.xpath("./li")
    planned = [items[part] if isinstance(part, int) else _new_item(part) for part in plan.items]
    for item in items:
        element.remove(item)
    element.extend(planned)


def _new_item(text: str) -> HtmlElement:
    item = html.Element("li")
    item.text = text
    return item
