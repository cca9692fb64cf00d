"""Writes the index of an evidence dossier as a page that needs nothing but the files beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote

from lxml.etree import _Element
from lxml.html import tostring
from lxml.html.builder import CLASS, E

from .dossier import (
    GUIDE,
    INDEX_XLSX,
    MANIFEST,
    OTHERS_FOLDER,
    TITLE,
    Document,
    Dossier,
    File,
    Outcome,
    State,
    Subject,
    describe_outcome,
    describe_place,
    describe_size,
)

#: What no XML may hold, though a user may have typed it.
_CONTROL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
#: Nothing is fetched from anywhere and nothing runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_ROWS, _FACTS, _PAPERS = "Tài liệu theo tiêu chí", "Tài liệu của số liệu", "Văn bản của kỳ đánh giá"


def write(dossier: Dossier, outcomes: Mapping[str, Outcome]) -> bytes:
    """Return the index as HTML.

    :param outcomes: what came into the dossier, by path
    """
    return tostring(_Page(dossier, outcomes).build(), doctype="<!DOCTYPE html>", encoding="utf-8")


class _Page:
    def __init__(self, dossier: Dossier, outcomes: Mapping[str, Outcome]) -> None:
        self._dossier = dossier
        self._outcomes = outcomes

    def build(self) -> _Element:
        title = " ".join((TITLE, *self._dossier.title[1:]))
        return E.html(
            E.head(
                E.meta(charset="utf-8"),
                E.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
                E.meta(name="viewport", content="width=device-width, initial-scale=1"),
                E.title(_clean(title)),
                E.style(_style()),
            ),
            E.body(
                E.header(E.p(_clean(self._dossier.agency)), E.h1(_clean(title))),
                *self._about(),
                *self._papers(),
                E.h2(_ROWS),
                self._table(self._dossier.rows, "Tiêu chí", self._dossier.points_columns, self._dossier.total),
                *self._facts(),
                *self._others(),
                E.footer(
                    E.p(
                        "Giải nén toàn bộ hồ sơ trước khi mở các liên kết. Mục lục này cũng có ở dạng Excel: ",
                        _link(INDEX_XLSX),
                        ". Mã SHA-256 và dung lượng của từng tệp có trong ",
                        _link(MANIFEST),
                        ". Cách kiểm tra hồ sơ: ",
                        _link(GUIDE),
                        ".",
                    )
                ),
            ),
            lang="vi",
        )

    def _about(self) -> list[_Element]:
        terms = [
            part for label, text in self._dossier.about.items() for part in (E.dt(_clean(label)), E.dd(_clean(text)))
        ]
        states = [self._outcomes[file.path].state for file in self._dossier.evidence()]
        missing, unread, altered = map(states.count, (State.MISSING, State.UNREAD, State.ALTERED))
        warnings = []
        if missing:
            warnings.append(f"{missing} tệp không có trong kho lưu trữ nên không có trong hồ sơ này.")
        if unread:
            warnings.append(
                f"{unread} tệp chưa đọc được vì kho lưu trữ không trả lời khi lập hồ sơ này; hãy tải lại hồ sơ sau."
            )
        if altered:
            warnings.append(f"{altered} tệp có nội dung khác bản đã ghi nhận trên hệ thống.")
        notice = [E.div(CLASS("notice warning"), *(E.div(warning) for warning in warnings))] if warnings else []
        return [E.dl(*terms), *notice]

    def _papers(self) -> list[_Element]:
        printed = {**self._dossier.papers, **self._dossier.signed}
        papers = [E.li(self._file(file, name)) for name, file in printed.items()]
        return [E.h2(_PAPERS), E.ul(*papers)] if papers else []

    def _facts(self) -> list[_Element]:
        facts = self._dossier.facts
        return [E.h2(_FACTS), self._table(facts, "Số liệu", ("Cả kỳ",))] if facts else []

    def _others(self) -> list[_Element]:
        documents = [E.div(*self._document(document)) for document in self._dossier.others]
        if not documents:
            return []
        body = E.tbody(E.tr(E.td(CLASS("documents"), *documents)))
        return [E.h2(f"{OTHERS_FOLDER}, không gắn với tiêu chí hoặc số liệu nào"), E.table(body)]

    def _table(
        self, subjects: Iterable[Subject], title: str, points: tuple[str, ...], total: tuple[str, ...] = ()
    ) -> _Element:
        columns = [E.th("Mã"), E.th(title), *(E.th(CLASS("points"), _clean(column)) for column in points)]
        rows = [self._row(subject) for subject in subjects]
        if total:
            sums = [E.td(CLASS("points"), _clean(text)) for text in total]
            rows.append(E.tr(CLASS("total"), E.td(), E.td("Tổng cộng"), *sums, E.td()))
        return E.table(E.thead(E.tr(*columns, E.th("Tài liệu kiểm chứng"))), E.tbody(*rows))

    def _row(self, subject: Subject) -> _Element:
        documents = [E.div(*self._document(document)) for document in subject.documents]
        if not documents and not subject.is_heading:
            documents = [E.span(CLASS("none"), "–")]
        return E.tr(
            *([CLASS("heading")] if subject.is_heading else []),
            E.td(CLASS("code"), _clean(subject.code)),
            E.td(CLASS("text"), _clean(subject.text), style=f"padding-left: {10 + 14 * subject.level}px"),
            *(E.td(CLASS("points"), _clean(text)) for text in subject.points),
            E.td(CLASS("documents"), *documents),
        )

    def _document(self, document: Document) -> list[_Element]:
        parts = [E.p(_clean(document.title))] if not document.is_secret else []
        details = " · ".join(filter(None, (*document.details, document.review)))
        if details:
            parts.append(E.p(CLASS("details"), _clean(details)))
        if document.register:
            parts.append(E.p(_clean(describe_place(document))))
        parts += [E.p(self._file(file, file.path.rpartition("/")[2])) for file in document.files]
        if not document.files and not document.register:
            parts.append(E.p(CLASS("warning"), "Không có tệp đính kèm"))
        return parts

    def _file(self, file: File, name: str) -> _Element:
        outcome = self._outcomes[file.path]
        warning = describe_outcome(outcome)
        marks = [" ", E.span(CLASS("warning"), warning)] if warning else []
        if outcome.is_absent:
            return E.span(_clean(name), *marks)
        link = E.a(_clean(name), href=_address(file.path), title=f"SHA-256: {outcome.digest}")
        return E.span(link, " ", E.span(CLASS("size"), f"({describe_size(outcome.size)})"), *marks)


def _link(path: str) -> _Element:
    return E.a(path, href=_address(path))


def _address(path: str) -> str:
    """Return the address of a file from the index; ./ keeps a colon in a name from making it a scheme."""
    return f"./{quote(path)}"


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


@cache
def _style() -> str:
    return (Path(__file__).parent / "dossier.css").read_text("utf-8")
