"""The manifest of what was approved: exact bytes, their digest, and what differs between two manifests.

A manifest is plain data: dicts with text keys, lists, texts, whole numbers, decimals, dates, booleans and None. It is
written in one way only, so that equal data gives equal bytes wherever and whenever it is written.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

#: The form of the manifest; a change of what the bytes mean gets a new number, and the old one keeps its reader.
SCHEMA = 3
#: Every decimal is written with at least as many decimals, for points have two.
DECIMALS = 2


class Change(Enum):
    """What happened to a value since it was sealed; UNREAD where that cannot be told now."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    UNREAD = "unread"


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


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom a manifest names.

    :ivar function: what they are in the agency
    :ivar commitment: the SHA-256 that a name kept elsewhere is held to, see :func:`commit`
    """

    function: str
    commitment: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a manifest says, whatever form it was written in.

    :ivar fields: the names of the sealed fields, by model
    :ivar records: values by field, by the key of the record, by model
    :ivar names: what records outside of the manifest were called
    :ivar people: those whose names are kept elsewhere; the others are among `names`
    :ivar papers: the SHA-256 of what the papers print, kept elsewhere; empty in the forms that did not hold it
    """

    fields: dict[str, list[str]]
    records: dict[str, dict[str, dict[str, Any]]]
    unit: str
    grade: str | None
    names: dict[str, str]
    people: dict[str, Person] = field(default_factory=dict)
    papers: str = ""


class UnknownForm(ValueError):
    """A manifest is of a form that has no reader here; the message is the number of its form."""


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


def read(manifest: bytes) -> Sealed:
    """Return what the bytes of a manifest say.

    :raises UnknownForm: if it was written by a version that is newer than this one
    :raises ValueError: if it is no manifest
    """
    data = load(manifest)
    if not isinstance(data, dict) or "schema" not in data:
        raise ValueError("this is no manifest")
    if data["schema"] not in _READERS:
        raise UnknownForm(str(data["schema"]))
    return _READERS[data["schema"]](data)


def _read_1(data: dict[str, Any]) -> Sealed:
    """The first form has everybody's name among the others."""
    return Sealed(data["fields"], data["records"], data["unit"], data["grade"], data["names"])


def _read_2(data: dict[str, Any]) -> Sealed:
    """The second form has of people their functions, and is held to their names by a SHA-256 each."""
    people = {reference: Person(**person) for reference, person in data["people"].items()}
    return Sealed(data["fields"], data["records"], data["unit"], data["grade"], data["names"], people)


def _read_3(data: dict[str, Any]) -> Sealed:
    """The third form is held to what the papers print, too, names and all, by a SHA-256."""
    return replace(_read_2(data), papers=data["papers"])


_READERS: dict[int, Callable[[dict[str, Any]], Sealed]] = {1: _read_1, 2: _read_2, 3: _read_3}


def commit(*, salt: str, name: str) -> str:
    """Return the SHA-256 that holds a manifest to a name without telling it.

    :param salt: random, so that names cannot be tried one after the other; kept with the name
    """
    return digest(f"{salt} {name}".encode())


def tells_names(manifest: bytes) -> bool:
    """Tell whether a manifest holds the names of people, as the first form does, and not their functions."""
    try:
        return read(manifest).people == {} and bool(read(manifest).names)
    except (ValueError, KeyError):
        return False  # nobody can read it


def holds_papers(manifest: bytes) -> bool:
    """Tell whether a manifest is held to what the papers print."""
    try:
        return bool(read(manifest).papers)
    except (ValueError, KeyError):
        return False  # nobody can read it


def without_names(manifest: bytes, functions: Mapping[str, str]) -> bytes:
    """Return what a manifest of the first form says, with the functions of people in the place of their names.

    Its SHA-256 is another one, so that nobody can check it against the seal.

    :param functions: by model and id
    """
    data = load(manifest)
    return canonical({**data, "names": {**data["names"], **functions}})


def no_longer_kept(fields: Mapping[str, Collection[str]], kept: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return the names of the sealed fields that exist no more, by model; of a model that does not, all.

    :param fields: the names of the sealed fields, by model
    :param kept: the names of the fields that are stored now, by model
    """
    gone = {model: [name for name in names if name not in kept.get(model, ())] for model, names in fields.items()}
    return {model: names for model, names in gone.items() if names or model not in kept}


def without(
    records: Mapping[str, Mapping[str, Mapping[str, Any]]], gone: Mapping[str, Collection[str]], models: Collection[str]
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return sealed `records` without what exists no more.

    :param gone: the names of these fields, by model
    :param models: those that exist
    """
    return {
        model: {
            key: {name: value for name, value in values.items() if name not in gone.get(model, ())}
            for key, values in by_key.items()
        }
        for model, by_key in records.items()
        if model in models
    }


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
    What is empty and what is absent are the same: None, no text, an empty list, a dict of such; false and zero are not.
    """
    return list(_differences((), sealed, live))


def _differences(path: tuple[str, ...], sealed: Any, live: Any) -> Iterator[Difference]:
    if not (isinstance(sealed, dict) and isinstance(live, dict)):
        # Compared as written, for in Python True equals 1.
        if not (_is_empty(sealed) and _is_empty(live)) and canonical(sealed) != canonical(live):
            yield Difference(path, Change.CHANGED, sealed, live)
        return
    for key in sorted(sealed.keys() | live.keys()):
        if key not in live:
            if not _is_empty(sealed[key]):
                yield Difference((*path, key), Change.REMOVED, sealed=sealed[key])
        elif key not in sealed:
            if not _is_empty(live[key]):
                yield Difference((*path, key), Change.ADDED, live=live[key])
        else:
            yield from _differences((*path, key), sealed[key], live[key])


def _is_empty(value: object) -> bool:
    if isinstance(value, dict):
        return all(_is_empty(item) for item in value.values())
    return value is None or (isinstance(value, (str, list)) and not value)


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
