"""The manifest of what was approved: exact bytes, their digest, and what differs between two manifests.

A manifest is plain data: dicts with text keys, lists, texts, whole numbers, decimals, dates, booleans and None. It is
written in one way only, so that equal data gives equal bytes wherever and whenever it is written.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

#: The form of the manifest; a change of what the bytes mean gets a new number.
SCHEMA = 1
#: Every decimal is written with at least as many decimals, for points have two.
DECIMALS = 2


class Change(Enum):
    """What happened to a value since it was sealed."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that is not what was sealed.

    :ivar path: the keys that lead to the value, from the outermost
    :ivar sealed: the value as sealed, None where it was added
    :ivar live: the value as it is now, None where it was removed
    """

    path: tuple[str, ...]
    change: Change
    sealed: Any = None
    live: Any = None


def canonical(data: object) -> bytes:
    """Return the one way to write `data`: JSON in UTF-8, keys sorted, no space, decimals and dates as texts.

    :raises TypeError: if a value is of a kind that a manifest does not hold, or a key is no text
    :raises ValueError: if a number is not finite, or a text is no valid Unicode
    """
    plain = _plain(data)
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True).encode("utf-8")


def load(manifest: bytes) -> Any:
    """Return the plain data of a manifest: what :func:`canonical` wrote, with decimals and dates as texts.

    :raises ValueError: if it is no JSON in UTF-8
    """
    return json.loads(manifest.decode("utf-8"))


def digest(content: bytes) -> str:
    """Return the SHA-256 of `content`, in 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def write_decimal(number: float | Decimal) -> str:
    """Return `number` exactly, without exponent and with two decimals or as many more as it needs; zero has no sign.

    Of a float, that is the shortest text which reads back as the same float.

    :raises ValueError: if it is not finite
    """
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number that can be sealed")
    text = f"{Decimal(repr(number)) if isinstance(number, float) else number:f}"
    whole, _point, decimals = text.partition(".")
    if not number:
        whole = "0"
    return f"{whole}.{decimals.rstrip('0').ljust(DECIMALS, '0')}"


def differences(sealed: Any, live: Any) -> list[Difference]:
    """Return what differs between two manifests as :func:`load` returns them, in the order of their paths.

    Dicts are compared key by key, all else as a whole. What was added or removed is named once, at its own path.
    """
    return list(_differences((), sealed, live))


def _differences(path: tuple[str, ...], sealed: Any, live: Any) -> Iterator[Difference]:
    if not (isinstance(sealed, dict) and isinstance(live, dict)):
        # Compared as written, for in Python True equals 1.
        if canonical(sealed) != canonical(live):
            yield Difference(path, Change.CHANGED, sealed, live)
        return
    for key in sorted(sealed.keys() | live.keys()):
        if key not in live:
            yield Difference((*path, key), Change.REMOVED, sealed=sealed[key])
        elif key not in sealed:
            yield Difference((*path, key), Change.ADDED, live=live[key])
        else:
            yield from _differences((*path, key), sealed[key], live[key])


def _plain(value: object) -> object:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (float, Decimal)):
        return write_decimal(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        if unnamed := [key for key in value if not isinstance(key, str)]:
            raise TypeError(f"a manifest has texts as keys, not {unnamed[0]!r}")
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    raise TypeError(f"a manifest holds no {type(value).__name__}: {value!r}")
