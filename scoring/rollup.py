"""Roll-up: the points of headings are the sums of the rows below them.

A row is answered in one of two ways, by points or by "not applicable"; a row with neither is blank. Blank is not zero:
a heading none of whose rows has points has no points either, and says so with ``None``.

"Not applicable" is a claim of the unit, which earns nothing by itself: it is worth 0 until the reviewer grants it, and
then what the policy of the sheet says. A row of which the organiser relieved the unit leaves the maximum under every
policy. A bonus is never part of what points are measured by, so none leaves it.

The browser adds up by the same plan in static/src/sheet/roll_up.js, function for function;
static/tests/sheet/roll_up.json holds what both must come to.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from fractions import Fraction

from .points import format_points, round_points, sum_points
from .tree import Tree


class Policy(Enum):
    """What a row is worth of which the reviewer granted that it does not apply."""

    ZERO = "zero"
    FULL = "full"
    SCALE = "scale"


#: Sums are made by the rules of the edition that an evaluation was approved under. In the first one, a row that does
#: not apply counted by the policy at once, and a bonus like any other row.
EDITION = 2


class Answer(Enum):
    """How a row is answered."""

    BLANK = "todo"
    SCORED = "scored"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Plan:
    """How the sums of a sheet are made, as far as its rows do not say it themselves.

    :ivar policy: what rows are worth that do not apply
    :ivar edition: by which rules
    """

    policy: Policy = Policy.ZERO
    edition: int = EDITION

    def plain(self) -> dict[str, str | int]:
        """Return the plan as the browser reads it."""
        return {"policy": self.policy.value, "edition": self.edition}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet as the roll-up sees it. Of a heading, only its place counts.

    :ivar answer: the unit's own
    :ivar points: the unit's own; they count only where the row is scored
    :ivar review: the reviewer's points, which count in the end whatever the unit answered; None where none are given
    :ivar is_bonus: the row rewards what goes beyond the duties
    :ivar is_granted: the reviewer grants that the row does not apply
    :ivar is_relieved: the organiser relieved the unit of the row
    """

    key: Hashable
    parent: Hashable | None
    answer: Answer = Answer.BLANK
    points: float = 0.0
    maximum: float = 0.0
    review: float | None = None
    is_bonus: bool = False
    is_granted: bool = False
    is_relieved: bool = False

    def claimed(self) -> Row:
        """Return the row as the unit claims it."""
        return replace(self, is_granted=False) if self.is_granted else self

    def reviewed(self) -> Row:
        """Return the row as it counts in the end."""
        return self if self.review is None else replace(self, answer=Answer.SCORED, points=self.review)


