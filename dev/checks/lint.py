"""Linters: OCA's and Odoo's own, each on this addon alone."""

import os
from pathlib import Path

from runtime import odoo, tools
from runtime.paths import ADDON, CHECKOUT

from .runner import must_succeed

#: Odoo's own checkers, run as its test suite does, but not on all of Odoo's tree. That of errors in `unlink` would have
#: to read all of Odoo, which takes as long as everything else; pylint-odoo knows the rule too.
ODOO_PLUGINS = ("_odoo_checker_sql_injection", "_odoo_checker_gettext")
ODOO_MESSAGES = (
    "used-before-assignment",
    "undefined-variable",
    "eval-used",
    "unreachable",
    "function-redefined",
    "sql-injection",
    "missing-gettext",
    "gettext-variable",
    "gettext-placeholders",
    "gettext-repr",
)


def ruff() -> int:
    must_succeed([_tool("ruff"), "check", "--no-fix", "--no-cache", "."], "ruff", cwd=CHECKOUT)
    return 0


def pylint_odoo() -> int:
    rules = f"--rcfile={CHECKOUT / 'pyproject.toml'}"
    must_succeed([_tool("pylint"), rules, "--score=no", ADDON], "pylint", cwd=odoo.addons_dir())
    return 0


def oca_hooks() -> int:
    must_succeed([_tool("oca-checks-odoo-module"), ADDON], "oca-module", cwd=odoo.addons_dir())
    files = sorted(CHECKOUT.glob("i18n/*.po*"))
    if files:
        must_succeed([_tool("oca-checks-po"), *files], "oca-po", cwd=odoo.addons_dir())
    return 0


def odoo_pylint() -> int:
    """Odoo's own plugins of pylint."""
    plugins = odoo.location() / "addons/test_lint/tests"
    must_succeed(
        [
            _tool("pylint"),
            f"--rcfile={os.devnull}",
            "--disable=all,useless-option-value,unknown-option-value",
            f"--enable={','.join(ODOO_MESSAGES)}",
            f"--load-plugins=pylint.extensions.bad_builtin,{','.join(ODOO_PLUGINS)}",
            "--ignore=dev,docs",
            "--score=no",
            ADDON,
        ],
        "odoo-pylint",
        cwd=odoo.addons_dir(),
        env=os.environ | {"PYTHONPATH": str(plugins)},
    )
    return 0


def mypy() -> int:
    """The types of the packages without Odoo; the environment has none, so that importing it fails."""
    must_succeed([_tool("mypy"), f"--cache-dir={os.devnull}", "scoring", "reading"], "mypy", cwd=CHECKOUT)
    return 0


def floors() -> int:
    """The imports between the packages of the addon, and between the rooms of its models."""
    rules = f"--config={CHECKOUT / 'pyproject.toml'}"
    must_succeed([_tool("lint-imports"), rules, "--no-cache"], "floors", cwd=odoo.addons_dir())
    return 0


def _tool(name: str) -> Path:
    return tools.tools_venv().bin / name
