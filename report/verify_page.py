"""What the page says that the code on a paper leads to; Vietnamese, as the paper itself, whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

TITLE = "Kiểm tra kết quả đánh giá đã phê duyệt"
#: Of the official PDF that the system keeps, where that is not as it was.
PAPER_CHANGED = "Bản PDF chính thức lưu trong hệ thống đã bị thay đổi sau khi được lập."
PAPER_LOST = "Bản PDF chính thức hiện không có trong kho lưu trữ của hệ thống."
ROUND_TITLE = "Kiểm tra kết quả đánh giá đã công bố"
_NO_NUMBER, _NO_GRADE = "Chưa được cấp số", "Không xếp loại"


class Truth(Enum):
    """What is true of a paper today.

    - VALID: it is as it was approved
    - REPLACED: so it is, but a revision of it has been approved since
    - WITHDRAWN: it was declared invalid
    - UNKNOWN: something is not there to be compared, such as a file; nothing is known against it
    - CHANGED: something is not as it was approved
    """

    VALID = "valid"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Paper:
    """What of a paper is told to whoever holds it.

    :ivar number: of the report; empty where it has none yet
    """

    number: str
    day: date | None
    unit: str
    period: str
    total: str
    grade: str
    approved_on: datetime | None
    seal: str

    @property
    def reference(self) -> str:
        """How other papers name it: ``Báo cáo số 15/BC-TNMT ngày 15/12/2020``."""
        if not self.number:
            return f"kết quả đánh giá {self.period} của {self.unit}"
        return f"Báo cáo số {self.number}{f' ngày {self.day:%d/%m/%Y}' if self.day else ''}"


@dataclass(frozen=True, slots=True)
class Page:
    """The page as it is shown.

    :ivar entries: what stands on the paper, label by label
    :ivar notes: what the comparison was about, and what else there is to know
    """

    truth: Truth
    result: str
    entries: tuple[tuple[str, str], ...]
    seal: str
    notes: tuple[str, ...]
    title: str = TITLE
    seal_label: str = "Mã niêm phong (SHA-256)"

    @property
    def style(self) -> str:
        return {Truth.VALID: "valid", Truth.CHANGED: "invalid", Truth.WITHDRAWN: "invalid"}.get(self.truth, "doubtful")


def judge(*, is_changed: bool, is_lost: bool, is_withdrawn: bool, is_replaced: bool) -> Truth:
    """Return what is true of a paper: the worst that is known of it."""
    if is_changed:
        return Truth.CHANGED
    if is_withdrawn:
        return Truth.WITHDRAWN
    if is_lost:
        return Truth.UNKNOWN
    return Truth.REPLACED if is_replaced else Truth.VALID


def describe(
    truth: Truth,
    paper: Paper,
    *,
    made: datetime,
    all_files_read: bool,
    keeps_all: bool,
    withdrawn_on: datetime | None = None,
    successor: Paper | None = None,
    revision: int = 0,
    remarks: tuple[str, ...] = (),
) -> Page:
    """Return the page about `paper`.

    :param made: when the comparison was made
    :param keeps_all: whether all that was sealed is still kept in the system, so that all of it was compared
    :param successor: the last approved revision, where there is one
    :param revision: the number of that revision
    :param remarks: what else whoever holds the paper has to know
    """
    replaced = f"bản điều chỉnh lần {revision} ({successor.reference})" if successor else ""
    result = {
        Truth.VALID: "Hợp lệ: đúng như bản đã được phê duyệt.",
        Truth.REPLACED: f"Hợp lệ khi phê duyệt, nay đã được thay thế bởi {replaced}.",
        Truth.WITHDRAWN: "Đã bị hủy bỏ"
        + (f" ngày {withdrawn_on:%d/%m/%Y}" if withdrawn_on else "")
        + ": kết quả này không còn giá trị.",
        Truth.UNKNOWN: "Hiện chưa kiểm tra được: hệ thống chưa đọc được toàn bộ dữ liệu đã niêm phong.",
        Truth.CHANGED: "Không hợp lệ: dữ liệu trên hệ thống không còn đúng như bản đã được phê duyệt.",
    }[truth]
    entries = (
        ("Số báo cáo", (paper.number + (f" ngày {paper.day:%d/%m/%Y}" if paper.day else "")) or _NO_NUMBER),
        ("Đơn vị", paper.unit),
        ("Kỳ đánh giá", paper.period),
        ("Tổng điểm", f"{paper.total} điểm"),
        ("Xếp loại", paper.grade or _NO_GRADE),
        ("Ngày phê duyệt", f"{paper.approved_on:%d/%m/%Y}" if paper.approved_on else ""),
    )
    compared = "mọi dữ liệu" if keeps_all else "mọi dữ liệu mà hệ thống còn lưu giữ"
    files = (
        "nội dung của từng tệp"
        if all_files_read
        else "mã SHA-256 đã ghi của từng tệp; không phải tệp nào cũng được đọc lại"
    )
    notes = [
        *remarks,
        "Bản giấy chỉ là bản thật khi mã niêm phong in trên đó trùng với mã ở trang này.",
        f"Đã đối chiếu với niêm phong: {compared}, {files}.",
        f"Thời điểm đối chiếu: {made:%H:%M:%S %d/%m/%Y}.",
    ]
    if successor and truth is not Truth.REPLACED:
        notes.insert(0, f"Kết quả này đã được thay thế bởi {replaced}.")
    return Page(truth, result, tuple(entry for entry in entries if entry[1]), paper.seal, tuple(notes))


@dataclass(frozen=True, slots=True)
class Announced:
    """What was published of a round, as far as it is public.

    :ivar units: the name of each unit, and what is told of it
    """

    agency: str
    name: str
    period: str
    number: int
    published_on: datetime
    units: tuple[tuple[str, str], ...]


def describe_round(
    truth: Truth,
    announced: Announced | None,
    *,
    digest: str,
    made: datetime,
    withdrawn_on: datetime | None = None,
    successor: int = 0,
    moved: tuple[str, ...] = (),
) -> Page:
    """Return the page about what was published of a round.

    :param announced: None where it is not what was published, so that nothing of it is told
    :param digest: the SHA-256 that the publication is known by
    :param successor: the number of the publication that is in force now, 0 if there is none
    :param moved: the units whose results were withdrawn, revised or changed since
    """
    result = {
        Truth.VALID: "Hợp lệ: đúng như bản đã được công bố.",
        Truth.REPLACED: "Hợp lệ khi công bố; sau đó kết quả của một số đơn vị đã thay đổi.",
        Truth.WITHDRAWN: "Đã bị thu hồi"
        + (f" ngày {withdrawn_on:%d/%m/%Y}" if withdrawn_on else "")
        + ": bản công bố này không còn giá trị.",
        Truth.CHANGED: "Không hợp lệ: dữ liệu trên hệ thống không còn đúng như bản đã được công bố.",
        Truth.UNKNOWN: "Hiện chưa kiểm tra được bản công bố này.",
    }[truth]
    notes = []
    if moved:
        notes.append(f"Kết quả đã hủy bỏ, điều chỉnh hoặc thay đổi sau khi công bố: {', '.join(moved)}.")
    if successor:
        notes.append(f"Đợt đánh giá này đã được công bố lại (lần {successor}).")
    notes.append(f"Thời điểm đối chiếu: {made:%H:%M:%S %d/%m/%Y}.")
    entries: tuple[tuple[str, str], ...] = ()
    if announced:
        entries = (
            ("Cơ quan", announced.agency),
            ("Đợt đánh giá", announced.name),
            ("Kỳ đánh giá", announced.period),
            ("Công bố", f"lần {announced.number}, ngày {announced.published_on:%d/%m/%Y}"),
            *announced.units,
        )
    told = tuple(entry for entry in entries if entry[1])
    return Page(truth, result, told, digest, tuple(notes), ROUND_TITLE, "Mã bản công bố (SHA-256)")


def unit_entry(name: str, grade: str, *, points: str = "", rank: str = "", is_excused: bool = False) -> tuple[str, str]:
    """Return what is told of a unit: its class, and points and place where these are public."""
    told = grade or ("Không đánh giá" if is_excused else _NO_GRADE)
    more = [f"{points} điểm" if points else "", f"xếp thứ {rank}" if rank else ""]
    return name, "; ".join(filter(None, (told, *more)))


def too_many() -> str:
    """Return the answer to whoever asks too often, and to whoever would have to wait too long for others."""
    return "Có quá nhiều yêu cầu. Hãy thử lại sau một phút."
