"""The checks of ``make test``, in the order that keeps both lanes busy."""

from collections.abc import Callable, Sequence
from functools import partial

from runtime import databases, odoo
from runtime.console import Problem
from runtime.databases import own_name
from upgrade import kept

from . import documents, installation, lint, odoo_tests, pytest_runs, translations, upgrade
from .runner import Check

DEMO = "install with demo data"
PLAIN = "install without demo data"


def checks() -> list[Check]:
    """Every check; the long chain that starts with the demo database comes first.

    The tools' own tests are about the Odoo that they provision, so an existing one goes without.
    """
    demo, plain = own_name("test_demo"), own_name("test_plain")
    return [
        Check(DEMO, partial(installation.install, demo, demo=True)),
        Check(PLAIN, partial(installation.install, plain, demo=False)),
        Check("tests of the addon", partial(odoo_tests.addon_tests, demo), [DEMO]),
        *linters(),
        Check("tests of scoring", partial(pytest_runs.pure, "scoring")),
        Check("tests of reading", partial(pytest_runs.pure, "reading")),
        Check("translations", partial(translations.check, plain), [PLAIN]),
        Check("Odoo's generic suites", partial(_on_copy, plain, "generic", odoo_tests.generic_suites), [PLAIN]),
        Check("Odoo's lint suite", partial(_on_copy, plain, "lint", odoo_tests.lint_suite), [PLAIN]),
        Check("every menu clicked", partial(_on_copy, plain, "clicks", odoo_tests.menu_clicks), [PLAIN]),
        Check("crashes and crowds", partial(_on_copy, plain, "stress", odoo_tests.stress), [PLAIN]),
        *(
            Check(f"upgrade from {version}", partial(upgrade.upgrade, version, plain), [PLAIN])
            for version in kept.versions()
        ),
        Check("uninstall and reinstall", partial(installation.reinstall, own_name("test_again"))),
        *([] if odoo.existing() else [Check("tests of the tools", pytest_runs.development_tools)]),
        Check("unit tests in the browser", partial(odoo_tests.unit_tests, plain), [PLAIN]),
    ]


def linters() -> list[Check]:
    return [
        Check("ruff", lint.ruff),
        Check("pylint-odoo", lint.pylint_odoo),
        Check("oca-odoo-pre-commit-hooks", lint.oca_hooks),
        Check("Odoo's pylint plugins", lint.odoo_pylint),
        Check("mypy on the packages without Odoo", lint.mypy),
        Check("imports between the floors", lint.floors),
        Check("tables printed in the documents", documents.check),
    ]


def selected(names: Sequence[str] | None) -> list[Check]:
    """The checks with these names and what they need; every check for None.

    :raise Problem: for a name that no check has
    """
    every = {check.name: check for check in checks()}
    if names is None:
        return list(every.values())
    if unknown := sorted(set(names) - set(every)):
        raise Problem(f"There is no check {', '.join(unknown)}. There are: {', '.join(every)}.")
    wanted = set(names) | {need for name in names for need in every[name].needs}
    return [check for check in every.values() if check.name in wanted]


def prepare(checks: Sequence[Check]) -> None:
    """Make the template databases before the checks compete for the processor, unless all are linters."""
    if {check.name for check in checks} - {check.name for check in linters()}:
        for demo in (True, False):
            databases.template(demo)


def _on_copy(source: str, purpose: str, run: Callable[[str], int]) -> int:
    """Run a check on a copy of a database, so that others may use the original meanwhile."""
    name = own_name(f"test_{purpose}")
    databases.duplicate(source, name)
    return run(name)
