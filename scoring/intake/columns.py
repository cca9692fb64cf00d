"""Columns: which one holds the number, the text, the standard points and the self points of a row.

A header tells by its words, in Vietnamese or English, with or without diacritics and in any order. Where it does not,
the content does.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum

from .numbering import read_number
from .printed_points import are_points
from .source import Table


class Role(Enum):
    NUMBER = "number"
    TEXT = "text"
    MAXIMUM = "maximum"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Columns:
    """The place of each column, None for one that the table does not have."""

    text: int
    number: int | None = None
    maximum: int | None = None
    own: int | None = None

    def of(self, role: Role) -> int | None:
        place: int | None = getattr(self, role.value)
        return place


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table starts.

    :ivar first: the row of the header, the first row of the content where there is none
    :ivar height: how many rows the header has, 0 for none
    :ivar rivals: other columns that are as likely for a role
    """

    first: int
    height: int
    columns: Columns
    rivals: dict[Role, tuple[int, ...]]


#: What the folded words of a header weigh for a role. What is about others than the unit is no role at all.
_WORDS: tuple[tuple[Role | None, int, re.Pattern[str]], ...] = (
    (
        None,
        9,
        re.compile(
            r"tham dinh|tham tra|hoi dong|cham lai|phuc tra|ghi chu|minh chung|kiem chung|giai trinh|can cu"
            r"|thoi gian|ket luan|cap tren|nam truoc|review|council|panel|note|remark|evidence|final|verified|audit"
        ),
    ),
    (Role.OWN, 6, re.compile(r"\btu (cham|danh gia|xep|cho|tinh)|tu cham\b|don vi cham|\bself\b|\bown\b|claimed")),
    (Role.MAXIMUM, 5, re.compile(r"diem (chuan|toi da|quy dinh|tran|chuan)|standard|maxim|\bmax\b")),
    (Role.MAXIMUM, 4, re.compile(r"thang diem|khung diem|barem|ba rem|so diem|weight")),
    (Role.MAXIMUM, 3, re.compile(r"^diem( so)?$|^(points?|scores?|marks?)$|\bdiem\b|\bpoints?\b")),
    (Role.NUMBER, 5, re.compile(r"^s(o )?(tt|thu tu)$|^s ?t ?t$|^tt$|^no$|^(row )?number$|^#$")),
    (Role.NUMBER, 3, re.compile(r"^(ma|ma so|muc|so|item|index|id|code|item no|ref)$")),
    (Role.TEXT, 5, re.compile(r"tieu chi|criteri|noi dung")),
    (Role.TEXT, 3, re.compile(r"chi tieu|nhiem vu|cong viec|description|requirement|content|indicator|danh muc")),
)
#: Whether a title may speak of any role at all, asked once instead of role by role.
_ANY_WORDS = re.compile("|".join(words.pattern for _role, _weight, words in _WORDS))
_LONGEST_HEADING = 80
_LOOK_AHEAD = 400


def find_header(table: Table) -> Header | None:
    """Return the header of a table, or what its content tells; None if it holds no sheet."""
    # perf: asked to choose among tables, and again to read the chosen one
    return table.once(_find_header)


def _find_header(table: Table) -> Header | None:
    best: Header | None = None
    best_weight = 0
    looked_at = 0
    for row, cells in enumerate(table.rows):
        if len(cells) < 2 or looked_at >= _LOOK_AHEAD:
            continue
        looked_at += 1
        for height in (1, 2):
            header, weight = _read_header(table, row, height)
            if header and weight > best_weight:
                best, best_weight = header, weight
    return _with_number_column(table, best) if best else _read_content(table)


def map_columns(table: Table, header: Header, columns: Columns) -> Header:
    """Return the header with columns that a person chose: nothing about them is in doubt any more."""
    return replace(header, columns=columns, rivals={})


def weight_of(table: Table) -> int:
    """Tell how much a table looks like a sheet: rows that have points, many times over if it has a header."""
    header = find_header(table)
    if not header:
        return 0
    rows = range(header.first + header.height, len(table.rows))
    scored = sum(are_points(table.text(row, header.columns.maximum)) for row in rows)
    roles = sum(header.columns.of(role) is not None for role in Role)
    return (1 + scored) * (1 + roles) * (10 if header.height else 1)


