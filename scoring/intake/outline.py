"""The outline of a sheet: its criteria with their parents and codes, and the rules of each.

Codes are those of the printed numbers: 1.2 below I is I.1.2, and its first dash row is I.1.2-1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..points import round_points, sum_points
from ..rules import Effect
from .entries import DEEPEST, Entry, Kind
from .numbering import parts_of, read_number

_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Node:
    """A criterion of the sheet.

    :ivar index: its place among the entries
    :ivar parent: the node above it, None for a group
    :ivar rules: the places of its rules among the entries
    :ivar text: its text, with what a page break cut off
    """

    index: int
    entry: Entry
    parent: Node | None
    code: str
    text: str
    children: list[Node] = field(default_factory=list)
    rules: list[int] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How many nodes stand above it."""
        return 0 if self.parent is None else self.parent.depth + 1

    @property
    def maximum(self) -> float:
        """The points that the sheet states, of a heading without any their sum."""
        if self.entry.maximum is not None:
            return round_points(self.entry.maximum)
        return sum_points(child.maximum for child in self.children)


@dataclass(slots=True)
class Outline:
    """The criteria in printed order.

    :ivar total: the place of the entry that states the total, None if there is none
    :ivar astray: the places of rules and continuations that no criterion stands above
    """

    nodes: list[Node] = field(default_factory=list)
    total: int | None = None
    astray: list[int] = field(default_factory=list)

    @property
    def groups(self) -> list[Node]:
        return [node for node in self.nodes if node.parent is None]


def make_outline(entries: Sequence[Entry]) -> Outline:
    """Put the entries together. A level that leaves out others counts as one below the row before."""
    outline = Outline()
    path: list[Node] = []
    codes: set[str] = set()
    bullets: Counter[str] = Counter()
    for index, entry in enumerate(entries):
        if entry.kind is Kind.CRITERION:
            del path[min(max(entry.level, 0), DEEPEST) :]
            parent = path[-1] if path else None
            node = Node(index, entry, parent, _code_of(entry, parent, bullets, codes), entry.text)
            (parent.children if parent else []).append(node)
            path.append(node)
            outline.nodes.append(node)
        elif entry.kind is Kind.TOTAL:
            outline.total = index
        elif entry.kind in (Kind.RULE, Kind.CONTINUED):
            if not path:
                outline.astray.append(index)
            elif entry.kind is Kind.RULE:
                path[-1].rules.append(index)
            else:
                path[-1].text = f"{path[-1].text} {entry.text}"
    return outline


def base_points(maximum: float, rules: Sequence[Entry]) -> float:
    """Return what a criterion is worth before its rules: what they deduct from, less what they award."""
    proposed = [entry.rule for entry in rules if entry.rule]
    if not any(rule.effect is Effect.DEDUCT for rule in proposed):
        return 0.0
    awards = [
        rule.points * (rule.max_times or 1) if rule.basis.is_repeated else rule.points
        for rule in proposed
        if rule.effect is Effect.AWARD
    ]
    return max(round_points(maximum - sum_points(awards)), 0.0)


def _code_of(entry: Entry, parent: Node | None, bullets: Counter[str], codes: set[str]) -> str:
    """Return the code of a criterion, one that no other has."""
    above = parent.code if parent else ""
    readings = read_number(entry.number)
    if not readings or readings[0].is_bullet:
        bullets[above] += 1
        code = f"{above}-{bullets[above]}" if above else str(bullets[above])
    else:
        code = ".".join([*([above] if above else []), *_own_parts(entry.number, above)])
    unique, again = code, 2
    while unique in codes:
        unique, again = f"{code} ({again})", again + 1
    codes.add(unique)
    return unique


def _own_parts(number: str, above: str) -> list[str]:
    """Return the parts of a number that the code above does not have already: of 1.2 below I.1 the 2 alone."""
    parts = parts_of(_SPACE.sub(" ", number))
    codes = re.split(r"[.\-]", above)
    for length in range(len(parts) - 1, 0, -1):
        if codes[-length:] == parts[:length]:
            return parts[length:]
    return parts
