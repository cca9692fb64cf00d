"""Numbers and symbols of documents: how they are written, and where a text cites one.

"617/QĐ-TNMT" is number 617, of the kind QĐ, by the body TNMT; in the official letter "2132/TNMT-VP" the body comes
first. "30/2020/NĐ-CP" carries its year, as legal texts do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_NUMBER = re.compile(
    r"(?<![\d/.,])(?P<number>\d{1,5}[a-zđ]?)\s?/\s?(?:(?P<year>\d{4})\s?/\s?)?"
    r"(?P<symbol>[A-ZĐƯ][\w&]*(?:-\s*[A-ZĐƯ][\w&]*)*)"
)
_DATE = re.compile(
    r"[\s,(]*ngày\s+(?P<day>\d{1,2})(?:\s*/\s*|\s+tháng\s+)(?P<month>\d{1,2})(?:\s*/\s*|\s+năm\s+)(?P<year>\d{4})", re.I
)
#: The kinds of documents by their abbreviations (Nghị định 30/2020/NĐ-CP, Phụ lục III); an official letter has none.
_KINDS = frozenset(
    "NQ QĐ CT QC QYĐ TC TB HD CTR KH PA ĐA DA BC BB TTR HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB TT NĐ L PL CTRHĐ".split()
)
#: Shorter abbreviations stand for too many bodies: "TP" is a town, "STP" a department of justice.
_SHORTEST_BODY = 3
_PUTS_SPACE = re.compile(r"\s*[/-]\s+|\s+[/-]\s*|\d\s+\d")
_ALLOWED = re.compile(r"[\w&./()\s-]*\d[\w&./()\s-]*")


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a document; `text` as :func:`normal`, `written` as it stands, without spaces.

    :ivar symbol: what follows the number, as written
    :ivar body: the abbreviation of who issued it, empty where the symbol names none
    :ivar issued: the date that a text gives for it, None where it gives none
    :ivar is_legal_text: whether its year is part of it, as in decrees and circulars
    """

    written: str
    symbol: str
    body: str
    issued: date | None = None
    is_legal_text: bool = False

    @property
    def text(self) -> str:
        return normal(self.written)


def find_numbers(text: str) -> Iterator[Number]:
    """Yield the numbers of documents that `text` names, each with the date that follows it."""
    for match in _NUMBER.finditer(text):
        symbol = "".join(match["symbol"].split())
        year = match["year"]
        yield Number(
            written="/".join(filter(None, (match["number"], year, symbol))),
            symbol=symbol,
            body=_body(symbol),
            issued=_date(_DATE.match(text, match.end())),
            is_legal_text=bool(year),
        )


def body_of(symbol: str) -> str:
    """Return the abbreviation of the body in a symbol such as "BC-TNMT", empty where it names none."""
    return _body("".join(symbol.rpartition("/")[2].split()))


def same_body(one: str, other: str) -> bool:
    """Tell whether two abbreviations mean the same body: "STNMT", "TNMT" and "TN&MT" do."""
    first, second = sorted((_letters(one), _letters(other)), key=len)
    if first == second:
        return bool(first)
    return len(first) >= _SHORTEST_BODY and second == f"S{first}"


def normal(number: str) -> str:
    """Return a number as it is compared: "12 /QĐ", "12/qđ" and "012/QĐ" are one."""
    return re.sub(r"^0+(?=\d)", "", "".join(number.split()).casefold())


def is_malformed(number: str) -> bool:
    """Tell whether `number` cannot be that of a document as it stands: "abc", "12 /QĐ"."""
    return bool(_PUTS_SPACE.search(number)) or not _ALLOWED.fullmatch(number)


def find_variants(numbers: Iterable[Number]) -> list[tuple[Number, Number]]:
    """Return the numbers whose symbols write one body in two ways, a pair for each two ways."""
    first: dict[str, Number] = {}
    for number in numbers:
        if number.body:
            first.setdefault(number.body, number)
    found = list(first.values())
    return [
        (one, other)
        for place, one in enumerate(found)
        for other in found[place + 1 :]
        if same_body(one.body, other.body)
    ]


def _body(symbol: str) -> str:
    first, *others = symbol.split("-")
    if first.upper() not in _KINDS:
        return first
    return others[-1] if others else ""


def _letters(body: str) -> str:
    return "".join(filter(str.isalnum, body)).upper()


def _date(match: re.Match[str] | None) -> date | None:
    if not match:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
