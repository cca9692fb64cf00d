"""Entries: what each row of the table turned out to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ..rules import Basis, Effect

#: No sheet has more levels; deeper rows stand on the last one.
DEEPEST = 12


class Kind(Enum):
    CRITERION = "criterion"
    #: a line below a criterion that says how it is scored
    RULE = "rule"
    #: the rest of a text that a page break cut in two
    CONTINUED = "continued"
    TOTAL = "total"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class ProposedRule:
    """A rule as its text was understood, and the fact that it asks for.

    :ivar fact: what to count or measure, in words
    :ivar unit: what is counted, empty if not said
    :ivar monthly: whether the fact is stated month by month
    :ivar sure: False where the text may mean something else
    """

    effect: Effect
    points: float
    basis: Basis
    fact: str
    unit: str = ""
    step: float = 1.0
    operator: str = ">="
    threshold: float = 1.0
    max_times: int | None = None
    monthly: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the sheet, as read or as a person corrected it.

    :ivar place: the row in the file, from 1
    :ivar level: 0 for a group, one more for each step below; of a criterion only
    :ivar number: the number as printed
    :ivar text: the text as printed
    :ivar maximum: the standard points, None if there are none
    :ivar own: the unit's own points, None if they are blank
    :ivar unread_maximum: what stands in the cell of the maximum if it could not be read
    :ivar unread_own: the same for the unit's own points
    :ivar guessed: the level follows from nothing but the rows before
    :ivar printed: the sheet prints the rule as a line of its own
    :ivar rule: how the text of a rule was understood
    """

    place: int
    kind: Kind
    text: str
    number: str = ""
    level: int = 0
    maximum: float | None = None
    own: float | None = None
    bonus: bool = False
    unread_maximum: str = ""
    unread_own: str = ""
    guessed: bool = False
    printed: bool = True
    rule: ProposedRule | None = None
