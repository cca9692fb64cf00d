"""Is the template of the translations up to date, and the Vietnamese one whole?"""

import difflib
import re
from pathlib import Path

from runtime import databases, odoo, tools
from runtime.paths import ADDON, CHECKOUT

from .runner import CheckFailed, execute, log_path, must_succeed, shortened

TEMPLATE = CHECKOUT / "i18n" / f"{ADDON}.pot"
VIETNAMESE = CHECKOUT / "i18n" / "vi.po"
REMEDY = "`make i18n` exports the terms anew and merges them into vi.po."


def check(database: str) -> int:
    """Compare the files in i18n/ with the terms of ``database``, which has no demo data.

    :raise CheckFailed: when a term is missing, left over, untranslated or fuzzy
    """
    exported = log_path("exported").with_suffix(".pot")
    export(database, exported)
    for path in (TEMPLATE, VIETNAMESE):
        if not path.exists():
            raise CheckFailed(f"{path.relative_to(CHECKOUT)} is missing. {REMEDY}")
    difference = list(
        difflib.unified_diff(_terms(TEMPLATE), _terms(exported), str(TEMPLATE.name), "exported", n=1, lineterm="")
    )
    if difference:
        raise CheckFailed(f"The template is out of date. {REMEDY}\n{shortened(difference)}")
    if re.search(r"untranslated|fuzzy|error", statistics()):
        raise CheckFailed(statistics())
    must_succeed(["msgcmp", VIETNAMESE, TEMPLATE], "msgcmp")
    return 0


def statistics() -> str:
    """What gettext says of vi.po: how many messages are translated, and its errors."""
    _code, log = execute(["msgfmt", "--check", "--statistics", "--output-file=/dev/null", VIETNAMESE], "msgfmt")
    return f"i18n/vi.po: {log.read_text().strip()}"


def export(database: str, target: Path) -> None:
    """Write the terms of the addon as the template ``target``."""
    with databases.undisturbed(database):
        must_succeed(
            odoo.command("i18n", "export", "--database", database, "--output", str(target), ADDON),
            "i18n-export",
            env=odoo.environment(),
        )


def merge(database: str) -> None:
    """Bring the template up to date with ``database``, and the Vietnamese file with it."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    export(database, TEMPLATE)
    if VIETNAMESE.exists():
        must_succeed(
            ["msgmerge", "--update", "--no-fuzzy-matching", "--backup=none", VIETNAMESE, TEMPLATE],
            "msgmerge",
        )
        # The linter breaks lines its own way; it ends with an error where it found them otherwise.
        execute([tools.tools_venv().bin / "oca-checks-po", "--fix", VIETNAMESE], "oca-po-fix")


def _terms(path: Path) -> list[str]:
    """The lines of a translation file after its header, which holds the time of the export."""
    return path.read_text(encoding="utf-8").partition("\n\n")[2].splitlines()
