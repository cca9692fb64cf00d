#!/usr/bin/env python3
"""Kiểm tra nhật ký sự kiện đã xuất ra tệp CSV hoặc JSON, không cần mạng và không cần máy chủ.

    python3 kiem_tra_nhat_ky.py TỆP                     kiểm tra chuỗi trong tệp
    python3 kiem_tra_nhat_ky.py TỆP --truoc TỆP_CŨ      so thêm với một tệp đã xuất trước đó
    python3 kiem_tra_nhat_ky.py TỆP --tem THƯ_MỤC       ghi các dấu thời gian ra thư mục, để kiểm tra bằng openssl

Chỉ dùng thư viện chuẩn của Python 3.10 trở lên. Mã trả về: 0 - không thấy sai; 1 - có chỗ sai; 2 - không kiểm tra được.
"""

# pylint: disable=print-used
# The server checks the chain with this module, and whoever has an export alone runs it as a program: both by the same
# lines. So it imports nothing but the standard library, and speaks Vietnamese where it speaks to people.

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

#: The form of an entry; a change of what its bytes mean gets a new number.
FORM = 1
#: What the first entry of a chain has in the place of the SHA-256 of the one before.
NOTHING_BEFORE = "0" * 64
#: The columns of the export as CSV; all but the last three are for reading, and follow from the content.
COLUMNS = ("number", "time", "kind", "who", "evaluation", "sha256", "content")
#: What else the export holds, as it stands in the column of the kind.
STAMP, END = "rfc3161", "end"  # none is the kind of an entry, else a CSV could not tell them apart
#: With these a spreadsheet begins a formula; the apostrophe is what keeps them from it, and so is kept itself, too.
_FORMULA = tuple("=+-@\t\r\n'＝＋－＠")
_SEMICOLON = re.compile(r"(?<!\\)((?:\\\\)*)\\u003b")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a chain as it is kept.

    :ivar content: the very text whose SHA-256 in UTF-8 is `sha256`; it holds the number, what happened, and the SHA-256
        of the entry before
    :ivar shown: what stands beside the content for reading, as :func:`shown` gives it; None where nothing does
    """

    number: int
    content: str
    sha256: str
    shown: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp (RFC 3161) on an entry and so on all before it; `token` in DER."""

    number: int
    sha256: str
    token: bytes


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a chain.

    :ivar kind: one of :data:`FAULTS`
    :ivar number: of the entry that it was found at
    """

    kind: str
    number: int


#: What each fault is called by whoever has the export alone.
FAULTS = {
    "unreadable": "nội dung không đọc được",
    "changed": "nội dung đã bị sửa (SHA-256 không khớp)",
    "foreign": "thuộc nhật ký khác",
    "gap": "thiếu mục ngay trước mục này, hoặc số thứ tự sai",
    "unlinked": "không nối tiếp mục ngay trước nó",
    "shown": "các cột bên cạnh không đúng với nội dung",
    "anchor": "không phải mục đã được ghi nhận trước đó (dấu thời gian, tệp xuất trước hoặc số đếm)",
    "added": "nhật ký có mục thừa ở cuối",
    "cut": "nhật ký bị cắt bớt: mục này đã từng có",
    "stamp": "dấu thời gian không phải của mục này",
}
CONCLUDED = (
    "Mục nào trong tệp đã bị sửa, xóa, chèn hoặc đổi chỗ mà không tính lại cả chuỗi phía sau.",
    "Nội dung có đúng là nội dung của các mục được gắn dấu thời gian, hoặc đã có trong tệp xuất trước đó.",
)
NOT_CONCLUDED = (
    "Cả chuỗi có bị lập lại từ một chỗ sau dấu thời gian cuối cùng: ai sửa được cơ sở dữ liệu thì tính lại được mã."
    " Phải so với tệp đã xuất trước đó hoặc với dấu thời gian.",
    "Dấu thời gian có đúng do tổ chức cấp dấu thời gian ký hay không: kiểm tra chữ ký bằng openssl (--tem).",
    "Việc đã làm mà chưa kịp vào chuỗi khi xuất tệp, và việc làm ngoài hệ thống.",
)


def write(data: Mapping[str, Any]) -> str:
    """Return the one way to write `data`: JSON, keys sorted, no space.

    :raises TypeError: if a value is none of JSON's
    """
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)


def read(content: str) -> dict[str, Any]:
    """Return what the content of an entry says.

    :raises ValueError: if it is none
    """
    data = json.loads(content)
    if not isinstance(data, dict):
        raise ValueError("this is no event")
    return data


def digest(content: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def link(event: str, chain: str, number: int, previous: str) -> Entry:
    """Return the entry that an event becomes.

    :param event: what happened, as :func:`write` wrote it
    :param chain: the name of the chain, which no other one has
    :param previous: the SHA-256 of the entry before, :data:`NOTHING_BEFORE` for the first one
    """
    place = {"form": FORM, "chain": chain, "number": number, "previous": previous}
    content = write({**read(event), **place})
    return Entry(number, content, digest(content))


def shown(event: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Return time, kind, who and evaluation of an event as people read them; no spreadsheet takes one for a formula."""
    who, evaluation = event.get("who") or {}, event.get("evaluation") or {}
    texts = (event.get("time"), event.get("kind"), who.get("login"), evaluation.get("reference"))
    time, kind, login, reference = (_shield(str(text or "")).replace(";", ",") for text in texts)
    return time, kind, login, reference


