"""Tests that pytest runs: the packages without Odoo, and the development tools."""

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from runtime import odoo, tools
from runtime.paths import CHECKOUT

from .runner import CheckFailed, execute, log_path, shortened


def pure(package: str) -> int:
    """A package without Odoo with its branches covered, without any database."""
    return run(f"tests/{package}", package, f"--cov={package}", "--cov-report=term")


def development_tools() -> int:
    return run("dev/tests", "dev")


def run(folder: str, name: str, *arguments: str, variables: Mapping[str, str] | None = None) -> int:
    """Run the tests below ``folder``; return how many passed.

    :param variables: what else they find in their environment
    :raise CheckFailed: for failed and for skipped tests, for low coverage, and for no test at all
    """
    results = log_path(name).with_suffix(".xml")
    results.unlink(missing_ok=True)
    environment = odoo.environment() | {
        "COVERAGE_FILE": str(results.with_suffix(".coverage")),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(results.with_suffix(".hypothesis")),
        "PYTHONDONTWRITEBYTECODE": "1",
        **(variables or {}),
    }
    command = [tools.test_venv().python, "-m", "pytest", "-q", folder, f"--junitxml={results}", *arguments]
    code, log = execute(command, name, env=environment, cwd=CHECKOUT)
    passed, failed = _counts(results)
    if code or failed or not passed:
        lines = log.read_text(errors="replace").splitlines()
        raise CheckFailed(f"{shortened(lines)}\nThe whole log: {log}", passed=passed, failed=max(failed, 1))
    return passed


def _counts(results: Path) -> tuple[int, int]:
    if not results.exists():
        return 0, 1
    suite = ElementTree.parse(results).getroot()[0]
    tests, *bad = (int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
    return tests - sum(bad), sum(bad)
