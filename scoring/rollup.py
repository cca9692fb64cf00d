"""Roll-up: the points of headings are the sums of the rows below them.

A row is answered in one of two ways, by points or by "not applicable"; a row with neither is blank. Blank is not zero:
a heading none of whose rows has points has no points either, and says so with ``None``.

The browser adds up by the same plan in static/src/sheet/roll_up.js, function for function;
static/tests/sheet/roll_up.json holds what both must come to.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from .points import format_points, round_points, sum_points
from .tree import Tree


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
class Plan:
    """How the sums of a sheet are made, as far as its rows do not say it themselves.

    :ivar policy: what rows are worth that do not apply
    """

    policy: Policy = Policy.ZERO

    def plain(self) -> dict[str, str]:
        """Return the plan as the browser reads it."""
        return {"policy": self.policy.value}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet as the roll-up sees it. Of a heading, only its place counts.

    :ivar answer: the unit's own
    :ivar points: the unit's own; they count only where the row is scored
    :ivar review: the reviewer's points, which count in the end whatever the unit answered; None where none are given
    :ivar is_bonus: the row rewards what goes beyond the duties; in sums it is a row like any other
    """

    key: Hashable
    parent: Hashable | None
    answer: Answer = Answer.BLANK
    points: float = 0.0
    maximum: float = 0.0
    review: float | None = None
    is_bonus: bool = False

    def reviewed(self) -> Row:
        """Return the row as it counts in the end."""
        return self if self.review is None else replace(self, answer=Answer.SCORED, points=self.review)


@dataclass(frozen=True, slots=True)
class Subtotal:
    """What a row and the rows below it come to.

    :ivar points: the sum of the scored leaves, ``None`` where no leaf is scored
    :ivar leaves: the number of leaves
    :ivar blanks: how many of them are not answered
    :ivar not_applicable: how many of them do not apply
    :ivar excluded: the maximum points of those that do not apply
    :ivar maximum: the maximum points of all of them
    """

    points: float | None
    leaves: int
    blanks: int
    not_applicable: int
    excluded: float = 0.0
    maximum: float = 0.0

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

    def scaled(self) -> float | None:
        """Return the points as if the rows that apply made up the maximum; unchanged where all or none do.

        Half a hundredth is rounded up, as spreadsheets do.
        """
        if self.points is None or not self._is_scaled():
            return self.points
        points, whole, rest = (Decimal(str(part)) for part in (self.points, self.maximum, self._rest()))
        return float((points * whole / rest).quantize(Decimal("0.01"), ROUND_HALF_UP))

    def write_scaling(self) -> str:
        """Write how :meth:`scaled` comes about, such as "72 × 100 ÷ 98 = 73,47"; empty where it changes nothing."""
        scaled = self.scaled()
        if self.points is None or scaled is None or not self._is_scaled():
            return ""
        points, whole, rest, result = map(format_points, (self.points, self.maximum, self._rest(), scaled))
        return f"{points} × {whole} ÷ {rest} = {result}"

    def _is_scaled(self) -> bool:
        return 0 < self.excluded < self.maximum

    def _rest(self) -> float:
        return round_points(self.maximum - self.excluded)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the rows of a sheet come to, by one set of answers.

    :ivar subtotals: by the keys of the rows; of a leaf, the leaf itself
    :ivar total: what all leaves come to
    """

    plan: Plan
    subtotals: Mapping[Hashable, Subtotal]
    total: Subtotal

    def __getitem__(self, key: Hashable) -> Subtotal:
        """The subtotal of the row `key`."""
        return self.subtotals[key]

    @property
    def points(self) -> float | None:
        """The points of the whole sheet; None where no leaf has any."""
        return self.total.scaled() if self.plan.policy is Policy.SCALE else self.total.points

    @property
    def working(self) -> str:
        """How the points of the whole sheet come about; empty where they are the sum of the rows."""
        return self.total.write_scaling() if self.plan.policy is Policy.SCALE else ""

    def share(self, key: Hashable) -> float | None:
        """Return the points of a row in percent of what it could have, unrounded; None if it could have none."""
        subtotal = self.subtotals[key]
        excluded = subtotal.excluded if self.plan.policy is Policy.SCALE else 0.0
        maximum = round_points(subtotal.maximum - excluded)
        return 100 * (subtotal.points or 0.0) / maximum if maximum else None


@dataclass(frozen=True, slots=True)
class RolledUp:
    """What a sheet comes to.

    :ivar own: by the unit's own answers
    :ivar final: by the reviewer's points where given, else by the unit's own answers
    :ivar is_reviewed: a reviewer has given points to a row
    """

    own: Sheet
    final: Sheet
    is_reviewed: bool


def roll_up(rows: Iterable[Row], plan: Plan) -> RolledUp:
    """Add up a sheet. Its rows may come in any order; each parent must be among them.

    :raises ValueError: if two rows share a key, a parent is missing, or rows are their own ancestors
    """
    tree = Tree(rows, key=lambda row: row.key, parent=lambda row: row.parent)
    return RolledUp(
        own=_add_up(tree, plan, tree.rows),
        final=_add_up(tree, plan, {key: row.reviewed() for key, row in tree.rows.items()}),
        is_reviewed=any(row.review is not None for row in tree.rows.values()),
    )


def _add_up(tree: Tree[Row], plan: Plan, rows: Mapping[Hashable, Row]) -> Sheet:
    subtotals: dict[Hashable, Subtotal] = {}
    for key, _level in reversed(list(tree.in_order())):
        below = tree.below(key)
        subtotals[key] = _combine(subtotals[child] for child in below) if below else _leaf(rows[key], plan)
    return Sheet(plan, subtotals, _combine(subtotals[key] for key in tree.below(None)))


def _leaf(row: Row, plan: Plan) -> Subtotal:
    applies = row.answer is not Answer.NOT_APPLICABLE
    maximum = round_points(row.maximum)
    points: float | None = None
    if row.answer is Answer.SCORED:
        points = round_points(row.points)
    elif not applies and plan.policy is Policy.FULL:
        points = maximum
    return Subtotal(
        points=points,
        leaves=1,
        blanks=int(row.answer is Answer.BLANK),
        not_applicable=int(not applies),
        excluded=0.0 if applies else maximum,
        maximum=maximum,
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
        maximum=sum_points(part.maximum for part in parts),
    )