def _shield(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


@dataclass(slots=True)
class Checker:
    """Checks a chain entry by entry, and can go on where another one stopped.

    :ivar chain: its name; empty where the first entry says it
    :ivar number: of the entry that was checked last
    :ivar sha256: of that entry
    :ivar anchors: the SHA-256 that entries are known to have had, by their numbers
    """

    chain: str = ""
    number: int = 0
    sha256: str = NOTHING_BEFORE
    anchors: dict[int, str] = field(default_factory=dict)

    def check(self, entry: Entry) -> list[Fault]:
        """Return what is wrong with the next entry."""
        kinds = list(self._faults(entry))
        self.number, self.sha256 = entry.number, entry.sha256
        return [Fault(kind, entry.number) for kind in kinds]

    def _faults(self, entry: Entry) -> Iterator[str]:
        if digest(entry.content) != entry.sha256:
            yield "changed"
        if entry.number != self.number + 1:
            yield "gap"
        if self.anchors.get(entry.number, entry.sha256) != entry.sha256:
            yield "anchor"
        try:
            data = read(entry.content)
            place = data["number"], data["previous"], data["chain"]
            columns = shown(data)
        except (ValueError, KeyError, TypeError, AttributeError):
            yield "unreadable"
            return
        self.chain = self.chain or place[2]
        if place[2] != self.chain:
            yield "foreign"
        if place[1] != self.sha256:
            yield "unlinked"
        if place[0] != entry.number or (entry.shown is not None and entry.shown != columns):
            yield "shown"

    def finish(self) -> list[Fault]:
        """Return what is missing at the end: the entries that were there once."""
        return [Fault("cut", number) for number in sorted(self.anchors) if number > self.number]


def imprint(token: bytes) -> str:
    """Return the digest that a time stamp is about, in hexadecimal digits, without checking who made it.

    :raises ValueError: if it is no time stamp in DER
    """
    # The way through RFC 5652 and RFC 3161: ContentInfo, [0], SignedData, encapContentInfo, [0], eContent, TSTInfo,
    # messageImprint, hashedMessage.
    value = token
    for place in (0, 1, 0, 2, 1, 0, 0, 2, 1):
        values = _values(value)
        if place >= len(values):
            raise ValueError("this is no time stamp")
        value = values[place]
    return value.hex()


def _values(der: bytes) -> list[bytes]:
    """Return the values of the elements that stand one after another in DER.

    :raises ValueError: if it is none
    """
    values = []
    while der:
        if len(der) < 2:
            raise ValueError("this is no DER")
        start, length = 2, der[1]
        if length >= 0x80:
            start += length & 0x7F
            length = int.from_bytes(der[2:start], "big")
        if len(der) < start + length:
            raise ValueError("this is no DER")
        values.append(der[start : start + length])
        der = der[start + length :]
    return values


def write_json(head: Mapping[str, Any], records: Iterable[Entry | Stamp], end: Mapping[str, Any]) -> Iterator[str]:
    """Yield an export as JSON, one entry a line: entries first, then time stamps.

    :param head: what is told of the chain
    :param end: how many entries there are and the SHA-256 of the last one
    """
    yield f'{{"head":{write(head)},"entries":[\n'
    separator, in_stamps = "", False
    for record in records:
        if isinstance(record, Entry):
            data: dict[str, Any] = {"number": record.number, "sha256": record.sha256, "content": record.content}
        else:
            if not in_stamps:
                yield '\n],"stamps":[\n'
                separator, in_stamps = "", True
            token = base64.b64encode(record.token).decode()
            data = {"number": record.number, "sha256": record.sha256, "token": token}
        yield separator + write(data)
        separator = ",\n"
    if not in_stamps:
        yield '\n],"stamps":[\n'
    yield f'\n],"end":{write(end)}}}\n'


def write_csv(head: Mapping[str, Any], records: Iterable[Entry | Stamp], end: Mapping[str, Any]) -> Iterator[str]:
    """Yield an export as CSV (RFC 4180, UTF-8), which every spreadsheet opens and none takes for formulas.

    Arguments are those of :func:`write_json`. The byte order mark tells spreadsheets that it is UTF-8.
    """
    yield "\ufeff" + _row(COLUMNS)
    for record in records:
        if isinstance(record, Entry):
            try:
                columns = shown(read(record.content))
            except (ValueError, AttributeError):
                columns = ("", "", "", "")
            yield _row((str(record.number), *columns, record.sha256, _cell(record.content)))
        else:
            content = write({"token": base64.b64encode(record.token).decode()})
            yield _row((str(record.number), "", STAMP, "", "", record.sha256, content))
    yield _row(("", "", END, "", "", "", _cell(write({**head, **end}))))


def _cell(content: str) -> str:
    # Where a spreadsheet divides cells by semicolons, what follows one would begin a cell of its own, and a formula.
    return _shield(content.replace(";", "\\u003b"))


def _content(cell: str) -> str:
    text = cell[1:] if cell.startswith("'") else cell
    return _SEMICOLON.sub(r"\1;", text)


def _row(cells: Iterable[str]) -> str:
    target = io.StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return target.getvalue()


@dataclass(slots=True)
class Export:
    """An export that is read entry by entry; what stands after the entries is known once these are read.

    :ivar end: how many entries there are (`count`) and the SHA-256 of the last one (`head`)
    """

    file: IO[str]
    stamps: list[Stamp] = field(default_factory=list)
    end: dict[str, Any] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry]:
        """Yield the entries in the order of the file.

        :raises ValueError: if it is no export
        """
        begin = self.file.read(1)
        if begin in ("\ufeff", '"', "n"):
            yield from self._of_csv("" if begin == "\ufeff" else begin)
        else:
            yield from self._of_json(begin)
        if not self.end:
            raise ValueError("tệp không có phần kết thúc: có thể đã bị cắt")

    def _of_csv(self, begin: str) -> Iterator[Entry]:
        csv.field_size_limit(1 << 30)
        rows = csv.reader(_lines(begin, self.file), strict=True)
        try:
            if tuple(next(rows, ())) != COLUMNS:
                raise ValueError("các cột không phải của nhật ký")
            for row in rows:
                if len(row) != len(COLUMNS):
                    raise ValueError("một dòng không đủ cột")
                number, time, kind, who, evaluation, sha256, content = row
                if kind == STAMP:
                    self.stamps.append(Stamp(int(number), sha256, base64.b64decode(json.loads(content)["token"])))
                elif kind == END:
                    self.end = json.loads(_content(content))
                else:
                    yield Entry(int(number), _content(content), sha256, (time, kind, who, evaluation))
        except (csv.Error, KeyError, TypeError) as error:
            raise ValueError(str(error)) from error

    def _of_json(self, begin: str) -> Iterator[Entry]:
        line = begin + self.file.readline()
        if line.startswith('{"head":') and line.endswith('"entries":[\n'):
            yield from self._of_json_lines()
            return
        # Somebody has written it anew.
        data = json.loads(line + self.file.read())
        try:
            for values in data["entries"]:
                yield Entry(values["number"], values["content"], values["sha256"])
            self.stamps = [_stamp(values) for values in data["stamps"]]
            self.end = data["end"]
        except (KeyError, TypeError) as error:
            raise ValueError(str(error)) from error

    def _of_json_lines(self) -> Iterator[Entry]:
        in_stamps = False
        try:
            for line in self.file:
                if line.startswith('],"end":'):
                    self.end = json.loads(line[8:-2])
                elif line.startswith('],"stamps":['):
                    in_stamps = True
                elif line.strip():
                    values = json.loads(line.rstrip("\n").removesuffix(","))
                    if in_stamps:
                        self.stamps.append(_stamp(values))
                    else:
                        yield Entry(values["number"], values["content"], values["sha256"])
        except (KeyError, TypeError) as error:
            raise ValueError(str(error)) from error


