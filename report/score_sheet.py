"""The printed scoring sheet as plain data, for every writer of it: PDF, Word and Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..scoring.points import NOT_APPLICABLE, RELIEVED, format_points, round_points
from ..scoring.rollup import Plan, Policy
from .document import Late, Paper

COLUMN_NUMBER = "SỐ TT"
COLUMN_TEXT = "TIÊU CHÍ"
COLUMN_MAXIMUM = "ĐIỂM CHUẨN"
COLUMN_OWN = "ĐIỂM TỰ CHẤM"
COLUMN_REVIEW = "ĐIỂM THẨM ĐỊNH"
COLUMN_FINAL = "ĐIỂM KẾT LUẬN"
TOTAL = "TỔNG CỘNG"
UNIT = "điểm"
#: Of a sheet that was approved while a row that does not apply counted by the policy at once.
LEGEND = f"Ghi chú: {NOT_APPLICABLE} - không áp dụng."
LEGEND_FULL = f"Ghi chú: {NOT_APPLICABLE} - không áp dụng, được tính bằng điểm chuẩn."
LEGEND_SCALED = f"Ghi chú: {NOT_APPLICABLE} - không áp dụng, không tính; tổng điểm được quy đổi:"
REVIEWER = "người thẩm định"
APPROVER = "người phê duyệt"
#: Of any other: what a claim is worth, what a granted one is by the policy, what a relief is, how totals come about.
LEGEND_CLAIM = f"{NOT_APPLICABLE} - đề nghị không áp dụng, tính 0 điểm khi chưa được chấp nhận"
LEGEND_GRANTED = {
    Policy.ZERO: f"{NOT_APPLICABLE} - không áp dụng, tính 0 điểm",
    Policy.FULL: f"{LEGEND_CLAIM}, được chấp nhận thì tính bằng điểm chuẩn",
    Policy.SCALE: f"{LEGEND_CLAIM}, được chấp nhận thì không tính vào điểm chuẩn",
}
LEGEND_RELIEVED = f"{RELIEVED} - được miễn đánh giá theo quyết định, không tính vào điểm chuẩn"
LEGEND_TOTAL = "tổng điểm được quy đổi:"
NOTES_NOT_APPLICABLE = "Tiêu chí không áp dụng, được miễn đánh giá"
NOTES_DEVIATIONS = "Điểm tự chấm khác điểm theo quy tắc"
SEAL_LABEL = "Mã niêm phong SHA-256:"
SEAL_HELP = "Quét mã để kiểm tra bản đã phê duyệt"
ADDRESS_LABEL = "hoặc mở địa chỉ:"


@dataclass(frozen=True, slots=True)
class Cell:
    """The points of a row in one column.

    :ivar points: the points; None where the paper stays blank, for blank is not zero
    :ivar is_not_applicable: the row does not apply to the unit; it has points where it counts all the same
    :ivar is_relieved: it does not, for the unit is relieved of it
    :ivar is_sum: on a heading, the sum of the rows below; else nothing stands there
    :ivar excluded: of a total that is scaled, the maximum points of the rows that are taken out
    :ivar bonus_maximum: of such a total, the maximum points of the rows that are not scaled
    :ivar working: of a total that is scaled, how it comes about
    """

    points: float | None
    is_not_applicable: bool = False
    is_relieved: bool = False
    is_sum: bool = True
    excluded: float = 0.0
    bonus_maximum: float = 0.0
    working: str = ""

    @property
    def text(self) -> str:
        """The points as printed, with a decimal comma."""
        if self.points is None:
            return RELIEVED if self.is_relieved else NOT_APPLICABLE if self.is_not_applicable else ""
        points = format_points(self.points)
        return f"{points} ({NOT_APPLICABLE})" if self.is_not_applicable else points


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet.

    :ivar number: as printed, empty if the row has none
    :ivar level: 0 for a group, one more for each step below
    :ivar cells: one for each points column of the sheet
    :ivar children: the indexes, in the sheet's rows, of the rows directly below a heading
    :ivar rules: texts printed below the row
    :ivar remark: why the reviewer gives other points than the unit, and how many more or less; empty if none differ
    :ivar is_bonus: its points are no part of what is scaled
    """

    number: str
    text: str
    level: int
    is_heading: bool
    cells: tuple[Cell, ...]
    children: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    remark: str = ""
    is_bonus: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What stands below the table: rows that are not scored as the sheet says, one a line, with their reasons."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seal:
    """What ties the paper of an approved sheet to its record.

    :ivar digest: the SHA-256 of what was approved
    :ivar address: the page where whoever holds the paper verifies it
    :ivar note: what else has to be said of the approval; empty for nothing
    """

    digest: str
    address: str
    note: str = ""
    label: str = SEAL_LABEL
    help: str = SEAL_HELP
    address_label: str = ADDRESS_LABEL

    @property
    def lines(self) -> tuple[str, ...]:
        """The digest as printed, in lines of 32 characters."""
        return tuple(self.digest[start : start + 32] for start in range(0, len(self.digest), 32))

    @property
    def address_lines(self) -> tuple[str, ...]:
        """The address as printed: where the page is, and on a line of its own what nobody can guess."""
        place, slash, token = self.address.rpartition("/")
        return (place + slash, token)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet(Paper):
    """The scoring sheet of one unit and period.

    :ivar points_columns: the titles of the columns right of the text
    :ivar groups: the indexes, in `rows`, of the rows that the total sums
    :ivar plan: how it adds up
    :ivar notes: what is said of single rows below the table
    :ivar seal: of an approved sheet
    :ivar confirmations: which rows nobody settled one by one, and who confirmed them by name; one line for each time
    :ivar notice: what is said of files that were taken out; empty if none were
    """

    points_columns: tuple[str, ...]
    rows: tuple[Row, ...]
    groups: tuple[int, ...]
    total: tuple[Cell, ...]
    plan: Plan = Plan()
    notes: tuple[Note, ...] = ()
    seal: Seal | None = None
    confirmations: tuple[str, ...] = ()
    notice: str = ""
    total_label: str = TOTAL
    unit: str = UNIT

    def completed(self, late: Late) -> ScoreSheet:
        seal = self.seal and replace(self.seal, digest=late.digest)
        # By name, for a class with slots has no super() of its own.
        return replace(Paper.completed(self, late), seal=seal, notice=late.notice)

    @property
    def columns(self) -> tuple[str, ...]:
        return (COLUMN_NUMBER, COLUMN_TEXT, *self.points_columns)

    @property
    def closing_lines(self) -> tuple[str, ...]:
        """The lines below the table: what it means, and who confirmed what."""
        return (*filter(None, [self.legend]), *self.confirmations)

    @property
    def seal_line(self) -> str:
        """What ties a paper that has no code in it to its record; empty of a draft."""
        return f"{self.seal.label} {self.seal.digest}" if self.seal else ""

    @property
    def legend(self) -> str:
        """What stands below the table: what its abbreviations mean, and the notice; empty if it has neither."""
        return " ".join(filter(None, (self._abbreviations(), self.notice)))

    def _abbreviations(self) -> str:
        cells = [cell for row in self.rows for cell in row.cells if cell.is_not_applicable]
        workings = "; ".join(
            f"{title.lower()} {cell.working}"
            for title, cell in zip(self.points_columns, self.total, strict=True)
            if cell.working
        )
        if self.plan.edition > 1:
            return self._legend_of(cells, workings)
        if workings:
            return f"{LEGEND_SCALED} {workings}."
        if any(cell.points is not None for cell in cells):
            return LEGEND_FULL
        return LEGEND if cells else ""

    def _legend_of(self, cells: list[Cell], workings: str) -> str:
        parts = []
        if any(not cell.is_relieved for cell in cells):
            parts.append(LEGEND_GRANTED[self.plan.policy])
        if any(cell.is_relieved for cell in cells):
            parts.append(LEGEND_RELIEVED)
        if workings:
            parts.append(f"{LEGEND_TOTAL} {workings}")
        return f"Ghi chú: {'; '.join(parts)}." if parts else ""


def confirmation(codes: Sequence[str], leaves: int, role: str, name: str, day: str) -> str:
    """Return the line that says which rows were confirmed together, and by whom.

    :param codes: of the rows that nobody settled one by one
    :param leaves: how many rows the sheet has to answer
    :param role: as what the person confirmed them, :data:`REVIEWER` or :data:`APPROVER`
    :param day: as it is printed
    """
    which = f"Toàn bộ {leaves} tiêu chí" if len(codes) == leaves else f"Các tiêu chí {', '.join(codes)}"
    return f"{which} không được thẩm định riêng từng tiêu chí; {role} {name} xác nhận chung ngày {day}."


def remark(own: float, final: float, note: str) -> str:
    """Return the line that gives the difference between the final and the own points of a row, and its reason."""
    difference = round_points(final - own)
    signed = f"{'+' if difference > 0 else '−'}{format_points(abs(difference))}"
    return f"Thẩm định: {signed} điểm. {note}".strip()


def note_line(code: str, text: str, *parts: str) -> str:
    """Return the line that says of a row what `parts` say, each a sentence; empty ones are left out."""
    said = " ".join(f"{part.strip().rstrip('.')}." for part in parts if part.strip())
    return f"{code}. {text.strip()}: {said}"
