"""Plain descriptions, such as those of papers, as plain data and back: one codec for every frozen dataclass.

What is written is what :func:`manifest.canonical` takes. A field that is empty by default and in fact is left out, and
has its default when it is read, so that a later version may add some. Whatever says something is written, even where it
is the default, for that may say something else in a later version.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

#: Marks a field that is known only while something is written, such as a function: ``field(metadata=PASSING)``.
PASSING = {"is_passing": True}
#: Under which key the class is named where several are possible; no field has this name.
_CLASS = "is"

_Described = TypeVar("_Described")


class Unreadable(ValueError):
    """Data that does not describe what it should; the message says where and why."""


def dump(described: Any) -> dict[str, Any]:
    """Return a description as plain data.

    :param described: a dataclass whose fields are typed: texts, numbers, dates, enumerations, tuples, dicts with texts
        as keys and other such dataclasses
    :raises TypeError: if a field holds what cannot be written
    """
    kind: Any = type(described)
    values = ((each, hint, getattr(described, each.name)) for each, hint in _described_fields(kind))
    return {each.name: _dump(value, hint) for each, hint, value in values if value or value != _default(each)}


def load(kind: type[_Described], data: Any) -> _Described:
    """Return the description of class `kind` that `data` is, as :func:`dump` wrote it.

    :raises Unreadable: if it is something else, or has a field that is not known here
    """
    return _load_class(kind, data, kind.__name__)


def _dump(value: Any, hint: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, Decimal)) and not isinstance(value, Enum):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        hints = _hints_of_tuple(hint, len(value))
        return [_dump(item, each) for item, each in zip(value, hints, strict=True)]
    if isinstance(value, Mapping):
        # As pairs, for the order counts, and manifests are written in that of their keys.
        return [[str(key), _dump(item, get_args(hint)[1])] for key, item in value.items()]
    if is_dataclass(value):
        named = {_CLASS: type(value).__name__} if len(_classes_in(hint)) > 1 else {}
        return {**named, **dump(value)}
    raise TypeError(f"a description holds no {type(value).__name__}: {value!r}")


def _load(value: Any, hint: Any, place: str) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        return _load_union(value, hint, place)
    if is_dataclass(hint):
        return _load_class(hint, value, place)  # type: ignore[arg-type]
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise Unreadable(f"{place} is no list")
        hints = _hints_of_tuple(hint, len(value))
        if len(hints) != len(value):
            raise Unreadable(f"{place} has {len(value)} items")
        return tuple(
            _load(item, each, f"{place}[{index}]") for index, (item, each) in enumerate(zip(value, hints, strict=True))
        )
    if get_origin(hint) is dict:
        try:
            return {str(key): _load(item, get_args(hint)[1], f"{place}[{key}]") for key, item in value}
        except (TypeError, ValueError) as error:
            raise error if isinstance(error, Unreadable) else Unreadable(f"{place} is no list of pairs") from error
    return _load_simple(value, hint, place)


def _load_simple(value: Any, hint: Any, place: str) -> Any:
    read: Callable[[Any], Any] | None = _READERS.get(hint)
    if read is None and isinstance(hint, type) and issubclass(hint, Enum):
        read = hint
    if read is None:
        raise Unreadable(f"{place}: nothing is read as {hint}")
    try:
        return read(value)
    except (TypeError, ValueError, InvalidOperation) as error:
        raise Unreadable(f"{place} cannot be {value!r}") from error


def _load_union(value: Any, hint: Any, place: str) -> Any:
    if value is None:
        if type(None) in get_args(hint):
            return None
        raise Unreadable(f"{place} is missing")
    kinds = _classes_in(hint)
    if len(kinds) > 1:
        name = value.get(_CLASS) if isinstance(value, dict) else None
        named = {kind.__name__: kind for kind in kinds}
        if name not in named:
            raise Unreadable(f"{place} is a {name}, which is not known")
        return _load_class(named[name], {key: item for key, item in value.items() if key != _CLASS}, place)
    last: Unreadable | None = None
    for each in get_args(hint):
        if each is not type(None):
            try:
                return _load(value, each, place)
            except Unreadable as error:
                last = error
    raise last or Unreadable(f"{place} is missing")


def _load_class(kind: type[_Described], data: Any, place: str) -> _Described:
    if not isinstance(data, dict):
        raise Unreadable(f"{place} is no {kind.__name__}")
    any_kind: Any = kind
    described = {each.name: (each, hint) for each, hint in _described_fields(any_kind)}
    if unknown := sorted(data.keys() - described.keys()):
        raise Unreadable(f"{place} has {', '.join(unknown)}, which is not known")
    values = {name: _load(item, described[name][1], f"{place}.{name}") for name, item in data.items()}
    missing = [name for name, (each, _hint) in described.items() if name not in values and _default(each) is MISSING]
    if missing:
        raise Unreadable(f"{place} lacks {', '.join(missing)}")
    return kind(**values)


@cache
def _described_fields(kind: type) -> tuple[tuple[Field[Any], Any], ...]:
    """Return the fields of a dataclass that are written, each with the type that it has."""
    hints = get_type_hints(kind)
    return tuple((each, hints[each.name]) for each in fields(kind) if not each.metadata.get("is_passing"))


def _default(each: Field[Any]) -> Any:
    return each.default_factory() if each.default_factory is not MISSING else each.default


def _classes_in(hint: Any) -> list[type]:
    return [each for each in get_args(hint) if is_dataclass(each)] if _is_union(hint) else []  # type: ignore[misc]


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType)


def _hints_of_tuple(hint: Any, length: int) -> list[Any]:
    """Return the type of each item of a tuple of which the type is known."""
    choices = [each for each in get_args(hint) if get_origin(each) is tuple] if _is_union(hint) else [hint]
    items = get_args(choices[0])
    return [items[0]] * length if items[-1:] == (Ellipsis,) else list(items)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


_READERS: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    bool: _truth,
    int: _whole,
    # A manifest writes decimals as texts.
    float: float,
    Decimal: Decimal,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}
