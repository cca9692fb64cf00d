"""Writes files that are there already into one ZIP, a piece at a time: of files of any size, one piece is in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from .dossier_zip import Outlet

#: Says which files could not be read, beside those that could.
MISSING = "KHÔNG ĐỌC ĐƯỢC.txt"
_UNIX, _READABLE_FILE = 3, 0o100644


@dataclass(frozen=True, slots=True)
class File:
    """A file of the bundle.

    :ivar name: unique in the bundle, without folder
    :ivar size: in bytes, as recorded
    :ivar day: what the ZIP gives as its date
    :ivar read: returns the content in pieces; raises OSError where it cannot be read
    """

    name: str
    size: int
    day: datetime
    read: Callable[[], Iterable[bytes]]


def stream(files: Iterable[File]) -> Iterator[bytes]:
    """Yield the ZIP of `files`; one that cannot be read stops no other, and is named in :data:`MISSING`."""
    outlet = Outlet()
    broken: list[str] = []
    with ZipFile(outlet, "w") as archive:
        for file in files:
            with archive.open(_describe(file), "w", force_zip64=True) as target:
                try:
                    for piece in file.read():
                        target.write(piece)
                        yield outlet.take()
                except Exception:  # pylint: disable=broad-except; what is wrong with one file stops no other
                    broken.append(file.name)
        if broken:
            archive.writestr(MISSING, "\n".join(broken) + "\n")
    yield outlet.take()


def _describe(file: File) -> ZipInfo:
    info = ZipInfo(file.name, max(file.day.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
    info.compress_type, info.create_system, info.external_attr = ZIP_STORED, _UNIX, _READABLE_FILE << 16
    return info
