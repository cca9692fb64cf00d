"""What a PDF carries: scripts, programs, passwords.

Objects lie packed in streams, where a search of bytes finds none of them, so that the file is read as its viewers do.
"""

from __future__ import annotations

import io
import itertools
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from .program_names import is_program

#: Reading costs time by the object: a paper of hundred pages has some thousand.
MOST_OBJECTS = 50_000
#: Values within all objects together.
_MOST_VALUES = 2_000_000
_OBJECT = re.compile(rb"\d\s+obj\b")
_PACKED = re.compile(rb"/ObjStm\b")
_COUNT = re.compile(rb"/N\s+(\d{1,9})")
#: What acts by itself, or sends and fetches something, where it is opened.
_ACTING = frozenset({"/JavaScript", "/Rendition", "/RichMediaExecute", "/SubmitForm", "/ImportData"})
#: The same names as they stand in objects that are not packed; shorter ones stand in packed data by chance.
_ACTING_BYTES = re.compile(rb"/(?:JavaScript|RichMedia|SubmitForm|ImportData)\b")
_LAUNCH_BYTES = re.compile(rb"/Launch\b")
#: How far from the name of a packed stream its count of objects may stand, in bytes.
_NEAR = 200


def find(content: bytes) -> set[str]:
    """Return the names of the dangers (:class:`~.dangers.Danger`) that a PDF carries."""
    if count_objects(content) > MOST_OBJECTS:
        return {"too_complex"}
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) < 1:
                return {"damaged"}
            found = {"encrypted"} if pdf.is_encrypted else set()
            found |= _find_in(pdf)
            if any("reconstruct" in warning for warning in pdf.get_warnings()):
                found |= _find_in_bytes(content)
            return found
    except pikepdf.PasswordError:
        return {"encrypted"}
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError, OverflowError):
        return {"damaged"}


def _find_in_bytes(content: bytes) -> set[str]:
    """Return what a file names anywhere whose table of objects is broken: each viewer takes others of them for it."""
    found = {"script"} if _ACTING_BYTES.search(content) else set()
    return found | ({"launch"} if _LAUNCH_BYTES.search(content) else set())


def count_objects(content: bytes) -> int:
    """Return how many objects a PDF says that it has, before anything makes them."""
    count = sum(1 for _match in _OBJECT.finditer(content))
    for match in _PACKED.finditer(content):
        near = content[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        count += max((int(number) for number in _COUNT.findall(near)), default=0)
    return count


def _find_in(pdf: pikepdf.Pdf) -> set[str]:
    found: set[str] = set()
    budget = [_MOST_VALUES]
    for number, whole in enumerate(itertools.chain(pdf.objects, [pdf.trailer])):
        if number > MOST_OBJECTS:
            return found | {"too_complex"}
        for values in _dictionaries(whole, budget):
            found |= _judge(values)
        if budget[0] < 0:
            return found | {"too_complex"}
    return found


def _dictionaries(whole: Any, budget: list[int]) -> Iterator[Any]:
    """Yield each dictionary of an object that is not an object of its own.

    :param budget: how many values may still be looked at; less than none once there are more
    """
    waiting = [whole]
    while waiting:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream):
            continue
        budget[0] -= len(item) if isinstance(item, pikepdf.Array) else len(item.keys())
        if budget[0] < 0:
            return
        if isinstance(item, pikepdf.Array):
            inner = list(item)
        else:
            inner = [item.get(key) for key in item.keys()]  # noqa: SIM118 - a stream gives its keys by name alone
            yield item
        waiting += [each for each in inner if _is_within(each)]


def _is_within(value: Any) -> bool:
    return isinstance(value, pikepdf.Array | pikepdf.Dictionary) and not value.is_indirect


def _judge(values: Any) -> set[str]:
    found: set[str] = set()
    kind = values.get("/S")
    is_acting = isinstance(kind, pikepdf.Name) and str(kind) in _ACTING
    if is_acting or not {"/JS", "/JavaScript", "/XFA"}.isdisjoint(values.keys()):
        found.add("script")
    if values.get("/Subtype") == "/RichMedia":
        found.add("script")
    if kind == "/Launch":
        found.add("launch")
    if "/EF" in values:
        name = str(values.get("/UF", values.get("/F", "")))
        found.add("program" if is_program(name, _first_bytes(values["/EF"])) else "files")
    return found


def _first_bytes(files: Any) -> bytes:
    """Return the first bytes of an embedded file, unpacked no further than that."""
    stream = files.get("/F", files.get("/UF")) if isinstance(files, pikepdf.Dictionary) else None
    if not isinstance(stream, pikepdf.Stream):
        return b""
    raw = bytes(stream.read_raw_bytes())
    try:
        return zlib.decompressobj().decompress(raw, 16)
    except zlib.error:
        return raw[:16]
