"""The structure of a criteria set: the order of its rows, their levels, and whether its maxima add up."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from .points import LARGEST, PointsError, differ, parse_points, sum_points
from .tree import Tree

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Criterion(Generic[K]):
    """A row of a criteria set: `sequence` orders it among its siblings, `maximum` is the printed standard points."""

    key: K
    parent: K | None
    sequence: int
    code: str
    maximum: float


class Fault(Enum):
    """What can be wrong with the maxima of a criteria set."""

    BAD_MAXIMUM = "the maximum is no number with at most two decimals, zero or more"
    CHILDREN = "the rows below do not add up to the maximum"
    TOTAL = "the rows do not add up to the declared total"


@dataclass(frozen=True, slots=True)
class FoundFault:
    """A fault of one row (`code`), or of the whole set (`code` is None).

    :ivar stated: the points the sheet states
    :ivar computed: the points its rows come to
    """

    fault: Fault
    code: str | None
    stated: float
    computed: float


def in_order(criteria: Iterable[Criterion[K]]) -> Iterator[tuple[Criterion[K], int]]:
    """Yield each row with its level (a group is 0), parents before their children and siblings by sequence.

    Siblings of equal sequence keep the order they came in.

    :raises ValueError: if a parent is missing or rows are their own ancestors
    """
    tree = _tree(criteria)
    return ((tree.rows[key], level) for key, level in tree.in_order())


def _tree(criteria: Iterable[Criterion[K]]) -> Tree[Criterion[K]]:
    by_sequence = sorted(criteria, key=lambda row: row.sequence)
    return Tree(by_sequence, key=lambda row: row.key, parent=lambda row: row.parent)


def find_faults(criteria: Iterable[Criterion[K]], declared: float) -> list[FoundFault]:
    """Return every row whose maximum is not the sum of the rows below it, in order, then the total if it differs.

    :param declared: the total that the sheet declares
    """
    tree = _tree(criteria)
    found = []
    for key, _level in tree.in_order():
        row = tree.rows[key]
        try:
            parse_points(row.maximum, LARGEST)
        except PointsError:
            found.append(FoundFault(Fault.BAD_MAXIMUM, row.code, row.maximum, row.maximum))
            continue
        computed = _sum_below(tree, key)
        if tree.below(key) and differ(row.maximum, computed):
            found.append(FoundFault(Fault.CHILDREN, row.code, row.maximum, computed))
    total = _sum_below(tree, None)
    if differ(declared, total):
        found.append(FoundFault(Fault.TOTAL, None, declared, total))
    return found


def _sum_below(tree: Tree[Criterion[K]], key: Hashable | None) -> float:
    return sum_points(tree.rows[child].maximum for child in tree.below(key))
