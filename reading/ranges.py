"""Addresses of cells and ranges. How letters count columns is openpyxl's knowledge."""

from __future__ import annotations

import re

from openpyxl.utils import column_index_from_string, get_column_letter

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def place(text: str) -> tuple[int, int]:
    """Return row and column, counted from 0, of an address such as ``B7``.

    :raises ValueError: if it is none
    """
    match = _ADDRESS.fullmatch(text)
    if not match:
        raise ValueError(text)
    return int(match[2]) - 1, column_index_from_string(match[1]) - 1


def corners(reference: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the first and the last place of a range such as ``A1:C2``.

    :raises ValueError: if it is none
    """
    first, _colon, last = reference.partition(":")
    begin = place(first)
    return begin, place(last) if last else begin


def address(row: int, column: int) -> str:
    """Return the address of the cell at a place counted from 0: ``address(6, 1)`` is ``B7``."""
    return f"{get_column_letter(column + 1)}{row + 1}"
