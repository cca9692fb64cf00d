"""How Odoo is called for this checkout: its command, configuration and environment."""

import os
import re
import shlex
import socket
import subprocess
from pathlib import Path

from . import packages, postgres
from .console import Problem
from .paths import ADDON, CHECKOUT, DEV, cache_dir, checkout_dir, exclusive
from .venv import Venv


def venv() -> Venv:
    """The environment that runs Odoo: what production has, no test tool."""
    return Venv("odoo", paths=(packages.odoo_python_path(),))


def existing() -> list[str] | None:
    """The command of the installation that ``ODOO_BIN`` names, or None for our own.

    :raise Problem: when it names no program
    """
    named = os.environ.get("ODOO_BIN")
    if not named:
        return None
    command = shlex.split(named)
    if not os.access(command[0], os.X_OK) or Path(command[0]).is_dir():
        raise Problem(f"ODOO_BIN names {command[0]}, which is not a program that can be run.")
    return command


def provision() -> None:
    """Install what runs Odoo, where that has not been done; later calls need no network."""
    if existing() or (packages.ready() and venv().ready() and postgres.ready()):
        return
    with exclusive("provision"):
        packages.unpack_odoo()
        packages.unpack_libraries()
        venv().ensure()
        postgres.install(venv())


def use() -> None:
    """Provision Odoo, write this checkout's configuration and have the database server running."""
    provision()
    _link_addons()
    _write_configuration()
    if not existing():
        postgres.use()


def command(*arguments: str, interpreter: Path | None = None) -> list[str]:
    """The command line of Odoo with ``arguments``.

    :param interpreter: the Python to run our own Odoo with, instead of its environment's
    """
    base = existing() or [str(interpreter or venv().python), str(packages.odoo_prefix() / "usr/bin/odoo")]
    return [*base, *arguments]


def environment() -> dict[str, str]:
    """The environment for :func:`command`."""
    variables = dict(os.environ)
    variables["ODOO_RC"] = str(configuration())
    # from the environment it would overrule the configuration
    variables.pop("ODOO_ADDONS_PATH", None)
    if existing():
        return variables
    variables |= postgres.environment() | packages.library_environment()
    variables["PATH"] = os.pathsep.join([str(venv().bin), str(postgres.bin_dir()), variables.get("PATH", os.defpath)])
    for name in ("PGDATABASE", "PGPASSWORD", "PGSERVICE", "PYTHONHOME", "PYTHONPATH"):
        variables.pop(name, None)
    return variables


def location() -> Path:
    """The folder of the package ``odoo``."""
    if not existing():
        return packages.odoo_python_path() / "odoo"
    script = "import odoo, sys; sys.stderr.write('odoo is in ' + list(odoo.__path__)[0] + '\\n')\n"
    done = subprocess.run(
        command("shell", "--no-http"), env=environment(), input=script, capture_output=True, text=True, check=False
    )
    found = re.search(r"^odoo is in (.+)$", done.stderr, re.MULTILINE)
    if not found:
        raise Problem(f"{command()[0]} does not say where it is:\n{done.stderr}")
    return Path(found.group(1))


def configuration() -> Path:
    return checkout_dir() / "odoo.conf"


def data_dir() -> Path:
    """Odoo's filestore and sessions, shared by the checkouts as the database server is."""
    return cache_dir() / "data"


def addons_dir() -> Path:
    """The folder in which Odoo finds the addon under its own name."""
    return checkout_dir() / "addons"


def _link_addons() -> None:
    addons_dir().mkdir(parents=True, exist_ok=True)
    sources = [(ADDON, CHECKOUT), *((p.name, p) for p in (DEV / "addons").iterdir())]
    for name, source in sources:
        link = addons_dir() / name
        if not link.is_symlink() or link.readlink() != source:
            link.unlink(missing_ok=True)
            link.symlink_to(source)


def _write_configuration() -> None:
    options = {
        "addons_path": ",".join(addons_paths()),
        "data_dir": str(data_dir()),
        "http_interface": "127.0.0.1",
        "max_cron_threads": "1",
    }
    lines = "".join(f"{name} = {value}\n" for name, value in options.items())
    configuration().write_text(f"[options]\n{lines}")


def addons_paths() -> list[str]:
    """The folders of addons beside Odoo's own, for an existing Odoo also what ``ODOO_ADDONS_PATH`` names."""
    named = os.environ.get("ODOO_ADDONS_PATH", "") if existing() else ""
    return [*filter(None, named.split(",")), str(addons_dir())]


def free_port(preferred: int = 0) -> int:
    """A free port of the loopback address: ``preferred`` where it is free."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Problem("No port of 127.0.0.1 is free.")
