"""Rich text without what a reader's browser, or whoever prints it, would fetch from elsewhere.

Addresses of pictures tell their servers who reads a report and when; a report holds its pictures itself.
"""

from __future__ import annotations

import re

from lxml import html
from lxml.html import HtmlElement

#: What fetches its address as soon as it is shown; links do not.
_FETCHING = ("src", "srcset", "background", "poster", "data", "lowsrc", "dynsrc", "{http://www.w3.org/1999/xlink}href")
_OWN = re.compile(r"(?:/(?![/\\])|data:image/(?:png|jpe?g|gif|webp)[;,])", re.I)
_ADDRESS = re.compile(r"""url\(\s*["']?\s*([^"')\s]*)|@import|image-set""", re.I)
#: Nothing of it could name an address.
_HARMLESS = re.compile(r"src|url|background|poster|data|import|image-set|xlink|\\", re.I)
_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?|\\(.)", re.I | re.S)


def without_outside(body: str) -> str:
    """Return the HTML `body` without addresses of pictures and the like on other servers; links stay.

    A picture that is left without an address goes, and leaves what it says of itself (``alt``).
    """
    if not body or not _HARMLESS.search(body):
        return body
    root = html.fragment_fromstring(body, create_parent="div")
    if not any([_clean(element) for element in list(root.iterdescendants()) if isinstance(element.tag, str)]):
        return body
    inside: str = html.tostring(root, encoding="unicode")
    return inside[len("<div>") : -len("</div>")]


def _clean(element: HtmlElement) -> bool:
    """Take outside addresses off `element`; tell whether there were any."""
    outside = [name for name in _FETCHING if name in element.attrib and not _is_own(name, element.attrib[name])]
    if element.tag in ("image", "use") and not _is_own("href", element.attrib.get("href", "#")):
        outside.append("href")
    for name in outside:
        del element.attrib[name]
    style = element.attrib.get("style", "")
    kept = ";".join(part for part in _declarations(style) if _is_still(part))
    if kept != style:
        element.attrib["style"] = kept
    if element.tag == "img" and "src" in outside:
        _replace_by_text(element)
    return bool(outside) or kept != style


def _is_own(name: str, address: str) -> bool:
    addresses = [part.split()[0] for part in address.split(",") if part.split()] if name == "srcset" else [address]
    return all(_OWN.match(each.strip()) or each.startswith("#") for each in addresses)


def _declarations(style: str) -> list[str]:
    return re.split(r";(?![^(]*\))", style)


def _is_still(declaration: str) -> bool:
    """Tell whether a declaration of a style fetches nothing from elsewhere, however its letters are written."""
    plain = _ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)) if match[1] else match[2], declaration)
    return all(match[1] and _OWN.match(match[1]) for match in _ADDRESS.finditer(plain))


def _replace_by_text(picture: HtmlElement) -> None:
    parent = picture.getparent()
    if parent is None:
        return
    text = f"{picture.attrib.get('alt', '')}{picture.tail or ''}"
    before = picture.getprevious()
    if before is not None:
        before.tail = f"{before.tail or ''}{text}"
    else:
        parent.text = f"{parent.text or ''}{text}"
    parent.remove(picture)
