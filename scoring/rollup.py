"""Roll-up: what the points of a sheet come to, by the plan of its criteria set.

A row is answered in one of two ways, by points or by "not applicable"; a row with neither is blank. Blank is not zero:
a heading none of whose rows has points has no points either, and says so with ``None``.

"Not applicable" is a claim of the unit, which earns nothing by itself: it is worth 0 until the reviewer grants it, and
then what the policy of the sheet says. A row of which the organiser relieved the unit leaves the maximum under every
policy. A bonus is never part of what points are measured by, so none leaves it.

How the rows below a heading come together is data: a plan says it in steps, each the name of an operation and what it
takes. The browser interprets the same plan in static/src/sheet/roll_up.js, function for function;
static/tests/sheet/roll_up.json holds what both must come to.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any, NamedTuple

from .points import format_points, round_points
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


#: A step of a plan: the name of an operation, and what it takes.
Step = tuple["str | float", ...]
#: The rows below are added up.
SUM: Step = ("sum",)
#: What is taken out of the maximum is made up for by the rest.
SCALE: Step = ("scale",)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the points of a sheet roll up, as far as its rows do not say it themselves.

    Each step goes on from what the one before came to, and may look at the rows directly below.

    :ivar policy: what rows are worth that do not apply
    :ivar edition: by which rules
    :ivar heading: the steps by which a heading follows from the rows below it
    :ivar headings: the steps of those headings of which the plan says others, by their keys
    :ivar sheet: the steps by which the whole follows from the groups; the first one gives what all rows come to
    """

    policy: Policy = Policy.ZERO
    edition: int = EDITION
    heading: tuple[Step, ...] = (SUM,)
    headings: Mapping[Hashable, tuple[Step, ...]] = field(default_factory=dict)
    sheet: tuple[Step, ...] = (SUM, SCALE)

    @property
    def is_of_sums(self) -> bool:
        """Whether every heading is the sum of its rows, so that these may be added up beforehand."""
        return not self.headings and self.heading == (SUM,)

    def plain(self) -> dict[str, object]:
        """Return the plan as the browser reads it."""
        return {
            "policy": self.policy.value,
            "edition": self.edition,
            "heading": [list(step) for step in self.heading],
            "headings": {str(key): [list(step) for step in steps] for key, steps in self.headings.items()},
            "sheet": [list(step) for step in self.sheet],
        }


