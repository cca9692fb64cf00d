"""What the consistency checks look at: a sheet with its facts, documents and report, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from fractions import Fraction

from .facts import Fact
from .formula_language import FormulaError
from .numbers import Number, exact
from .points import differ
from .report_text import Outdated
from .rollup import Answer
from .rules import Suggestion


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as the checks see it; `points` and `stated` are None where the row has, or the paper states, none."""

    code: str
    parent: str | None
    maximum: float
    text: str = ""
    is_heading: bool = False
    is_bonus: bool = False
    answer: Answer = Answer.BLANK
    points: float | None = None
    stated: float | None = None
    suggestion: Suggestion | None = None
    explanation: str = ""
    documents: int = 0
    evidence_required: bool = False
    may_not_apply: bool = True
    is_relieved: bool = False

    @property
    def suggested(self) -> float | None:
        """The points that its rules give, None where they give none."""
        return self.suggestion.points if self.suggestion else None

    @property
    def deviation(self) -> tuple[float, str] | None:
        """What its rules give instead of its points, and whether that is only the "most" or the "least" of it.

        None where its points are those of the rules, or may still be.
        """
        ends = self.suggestion.ends if self.suggestion else None
        if ends is None or self.points is None:
            return None
        least, most = ends
        nearest = min(max(self.points, least), most)
        if not differ(self.points, nearest):
            return None
        return nearest, "" if least == most else "most" if self.points > most else "least"

    @property
    def is_explained(self) -> bool:
        return bool(self.explanation.strip())

    @property
    def is_claim(self) -> bool:
        """Whether the unit claims that the row does not apply to it."""
        return not self.is_heading and self.answer is Answer.NOT_APPLICABLE and not self.is_relieved


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the evidence.

    :ivar number: what tells documents of a year and an issuer apart, empty where it has none
    :ivar rows: how many rows and facts it proves
    :ivar digests: those of its files
    :ivar leaves: how many rows it proves
    :ivar abstract: what it is about
    :ivar secret_mark: the mark of a state secret that it bears; empty where it bears none
    :ivar secret_doubt: a word that may be such a mark; empty where there is none
    """

    key: str
    number: str
    issued: date | None = None
    rows: int = 0
    digests: tuple[str, ...] = ()
    leaves: int = 0
    abstract: str = ""
    issuer: str = ""
    secret_mark: str = ""
    secret_doubt: str = ""

    def with_marks(self, mark: str, doubt: str) -> Document:
        """Return the document with what its words say of state secrets."""
        return replace(self, secret_mark=mark, secret_doubt=doubt)


@dataclass(frozen=True, slots=True)
class OverdueAction:
    """What was to be done about a row since an earlier period, and is not done though its deadline is over.

    :ivar row: the code of the row here
    :ivar key: tells actions of one row apart
    """

    row: str
    key: str
    deadline: date
    text: str


class Comparison(Enum):
    """How the one side of a relation compares to the other; of 57 petitions 52 may be settled, never 58 or −1."""

    EQUAL = "="
    AT_MOST = "<="
    AT_LEAST = ">="
    OF = "of"


@dataclass(frozen=True, slots=True)
class Relation:
    """Facts that must agree: how `whole` compares to the sum of `parts`, or to the one part.

    :ivar tolerance: by how many percent of the whole equal sides may differ
    """

    whole: str
    parts: tuple[str, ...]
    comparison: Comparison = Comparison.EQUAL
    tolerance: Number = 0

    def holds(self, whole: Number, parts: Number) -> bool:
        """Tell whether the numbers of both sides agree."""
        one, other = exact(whole), exact(parts)
        match self.comparison:
            case Comparison.EQUAL:
                return abs(one - other) <= abs(one) * exact(self.tolerance) / 100
            case Comparison.AT_MOST:
                return one <= other
            case Comparison.AT_LEAST:
                return one >= other
            case Comparison.OF:
                return 0 <= one <= other


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """Everything that is checked.

    :ivar facts: the facts by code; of a computed fact its value
    :ivar troubles: why formulas have no value
    :ivar needed: the codes of the facts that must be stated
    :ivar grades: the grade that is claimed, and the one that is reached ("" for none); None without a claim, and where
        the one that is reached is not known
    :ivar undecided: the grade that is claimed, and the one that is reached unless facts that are not stated, or not for
        the whole period, stand in its way, with their codes; None without a claim, and where it is known
    :ivar empty_sections: the titles of the sections of the report that say nothing
    :ivar outdated_sections: what the sections say otherwise than facts and rows do, by title
    :ivar texts: what the sections say, by title
    :ivar shortcoming_sections: the titles of those that tell where points were lost
    :ivar listed_shortcomings: what the report lists of itself for the rows that lost points
    :ivar shares: the codes of the rows that a percentage speaks of, by the code of the fact
    :ivar paper_number: the number and symbol of the report, such as "12/BC-TNMT" or "/BC-TNMT"
    :ivar document_share: how many percent of the leaves one document may prove, None for as many as it likes
    :ivar overdue_actions: what earlier periods have left to do about rows, and should be done by now
    """

    rows: Sequence[SheetRow]
    total: float | None = None
    stated_total: float | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    troubles: Sequence[FormulaError] = ()
    needed: frozenset[str] = frozenset()
    relations: Sequence[Relation] = ()
    documents: Sequence[Document] = ()
    period: tuple[date, date] | None = None
    grades: tuple[str, str] | None = None
    undecided: tuple[str, str, tuple[str, ...]] | None = None
    empty_sections: Sequence[str] = ()
    outdated_sections: Mapping[str, Outdated] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    shortcoming_sections: frozenset[str] = frozenset()
    listed_shortcomings: Sequence[str] = ()
    shares: Mapping[str, Sequence[str]] = field(default_factory=dict)
    paper_number: str = ""
    document_share: float | None = None
    overdue_actions: Sequence[OverdueAction] = ()

    @property
    def leaves(self) -> Iterator[SheetRow]:
        return (row for row in self.rows if not row.is_heading)

    @property
    def scored(self) -> Iterator[tuple[SheetRow, float]]:
        """The leaves that are scored, each with its points."""
        for row in self.leaves:
            if row.answer is Answer.SCORED and row.points is not None:
                yield row, row.points

    def total_of(self, fact: str) -> Fraction | None:
        """Return the number so far of the fact with that code, None where it is not stated."""
        return self.facts[fact].total if fact in self.facts else None

    def final_of(self, fact: str) -> Fraction | None:
        """Return the number of the fact with that code for the whole period, None where it is not all stated."""
        return self.facts[fact].final if fact in self.facts else None
