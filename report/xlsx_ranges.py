"""Formulas of a workbook that goes on adding up as `scoring/rollup.py` does, and the cells that they refer to."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.utility import xl_range


def cells_in(column: int, lines: Iterable[int]) -> str:
    """Return the cells of a column on ascending `lines` as the arguments of a function: ``C2:C4,C7:C7``."""
    return ",".join(xl_range(first, column, last, column) for first, last in spans(lines))


def scaled(points: str, maximum: str, excluded: str, bonus: str = "", bonus_maximum: str = "0") -> str:
    """Return the formula of `points` as if what is left of `maximum` without `excluded` made up all of it.

    :param bonus: what of the points is added unscaled, if anything may be
    :param bonus_maximum: what of the maximum is for that
    """
    if not bonus:
        return f"ROUND({points}*{maximum}/({maximum}-{excluded}),2)"
    whole = f"({maximum}-{bonus_maximum})"
    return f"ROUND(({points}-{bonus})*{whole}/({whole}-{excluded}),2)+{bonus}"


def spans(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Return ascending `lines` as spans (first, last) without gaps."""
    found: list[tuple[int, int]] = []
    for line in lines:
        if found and found[-1][1] == line - 1:
            found[-1] = (found[-1][0], line)
        else:
            found.append((line, line))
    return found
