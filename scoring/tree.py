"""Rows that stand below each other: the one place where they are walked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

R = TypeVar("R")


class Tree(Generic[R]):
    """Rows by their keys, and what stands above and below each.

    :ivar rows: the rows by key
    """

    def __init__(self, rows: Iterable[R], key: Callable[[R], Hashable], parent: Callable[[R], Hashable | None]) -> None:
        """
        :param rows: in any order; rows with the same parent keep theirs
        :param parent: returns the key of the row above, None for a group
        :raises ValueError: if two rows share a key, a parent is missing, or rows are their own ancestors
        """
        self.rows: dict[Hashable, R] = {}
        self._parent = parent
        self._below: dict[Hashable | None, list[Hashable]] = defaultdict(list)
        for row in rows:
            if key(row) in self.rows:
                raise ValueError(f"two rows have the key {key(row)!r}")
            self.rows[key(row)] = row
            self._below[parent(row)].append(key(row))
        if orphans := self._below.keys() - self.rows.keys() - {None}:
            raise ValueError(f"missing parents: {', '.join(sorted(map(repr, orphans)))}")
        if sum(1 for _row in self.in_order()) != len(self.rows):
            raise ValueError("some rows are their own ancestors")

    def below(self, key: Hashable | None) -> list[Hashable]:
        """Return the keys of the rows directly below a row, those of the groups below None."""
        return self._below.get(key, [])

    def in_order(self) -> Iterator[tuple[Hashable, int]]:
        """Yield the key of each row with its level (a group is 0), parents before the rows below them."""
        pending = [(key, 0) for key in reversed(self.below(None))]
        while pending:
            key, level = pending.pop()
            yield key, level
            pending.extend((child, level + 1) for child in reversed(self.below(key)))

    def above(self, key: Hashable) -> Iterator[R]:
        """Yield the rows that a row stands below, the nearest first."""
        while (key := self._parent(self.rows[key])) is not None:
            yield self.rows[key]
