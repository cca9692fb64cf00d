"""What the consistency checks look at: a sheet with its facts, documents and report, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .facts import Fact
from .formula_language import FormulaError
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

    @property
    def suggested(self) -> float | None:
        """The points that its rules give, None where they give none."""
        return self.suggestion.points if self.suggestion else None

    @property
    def is_explained(self) -> bool:
        return bool(self.explanation.strip())


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the evidence: `number` tells documents apart, `digests` their files, `rows` how many it proves."""

    key: str
    number: str
    issued: date | None = None
    rows: int = 0
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """Facts that must agree: `whole` is the sum of `parts`; with one part, the two are the same number."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """Everything that is checked.

    :ivar facts: the facts by code; of a computed fact its value
    :ivar troubles: why formulas have no value
    :ivar needed: the codes of the facts that must be stated
    :ivar grades: the grade that is claimed, and the one that is reached ("" for none); None without a claim
    :ivar empty_sections: the titles of the sections of the report that say nothing
    :ivar outdated_sections: what the sections say otherwise than facts and rows do, by title
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
    empty_sections: Sequence[str] = ()
    outdated_sections: Mapping[str, Outdated] = field(default_factory=dict)

    @property
    def leaves(self) -> Iterator[SheetRow]:
        return (row for row in self.rows if not row.is_heading)

    @property
    def scored(self) -> Iterator[tuple[SheetRow, float]]:
        """The leaves that are scored, each with its points."""
        for row in self.leaves:
            if row.answer is Answer.SCORED and row.points is not None:
                yield row, row.points

    def total_of(self, fact: str) -> float | None:
        """Return the number of the fact with that code, None where it is not stated."""
        return self.facts[fact].total if fact in self.facts else None
