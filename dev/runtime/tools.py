"""What only the tests and linters need: two environments and a few system packages."""

from pathlib import Path

from . import odoo, packages, proxy
from .apt import available, installed, system_install
from .paths import exclusive
from .venv import Venv

#: Browser, office and converters that the tests call; all of them are in Debian.
SYSTEM_PACKAGES = (
    "chromium",
    "fonts-liberation",
    "gettext",
    "libreoffice-calc-nogui",
    "libreoffice-writer-nogui",
    "poppler-utils",
)
#: Odoo's own PDF engine, which Debian dropped after release 12: tested where it can be had.
OPTIONAL_PACKAGES = ("wkhtmltopdf",)


def test_venv() -> Venv:
    """Odoo's environment plus what its tests and ours import; for an existing Odoo only the latter."""
    if odoo.existing():
        return Venv("test")
    return Venv("test", paths=(odoo.venv().site_packages, packages.odoo_python_path()))


def oca_venv() -> Venv:
    """The environment of the tests, with addons of OCA that the addon gets on with, where they are installed."""
    tests = test_venv()
    return Venv("oca", paths=(tests.site_packages, *tests.paths), is_complete=True)


def oca_addons() -> Path:
    """The folder of those addons, for Odoo's ``addons_path``."""
    return oca_venv().site_packages / "odoo" / "addons"


def tools_venv() -> Venv:
    """Linters and the builder of the wheel, apart from Odoo's pinned packages."""
    return Venv("tools")


def provision() -> None:
    """Install what runs the tests, where that has not been done.

    :raise Problem: with the line to type, when a system package is missing and this is not root
    """
    odoo.provision()
    if not odoo.existing():
        proxy.provision()
    missing = [name for name in SYSTEM_PACKAGES if not installed(name)]
    missing += [name for name in OPTIONAL_PACKAGES if not installed(name) and available(name)]
    if not missing and test_venv().ready() and oca_venv().ready() and tools_venv().ready():
        return
    with exclusive("provision"):
        test_venv().ensure()
        tools_venv().ensure()
        oca_venv().ensure()
        missing = [name for name in missing if not installed(name)]
        if missing:
            system_install(missing, "Running the tests")
