"""The deadlines that are proposed for a round when it is planned, by the kind of its period; a manager moves them.

Where a text in force sets a day, it is that one; the others are what agencies commonly set, so that each follows the
one before.
"""

from __future__ import annotations

from ..period_names import Kind
from .known_texts import DECREE_233_YEAR, KON_TUM_1923_QUARTER
from .milestones import Calendar, DayOfMonth, DayOfYear

#: The first one for a kind of period is taken.
PROPOSED = (
    Calendar(
        (Kind.YEAR,),
        (
            DayOfYear("submit_by", 11, 25),
            DayOfYear("review_by", 12, 5),
            *DECREE_233_YEAR.milestones,
        ),
        source=DECREE_233_YEAR.source,
    ),
    KON_TUM_1923_QUARTER,
    # Longer than a quarter, or a month: the same days around the end of the period.
    Calendar(
        (Kind.HALF, Kind.NINE_MONTHS, Kind.MONTH),
        (
            DayOfMonth("submit_by", 20),
            DayOfMonth("review_by", 25),
            DayOfMonth("approve_by", 30),
        ),
    ),
)
