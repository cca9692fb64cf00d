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
    Unanswered,
)

CONTENT_TYPE = "application/zip"
#: The form of manifest.json; a change of what it means gets a new number.
SCHEMA = 1
#: What is compressed already and would only cost time.
_COMPRESSED = {"pdf", "zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "jpg", "jpeg", "png", "gif", "webp"}
_UNIX, _READABLE_FILE = 3, 0o100644


def stream(dossier: Dossier) -> Iterator[bytes]:
    """Yield the ZIP of `dossier`: papers, evidence, then the indexes and last the manifest, which tell what came in.

    A file that cannot be read does not stop it.
    """
    outlet = Outlet()
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


class Outlet:
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
    pieces = _Pieces(file)
    piece = pieces.next()
    if pieces.failure:
        outcomes[file.path] = Outcome(_judge_failure(pieces.failure, State.MISSING))
        return
    size, sha = 0, hashlib.sha256()
    with archive.open(_describe(file), "w") as target:
        while piece:
            target.write(piece)
            size += len(piece)
            sha.update(piece)
            yield
            piece = pieces.next()
    yield
    found = sha.hexdigest()
    state = _judge_failure(pieces.failure, State.ALTERED) if pieces.failure else _judge(file, found)
    outcomes[file.path] = Outcome(state, size, found)


class _Pieces:
    """The content of a file, piece by piece, until it ends or cannot be read on: a ZIP is never cut off.

    :ivar failure: why it could not be read on
    """

    def __init__(self, file: File) -> None:
        self._file = file
        self._pieces: Iterator[bytes] | None = None
        self.failure: Exception | None = None

    def next(self) -> bytes:
        """Return the next piece; nothing at the end, and where it cannot be read on."""
        try:
            if self._pieces is None:
                self._pieces = iter(self._file.read())
            return next(self._pieces, b"")
        except Exception as error:  # pylint: disable=broad-except; what is wrong with one file stops no other
            self.failure = error
            return b""


def _judge_failure(failure: Exception, known: State) -> State:
    """Return the state of a file that could not be read.

    :param known: its state where that is because of the file
    """
    return known if isinstance(failure, OSError) and not isinstance(failure, Unanswered) else State.UNREAD


def _judge(file: File, found: str) -> State:
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
    signed = {file.path: file for file in dossier.signed.values()}
    files, missing = [], []
    for path, outcome in outcomes.items():
        entry: dict[str, object] = {"path": path}
        if path in evidence:
            file, document, codes = evidence[path]
            entry |= {"document": document.title, "criteria": codes}
        if recorded := evidence[path][0] if path in evidence else signed.get(path):
            entry |= {"recorded_sha256": recorded.digest or None, "state": outcome.state.value}
        if outcome.state is State.TAKEN_OUT:
            missing.append({**entry, "decision": outcome.decision, "recorded_size": recorded.size})
        elif outcome.is_absent:
            missing.append(entry if outcome.state is State.MISSING else {**entry, "state": outcome.state.value})
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
