"""Whose turn it is to be classed: constituents before their unit, the unit before its head.

Source: Nghị định 233/2026/NĐ-CP, Điều 9 khoản 1 điểm a (constituents before the unit), Điều 12 khoản 7 and Điều 15
khoản 1 điểm a (people after it, the head not above it).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum


class Subject(Enum):
    """Who is classed."""

    UNIT = "the unit"
    HEAD = "its head"


#: Who is classed, and the id of the unit.
Turn = tuple[Subject, int]


@dataclass(frozen=True, slots=True)
class Member:
    """A unit that is classed in a round.

    :ivar parent: the unit that it is a constituent of; None for none
    :ivar has_head: whether its head is classed, too
    """

    unit: int
    parent: int | None = None
    has_head: bool = False


def waiting(members: Iterable[Member], settled: Collection[Turn]) -> dict[Turn, tuple[Turn, ...]]:
    """Return what each that is not settled waits for; nothing where it is its turn.

    :param settled: who is classed, or excused
    """
    members = list(members)
    constituents: dict[int, list[Turn]] = {}
    for member in members:
        if member.parent is not None:
            constituents.setdefault(member.parent, []).append((Subject.UNIT, member.unit))
    found: dict[Turn, tuple[Turn, ...]] = {}
    for member in members:
        unit: Turn = (Subject.UNIT, member.unit)
        found[unit] = tuple(each for each in constituents.get(member.unit, ()) if each not in settled)
        if member.has_head:
            found[Subject.HEAD, member.unit] = () if unit in settled else (unit,)
    return {turn: before for turn, before in found.items() if turn not in settled}
