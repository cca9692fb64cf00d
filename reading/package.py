"""The archive that an office file is: opened with its bombs, macros and passwords refused before anything is unpacked.

``.xlsx`` and ``.docx`` are both ZIP archives of XML parts, as ECMA-376 part 2 (Open Packaging Conventions) has them.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from . import markup
from .limits import Limits, Reason, Unreadable

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = b"PK\x03\x04"
_ENTRY = b"PK\x01\x02"
_CONTENT_TYPES = "[Content_Types].xml"
_IS_ENCRYPTED = 0x1
#: Smaller parts are never a bomb, however well a page of blanks packs.
_HARMLESS = 4_000_000
_CHUNK = 65_536
#: What Python's reader of archives raises over bytes that are none.
_TROUBLES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Package:
    """An office file whose parts are read one by one; names of parts are found in upper and lower case alike."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """:raises Unreadable: if the file is no such archive, is encrypted, has macros or exceeds the limits"""
        self._limits = limits
        self._unpacked = 0
        _check_kind(content, limits)
        with _damage():
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._parts = _index(self._archive.infolist())
        self._check_sizes(self._archive.infolist())
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        self._read_types()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def chunks(self, name: str) -> Iterator[bytes]:
        """Return the content of a part, piece by piece.

        :raises Unreadable: if there is no such part, it is damaged, or all that was unpacked exceeds the limit
        """
        if name not in self:
            raise Unreadable(Reason.DAMAGED)
        with _damage(), self._archive.open(self._parts[name.lower()]) as part:
            while chunk := part.read(_CHUNK):
                self._unpacked += len(chunk)
                if self._unpacked > self._limits.inflated:
                    raise Unreadable(Reason.BOMB, limit=self._limits.inflated)
                yield chunk

    def content_type(self, name: str) -> str:
        """Return the content type of a part in lower case; empty if none is stated."""
        extension = posixpath.splitext(name)[1].lstrip(".").lower()
        return self._overrides.get(name.lower(), self._defaults.get(extension, ""))

    def targets(self, name: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to inside the package: (kind, name of the part) by the id of the reference.

        :param name: the part; empty for the package itself
        """
        folder, file = posixpath.split(name)
        listing = posixpath.join(folder, "_rels", f"{file}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = kind, target.lstrip("/")

        if listing in self:
            markup.walk(self.chunks(listing), start)
        return found

    def _check_sizes(self, parts: list[zipfile.ZipInfo]) -> None:
        """:raises Unreadable: by what the archive says of itself, before anything is unpacked"""
        if sum(part.file_size for part in parts) > self._limits.inflated:
            raise Unreadable(Reason.BOMB, limit=self._limits.inflated)
        for part in parts:
            if part.flag_bits & _IS_ENCRYPTED:
                raise Unreadable(Reason.ENCRYPTED)
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Unreadable(Reason.DAMAGED)
            if part.file_size > _HARMLESS and part.file_size > self._limits.ratio * part.compress_size:
                raise Unreadable(Reason.BOMB, limit=self._limits.inflated)

    def _read_types(self) -> None:
        """:raises Unreadable: if the archive is no office file, or one with macros"""
        if _CONTENT_TYPES not in self:
            raise Unreadable(Reason.NOT_THIS_FORMAT)

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            kind = attributes.get("ContentType", "").lower()
            if tag == "Default":
                self._defaults[attributes.get("Extension", "").lower()] = kind
            elif tag == "Override":
                self._overrides[attributes.get("PartName", "").lower().lstrip("/")] = kind

        markup.walk(self.chunks(_CONTENT_TYPES), start)
        kinds = {*self._defaults.values(), *self._overrides.values()}
        if any("sheet.binary" in kind for kind in kinds):
            raise Unreadable(Reason.NOT_THIS_FORMAT)
        names = [posixpath.basename(name) for name in self._parts]
        if any("macro" in kind or "vbaproject" in kind for kind in kinds) or "vbaproject.bin" in names:
            raise Unreadable(Reason.MACROS)


def _check_kind(content: bytes, limits: Limits) -> None:
    if len(content) > limits.size:
        raise Unreadable(Reason.TOO_LARGE, limit=limits.size)
    if content.startswith(_OLE):
        # A workbook with a password is kept as a stream of this name in a container of the old format.
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise Unreadable(Reason.ENCRYPTED if is_encrypted else Reason.OLD_FORMAT)
    if not content.startswith(_ZIP):
        raise Unreadable(Reason.NOT_THIS_FORMAT)
    # Counted here, for Python's reader makes an object of each before anyone can ask how many there are.
    if content.count(_ENTRY) > limits.parts:
        raise Unreadable(Reason.TOO_MANY_PARTS, limit=limits.parts)


def _index(parts: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the parts by their names in lower case.

    :raises Unreadable: if two parts have the same name, for programs differ in which of them they show
    """
    by_name = {part.filename.lower().lstrip("/"): part for part in parts}
    if len(by_name) < len(parts):
        raise Unreadable(Reason.DAMAGED)
    return by_name


@contextmanager
def _damage() -> Iterator[None]:
    """Turn what is raised over a broken archive into :class:`Unreadable`."""
    try:
        yield
    except _TROUBLES as error:
        raise Unreadable(Reason.DAMAGED) from error