def _read_header(table: Table, row: int, height: int) -> tuple[Header | None, int]:
    """Return the header that starts at `row`, and how sure it is."""
    if row + height > len(table.rows):
        return None, 0
    titles = [(_role_of(title), column) for column, title in enumerate(_titles(table, row, height)) if title]
    if not any(role for (role, _weight), _column in titles):  # perf: as of most rows
        return None, 0
    found: dict[Role, list[tuple[int, int]]] = {role: [] for role in Role}
    for (role, weight), column in titles:
        if role:
            found[role].append((weight, column))
    if not found[Role.TEXT] or not (found[Role.MAXIMUM] or found[Role.OWN]):
        return None, 0
    chosen: dict[Role, int] = {}
    rivals: dict[Role, tuple[int, ...]] = {}
    total = 0
    for role, candidates in found.items():
        if not candidates:
            continue
        top = max(weight for weight, _column in candidates)
        columns = [column for weight, column in candidates if weight == top]
        chosen[role] = columns[0]
        total += top
        if columns[1:]:
            rivals[role] = tuple(columns[1:])
    columns_of = Columns(chosen[Role.TEXT], chosen.get(Role.NUMBER), chosen.get(Role.MAXIMUM), chosen.get(Role.OWN))
    return Header(row, height, columns_of, rivals), 2 * total - height - len(rivals)


def _titles(table: Table, row: int, height: int) -> list[str]:
    """Return the folded words above each column; a title spans the blank cells to its right that have one below."""
    upper = [table.text(row, column) for column in range(table.width)]
    if height == 1:
        return [_fold_title(table, text) for text in upper]
    lower = [table.text(row + 1, column) for column in range(table.width)]
    if any(are_points(text) for text in lower):
        return []
    for column in range(1, len(upper)):
        if not upper[column] and lower[column]:
            upper[column] = upper[column - 1]
    return [_fold_title(table, over, under) for over, under in zip(upper, lower, strict=True)]


def _fold_title(table: Table, *texts: str) -> str:
    """Return the folded words of a title, whose rows are given; nothing of one that is longer than any."""
    if sum(map(len, texts)) + len(texts) - 1 > _LONGEST_HEADING:
        return ""
    return " ".join(filter(None, map(table.words, texts)))


def _role_of(title: str) -> tuple[Role | None, int]:
    best: tuple[Role | None, int] = (None, 0)
    if not _ANY_WORDS.search(title):
        return best
    for role, weight, words in _WORDS:
        if weight > best[1] and words.search(title):
            best = (role, weight)
    return best


def _with_number_column(table: Table, header: Header) -> Header:
    """Find the column of numbers by its content where its title does not tell."""
    columns = header.columns
    if columns.number is not None:
        return header
    taken = {columns.text, columns.maximum, columns.own}
    start = header.first + header.height
    for column in range(table.width):
        if column not in taken and _holds_numbers(table, start, column):
            return replace(header, columns=replace(columns, number=column))
    return header


def _holds_numbers(table: Table, start: int, column: int) -> bool:
    texts = [text for row in range(start, len(table.rows)) if (text := table.text(row, column))][:_LOOK_AHEAD]
    numbers = [text for text in texts if read_number(text)]
    varied = any(not text[0].isdigit() or "." in text for text in numbers) or numbers[:3] == ["1", "2", "3"]
    return len(texts) >= 2 and varied and 2 * len(numbers) > len(texts)


def _read_content(table: Table) -> Header | None:
    """Tell the columns of a table without a header: the longest texts, numbers left of them, and points."""
    lengths: Counter[int] = Counter()
    points: Counter[int] = Counter()
    for row in range(min(len(table.rows), _LOOK_AHEAD)):
        for column in range(len(table.rows[row]) if len(table.rows[row]) > 1 else 0):
            text = table.text(row, column)
            lengths[column] += len(text)
            points[column] += are_points(text)
    if not lengths or not points.total():
        return None
    text_column = max(lengths, key=lambda column: (lengths[column], -column))
    number = next((c for c in sorted(lengths) if c < text_column and _holds_numbers(table, 0, c)), None)
    enough = max(points.values()) / 3
    scored = [c for c in sorted(points) if c not in (text_column, number) and points[c] and points[c] >= enough]
    if not scored:
        return None
    columns = Columns(text_column, number, scored[0], scored[1] if len(scored) > 1 else None)
    rivals = {Role.OWN: tuple(scored[2:])} if len(scored) > 2 else {}
    first = next(row for row in range(len(table.rows)) if are_points(table.text(row, columns.maximum)))
    return Header(first, 0, columns, rivals)
