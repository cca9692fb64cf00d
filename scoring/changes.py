"""The history of an evaluation as lines of JSON: exact bytes, so that a SHA-256 holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A value as somebody changed it. Names of people are none of it, so that it can be shown without them.

    :ivar on: when, in UTC, such as ``2026-11-28T05:30:00Z``
    :ivar part: ``row`` or ``fact``
    :ivar code: of the row or the fact
    :ivar field: the technical name of the field
    :ivar old: what it said before; None for blank
    :ivar new: what it says since
    :ivar by: who changed it, by model and id
    :ivar way: how it came where it was not typed
    """

    on: str
    part: str
    code: str
    field: str
    old: str | None
    new: str | None
    by: str
    way: str | None


def write_lines(changes: Iterable[Change]) -> bytes:
    """Return the changes, each as a line of JSON in one way only."""
    lines = (json.dumps(asdict(change), ensure_ascii=False, sort_keys=True) for change in changes)
    return "".join(f"{line}\n" for line in lines).encode()


def digest(changes: Iterable[Change]) -> str:
    """Return the SHA-256 of :func:`write_lines`."""
    return hashlib.sha256(write_lines(changes)).hexdigest()