def _lines(begin: str, file: IO[str]) -> Iterator[str]:
    for place, line in enumerate(file):
        yield line if place else begin + line


def _stamp(values: Mapping[str, Any]) -> Stamp:
    return Stamp(values["number"], values["sha256"], base64.b64decode(values["token"]))


def check_export(file: IO[str], anchors: Mapping[int, str] | None = None) -> tuple[Export, Checker, list[Fault]]:
    """Check an export, one entry in memory at a time.

    :param file: opened with ``newline=""`` and as UTF-8
    :param anchors: the SHA-256 that entries are known to have had, by their numbers
    :raises ValueError: if it is no export
    """
    export, checker, faults = Export(file), Checker(anchors=dict(anchors or {})), []
    digests: dict[int, str] = {}
    for entry in export.entries():
        faults += checker.check(entry)
        digests[entry.number] = entry.sha256
    faults += checker.finish()
    end = export.end.get("count"), export.end.get("head")
    if end != (checker.number, checker.sha256 if checker.number else NOTHING_BEFORE):
        faults.append(Fault("cut", checker.number))
    for stamp in export.stamps:
        try:
            is_right = imprint(stamp.token) == stamp.sha256 == digests.get(stamp.number)
        except ValueError:
            is_right = False
        if not is_right:
            faults.append(Fault("stamp", stamp.number))
    return export, checker, faults


