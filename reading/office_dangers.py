"""What office files carry: macros, programs, passwords, and what they fetch from elsewhere when they are opened.

Packages (``.docx``, ``.odt``, …) are judged by the names of their parts, of which none but the lists is unpacked;
containers of the old formats and rich text by the names that macros cannot do without. Macros of old presentations are
packed inside of their own stream and are not found.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib

from .program_names import is_program

#: An archive of more parts is not read.
_MOST_PARTS = 5_000
#: Bytes of a list of parts that are unpacked at most.
_LONGEST_LIST = 4_000_000
#: What unpacks to more bytes, and to so many times its size, fills a disk or a memory; pictures do not.
_MOST_UNPACKED = 64_000_000
_MOST_TIMES = 200
_ENTRY = b"PK\x01\x02"
_IS_ENCRYPTED = 0x1
_FETCHED = re.compile(rb"/(?:attachedTemplate|oleObject|frame|externalLinkPath|subDocument)\"", re.I)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.I)
_OUTSIDE_TARGET = re.compile(rb"Target\s*=\s*[\"']\s*(?:https?|ftp|file|\\\\|//)", re.I)


def find_in_package(content: bytes) -> set[str]:
    """Return the names of the dangers that an archive, such as an office file, carries."""
    # Counted here, for Python's reader makes an object of each before anyone can ask how many there are.
    if content.count(_ENTRY) > _MOST_PARTS:
        return {"too_complex"}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _find_in(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        return {"damaged"}


def _find_in(archive: zipfile.ZipFile) -> set[str]:
    found = {"encrypted" for part in archive.infolist() if part.flag_bits & _IS_ENCRYPTED}
    packed = sum(part.compress_size for part in archive.infolist())
    if sum(part.file_size for part in archive.infolist()) > max(_MOST_UNPACKED, _MOST_TIMES * packed):
        return found | {"too_complex"}
    names = [part.filename for part in archive.infolist()]
    is_office = "[Content_Types].xml" in names or "mimetype" in names
    for name in names:
        folder, base = posixpath.split(name.lower())
        if base.startswith("vbaproject") or folder.split("/")[0] in ("basic", "scripts"):
            found.add("macros")
        elif "activex" in folder.split("/"):
            found.add("program")
        elif "embeddings" in folder.split("/"):
            found.add("program" if is_program(base.removesuffix(".bin"), b"") else "files")
        elif not is_office and is_program(base, b""):
            found.add("program")
    if not found & {"encrypted"}:
        for name in names:
            found |= _judge_list(archive, name)
    return found


def _judge_list(archive: zipfile.ZipFile, name: str) -> set[str]:
    lower = name.lower()
    if not (lower.endswith(".rels") or lower in ("[content_types].xml", "meta-inf/manifest.xml")):
        return set()
    with archive.open(name) as part:
        text = part.read(_LONGEST_LIST + 1)
    if len(text) > _LONGEST_LIST:
        return {"too_complex"}
    if lower == "[content_types].xml":
        return {"macros"} if b"macroenabled" in text.lower() or b"vbaproject" in text.lower() else set()
    if lower == "meta-inf/manifest.xml":
        return {"encrypted"} if b"encryption-data" in text else set()
    for relation in _RELATION.findall(text):
        if b"external" in relation.lower() and _FETCHED.search(relation) and _OUTSIDE_TARGET.search(relation):
            return {"outside"}
    return set()


def find_in_container(content: bytes) -> set[str]:
    """Return the names of the dangers that a file of the old office formats (OLE) carries."""
    found = set()
    if _wide("_VBA_PROJECT") in content:
        found.add("macros")
    if _wide("EncryptedPackage") in content:
        found.add("encrypted")
    if _wide("Ole10Native") in content:
        found.add("program")
    return found


def find_in_rich_text(content: bytes) -> set[str]:
    """Return the names of the dangers that rich text (RTF) carries."""
    return {"program"} if re.search(rb"\\obj(?:emb|data|autlink|update)\b", content) else set()


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
