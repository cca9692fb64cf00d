"""Which rows of two criteria sets are the same, and in what they differ.

A row is its own text, the texts of the headings above it, its points and its rules: “- Đúng thời gian” means nothing
without its heading. What all of that comes to is kept as a digest, so that rows are compared across sets and years.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from graphlib import TopologicalSorter

from . import manifest
from .tree import Tree


class Aspect(Enum):
    """What makes a row what it is."""

    TEXT = "text"
    HEADING = "heading"  # the texts of the headings above the row
    MAXIMUM = "maximum"
    RULES = "rules"
    KIND = "kind"  # heading, leaf or bonus


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row of a criteria set.

    :ivar parent: the code of the heading above it
    :ivar rules: plain data that is equal for equal rules, with all that they read
    """

    code: str
    parent: str | None
    text: str
    maximum: float
    base: float = 0.0
    is_bonus: bool = False
    is_heading: bool = False
    rules: tuple[object, ...] = ()


def digest_facts(
    own: Mapping[str, object], read: Mapping[str, Iterable[str]], read_before: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """Return the SHA-256 of what each fact is, by code: equal for equal facts that read equal facts, however many.

    :param own: plain data of each fact by code
    :param read: the codes of the facts that each fact reads; none of them reads itself by a detour
    :param read_before: the codes of the facts whose number of the last period each fact reads
    """
    digests: dict[str, str] = {}
    for code in TopologicalSorter(read).static_order():
        parts = [own[code], sorted(digests[name] for name in read.get(code, ()))]
        # What the fact of the last period rested on is settled: that it is the same fact is enough.
        before = [own[name] for name in sorted(read_before.get(code, ()))]
        digests[code] = manifest.digest(manifest.canonical([*parts, before]))
    return digests


class Sheet:
    """The rows of a criteria set, made ready to be compared with those of another one.

    :ivar digests: the SHA-256 of what each row is, by code
    """

    def __init__(self, criteria: Iterable[Criterion]):
        tree = Tree(criteria, key=lambda row: row.code, parent=lambda row: row.parent)
        self._aspects = {row.code: _describe(row, tree.above(row.code)) for row in tree.rows.values()}
        self.digests = {
            code: manifest.digest(manifest.canonical({aspect.value: value for aspect, value in aspects.items()}))
            for code, aspects in self._aspects.items()
        }

    def match(self, old: Sheet) -> dict[str, str]:
        """Return the code of the row in `old` that each row here goes back to, by the code here; new rows have none.

        A row that is the same under the same code comes first, then one that only got another code, then whatever
        bears the same code.
        """
        found = {code: code for code, digest in self.digests.items() if old.digests.get(code) == digest}
        renumbered = _unique(self.digests, found)
        candidates = _unique(old.digests, found.values())
        found |= {code: candidates[digest] for digest, code in renumbered.items() if digest in candidates}
        taken = set(found.values())
        left = self.digests.keys() - found.keys()
        return found | {code: code for code in left if code in old.digests and code not in taken}

    def pair_up(self, old: Sheet) -> list[tuple[str | None, str | None]]:
        """Return (code in `old`, code here) of every row of both in the order of the sheets; one is None if there is
        no such row.

        A row that is gone follows the one that it followed.
        """
        sources = self.match(old)
        kept, gone, last = set(sources.values()), defaultdict[str | None, list[str]](list), None
        for code in old.digests:
            if code in kept:
                last = code
            else:
                gone[last].append(code)
        pairs: list[tuple[str | None, str | None]] = [(code, None) for code in gone[None]]
        for code in self.digests:
            source = sources.get(code)
            pairs.append((source, code))
            if source is not None:
                pairs += [(follower, None) for follower in gone[source]]
        return pairs

    def changes(self, code: str, old: Sheet, old_code: str) -> tuple[Aspect, ...]:
        """Return in what the row differs from the one in `old`; nothing if it is the same."""
        mine, theirs = self._aspects[code], old._aspects[old_code]
        return tuple(
            aspect for aspect in Aspect if manifest.canonical(mine[aspect]) != manifest.canonical(theirs[aspect])
        )


def _describe(row: Criterion, above: Iterable[Criterion]) -> dict[Aspect, object]:
    return {
        Aspect.TEXT: _one_line(row.text),
        Aspect.HEADING: [_one_line(heading.text) for heading in above],
        # A heading is worth what its rows are worth: that one of them changed makes it no other heading.
        Aspect.MAXIMUM: None if row.is_heading else row.maximum,
        Aspect.RULES: [row.base, list(row.rules)],
        Aspect.KIND: [row.is_heading, row.is_bonus],
    }


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _unique(digests: dict[str, str], taken: Iterable[str]) -> dict[str, str]:
    """Return the codes that are not `taken`, by their digests, where no other of them has the same."""
    free = digests.keys() - set(taken)
    counts = Counter(digests[code] for code in free)
    return {digests[code]: code for code in free if counts[digests[code]] == 1}