def main(arguments: list[str]) -> int:
    """Check the export that the arguments name, and print what was found; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = dict(zip(arguments[1::2], arguments[2::2], strict=False))
    if not arguments or not len(arguments) % 2 or options.keys() - {"--truoc", "--tem"}:
        print(__doc__)
        return 2
    try:
        anchors = {}
        if earlier := options.get("--truoc"):
            with open(earlier, encoding="utf-8", newline="") as file:
                before, checker, _faults = check_export(file)
            anchors = {stamp.number: stamp.sha256 for stamp in before.stamps} | {checker.number: checker.sha256}
            anchors.pop(0, None)
        with open(arguments[0], encoding="utf-8", newline="") as file:
            export, checker, faults = check_export(file, anchors)
        if folder := options.get("--tem"):
            _keep_stamps(export.stamps, folder)
    except (OSError, ValueError) as error:
        print(f"Không kiểm tra được: {error}")
        return 2
    _tell(export, checker, faults)
    return 1 if faults else 0


def _tell(export: Export, checker: Checker, faults: list[Fault]) -> None:
    for fault in faults[:100]:
        print(f"[SAI]      mục {fault.number}: {FAULTS[fault.kind]}")
    print(f"Nhật ký {checker.chain or '(trống)'}: {checker.number} mục, SHA-256 của mục cuối: {checker.sha256}")
    waiting = export.end.get("waiting")
    if waiting:
        print(f"[LƯU Ý]    {waiting} sự kiện chưa vào chuỗi khi xuất tệp, nên không có trong tệp")
    for stamp in export.stamps:
        print(f"[TEM]      mục {stamp.number} và mọi mục trước đó, SHA-256 {stamp.sha256}")
    print("\nKhông cần máy chủ cũng kết luận được:")
    for text in CONCLUDED:
        print(f"  - {text}")
    print("Không có máy chủ thì KHÔNG kết luận được:")
    for text in NOT_CONCLUDED:
        print(f"  - {text}")
    print(f"\n{f'CÓ {len(faults)} CHỖ SAI' if faults else 'KHÔNG THẤY SAI'}")


def _keep_stamps(stamps: Iterable[Stamp], folder: str) -> None:
    os.makedirs(folder, exist_ok=True)
    for stamp in stamps:
        path = os.path.join(folder, f"{stamp.number}.tst")
        with open(path, "wb") as file:
            file.write(stamp.token)
        print(f"openssl ts -verify -token_in -in {path} -digest {stamp.sha256} -CAfile CHỨNG_THƯ_GỐC.pem")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
