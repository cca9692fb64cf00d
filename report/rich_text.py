"""What somebody wrote as rich text, as plain blocks that every writer of papers understands.

Only words and the simplest of their form are taken over; whatever the text names elsewhere, such as a picture, is
left behind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import ClassVar

import lxml.html
from markupsafe import Markup, escape

_BOLD = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"}
_ITALIC = {"i", "em"}
_UNDERLINED = {"u", "ins"}
_INLINE = {"a", "b", "code", "del", "em", "font", "i", "ins", "label", "mark", "s", "small", "span", "strong", "sub"}
_INLINE |= {"sup", "u"}
#: What holds no words that were written to be read.
_UNREAD = {"audio", "canvas", "head", "iframe", "img", "input", "link", "math", "meta", "noscript", "object", "script"}
_UNREAD |= {"select", "style", "svg", "template", "textarea", "title", "video"}
#: The marks of a list that is not numbered, by its depth, as official papers have them.
_DASHES = ("-", "+")
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one form; a line feed starts a new line."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    :ivar marker: of the first paragraph of a list item: ``-`` or ``1.``
    :ivar depth: 0 outside of lists, one more for each list around it
    """

    kind: ClassVar[str] = "paragraph"
    runs: tuple[Run, ...]
    marker: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def html(self) -> Markup:
        """The words with their form, and the marker before them."""
        words = Markup().join(_write_html(run) for run in self.runs)
        return Markup("%s %s") % (self.marker, words) if self.marker else words


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section: level 0 is the outermost."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table: all rows have as many cells, and a cell is any number of paragraphs.

    :ivar heading_rows: how many rows, from the first, are repeated on each page
    """

    kind: ClassVar[str] = "table"
    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    heading_rows: int = 0


Block = Heading | Paragraph | Table


def plain(text: str) -> Paragraph:
    """Return `text` as a paragraph without form."""
    return Paragraph((Run(text),))


def parse(html: str) -> tuple[Paragraph | Table, ...]:
    """Return the blocks of rich text in the order in which they are read; empty paragraphs are left out."""
    if not html.strip():
        return ()
    reader = _Reader()
    # A wrapper of ours, for text may stand without any element around it.
    reader.take(lxml.html.fromstring(f"<div>{html}</div>"), Run(""), 0)
    return reader.finish()


class _Reader:
    """Collects the runs of a paragraph until a block ends it."""

    def __init__(self) -> None:
        self._blocks: list[Paragraph | Table] = []
        self._runs: list[Run] = []
        self._marker = ""
        self._depth = 0

    def take(self, element: lxml.html.HtmlElement, form: Run, depth: int) -> None:
        """Take over an element and what is in it.

        :param form: an empty run of the form of the text around it
        :param depth: of lists around it
        """
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNREAD:  # a comment is no text
            return
        form = replace(
            form,
            bold=form.bold or tag in _BOLD,
            italic=form.italic or tag in _ITALIC,
            underline=form.underline or tag in _UNDERLINED,
        )
        if tag == "br":
            self._runs.append(replace(form, text="\n"))
        elif tag in _INLINE:
            self._read_content(element, form, depth)
        else:
            self._flush()
            self._depth = depth
            if tag in ("ul", "ol"):
                self._read_list(element, form, depth + 1)
            elif tag == "table":
                self._read_table(element)
            else:
                self._read_content(element, form, depth)
            self._flush()
            self._depth = depth

    def finish(self) -> tuple[Paragraph | Table, ...]:
        self._flush()
        return tuple(self._blocks)

    def _read_content(self, element, form: Run, depth: int) -> None:
        self._add(element.text, form)
        for child in element:
            self.take(child, form, depth)
            self._add(child.tail, form)

    def _read_list(self, element, form: Run, depth: int) -> None:
        place = 0
        for child in element:
            if child.tag == "li":
                place += 1
                self._depth = depth
                self._marker = _marker(element.tag, depth, place)
            self.take(child, form, depth)
            self._marker = ""

    def _read_table(self, element) -> None:
        rows = [
            (
                [_read_cell(cell) for cell in row if cell.tag in ("td", "th")],
                row.getparent().tag == "thead" or all(cell.tag == "th" for cell in row),
            )
            for row in element.iter("tr")
            if next(row.iterancestors("table")) is element
        ]
        rows = [(cells, is_heading) for cells, is_heading in rows if cells]
        if not rows:
            return
        width = max(len(cells) for cells, _is_heading in rows)
        heading_rows = next((place for place, (_cells, is_heading) in enumerate(rows) if not is_heading), 0)
        self._blocks.append(
            Table(tuple((*cells, *[()] * (width - len(cells))) for cells, _is_heading in rows), heading_rows)
        )

    def _add(self, text: str | None, form: Run) -> None:
        if text:
            self._runs.append(replace(form, text=_SPACE.sub(" ", text)))

    def _flush(self) -> None:
        runs = _tidy(self._runs)
        self._runs = []
        if runs:
            self._blocks.append(Paragraph(runs, self._marker, self._depth))
            self._marker = ""


def _read_cell(element) -> tuple[Paragraph, ...]:
    reader = _Reader()
    reader.take(element, Run(""), 0)
    # A table within a table becomes what its cells say.
    return tuple(
        paragraph
        for block in reader.finish()
        for paragraph in (
            [block] if isinstance(block, Paragraph) else [item for row in block.rows for cell in row for item in cell]
        )
    )


def _marker(tag: str, depth: int, place: int) -> str:
    if tag == "ul":
        return _DASHES[(depth - 1) % len(_DASHES)]
    if depth % 2:
        return f"{place}."
    return f"{chr(ord('a') + (place - 1) % 26)})"


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """Return `runs` without space at the ends and around line feeds, and neighbours of one form joined."""
    tidy: list[Run] = []
    for run in runs:
        text = run.text
        before = tidy[-1].text if tidy else "\n"
        if before.endswith((" ", "\n")):
            text = text.lstrip(" ")
        if text == "\n" and tidy:
            tidy[-1] = replace(tidy[-1], text=before.rstrip(" "))
        if tidy and (tidy[-1].bold, tidy[-1].italic, tidy[-1].underline) == (run.bold, run.italic, run.underline):
            tidy[-1] = replace(tidy[-1], text=tidy[-1].text + text)
        elif text and (tidy or text != "\n"):
            tidy.append(replace(run, text=text))
    while tidy and not (text := tidy[-1].text.rstrip(" \n\u00a0")):
        tidy.pop()
    if tidy:
        tidy[-1] = replace(tidy[-1], text=text)
    return tuple(run for run in tidy if run.text)


def _write_html(run: Run) -> Markup:
    html = Markup("<br/>").join(escape(line) for line in run.text.split("\n"))
    for tag, wanted in (("u", run.underline), ("em", run.italic), ("strong", run.bold)):
        if wanted:
            html = Markup(f"<{tag}>%s</{tag}>") % html
    return html
