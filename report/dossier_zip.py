"""Writes the evidence dossier as a ZIP, a piece at a time: of files of any size, one piece is in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ..scoring.manifest import digest
from . import dossier_guide, dossier_html, dossier_xlsx
from .dossier import (
    GUIDE,
    INDEX_HTML,
    INDEX_XLSX,
    MANIFEST,
    PAPERS,
    PEOPLE,
    SCRIPT,
    SEAL,
    SEAL_WITHOUT_NAMES,
    STAMP,
    Dossier,
    File,
    Outcome,
    State,
)

CONTENT_TYPE = "application/zip"
#: How much of a file is read at a time, in bytes.
PIECE = 256 * 1024
#: The form of manifest.json; a change of what it means gets a new number.
SCHEMA = 1
#: What is compressed already and would only cost time.
_COMPRESSED = {"pdf", "zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "jpg", "jpeg", "png", "gif", "webp"}
_UNIX, _READABLE_FILE = 3, 0o100644


def stream(dossier: Dossier) -> Iterator[bytes]:
    """Yield the ZIP of `dossier`: papers, evidence, then the indexes and last the manifest, which tell what came in.

    A file that cannot be read does not stop it.
    """
    outlet = _Outlet()
    outcomes: dict[str, Outcome] = {}
    with ZipFile(outlet, "w") as archive:
        for file in (*dossier.papers.values(), *dossier.signed.values(), *_proofs(dossier), *dossier.evidence()):
            for _piece in _add(archive, file, outcomes):
                yield outlet.take()
        for name, write in ((INDEX_HTML, dossier_html.write), (INDEX_XLSX, dossier_xlsx.write)):
            for _piece in _add(archive, _own_file(dossier, name, write(dossier, outcomes)), outcomes):
                yield outlet.take()
        for _piece in _add(archive, _own_file(dossier, MANIFEST, _write_manifest(dossier, outcomes)), {}):
            yield outlet.take()
    yield outlet.take()


def _proofs(dossier: Dossier) -> list[File]:
    """Return what the dossier is checked by."""
    contents = {
        SEAL: dossier.sealed,
        SEAL_WITHOUT_NAMES: dossier.sealed_without_names,
        PEOPLE: dossier.people,
        PAPERS: dossier.sealed_papers,
        STAMP: dossier.stamp,
        SCRIPT: dossier_guide.script(),
        GUIDE: dossier_guide.write(dossier),
    }
    return [_own_file(dossier, name, content) for name, content in contents.items() if content]


class _Outlet:
    """A file that cannot be rewound, and hands on what was written to it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def _keep(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    #: What a ZIP file calls.
    write = _keep

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _own_file(dossier: Dossier, path: str, content: bytes) -> File:
    return File(path, len(content), dossier.made, digest(content), read=lambda: [content])


def _add(archive: ZipFile, file: File, outcomes: dict[str, Outcome]) -> Iterator[None]:
    """Add `file` piece by piece, and note in `outcomes`, by path, what came in; nothing is added of a missing file."""
    if file.taken_out:
        outcomes[file.path] = Outcome(State.TAKEN_OUT, decision=file.taken_out)
        return
    pieces = iter(file.read())
    outcomes[file.path] = Outcome(State.MISSING)
    try:
        piece = next(pieces, b"")
    except OSError:
        return
    size, sha, is_whole = 0, hashlib.sha256(), True
    with archive.open(_describe(file), "w") as target:
        while piece:
            target.write(piece)
            size += len(piece)
            sha.update(piece)
            yield
            try:
                piece = next(pieces, b"")
            except OSError:
                piece, is_whole = b"", False
    yield
    outcomes[file.path] = Outcome(_judge(file, sha.hexdigest(), is_whole), size, sha.hexdigest())


def _judge(file: File, found: str, is_whole: bool) -> State:
    if not is_whole:
        return State.ALTERED
    if not file.digest:
        return State.UNKNOWN
    return State.INTACT if found == file.digest else State.ALTERED


def _describe(file: File) -> ZipInfo:
    # A ZIP knows no time before 1980.
    info = ZipInfo(file.path, max(file.day.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
    extension = file.path.rpartition(".")[2].lower()
    info.compress_type = ZIP_STORED if extension in _COMPRESSED else ZIP_DEFLATED
    info.create_system, info.external_attr = _UNIX, _READABLE_FILE << 16
    # Whether 64 bits are needed has to be known before the content is.
    info.file_size = file.size
    return info


def _write_manifest(dossier: Dossier, outcomes: dict[str, Outcome]) -> bytes:
    """Return the manifest: what the dossier is of, its seal, and every file with size and SHA-256."""
    evidence = {file.path: (file, *entry) for file, entry in dossier.evidence().items()}
    files, missing = [], []
    for path, outcome in outcomes.items():
        entry: dict[str, object] = {"path": path}
        if path in evidence:
            file, document, codes = evidence[path]
            entry |= {
                "document": document.title,
                "criteria": codes,
                "recorded_sha256": file.digest or None,
                "state": outcome.state.value,
            }
        if outcome.state is State.TAKEN_OUT:
            missing.append({**entry, "decision": outcome.decision, "recorded_size": file.size})
        elif outcome.state is State.MISSING:
            missing.append(entry)
        else:
            files.append({**entry, "size": outcome.size, "sha256": outcome.digest})
    elsewhere: dict[int, dict] = {}
    for subject in dossier.subjects():
        for document in subject.documents:
            if document.register:
                kept = {"register": document.register, "is_secret": document.is_secret, "criteria": []}
                elsewhere.setdefault(id(document), kept)["criteria"] += [subject.code] if subject.code else []
    data = {
        "schema": SCHEMA,
        **dossier.identity,
        "seal_sha256": dossier.seal or None,
        "made_on": dossier.made.isoformat(timespec="seconds"),
        "files": files,
        "missing": missing,
        "held_elsewhere": list(elsewhere.values()),
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
