"""Turns papers into PDF by WeasyPrint, an optional dependency; import this module where a missing one is handled."""

from __future__ import annotations

import gc
import logging
import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager

from weasyprint import CSS, HTML, VERSION
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from .paper import BASE_URL, STATIC_URL, Page, static_file

NAME = f"WeasyPrint {VERSION}"

# Each would tell its every step, at the level of information.
for _name in ("weasyprint.progress", "fontTools"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class PaperFetcher(URLFetcher):
    """Serves ``data:`` addresses and the static files of the addon, and refuses all others.

    Rich text may name any ``file:`` or ``http:`` address; served, it would print what its author may not read.
    """

    def __init__(self):
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url, headers=None):
        """Return the content of `url`.

        :raises ValueError: if it is not to be served
        """
        if url[:5].lower() == "data:":
            return super().fetch(url, headers)
        content_type = mimetypes.guess_type(url)[0] or "application/octet-stream"
        return URLFetcherResponse(url, static_file(url).read_bytes(), {"Content-Type": content_type})


def render(html: str, page: Page, is_kept: bool = False) -> bytes:
    """Return the paper `html` as a PDF with its pages numbered from the second on, and its appendix by itself.

    :param is_kept: the paper is approved, so that the PDF is one to be kept: PDF/A-2b
    """
    with _no_garbage_collected():
        fetcher, fonts = PaperFetcher(), FontConfiguration()
        sheets = [
            CSS(url=f"{STATIC_URL}fonts/fonts.css", url_fetcher=fetcher, font_config=fonts),
            CSS(string=_page_style(page), url_fetcher=fetcher, font_config=fonts),
        ]
        document = HTML(string=html, base_url=BASE_URL, url_fetcher=fetcher)
        options = {"pdf_variant": "pdf/a-2b"} if is_kept else {}
        return document.write_pdf(stylesheets=sheets, font_config=fonts, **options)


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """Put off the collection of garbage.

    perf: the many boxes of a paper would make it look through all that Odoo holds, which takes as long as half the
    paper; they are let go as a whole when it is printed.
    """
    if not gc.isenabled():  # whoever put it off, such as another thread that prints, ends that
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _page_style(page: Page) -> str:
    """The number stands in the middle of the top margin, but on the first page (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    return f"""
        @page {{
            size: {page.width}mm {page.height}mm;
            margin: {page.top}mm {page.right}mm {page.bottom}mm {page.left}mm;
            @top-left {{ content: element(draft-sign); }}
            @top-center {{ content: counter(page); font: 13pt "Liberation Serif", serif; }}
        }}
        @page :first {{
            @top-center {{ content: none; }}
        }}
        @page :nth(1 of appendix) {{
            counter-reset: page 1;
            @top-center {{ content: none; }}
        }}
        .appendix {{
            page: appendix;
        }}
        .draft-sign {{
            position: running(draft-sign);
        }}
    """
