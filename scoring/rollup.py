"""Roll-up: the points of headings are the sums of the rows below them.

A row is answered in one of two ways, by points or by "not applicable"; a row with neither is blank. Blank is not zero:
a heading none of whose rows has points has no points either, and says so with ``None``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from .points import format_points, round_points, sum_points


class Policy(Enum):
    """What a row that does not apply is worth."""

    ZERO = "zero"
    FULL = "full"
    SCALE = "scale"


class Answer(Enum):
    """How a row is answered."""

    BLANK = "todo"
    SCORED = "scored"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet as the roll-up sees it.

    `points` counts only on a scored leaf, `maximum` on a leaf that does not apply.
    """

    key: Hashable
    parent: Hashable | None
    answer: Answer = Answer.BLANK
    points: float = 0.0
    maximum: float = 0.0


@dataclass(frozen=True, slots=True)
class Subtotal:
    """What a row and the rows below it come to.

    :ivar points: the sum of the scored leaves, ``None`` where no leaf is scored
    :ivar leaves: the number of leaves
    :ivar blanks: how many of them are not answered
    :ivar not_applicable: how many of them do not apply
    :ivar excluded: the maximum points of those that do not apply
    """

    points: float | None
    leaves: int
    blanks: int
    not_applicable: int
    excluded: float = 0.0

    @property
    def answer(self) -> Answer:
        """The answer of the whole: blank as long as one leaf is; not applicable if no leaf applies and none counts."""
        if self.blanks or not self.leaves:
            return Answer.BLANK
        if not self.applies and self.points is None:
            return Answer.NOT_APPLICABLE
        return Answer.SCORED

    @property
    def applies(self) -> bool:
        """Whether at least one leaf applies."""
        return self.not_applicable < self.leaves

    def scaled(self, maximum: float) -> float | None:
        """Return the points as if the rows that apply made up `maximum`; unchanged where all or none do.

        Half a hundredth is rounded up, as spreadsheets do.
        """
        if self.points is None or not self._is_scaled(maximum):
            return self.points
        points, whole, rest = (Decimal(str(part)) for part in (self.points, maximum, self._rest(maximum)))
        return float((points * whole / rest).quantize(Decimal("0.01"), ROUND_HALF_UP))

    def write_scaling(self, maximum: float) -> str:
        """Write how :meth:`scaled` comes about, such as "72 × 100 ÷ 98 = 73,47"; empty where it changes nothing."""
        scaled = self.scaled(maximum)
        if self.points is None or scaled is None or not self._is_scaled(maximum):
            return ""
        points, whole, rest, result = map(format_points, (self.points, maximum, self._rest(maximum), scaled))
        return f"{points} × {whole} ÷ {rest} = {result}"

    def _is_scaled(self, maximum: float) -> bool:
        return 0 < self.excluded < maximum

    def _rest(self, maximum: float) -> float:
        return round_points(maximum - self.excluded)


class Sheet:
    """The rows of a sheet, rolled up.

    Rows may come in any order; each parent must be among them.

    :ivar total: the subtotal of the whole sheet
    """

    def __init__(self, rows: Iterable[Row], policy: Policy = Policy.ZERO) -> None:
        """:raises ValueError: if two rows share a key, a parent is missing, or rows are their own ancestors"""
        self._policy = policy
        self._rows: dict[Hashable, Row] = {}
        self._children: dict[Hashable | None, list[Hashable]] = defaultdict(list)
        for row in rows:
            if row.key in self._rows:
                raise ValueError(f"two rows have the key {row.key!r}")
            self._rows[row.key] = row
            self._children[row.parent].append(row.key)
        orphans = self._children.keys() - self._rows.keys() - {None}
        if orphans:
            raise ValueError(f"missing parents: {sorted(map(repr, orphans))}")
        self._subtotals: dict[Hashable, Subtotal] = {}
        for key in reversed(self._preorder()):
            self._subtotals[key] = self._subtotal_of(key)
        if len(self._subtotals) != len(self._rows):
            raise ValueError("some rows are their own ancestors")
        self.total = _combine(self._subtotals[key] for key in self._children[None])

    def __getitem__(self, key: Hashable) -> Subtotal:
        """The subtotal of the row `key`; of a leaf, the leaf itself."""
        return self._subtotals[key]

    def _preorder(self) -> list[Hashable]:
        keys: list[Hashable] = []
        pending = list(self._children[None])
        while pending:
            key = pending.pop()
            keys.append(key)
            pending.extend(self._children.get(key, ()))
        return keys

    def _subtotal_of(self, key: Hashable) -> Subtotal:
        children = self._children.get(key)
        if children:
            return _combine(self._subtotals[child] for child in children)
        return _leaf(self._rows[key], self._policy)


def total_of(leaves: Iterable[Row], policy: Policy = Policy.ZERO) -> Subtotal:
    """Return what `leaves` come to, whatever headings they stand below."""
    return _combine(_leaf(row, policy) for row in leaves)


def _leaf(row: Row, policy: Policy) -> Subtotal:
    applies = row.answer is not Answer.NOT_APPLICABLE
    points: float | None = None
    if row.answer is Answer.SCORED:
        points = round_points(row.points)
    elif not applies and policy is Policy.FULL:
        points = round_points(row.maximum)
    return Subtotal(
        points=points,
        leaves=1,
        blanks=int(row.answer is Answer.BLANK),
        not_applicable=int(not applies),
        excluded=0.0 if applies else round_points(row.maximum),
    )


def _combine(subtotals: Iterable[Subtotal]) -> Subtotal:
    parts = list(subtotals)
    scored = [part.points for part in parts if part.points is not None]
    return Subtotal(
        points=sum_points(scored) if scored else None,
        leaves=sum(part.leaves for part in parts),
        blanks=sum(part.blanks for part in parts),
        not_applicable=sum(part.not_applicable for part in parts),
        excluded=sum_points(part.excluded for part in parts),
    )
