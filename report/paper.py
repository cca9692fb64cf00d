"""What every paper of the addon shares: its page, its style sheet, its fonts and the files that it may name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

ADDON = Path(__file__).resolve().parents[1]
STATIC = ADDON / "static"
FONTS = STATIC / "fonts"
#: Where relative addresses of a paper lead: no host has this name (RFC 2606), so nothing is ever asked of a network.
BASE_URL = "http://addon.invalid/"
STATIC_URL = f"{BASE_URL}agency_evaluation/static/"

#: The language of the papers, for what is translated.
LANGUAGE = "vi_VN"


@dataclass(frozen=True, slots=True)
class Page:
    """The size of a page and of its margins, in millimetres."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def content_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def content_height(self) -> float:
        return self.height - self.top - self.bottom


def in_vietnamese(records):
    """Return `records` in the language of the papers; where it is not installed, in none, whoever prints."""
    installed = dict(records.env["res.lang"].get_installed())
    return records.with_context(lang=LANGUAGE if LANGUAGE in installed else None)


@cache
def style() -> Markup:
    """Return the style sheet of the papers, to stand in a ``style`` element."""
    return Markup((Path(__file__).parent / "paper.css").read_text("utf-8"))  # a file of ours, not what a user typed


def static_file(url: str) -> Path:
    """Return the static file of the addon that an address below :data:`STATIC_URL` names.

    :raises ValueError: if the address leads anywhere else
    """
    path = (STATIC / unquote(urlsplit(url.removeprefix(STATIC_URL)).path)).resolve()
    if not url.startswith(STATIC_URL) or not path.is_relative_to(STATIC):
        raise ValueError(f"a paper may not use {url}: only data: addresses and the addon's static files are served")
    return path
