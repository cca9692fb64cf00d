"""The evidence dossier of an evaluation as plain data, for the writers of its ZIP and of its indexes.

Like every paper it is Vietnamese whatever the language of its reader, so its wording stands here as it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from ..scoring.plain_data import PASSING

TITLE = "HỒ SƠ TÀI LIỆU KIỂM CHỨNG"
INDEX_HTML, INDEX_XLSX = "Mục lục.html", "Mục lục.xlsx"
MANIFEST, SEAL, PEOPLE, PAPERS = "manifest.json", "seal.json", "people.json", "papers.json"
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
    - UNREAD: the store of files did not answer, so that nothing is known of it; what came before is in the dossier
    - TAKEN_OUT: its content was taken out by a decision
    """

    INTACT = "intact"
    UNKNOWN = "unknown"
    ALTERED = "altered"
    MISSING = "missing"
    UNREAD = "unread"
    TAKEN_OUT = "taken_out"


def _read_nothing() -> Iterable[bytes]:
    raise FileNotFoundError("nobody has said where the file is")


class Unanswered(OSError):
    """The store of a file does not answer now: that says nothing of the file."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the dossier.

    :ivar path: where it is in the dossier, with slashes
    :ivar size: in bytes, as recorded
    :ivar day: what the ZIP gives as its date, on the clock of the agency
    :ivar digest: its SHA-256 as recorded; empty if none was
    :ivar key: the id of its record, 0 where it has none
    :ivar read: returns the content in chunks; raises OSError where it cannot be read, and of those
        :class:`Unanswered` where nothing is known of it
    :ivar taken_out: the decision by which its content was taken out
    """

    path: str
    size: int
    day: datetime
    digest: str = ""
    key: int = 0
    read: Callable[[], Iterable[bytes]] = field(default=_read_nothing, metadata=PASSING)
    taken_out: str = field(default="", metadata=PASSING)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What of a file is in the dossier: its size in bytes and its SHA-256; nothing of a file that is not there.

    :ivar decision: that by which its content was taken out
    """

    state: State
    size: int = 0
    digest: str = ""
    decision: str = ""

    @property
    def is_absent(self) -> bool:
        """Whether nothing of the file is in the dossier."""
        return self.state in (State.MISSING, State.TAKEN_OUT) or (self.state is State.UNREAD and not self.size)


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its files, or where it is kept.

    :ivar title: number, symbol and abstract; the register of a state secret
    :ivar details: kind, date, issuer, and section and page of the proof, as far as stated
    :ivar register: where a document is kept that has no file here; empty for others
    :ivar review: what the reviewer decided; empty if nothing yet
    :ivar key: the id of its record
    """

    title: str
    details: tuple[str, ...]
    register: str
    is_secret: bool
    review: str
    files: tuple[File, ...]
    key: int = 0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What the indexes of a dossier say of an evaluation, whenever the dossier is made.

    :ivar about: what is told of the evaluation, label by label
    :ivar facts: facts that documents prove, or that were taken over from other evaluations
    :ivar others: documents that are cited nowhere
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
    identity: dict[str, str | int | None] = field(default_factory=dict)

    def files(self) -> Iterator[File]:
        """Yield every file, as often as it proves something."""
        for documents in (*(subject.documents for subject in (*self.rows, *self.facts)), self.others):
            for document in documents:
                yield from document.files

    def with_files(self, find: Callable[[File], File]) -> Index:
        """Return the index with each file as `find` returns it, so that it can be read; each document is one object."""
        found: dict[int, Document] = {}

        def with_files(documents: Iterable[Document]) -> tuple[Document, ...]:
            for each in documents:
                if each.key not in found:
                    found[each.key] = replace(each, files=tuple(map(find, each.files)))
            return tuple(found[each.key] for each in documents)

        def subjects(given: Iterable[Subject]) -> tuple[Subject, ...]:
            return tuple(replace(each, documents=with_files(each.documents)) for each in given)

        return replace(self, rows=subjects(self.rows), facts=subjects(self.facts), others=with_files(self.others))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier(Index):
    """The dossier of one evaluation.

    :ivar papers: the printed papers, by what they are called
    :ivar seal: the SHA-256 of what was approved; empty if nothing is
    :ivar signed: the signed paper that counts, by what it is called; empty if none was taken back in
    :ivar sealed: the bytes whose SHA-256 is the seal; empty if nothing is approved, or if they tell names that the
        agency does not give away
    :ivar sealed_without_names: instead of those, what they say without names
    :ivar people: the names that the seal is held to; empty where the agency gives functions alone
    :ivar sealed_papers: what the papers print, as the seal is held to it; empty where it is not
    """

    papers: dict[str, File]
    seal: str
    sealed: bytes
    made: datetime
    signed: dict[str, File] = field(default_factory=dict)
    sealed_without_names: bytes = b""
    people: bytes = b""
    sealed_papers: bytes = b""
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
        State.UNREAD: "CHƯA ĐỌC ĐƯỢC, KHO LƯU TRỮ KHÔNG TRẢ LỜI",
        State.ALTERED: "NỘI DUNG KHÁC BẢN ĐÃ GHI NHẬN",
        State.INTACT: "",
        State.UNKNOWN: "",
    }[outcome.state]


def describe_place(document: Document) -> str:
    """Return where a document without a file is kept."""
    label = "Bí mật nhà nước, không lưu trên hệ thống. Sổ đăng ký" if document.is_secret else "Lưu tại"
    return f"{label}: {document.register}"