@dataclass(frozen=True, slots=True)
class Subtotal:
    """What a row and the rows below it come to.

    :ivar points: the sum of the leaves that have points, ``None`` where none has
    :ivar leaves: the number of leaves
    :ivar blanks: how many of them are not answered
    :ivar not_applicable: how many of them do not apply, by claim or by relief
    :ivar relieved: of how many of them the unit is relieved
    :ivar excluded: the maximum points of those that are taken out; never of a bonus
    :ivar maximum: the maximum points of all of them
    :ivar bonus: those of the points that are a bonus, which scaling leaves alone
    :ivar bonus_maximum: the maximum points of those that are a bonus
    """

    points: float | None
    leaves: int
    blanks: int
    not_applicable: int
    relieved: int = 0
    excluded: float = 0.0
    maximum: float = 0.0
    bonus: float = 0.0
    bonus_maximum: float = 0.0

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
        """Return the points as if the rows that are left made up the maximum; unchanged where all or none are.

        Half a hundredth is rounded up, as spreadsheets do.
        """
        if self.points is None or not self._is_scaled():
            return self.points
        points, whole, rest, bonus = (Decimal(str(part)) for part in self._parts())
        return float((points * whole / rest).quantize(Decimal("0.01"), ROUND_HALF_UP) + bonus)

    def write_scaling(self) -> str:
        """Write how :meth:`scaled` comes about, such as "60 × 100 ÷ 73 = 82,19"; empty where it changes nothing."""
        scaled = self.scaled()
        if self.points is None or scaled is None or not self._is_scaled():
            return ""
        points, whole, rest, bonus = map(format_points, self._parts())
        added = f" + {bonus}" if self.bonus else ""
        return f"{points} × {whole} ÷ {rest}{added} = {format_points(scaled)}"

    def share(self) -> float | None:
        """Return the points in percent of what they could be, scaled as the total is; None if they could be none."""
        if not self.maximum or (self.excluded and not self._is_scaled()):
            return None
        points, whole, rest, bonus = (Fraction(str(part)) for part in self._parts())
        scaled = points * whole / rest if rest else points
        return float(100 * (scaled + bonus) / Fraction(str(self.maximum)))

    def _is_scaled(self) -> bool:
        return 0 < self.excluded < round_points(self.maximum - self.bonus_maximum)

    def _parts(self) -> tuple[float, float, float, float]:
        """Return what is scaled: the points without a bonus, their maximum, what is left of it; and the bonus."""
        whole = round_points(self.maximum - self.bonus_maximum)
        return (
            round_points((self.points or 0.0) - self.bonus),
            whole,
            round_points(whole - self.excluded),
            self.bonus,
        )


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
        return self.total.scaled()

    @property
    def working(self) -> str:
        """How the points of the whole sheet come about; empty where they are the sum of the rows."""
        return self.total.write_scaling()

    def share(self, key: Hashable) -> float | None:
        """Return the points of a row in percent of what it could have, unrounded; None if it could have none."""
        return self.subtotals[key].share()


@dataclass(frozen=True, slots=True)
class RolledUp:
    """What a sheet comes to.

    :ivar own: by the unit's own answers, whose claims earn nothing
    :ivar final: by what the reviewer gives or grants, else by the unit's own answers
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
        own=_add_up(tree, plan, {key: row.claimed() for key, row in tree.rows.items()}),
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
    maximum = round_points(row.maximum)
    points, excluded = _count(row, maximum, plan)
    is_bonus = row.is_bonus and plan.edition > 1
    return Subtotal(
        points=points,
        leaves=1,
        blanks=int(row.answer is Answer.BLANK and not row.is_relieved),
        not_applicable=int(row.answer is Answer.NOT_APPLICABLE or row.is_relieved),
        relieved=int(row.is_relieved),
        excluded=excluded,
        maximum=maximum,
        bonus=points or 0.0 if is_bonus else 0.0,
        bonus_maximum=maximum if is_bonus else 0.0,
    )


def _count(row: Row, maximum: float, plan: Plan) -> tuple[float | None, float]:
    """Return the points of a leaf, and what it takes out of the maximum."""
    if row.is_relieved:
        return None, 0.0 if row.is_bonus else maximum
    if row.answer is Answer.SCORED:
        return round_points(row.points), 0.0
    if row.answer is Answer.BLANK:
        return None, 0.0
    if plan.edition > 1 and (row.is_bonus or not row.is_granted):
        return 0.0, 0.0
    if plan.policy is Policy.FULL:
        return maximum, 0.0
    if plan.policy is Policy.SCALE:
        return None, maximum
    return (0.0 if plan.edition > 1 else None), 0.0


def _combine(subtotals: Iterable[Subtotal]) -> Subtotal:
    parts = list(subtotals)
    scored = [part.points for part in parts if part.points is not None]
    return Subtotal(
        points=sum_points(scored) if scored else None,
        leaves=sum(part.leaves for part in parts),
        blanks=sum(part.blanks for part in parts),
        not_applicable=sum(part.not_applicable for part in parts),
        relieved=sum(part.relieved for part in parts),
        excluded=sum_points(part.excluded for part in parts),
        maximum=sum_points(part.maximum for part in parts),
        bonus=sum_points(part.bonus for part in parts),
        bonus_maximum=sum_points(part.bonus_maximum for part in parts),
    )
