"""The printed findings of the consistency check as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..scoring.checks import Severity
from .document import Paper

TITLE = "BẢNG KẾT QUẢ KIỂM TRA TÍNH NHẤT QUÁN"
COLUMNS = ("TT", "TIÊU CHÍ", "NỘI DUNG", "GIẢI TRÌNH")
#: What heads the findings of each severity.
HEADINGS = {
    Severity.ERROR: "Lỗi phải sửa",
    Severity.WARNING: "Nội dung phải giải trình",
    Severity.INFO: "Nội dung lưu ý",
}
NONE_FOUND = "Không phát hiện nội dung mâu thuẫn."
#: What stands on each finding whose justification is printed above them all.
IN_COMMON = "Giải trình chung"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: the row of the sheet as printed, if it is about one, what was found, and how the unit justifies it.

    :ivar kind: what its check finds, in a few words
    :ivar working: how the points come about that it is about, a line for each thing that is said; empty for none
    """

    criterion: str
    message: str
    justification: str
    kind: str = ""
    working: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Findings that are printed together.

    :ivar start: the number of the first one among those below the same heading, from 1
    :ivar heading: the justification that they have in common, empty where each has its own
    """

    start: int
    heading: str
    findings: tuple[Finding, ...]


def runs(findings: Sequence[Finding]) -> list[Run]:
    """Return findings of one severity in runs: those of a kind that have one justification in common, and others alone.

    A justification that is printed once for several is not repeated on each.
    """
    groups: list[list[Finding]] = []
    for finding in findings:
        if groups and (groups[-1][0].kind, groups[-1][0].justification) == (finding.kind, finding.justification):
            groups[-1].append(finding)
        else:
            groups.append([finding])
    starts = accumulate(map(len, groups), initial=1)
    return [Run(start, _heading(group), tuple(group)) for start, group in zip(starts, groups, strict=False)]


def _heading(group: Sequence[Finding]) -> str:
    kind, justification = group[0].kind, group[0].justification
    return f"{kind} ({len(group)}): {justification}" if len(group) > 1 and justification else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsPaper(Paper):
    """The findings of one evaluation.

    :ivar groups: the findings by the heading of their group, without empty groups
    """

    groups: dict[str, tuple[Finding, ...]]
    columns: tuple[str, ...] = COLUMNS
    in_common: str = IN_COMMON
    none_found: str = NONE_FOUND

    @property
    def printed(self) -> dict[str, list[Run]]:
        """The findings of each group in runs."""
        return {heading: runs(found) for heading, found in self.groups.items()}
