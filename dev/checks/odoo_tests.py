"""Odoo's own test runner, on the addon and on what Odoo says of every addon."""

from pathlib import Path

from runtime import odoo, tools
from runtime.paths import ADDON, checkout_dir

from . import installation, odoo_log
from .runner import CheckFailed, execute, shortened

#: Suites of Odoo that judge every installed addon; conventions that Odoo's own tree follows.
GENERIC = (
    "/base:TestEveryModel",
    "/base:TestOverrides",
    "/base:TestModelDeprecations",
    "/base:TestInvisibleField",
    "render_all_views,migration/base",
    "/web:TestMenusAdminLight",
    "/web:TestMenusDemoLight",
)
#: The rest of Odoo's linter is run on this addon alone, or is red in Odoo itself; or it asks for an index of a link
#: where another one begins with it: Odoo lists those of its own addons, and tests/sheet/test_lists.py looks at ours.
LINT = ("/test_lint", "-/test_lint:TestPyLint", "-/test_lint:TestDocstring", "-/test_lint:TestIndex")
UNIT_TESTS = f"/web:WebSuite.test_unit_desktop[@{ADDON}]"
#: The addon's tests in two lanes that run side by side: those that ask the web server, which tests/cases tags, and
#: whatever is left.
HTTP = f"{ADDON}_http"
IN_BROWSER = f"{HTTP}/{ADDON}"
ALL_OTHERS = f"/{ADDON},-{HTTP}"


def addon_tests(database: str) -> int:
    """Upgrade the addon, and run its tests but for those that ask the web server."""
    return _some(run(database, "addon", ALL_OTHERS, "--update", ADDON))


def browser_tests(database: str) -> int:
    """Run the addon's tests that ask the web server, its tours among them, and its unit tests in JavaScript."""
    return _some(run(database, "browser", f"{IN_BROWSER},{UNIT_TESTS}"))


def _some(passed: int) -> int:
    if not passed:
        raise CheckFailed("Odoo found no test of the addon.")
    return passed


def crashes_and_crowds(database: str) -> int:
    """Kill processes amid their work, and let many press at once; the database keeps what they leave."""
    return run(database, "crashes", f"{ADDON}_stress")


def storage_tests(database: str) -> int:
    """Keep the files of the evaluations in a store of OCA fs_attachment, and let everything that reads them do so."""
    return _beside(database, "fs_attachment", "storage")


def queue_tests(database: str) -> int:
    """Let what takes long be worked off by the jobs of OCA queue_job."""
    return _beside(database, "queue_job", "queue")


def _beside(database: str, addon: str, name: str) -> int:
    """Run the tests tagged with `name` in a database that has an addon of OCA besides."""
    arguments = [f"--addons-path={','.join([*odoo.addons_paths(), str(tools.oca_addons())])}"]
    interpreter = None if odoo.existing() else tools.oca_venv().python
    installation.clean_run(
        f"install-{name}",
        "server",
        f"--database={database}",
        f"--init={addon}",
        "--no-http",
        "--stop-after-init",
        *arguments,
        interpreter=interpreter,
    )
    return _some(run(database, name, f"{ADDON}_{name}", *arguments, interpreter=interpreter))


def own_suites(database: str) -> int:
    """Run what Odoo says of every addon, and click every menu, view switch and filter of every app."""
    return run(database, "odoo-suites", ",".join([*GENERIC, "click_all/web:TestMenusAdmin"]))


def lint_suite(database: str) -> int:
    return run(database, "odoo-lint", ",".join(LINT), "--init", "test_lint")


def run(database: str, name: str, tags: str, *arguments: str, interpreter: Path | None = None) -> int:
    """Run tests in ``database``; return how many passed.

    :param interpreter: the Python to run them with, instead of that of the tests

    A test that was skipped though it is ours and an ERROR in the log are failures too: Odoo
    counts neither.

    :raise CheckFailed: with the records that tell why
    """
    command = odoo.command(
        "server",
        f"--database={database}",
        f"--test-tags={tags}",
        f"--http-port={odoo.free_port()}",
        f"--screenshots={screenshots()}",
        *arguments,
        interpreter=None if odoo.existing() else interpreter or tools.test_venv().python,
    )
    code, log = execute(command, name, env=odoo.environment())
    result = odoo_log.test_result(log)
    found = odoo_log.problems(log, "ERROR", "CRITICAL") + odoo_log.skipped_tests(log)
    if code and not found:
        found = [f"Odoo ended with exit code {code}."]
    if found:
        failed = max(result.failed, 1)
        raise CheckFailed(
            f"{shortened(chr(10).join(found).splitlines(), 200)}\nThe whole log: {log}",
            passed=max(result.tests - failed, 0),
            failed=failed,
        )
    return result.tests


def screenshots() -> Path:
    """Where a failed browser test leaves its picture."""
    return checkout_dir() / "screenshots"
