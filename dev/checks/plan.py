"""The checks of ``make test``, in the order that keeps all lanes busy."""

from collections.abc import Callable, Sequence
from functools import partial

from runtime import databases, odoo
from runtime.console import Problem
from runtime.databases import own_name
from upgrade import kept

from . import documents, hosts, installation, lint, odoo_tests, province, pytest_runs, translations, upgrade
from .runner import Check

DEMO = "install with demo data"
PROVINCE = "a small province"
PLAIN = "install without demo data"
STORAGE = "files in an object storage"
QUEUE = "jobs of a queue"
HOSTS = "two hosts and a replica"
#: What `make stress` runs: the tests that can try more than they usually do.
STRESSED = (
    "tests of the addon",
    "tests in the browser",
    "crashes and crowds",
    "tests of scoring",
    "tests of reading",
    HOSTS,
)
#: What `make test` leaves to it altogether.
STRESS_ALONE = (HOSTS,)


def checks() -> list[Check]:
    """Every check; what takes longest comes first."""
    demo, plain = own_name("test_demo"), own_name("test_plain")
    return [
        Check(DEMO, partial(installation.install, demo, demo=True)),
        Check(PLAIN, partial(installation.install, plain, demo=False)),
        Check("tests of the addon", partial(_on_copy, demo, "addon", odoo_tests.addon_tests), [DEMO]),
        Check("tests in the browser", partial(_on_copy, demo, "browser", odoo_tests.browser_tests), [DEMO]),
        Check("Odoo's own suites", partial(_on_copy, plain, "suites", odoo_tests.own_suites), [PLAIN]),
        *([] if odoo.existing() else _checks_of_the_runtime(demo, plain)),
        *(
            Check(f"upgrade from {version}", partial(upgrade.upgrade, version, plain), [PLAIN])
            for version in kept.versions()
        ),
        Check("uninstall and reinstall", partial(_on_copy, demo, "again", installation.reinstall), [DEMO]),
        Check("crashes and crowds", partial(_on_copy, plain, "crashes", odoo_tests.crashes_and_crowds), [PLAIN]),
        *linters(),
        Check("Odoo's lint suite", partial(_on_copy, plain, "lint", odoo_tests.lint_suite), [PLAIN]),
        Check("tests of reading", partial(pytest_runs.pure, "reading")),
        Check("tests of scoring", partial(pytest_runs.pure, "scoring")),
        Check("translations", partial(translations.check, plain), [PLAIN]),
    ]


def _checks_of_the_runtime(demo: str, plain: str) -> list[Check]:
    """The checks about, or by, what the tools provision, so that an existing Odoo goes without."""
    return [
        Check("tests of the tools", pytest_runs.development_tools),
        Check(STORAGE, partial(_on_copy, plain, "storage", odoo_tests.storage_tests), [PLAIN]),
        Check(QUEUE, partial(_on_copy, plain, "queue", odoo_tests.queue_tests), [PLAIN]),
        Check("a server with workers", partial(_on_copy, demo, "workers", hosts.workers), [DEMO]),
        Check(HOSTS, partial(_on_copy, demo, "hosts", hosts.cluster), [DEMO]),
        Check(PROVINCE, partial(_on_copy, demo, "province", province.small), [DEMO]),
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
    """The checks with these names and what they need; for None, every check but those that prove by mass alone.

    :raise Problem: for a name that no check has
    """
    every = {check.name: check for check in checks()}
    if names is None:
        return [check for check in every.values() if check.name not in STRESS_ALONE]
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
