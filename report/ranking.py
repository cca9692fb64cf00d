"""The ranking of a round as it is put on paper: plain data, Vietnamese whoever prints it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

TITLE = "Bảng xếp hạng"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A unit with its place.

    :ivar rank: None where it is not ranked
    :ivar gain: points more than in the last period, None where nothing is compared
    :ivar rise: by how many places it rose, None where nothing is compared
    :ivar remark: why it is not ranked, or what the quota makes of it
    """

    rank: int | None
    is_tied: bool
    unit: str
    cluster: str
    cluster_rank: int | None
    points: Decimal | None
    gain: Decimal | None
    rise: int | None
    reached: str
    grade: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingSheet:
    """The ranking of a round.

    :ivar notes: of what it is, the quota, and where it is verified
    """

    title: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...]
