"""The addon is an ordinary one: as a wheel, and as a folder in an addons path."""

import shutil
import subprocess
import zipfile
from email.parser import Parser

import pytest

from runtime import odoo, packages, tools
from runtime.paths import ADDON, CHECKOUT

#: Installs the addon and tells where it is, at one start of Odoo.
INSTALL = f"""
env["ir.module.module"].update_list()
module = env["ir.module.module"].search([("name", "=", "{ADDON}")])
module.button_immediate_install()
import odoo.addons.{ADDON} as addon; print("is", module.state, "from", addon.__file__)
"""


def copy_of_checkout(target):
    unwanted = shutil.ignore_patterns(".*", "__pycache__", "build", "dist")
    return shutil.copytree(CHECKOUT, target, ignore=unwanted)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = copy_of_checkout(tmp_path_factory.mktemp("source") / "Another name-1.0")
    target = tmp_path_factory.mktemp("wheel")
    python = tools.tools_venv().python
    subprocess.run([python, "-m", "hatchling", "build", "-t", "wheel", "-d", target], cwd=folder, check=True)
    (built,) = target.iterdir()
    return built


def test_wheel_is_named_after_the_addon(wheel):
    manifest = (CHECKOUT / "__manifest__.py").read_text()
    version = wheel.name.split("-")[1]
    assert wheel.name == f"odoo_addon_agency_evaluation-{version}-py3-none-any.whl"
    assert f'"version": "{version}"' in manifest


def test_wheel_carries_the_addon_and_nothing_else(wheel):
    root = f"odoo/addons/{ADDON}/"
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    assert all(name.startswith(root) for name in names), names
    carried = {name.removeprefix(root) for name in names}
    assert {"__init__.py", "__manifest__.py", "static/description/icon.png"} <= carried
    top = {name.partition("/")[0] for name in carried}
    unwanted = {"dev", "docs", "tests", ".ci", "Makefile", "pyproject.toml"}
    assert not top & unwanted
    assert not [name for name in carried if name.endswith(".pyc") or "static/tests" in name]


def test_wheel_carries_every_file_of_the_addon(wheel):
    """All that git has of the addon's own folders is in the wheel, so that no kind of file is forgotten."""
    listed = subprocess.run(
        ["git", "ls-files", "--", *FOLDERS], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    expected = {name for name in listed.stdout.splitlines() if not name.startswith("static/tests/")}
    root = f"odoo/addons/{ADDON}/"
    carried = {name.removeprefix(root) for name in zipfile.ZipFile(wheel).namelist()}
    assert expected - carried == set()


FOLDERS = (
    "controllers",
    "data",
    "demo",
    "i18n",
    "models",
    "reading",
    "report",
    "scoring",
    "security",
    "static",
    "views",
    "wizard",
)


def test_wheel_asks_for_what_reads_pdf_files_and_for_optional_packages(wheel):
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = Parser().parsestr(archive.read(name).decode())
    assert metadata["License-Expression"] == "LGPL-3.0-only"
    requirements = metadata.get_all("Requires-Dist", [])
    assert [r for r in requirements if "extra ==" not in r] == ["pikepdf>=9"]
    for optional in ("weasyprint", "pyhanko"):
        assert [r for r in requirements if r.startswith(optional)]


def test_addon_is_loaded_from_an_installed_wheel(wheel, tmp_path, database, run_odoo):
    environment = tmp_path / "venv"
    subprocess.run([odoo.venv().python, "-m", "venv", environment], check=True)
    python = environment / "bin/python"
    (packages_dir,) = environment.glob("lib/python3.*/site-packages")
    runtime = [odoo.venv().site_packages, packages.odoo_python_path()]
    (packages_dir / "runtime.pth").write_text("".join(f"{path}\n" for path in runtime))
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel], check=True)

    told = run_odoo(["shell", "-d", database, "--no-http"], [], python, stdin=INSTALL)
    assert f"is installed from {packages_dir}/odoo/addons/{ADDON}" in told


def test_addon_is_loaded_from_a_copied_folder(tmp_path, database, run_odoo):
    addons = tmp_path / "addons"
    copy_of_checkout(addons / ADDON)
    told = run_odoo(["shell", "-d", database, "--no-http"], [addons], stdin=INSTALL)
    assert f"is installed from {addons}/{ADDON}" in told
