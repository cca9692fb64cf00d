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


def storage_venv() -> Venv:
    """The environment of the tests, with the addons of OCA that put files into an object storage."""
    tests = test_venv()
    return Venv("storage", paths=(tests.site_packages, *tests.paths), is_complete=True)


def storage_addons() -> Path:
    """The folder of those addons, for Odoo's ``addons_path``."""
    return storage_venv().site_packages / "odoo" / "addons"


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
    if not missing and test_venv().ready() and storage_venv().ready() and tools_venv().ready():
        return
    with exclusive("provision"):
        test_venv().ensure()
        tools_venv().ensure()
        storage_venv().ensure()
        missing = [name for name in missing if not installed(name)]
        if missing:
            system_install(missing, "Running the tests")
