"""Consistency checks: what on a sheet contradicts itself, its facts or its evidence.

A check is one function, in the module of what it is about: its name is the code of the check, and what stands above it
is all else that is known of it. What its findings say stands in ``models/findings/finding_message.py``. Checks know
nothing of a particular sheet: they compare its rows, facts and relations.
"""

from __future__ import annotations

from ..checked_sheet import CheckedSheet
from . import answers, documents, grade, reasons, report, stated_facts
from .check import About, Cause, Check, Finding, Severity

__all__ = ["CHECKS", "About", "Cause", "Check", "Finding", "Severity", "find_all"]

#: The modules that hold checks, in the order in which findings on the whole are listed; within each, as it has them.
_MODULES = (answers, stated_facts, reasons, documents, grade, report)
#: Every check by its code.
CHECKS: dict[str, Check] = {
    check.code: check for module in _MODULES for check in vars(module).values() if isinstance(check, Check)
}


def find_all(sheet: CheckedSheet) -> list[Finding]:
    """Return all findings on `sheet`, once each, check by check in the order of :data:`CHECKS`."""
    causes = ((check, cause) for check in CHECKS.values() for cause in check.find(sheet))
    return list(dict.fromkeys(Finding(check, cause.row, cause.subject, cause.details) for check, cause in causes))
