"""Recognition: from the tables of a file to the entries of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .columns import Columns, Header, Role, find_header, map_columns, weight_of
from .entries import Entry, Kind, ProposedRule
from .levels import Row, place_rows
from .rows import Look, read_rows
from .rule_texts import read_criterion, read_line, split_rules
from .source import Table
from .texts import clean, fold

_YEAR = re.compile(r"\b(20\d\d)\b")
_ATTACHED = re.compile(r"^\(?\s*(kem theo|ban hanh kem|attached)")
_MARKUP = "*_# "
_MOST_TITLE_LINES = 4

#: More rows are no scoring sheet, and nobody could correct them.
MOST_ROWS = 2000


class TooManyRows(ValueError):
    """A table of more than :data:`MOST_ROWS` rows.

    :ivar rows: how many it has
    """

    def __init__(self, rows: int) -> None:
        super().__init__(f"{rows} rows, {MOST_ROWS} allowed")
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Sheet:
    """A recognised sheet.

    :ivar title: the lines above its header that name it
    :ivar year: the year that the title names, None if it names none
    :ivar header: where it starts, and which column is which
    """

    entries: list[Entry]
    title: tuple[str, ...]
    year: int | None
    header: Header


def best_table(tables: Sequence[Table]) -> int | None:
    """Return the place of the table that is most likely the sheet, None if none looks like one."""
    weights = [weight_of(table) for table in tables]
    best = max(range(len(tables)), key=lambda place: (weights[place], -place), default=None)
    return best if best is not None and weights[best] else None


def recognise(table: Table, columns: Columns | None = None) -> Sheet | None:
    """Return the sheet in a table, None if nothing in it looks like one.

    :param columns: the columns as a person mapped them, None to find them
    :raises TooManyRows: if the table has more rows than any sheet
    """
    header = find_header(table)
    if columns is not None:
        header = map_columns(table, header or Header(0, 0, columns, {}), columns)
    if header is None:
        return None
    rows, looks = read_rows(table, header)
    if len(rows) > MOST_ROWS:
        raise TooManyRows(len(rows))
    title = _title_of(table, header)
    year = _YEAR.search(" ".join(title))
    return Sheet(_with_rules(_with_levels(rows, looks)), title, int(year[1]) if year else None, header)


def _with_levels(entries: list[Entry], looks: list[Look]) -> list[Entry]:
    criteria = [place for place, entry in enumerate(entries) if entry.kind is Kind.CRITERION]
    total = next((entry.maximum for entry in entries if entry.kind is Kind.TOTAL), None)
    rows = [Row(entries[place].number, looks[place], entries[place].maximum) for place in criteria]
    placed = list(entries)
    for place, found in zip(criteria, place_rows(rows, total), strict=True):
        placed[place] = replace(entries[place], level=found.level, guessed=found.guessed)
    return placed


def _with_rules(entries: Iterable[Entry]) -> list[Entry]:
    """Understand the lines of rules, and offer the rules that criteria state in their own texts as lines below them."""
    found: list[Entry] = []
    level = 0
    for entry in entries:
        if entry.kind is Kind.RULE:
            texts = split_rules(entry.text)
            found.append(replace(entry, level=level, rule=read_line(texts[0] if texts else entry.text)))
            found += [_offer(entry, text, read_line(text), level) for text in texts[1:]]
            continue
        found.append(entry)
        if entry.kind is Kind.CRITERION:
            level = entry.level + 1
            rules = read_criterion(entry.text, entry.maximum) if entry.maximum and not entry.bonus else ()
            found += [_offer(entry, rule.fact, rule, level) for rule in rules]
    return found


def _offer(entry: Entry, text: str, rule: ProposedRule | None, level: int) -> Entry:
    return Entry(entry.place, Kind.RULE, text, level=level, printed=False, rule=rule)


def _title_of(table: Table, header: Header) -> tuple[str, ...]:
    """Return the lines right above the header that name the sheet."""
    lines: list[str] = []
    for row in range(header.first - 1, -1, -1):
        texts = [text for cell in table.rows[row] if (text := clean(cell.text).strip(_MARKUP))]
        if not texts:
            if lines:
                break
            continue
        if len(texts) > 1 or len(lines) >= _MOST_TITLE_LINES:
            break
        if not _ATTACHED.match(fold(texts[0])):
            lines.insert(0, texts[0])
    return tuple(lines)


__all__ = ["Columns", "Role", "Sheet", "best_table", "recognise"]
