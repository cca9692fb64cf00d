"""The evidence dossier of an evaluation as plain data, for the writers of its ZIP and of its indexes.

Like every paper it is Vietnamese whatever the language of its reader, so its wording stands here as it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

TITLE = "HỒ SƠ TÀI LIỆU KIỂM CHỨNG"
INDEX_HTML, INDEX_XLSX = "Mục lục.html", "Mục lục.xlsx"
MANIFEST, SEAL, PEOPLE = "manifest.json", "seal.json", "people.json"
SEAL_WITHOUT_NAMES = "seal-không-họ-tên.json"
SCRIPT, GUIDE = "kiem_tra.py", "Cách kiểm tra.html"
SIGNED = "Bản đã ký.pdf"
#: The time stamp on the seal, in DER as openssl reads it.
STAMP = "tem_thoi_gian.tst"
#: Where documents are kept that prove no row: those of facts, and those that are cited nowhere.
FACTS_FOLDER, OTHERS_FOLDER = "Số liệu", "Tài liệu khác"


class State(Enum):
    """What became of a file when it was put into the dossier; the values stand in the manifest.

    - INTACT: it is what its recorded SHA-256 says
    - UNKNOWN: it is there, but no SHA-256 was recorded to compare it with
    - ALTERED: its content is not what was recorded, or could not be read to its end
    - MISSING: it is not in the store of files
    - TAKEN_OUT: its content was taken out by a decision
    """

    INTACT = "intact"
    UNKNOWN = "unknown"
    ALTERED = "altered"
    MISSING = "missing"
    TAKEN_OUT = "taken_out"


#: States of files that are not in the dossier.
ABSENT = frozenset({State.MISSING, State.TAKEN_OUT})


@dataclass(frozen=True, slots=True)
class File:
    """A file of the dossier.

    :ivar path: where it is in the dossier, with slashes
    :ivar read: returns the content in chunks; raises OSError where it cannot be read
    :ivar size: in bytes, as recorded
    :ivar digest: its SHA-256 as recorded; empty if none was
    :ivar day: what the ZIP gives as its date, on the clock of the agency
    """

    path: str
    read: Callable[[], Iterable[bytes]]
    size: int
    day: datetime
    digest: str = ""
    taken_out: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What of a file is in the dossier: its size in bytes and its SHA-256; nothing of a file that is not there.

    :ivar decision: that by which its content was taken out
    """

    state: State
    size: int = 0
    digest: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its files, or where it is kept.

    :ivar title: number, symbol and abstract; the register of a state secret
    :ivar details: kind, date, issuer, and section and page of the proof, as far as stated
    :ivar register: where a document is kept that has no file here; empty for others
    :ivar review: what the reviewer decided; empty if nothing yet
    """

    title: str
    details: tuple[str, ...]
    register: str
    is_secret: bool
    review: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """What documents prove: a row of the sheet, a fact, or a group of others.

    :ivar code: empty for what has none
    :ivar points: as printed, one for each points column of the sheet
    """

    code: str
    text: str
    level: int
    is_heading: bool
    points: tuple[str, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """The dossier of one evaluation.

    :ivar about: what is told of the evaluation, label by label
    :ivar facts: facts that documents prove, or that were taken over from other evaluations
    :ivar others: documents that are cited nowhere
    :ivar papers: the printed papers, by what they are called
    :ivar seal: the SHA-256 of what was approved; empty if nothing is
    :ivar signed: the signed paper that counts, by what it is called; empty if none was taken back in
    :ivar sealed: the bytes whose SHA-256 is the seal; empty if nothing is approved, or if they tell names that the
        agency does not give away
    :ivar sealed_without_names: instead of those, what they say without names
    :ivar people: the names that the seal is held to; empty where the agency gives functions alone
    :ivar stamp: the time stamp on the seal (RFC 3161); empty if there is none
    :ivar identity: of the evaluation, for programs that read the manifest
    """

    agency: str
    title: tuple[str, ...]
    about: dict[str, str]
    points_columns: tuple[str, ...]
    rows: tuple[Subject, ...]
    total: tuple[str, ...]
    facts: tuple[Subject, ...]
    others: tuple[Document, ...]
    papers: dict[str, File]
    seal: str
    sealed: bytes
    made: datetime
    identity: dict[str, str | int | None] = field(default_factory=dict)
    signed: dict[str, File] = field(default_factory=dict)
    sealed_without_names: bytes = b""
    people: bytes = b""
    stamp: bytes = b""

    def subjects(self) -> Iterator[Subject]:
        """Yield whatever has documents, in order."""
        yield from self.rows
        yield from self.facts
        if self.others:
            yield Subject("", OTHERS_FOLDER, 0, False, (), self.others)

    def evidence(self) -> dict[File, tuple[Document, list[str]]]:
        """Return each file of evidence once, in order, with its document and the codes of what it proves."""
        found: dict[File, tuple[Document, list[str]]] = {}
        for subject in self.subjects():
            for document in subject.documents:
                for file in document.files:
                    codes = found.setdefault(file, (document, []))[1]
                    if subject.code:
                        codes.append(subject.code)
        return found


def describe_size(size: int) -> str:
    """Return a number of bytes as people read it: ``1,5 MB``."""
    amount, unit = float(size), "byte"
    for larger in ("KB", "MB", "GB"):
        if amount < 1024:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:.0f} {unit}" if unit == "byte" else f"{amount:.1f} {unit}".replace(".", ",")


def describe_outcome(outcome: Outcome) -> str:
    """Return what readers are warned of; empty for a file that is as it should be."""
    return {
        State.TAKEN_OUT: f"Đã đưa ra khỏi hồ sơ theo {outcome.decision}",
        State.MISSING: "KHÔNG CÓ TRONG KHO LƯU TRỮ",
        State.ALTERED: "NỘI DUNG KHÁC BẢN ĐÃ GHI NHẬN",
        State.INTACT: "",
        State.UNKNOWN: "",
    }[outcome.state]


def describe_place(document: Document) -> str:
    """Return where a document without a file is kept."""
    label = "Bí mật nhà nước, không lưu trên hệ thống. Sổ đăng ký" if document.is_secret else "Lưu tại"
    return f"{label}: {document.register}"