class Row(NamedTuple):
    """A row of a sheet as the roll-up sees it. Of a heading, only its place counts.

    :ivar answer: the unit's own
    :ivar points: the unit's own; they count only where the row is scored
    :ivar review: the reviewer's points, which count in the end whatever the unit answered; None where none are given
    :ivar is_bonus: the row rewards what goes beyond the duties
    :ivar is_granted: the reviewer grants that the row does not apply
    :ivar is_relieved: the organiser relieved the unit of the row
    :ivar code: what messages call it
    :ivar alike: of how many leaves below the same heading, which are answered alike, it is the sum
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
    code: str = ""
    alike: int = 1

    def claimed(self) -> Row:
        """Return the row as the unit claims it."""
        return self._replace(is_granted=False) if self.is_granted else self

    def reviewed(self) -> Row:
        """Return the row as it counts in the end."""
        return self if self.review is None else self._replace(answer=Answer.SCORED, points=self.review)


class Subtotal(NamedTuple):
    """What a row and the rows below it come to. All points are whole hundredths, so that sums are exact.

    :ivar earned: the sum of the leaves that have points, 0 where none has
    :ivar scored: how many leaves have points
    :ivar leaves: the number of leaves
    :ivar blanks: how many of them are not answered
    :ivar not_applicable: how many of them do not apply, by claim or by relief
    :ivar relieved: of how many of them the unit is relieved
    :ivar out: the maximum points of those that are taken out; never of a bonus
    :ivar most: the maximum points of all of them
    :ivar extra: those of the points that are a bonus, which scaling leaves alone
    :ivar most_extra: the maximum points of those that are a bonus
    """

    earned: int = 0
    scored: int = 0
    leaves: int = 0
    blanks: int = 0
    not_applicable: int = 0
    relieved: int = 0
    out: int = 0
    most: int = 0
    extra: int = 0
    most_extra: int = 0

    @property
    def points(self) -> float | None:
        """The points; None where no leaf has any."""
        return self.earned / 100 if self.scored else None

    @property
    def excluded(self) -> float:
        """The maximum points of the leaves that are taken out."""
        return self.out / 100

    @property
    def maximum(self) -> float:
        """The maximum points of all leaves."""
        return self.most / 100

    @property
    def bonus(self) -> float:
        """Those of the points that are a bonus."""
        return self.extra / 100

    @property
    def bonus_maximum(self) -> float:
        """The maximum points of the leaves that are a bonus."""
        return self.most_extra / 100

    @property
    def answer(self) -> Answer:
        """The answer of the whole: blank as long as one leaf is; not applicable if no leaf applies and none counts."""
        if self.blanks or not self.leaves:
            return Answer.BLANK
        if not self.applies and not self.scored:
            return Answer.NOT_APPLICABLE
        return Answer.SCORED

    @property
    def applies(self) -> bool:
        """Whether at least one leaf applies."""
        return self.not_applicable < self.leaves

    @property
    def is_scaled(self) -> bool:
        """Whether something is taken out, and something is left to be measured by."""
        return 0 < self.out < self.most - self.most_extra

    def scaled(self) -> Subtotal:
        """Return the same as if the rows that are left made up the maximum; unchanged where all or none are.

        Half a hundredth is rounded up, as spreadsheets do.
        """
        if not self.scored or not self.is_scaled:
            return self
        points, whole, rest = self._measured()
        return self._replace(earned=(2 * points * whole + rest) // (2 * rest) + self.extra)

    def write_scaling(self) -> str:
        """Write how :meth:`scaled` comes about, such as "60 × 100 ÷ 73 = 82,19"; empty where it changes nothing."""
        scaled = self.scaled().points
        if scaled is None or not self.is_scaled:
            return ""
        points, whole, rest = (format_points(part / 100) for part in self._measured())
        added = f" + {format_points(self.bonus)}" if self.extra else ""
        return f"{points} × {whole} ÷ {rest}{added} = {format_points(scaled)}"

    def share(self) -> float | None:
        """Return the points in percent of what they could be, scaled as the total is; None if they could be none."""
        if not self.most or (self.out and not self.is_scaled):
            return None
        points, whole, rest = self._measured()
        scaled = Fraction(points * whole, rest) if rest else Fraction(points)
        return float(100 * (scaled + self.extra) / self.most)

    def _measured(self) -> tuple[int, int, int]:
        """Return what is scaled: the points without a bonus, their maximum, and what is left of it."""
        whole = self.most - self.most_extra
        return self.earned - self.extra, whole, whole - self.out


_NOTHING = Subtotal()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the rows of a sheet come to, by one set of answers.

    :ivar subtotals: by the keys of the rows; of a leaf, the leaf itself
    :ivar total: what all leaves come to
    :ivar points: the points of the whole sheet; None where no leaf has any
    """

    plan: Plan
    subtotals: Mapping[Hashable, Subtotal]
    total: Subtotal
    points: float | None

    def __getitem__(self, key: Hashable) -> Subtotal:
        """The subtotal of the row `key`."""
        return self.subtotals[key]

    @property
    def working(self) -> str:
        """How the points of the whole sheet come about; empty where they are the sum of the rows."""
        return self.total.write_scaling() if SCALE in self.plan.sheet else ""

    def share(self, key: Hashable) -> float | None:
        """Return the points of a row in percent of what it could have, unrounded; None if it could have none."""
        return self.subtotals[key].share()


@dataclass(frozen=True, slots=True)
class RolledUp:
    """What a sheet comes to.

    :ivar own: by the unit's own answers, whose claims earn nothing
    :ivar final: by what the reviewer gives or grants, else by the unit's own answers
    :ivar is_reviewed: a reviewer has given points to a row
    :ivar rows: what was rolled up, each row behind the one above it
    """

    own: Sheet
    final: Sheet
    is_reviewed: bool
    rows: Sequence[Row]

    @property
    def totals(self) -> Totals:
        """What the sheet comes to as a whole."""
        return Totals(self.own.total, self.own.points, self.final.total, self.final.points, self.is_reviewed)

    @property
    def leaves(self) -> list[Row]:
        """The rows that have none below them."""
        above = {row.parent for row in self.rows}
        return [row for row in self.rows if row.key not in above]

    @property
    def groups(self) -> list[Row]:
        """The rows at the top."""
        return [row for row in self.rows if row.parent is None]


