"""Sections of docs/development.md that are printed from the code, so that they say what it does."""

import importlib.util
import re
import sys
from collections.abc import Iterable
from types import ModuleType

from runtime.paths import CHECKOUT

from .runner import CheckFailed

DOCUMENT = CHECKOUT / "docs" / "development.md"
REMEDY = "`make docs` prints them anew."


def check() -> int:
    """Compare what the document says with what would be printed now.

    :raise CheckFailed: when they differ
    """
    text = DOCUMENT.read_text(encoding="utf-8")
    if text != printed(text):
        raise CheckFailed(f"docs/{DOCUMENT.name} has sections that are out of date. {REMEDY}")
    return 0


def write() -> None:
    """Print the sections into the document."""
    DOCUMENT.write_text(printed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


def printed(text: str) -> str:
    """Return `text` with what stands between ``<!-- printed: NAME -->`` and ``<!-- end: NAME -->`` printed anew.

    :raise CheckFailed: when a section is missing
    """
    for name, section in {"steps": _steps()}.items():
        opening, closing = f"<!-- printed: {name} -->\n", f"<!-- end: {name} -->"
        pattern = re.compile(f"(?<={re.escape(opening)}).*?(?={re.escape(closing)})", re.DOTALL)
        text, found = pattern.subn(lambda _match, section=section: section, text)
        if found != 1:
            raise CheckFailed(f"{DOCUMENT.name} has {found} sections {opening.strip()} … {closing}, not one.")
    return text


def _steps() -> str:
    module = _module("models/workflow/steps.py")
    steps = _table(
        ("step", "role", "from", "to", "not where", "waits for", "reason", "in the register", "then", "tells"),
        (
            (
                f"`{step.name}`" + (f" within `{step.within}`" if step.within else ""),
                ", ".join(step.roles),
                ", ".join(step.states),
                step.leads_to,
                _codes(step.unless),
                _codes(step.waits_for),
                "yes" if step.needs_reason else "",
                step.record,
                _codes(step.then),
                step.tells,
            )
            for step in module.STEPS.values()
        ),
    )
    desks = _table(
        ("desk", "activity", "due"),
        ((desk.name, f"`{desk.activity}`", f"`{desk.due}`" if desk.due else "") for desk in module.DESKS.values()),
    )
    return f"\n{steps}\n{desks}\n"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [list(titles), *map(list, rows)]
    cells.insert(1, ["---"] * len(cells[0]))
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def _module(path: str) -> ModuleType:
    """Return a module of the addon that needs no Odoo; it is not imported by its package, which does."""
    name = path.removesuffix(".py").replace("/", "_")
    spec = importlib.util.spec_from_file_location(name, CHECKOUT / path)
    assert spec and spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
