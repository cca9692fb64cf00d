"""Turns papers into PDF by wkhtmltopdf, whatever its build.

The build that most distributions have drops headers and footers, cuts the rows of a long table at the end of a page and
repeats no table heading, so :file:`paginate.js` lays the pages out in the document itself. Fonts are handed over by
fontconfig, for this build draws web fonts as shapes that cannot be searched or copied.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import lxml.html

from odoo.tools.misc import find_in_path

from .paper import FONTS, Page

NAME = "wkhtmltopdf"

#: WebKit prints between 1/1.33 and 1/2 of the size on screen, whichever makes the document as wide as the page. A
#: document that is this much wider than the page is therefore printed at exactly its inverse.
_SCALE = 1.5
#: The upper margin that is left to wkhtmltopdf, in millimetres; the rest of it is the running head of each page.
_EDGE = 7.0
_PIXELS_PER_MILLIMETRE = 96 / 25.4

#: Shows programs that ask fontconfig the fonts of the addon.
FONTS_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
    <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
    <dir>{fonts}</dir>
    <selectfont>
        <acceptfont><glob>{fonts}/*</glob></acceptfont>
        <rejectfont><glob>*/LiberationSerif-*</glob></rejectfont>
    </selectfont>
    <match target="font">
        <edit name="hinting" mode="assign"><bool>false</bool></edit>
    </match>
</fontconfig>
"""


#: Attributes by which an element has something loaded, and elements that are nothing without it.
_ADDRESSES = ("src", "srcset", "data", "background", "poster", "codebase", "archive", "longdesc", "lowsrc", "dynsrc")
_LOADING = ("base", "link", "script", "iframe", "frame", "object", "embed", "applet", "audio", "video", "svg")
_STYLE_ADDRESS = re.compile(r"@import[^;]*;?|url\(\s*(?![\s\"']*data:)[^)]*\)?", re.IGNORECASE)

_ESCAPE = re.compile(r"\\(?:(0{0,2}[0-9a-f]{1,4})\s?|(.))", re.IGNORECASE)


class WkhtmltopdfError(Exception):
    """wkhtmltopdf failed; the message is what it printed."""


def render(html: str, page: Page, is_kept: bool = False) -> bytes:
    """Return the paper `html` as a PDF with its pages numbered from the second on, and its appendix by itself.

    :param is_kept: left out, for this program writes no PDF/A
    :raises WkhtmltopdfError: if wkhtmltopdf fails
    """
    with TemporaryDirectory(prefix="paper.") as folder:
        source, target, fonts = (Path(folder, name) for name in ("paper.html", "paper.pdf", "fonts.conf"))
        source.write_text(_lay_out(_without_resources(html), page), "utf-8")
        fonts.write_text(FONTS_CONFIGURATION.format(fonts=FONTS), "utf-8")
        process = subprocess.run(
            [find_in_path("wkhtmltopdf"), *_arguments(page), str(source), str(target)],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
            check=False,
        )
        if process.returncode or not target.exists():
            raise WkhtmltopdfError(process.stderr[-1000:] or f"exit code {process.returncode}")
        return target.read_bytes()


def _arguments(page: Page) -> list[str]:
    lengths = {
        "page-width": page.width,
        "page-height": page.height,
        "margin-top": min(page.top, _EDGE),
        "margin-right": page.right,
        "margin-bottom": page.bottom,
        "margin-left": page.left,
    }
    return [
        "--quiet",
        "--disable-local-file-access",
        "--load-error-handling",
        "ignore",
        "--load-media-error-handling",
        "ignore",
        *(argument for name, length in lengths.items() for argument in (f"--{name}", f"{length}mm")),
    ]


def _without_resources(html: str) -> str:
    """Return `html` without anything that is loaded from elsewhere.

    This program can be kept from files, but not from the network; rich text may name any address.
    """
    root = lxml.html.document_fromstring(html)
    for element in list(root.iter(*_LOADING, lxml.html.etree.ProcessingInstruction)):
        element.drop_tree()
    for element in root.xpath("//meta[@http-equiv]"):
        element.drop_tree()
    for element in root.iter(lxml.html.etree.Element):
        for name in _ADDRESSES:
            if not element.get(name, "").strip().lower().startswith("data:"):
                element.attrib.pop(name, None)
        if "style" in element.attrib:
            element.set("style", _without_addresses(element.get("style")))
        if element.tag == "style":
            element.text = _without_addresses(element.text or "")
    return lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")


def _without_addresses(style: str) -> str:
    # An escape could hide an address.
    plain = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else escape[2], style)
    return _STYLE_ADDRESS.sub("none", plain)


def _lay_out(html: str, page: Page) -> str:
    """Return `html` at the scale of :data:`_SCALE`, with the script that splits it into pages."""
    head_height = page.top - min(page.top, _EDGE)
    style = f"""
        html {{ font-size: {10 * _SCALE}pt; text-rendering: geometricPrecision; }}
        body {{ width: {page.content_width * _SCALE}mm; padding-right: 1px; }}
        .page ~ .page {{ page-break-before: always; }}
        .running-head {{ height: {head_height * _SCALE}mm; position: relative; text-align: center; }}
        .draft-sign {{ left: 0; position: absolute; top: 0; }}
        .continued {{ margin-bottom: 0; overflow: hidden; }}
        .continued:after {{ content: ""; display: inline-block; width: 100%; }}
    """
    page_height = (page.content_height + head_height) * _SCALE * _PIXELS_PER_MILLIMETRE
    script = Path(__file__).with_name("paginate.js").read_text("utf-8").replace("PAGE_HEIGHT", f"{page_height:.0f}")
    before, _body_end, after = html.replace("</head>", f"<style>{style}</style></head>", 1).rpartition("</body>")
    return f"{before}<script>{script}</script></body>{after}"