class Alike(NamedTuple):
    """Leaves of a sheet that are answered alike, as :func:`total_of` sees them: :class:`Row` without its place.

    What a leaf comes to is in proportion to its points, so that those of all of them may come added up, as a database
    does it.

    :ivar points: of all of them, in whole hundredths; likewise `most`, their maximum points, and `review`
    :ivar review: None unless the reviewer has given points to each of them
    :ivar leaves: how many they are
    """

    answer: Answer
    points: int
    most: int
    review: int | None
    is_bonus: bool
    is_granted: bool
    is_relieved: bool
    leaves: int = 1


class Totals(NamedTuple):
    """What a sheet comes to as a whole, as :class:`RolledUp` has it."""

    own: Subtotal
    own_points: float | None
    final: Subtotal
    final_points: float | None
    is_reviewed: bool


def total_of(leaves: Iterable[Sequence[Any]], plan: Plan) -> Totals:
    """Return what a sheet comes to as a whole: the same as :func:`roll_up`, for many sheets and without headings.

    :param leaves: each an :class:`Alike`, or a tuple with the same items in the same order
    :raises ValueError: unless every heading of the plan is the sum of its rows
    """
    if not plan.is_of_sums:
        raise ValueError("what these headings come to is no sum, so that nothing is known without them")
    own, final, is_reviewed = [], [], False
    for answer, points, most, review, is_bonus, is_granted, is_relieved, count in leaves:
        worth = _worth(answer, points, most, is_bonus, False, is_relieved, plan, count)
        own.append(worth)
        if review is not None:
            is_reviewed = True
            worth = _worth(Answer.SCORED, review, most, is_bonus, is_granted, is_relieved, plan, count)
        elif is_granted:
            worth = _worth(answer, points, most, is_bonus, True, is_relieved, plan, count)
        final.append(worth)
    own_stages = _take(plan.sheet, own)
    final_stages = own_stages if own == final else _take(plan.sheet, final)
    return Totals(own_stages[0], own_stages[-1].points, final_stages[0], final_stages[-1].points, is_reviewed)


def roll_up(rows: Iterable[Row], plan: Plan) -> RolledUp:
    """Roll a sheet up. Its rows may come in any order; each parent must be among them.

    :raises ValueError: if two rows share a key, a parent is missing, or rows are their own ancestors; or if the plan
        has a step that is not known here, or one by which sums of leaves are not enough
    """
    rows, below = _arrange(list(rows))
    if not plan.is_of_sums and any(row.alike != 1 for row in rows):
        raise ValueError("what these headings come to is no sum, so that each leaf has to be known")
    worth = [_NOTHING if below[place] else _leaf(row.claimed(), plan) for place, row in enumerate(rows)]
    own = _add_up(rows, below, worth, plan)
    judged = [
        place for place, row in enumerate(rows) if (row.review is not None or row.is_granted) and not below[place]
    ]
    if not judged:
        return RolledUp(own, own, is_reviewed=False, rows=rows)
    for place in judged:
        worth[place] = _leaf(rows[place].reviewed(), plan)
    is_reviewed = any(rows[place].review is not None for place in judged)
    return RolledUp(own, _add_up(rows, below, worth, plan), is_reviewed, rows)


def _arrange(rows: list[Row]) -> tuple[list[Row], list[list[int]]]:
    """Return the rows, each behind the one above it, and for each the places of the rows directly below it.

    The places of the groups come last.
    """
    places = {row.key: place for place, row in enumerate(rows)}
    below: list[list[int]] = [[] for _row in (*rows, None)]
    is_sheet = len(places) == len(rows)
    for place, row in enumerate(rows):
        above = len(rows) if row.parent is None else places.get(row.parent, -1)
        # perf: whoever has a sheet has it in its order
        is_sheet = is_sheet and (0 <= above < place or row.parent is None)
        below[above].append(place)
    if is_sheet:
        return rows, below
    tree = Tree(rows, key=lambda row: row.key, parent=lambda row: row.parent)
    return _arrange([tree.rows[key] for key, _level in tree.in_order()])


