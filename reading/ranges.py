"""Addresses of cells and ranges."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def place(text: str) -> tuple[int, int]:
    """Return row and column, counted from 0, of an address such as ``B7``.

    :raises ValueError: if it is none
    """
    match = _ADDRESS.fullmatch(text)
    if not match:
        raise ValueError(text)
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def corners(reference: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first and the last place of a range such as ``A1:C2``.

    :raises ValueError: if it is none
    """
    first, _colon, last = reference.partition(":")
    return place(first), place(last or first)


def address(row: int, column: int) -> str:
    """Return the address of the cell at a place counted from 0: ``address(6, 1)`` is ``B7``."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
