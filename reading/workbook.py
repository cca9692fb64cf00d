"""Reads an untrusted ``.xlsx`` file as plain values.

Sheets are followed as a stream, so that a file of a million rows is refused at the first row too many, and only what
is on the sheets is read: no macros, links to other files, pictures, pivot tables, or styles but those of dates. A
formula is never computed; its cell says that it is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from . import markup
from .grid import Cell, Grid
from .limits import Limits, Reason, Unreadable
from .package import Package
from .ranges import address
from .sheet import Budget, DateStyles, PartReader, SheetReader, Strings, unescape

__all__ = ["Cell", "Grid", "Limits", "Reason", "Unreadable", "address", "read_workbook"]

_MAIN = "spreadsheetml.sheet.main", "spreadsheetml.template.main"
_Reader = TypeVar("_Reader", bound=PartReader)


def read_workbook(content: bytes, limits: Limits | None = None) -> list[Grid]:
    """Return the sheets of an ``.xlsx`` file in their order, without those that hold charts only.

    :raises Unreadable: if it is no such file, is damaged, encrypted or has macros, or exceeds a limit
    """
    limits = limits or Limits()
    return _Workbook(Package(content, limits), limits).grids()


class _Workbook:
    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._budget = Budget(limits)
        self._name = self._find_main_part()
        self._targets = package.targets(self._name)
        self._epoch: datetime = WINDOWS_EPOCH
        self._sheets: list[tuple[Grid, str]] = []
        self._listed = 0

    def grids(self) -> list[Grid]:
        markup.walk(self._package.chunks(self._name), self._list)
        if not self._sheets:
            raise Unreadable(Reason.NO_SHEET)
        names = {grid.name.casefold() for grid, _part in self._sheets}
        parts = {part.lower() for _grid, part in self._sheets}
        if min(len(names), len(parts)) < len(self._sheets):
            raise Unreadable(Reason.DAMAGED)
        styles = self._read_kind("styles", DateStyles())
        strings = self._read_kind("sharedStrings", Strings(self._budget))
        for grid, part in self._sheets:
            self._read_part(part, SheetReader(grid, strings.found, styles.found, self._epoch, self._budget)).finish()
        return [grid for grid, _part in self._sheets]

    def _find_main_part(self) -> str:
        kinds = self._package.targets("").values()
        name = next((target for kind, target in kinds if kind == "officeDocument"), "xl/workbook.xml")
        if not any(kind in self._package.content_type(name) for kind in _MAIN):
            raise Unreadable(Reason.NOT_THIS_FORMAT)
        return name

    def _list(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take down the sheets of cells, and the day from which the workbook counts its dates."""
        if tag == "workbookPr" and attributes.get("date1904", "").lower() in ("1", "true"):
            self._epoch = MAC_EPOCH
        if tag != "sheet":
            return
        self._listed += 1
        if self._listed > self._limits.sheets:
            raise Unreadable(Reason.TOO_MANY_SHEETS, limit=self._limits.sheets)
        name = unescape(attributes.get("name", ""))
        reference = next((value for key, value in attributes.items() if key.endswith(" id")), "")
        kind, part = self._targets.get(reference, ("", ""))
        if not name or part not in self._package:
            raise Unreadable(Reason.DAMAGED, sheet=name)
        if "macrosheet" in kind.lower():
            raise Unreadable(Reason.MACROS, sheet=name)
        if kind == "worksheet":
            self._sheets.append((Grid(name, is_hidden=attributes.get("state", "visible") != "visible"), part))

    def _read_kind(self, kind: str, reader: _Reader) -> _Reader:
        """Let `reader` follow the part of this kind, if there is one."""
        part = next((target for found, target in self._targets.values() if found == kind), "")
        return self._read_part(part, reader) if part else reader

    def _read_part(self, part: str, reader: _Reader) -> _Reader:
        markup.walk(self._package.chunks(part), reader.start, reader.end, reader.text)
        return reader