def _add_up(rows: Sequence[Row], below: Sequence[Sequence[int]], worth: Sequence[Subtotal], plan: Plan) -> Sheet:
    """Return what the rows come to.

    :param worth: what each leaf does
    """
    found = list(worth)
    for place in range(len(rows) - 1, -1, -1):
        if below[place]:
            steps = plan.headings.get(rows[place].key, plan.heading) if plan.headings else plan.heading
            found[place] = _take(steps, [found[each] for each in below[place]])[-1]
    stages = _take(plan.sheet, [found[each] for each in below[-1]])
    subtotals = {row.key: subtotal for row, subtotal in zip(rows, found, strict=True)}
    return Sheet(plan, subtotals, total=stages[0], points=stages[-1].points)


def _take(steps: Sequence[Step], below: Sequence[Subtotal]) -> list[Subtotal]:
    """Return what the rows directly below something come to after each step.

    :raises ValueError: if one of the steps is not known
    """
    stages: list[Subtotal] = []
    for name, *takes in steps:
        operation = _OPERATIONS.get(name)
        if operation is None:
            raise ValueError(f"this version cannot roll up by {name!r}")
        stages.append(operation(stages[-1] if stages else _NOTHING, below, *takes))
    return stages


def _sum(_so_far: Subtotal, below: Sequence[Subtotal]) -> Subtotal:
    if len(below) == 1:
        return below[0]
    return Subtotal._make(map(sum, zip(*below, strict=True))) if below else _NOTHING


def _scale(so_far: Subtotal, _below: Sequence[Subtotal]) -> Subtotal:
    return so_far.scaled()


#: What a step does, by its name: it is given what the steps before it came to, and what stands directly below.
_OPERATIONS: dict[object, Callable[..., Subtotal]] = {"sum": _sum, "scale": _scale}


def _leaf(row: Row, plan: Plan) -> Subtotal:
    points, most = _hundredths(row.points), _hundredths(row.maximum)
    return _worth(row.answer, points, most, row.is_bonus, row.is_granted, row.is_relieved, plan, row.alike)


def _worth(
    answer: Answer,
    points: int,
    most: int,
    is_bonus: bool,
    is_granted: bool,
    is_relieved: bool,
    plan: Plan,
    count: int = 1,
) -> Subtotal:
    """Return what a leaf comes to, or as many that are answered alike, of which the points are sums."""
    if answer is Answer.SCORED and not is_relieved and not is_bonus:
        return Subtotal(points, count, count, 0, 0, 0, 0, most, 0, 0)
    earned, out = _count(answer, points, most, is_bonus, is_granted, is_relieved, plan)
    is_extra = is_bonus and plan.edition > 1
    return Subtotal(
        earned or 0,
        count if earned is not None else 0,
        count,
        count if answer is Answer.BLANK and not is_relieved else 0,
        count if answer is Answer.NOT_APPLICABLE or is_relieved else 0,
        count if is_relieved else 0,
        out,
        most,
        (earned or 0) if is_extra else 0,
        most if is_extra else 0,
    )


def _count(
    answer: Answer, points: int, most: int, is_bonus: bool, is_granted: bool, is_relieved: bool, plan: Plan
) -> tuple[int | None, int]:
    """Return the points of a leaf, and what it takes out of the maximum."""
    if is_relieved:
        return None, 0 if is_bonus else most
    if answer is Answer.SCORED:
        return points, 0
    if answer is Answer.BLANK:
        return None, 0
    if plan.edition > 1 and (is_bonus or not is_granted):
        return 0, 0
    if plan.policy is Policy.FULL:
        return most, 0
    if plan.policy is Policy.SCALE:
        return None, most
    return (0 if plan.edition > 1 else None), 0


def _hundredths(points: float) -> int:
    return round(round_points(points) * 100)
