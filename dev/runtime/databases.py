"""Databases of this checkout, copied from templates so that only the addon remains to install."""

import os
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path

from . import odoo, packages
from .console import Problem, step
from .paths import ADDON, DEV, checkout_dir, checkout_key, digest, exclusive
from .processes import output_of, run_logged

#: What a template has: the addon's dependencies, and the language of its users.
MODULES = ("base", "web", "mail", "hr", "agency_evaluation_runtime")
LANGUAGE = "vi_VN"


def own_name(purpose: str) -> str:
    """The name of this checkout's database for ``purpose``."""
    return f"{checkout_key()}_{purpose}"


def sql(query: str, database: str = "postgres") -> list[list[str]]:
    """The rows that ``query`` gives, as text.

    :raise Problem: with PostgreSQL's message, when the query fails
    """
    separator = "\x1f"
    argv = [
        "psql",
        "--no-psqlrc",
        "--quiet",
        "--tuples-only",
        "--no-align",
        "--set=ON_ERROR_STOP=1",
        f"--field-separator={separator}",
        "--dbname",
        database,
        "--command",
        query,
    ]
    rows = output_of(argv, env=odoo.environment()).splitlines()
    return [row.split(separator) for row in rows if row]


def exists(name: str) -> bool:
    return bool(sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def comment(name: str) -> str:
    """The note kept with the database ``name``; empty where there is none, or no database."""
    rows = sql(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        f" WHERE datname = '{name}' AND shobj_description(oid, 'pg_database') IS NOT NULL"
    )
    return rows[0][0] if rows else ""


def set_comment(name: str, text: str) -> None:
    sql(f"COMMENT ON DATABASE \"{name}\" IS '{text}'")


def names() -> list[str]:
    """The databases of every checkout, templates apart."""
    rows = sql("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1")
    return [name for (name,) in rows if name != "postgres"]


def template(demo: bool) -> str:
    """The name of the template with or without demo data, made where it is missing."""
    shim = b"".join(p.read_bytes() for p in sorted((DEV / "addons").rglob("*.py")))
    version = os.environ["ODOO_BIN"] if odoo.existing() else packages.odoo_package()
    name = f"agency_evaluation_{'demo' if demo else 'plain'}_{digest(version, *MODULES, shim)}"
    ready = f"SELECT 1 FROM pg_database WHERE datname = '{name}' AND datistemplate"
    if sql(ready):
        return name
    with exclusive(name):
        if not sql(ready):
            _make_template(name, demo)
    return name


def _make_template(name: str, demo: bool) -> None:
    title = "with demo data" if demo else "without demo data"
    with step(f"Template database {title}: {', '.join(MODULES)}"):
        drop(name)
        log = checkout_dir() / "logs" / f"{name}.log"
        run_logged(
            odoo.command(
                "server",
                f"--database={name}",
                f"--init={','.join(MODULES)}",
                f"--load-language={LANGUAGE}",
                "--no-http",
                "--stop-after-init",
                *(["--with-demo"] if demo else []),
            ),
            log,
            env=odoo.environment(),
            describe=lambda: loading_progress(log),
            hint="This is a fault of the runtime: remove the database or report it.",
        )
        # the mark tells a finished template, and keeps it out of Odoo's list of databases
        sql(f'ALTER DATABASE "{name}" IS_TEMPLATE true')


def loading_progress(log: Path) -> str:
    """The last "Loading module x (n/m)" in a log of Odoo, in short."""
    text = log.read_text(errors="replace") if log.exists() else ""
    at = text.rfind("Loading module ")
    return text[at:].split("\n", 1)[0] if at >= 0 else ""


def copy_template(name: str, demo: bool) -> None:
    """Make the database ``name``, with the addon's dependencies but not yet the addon."""
    duplicate(template(demo), name)


def duplicate(source: str, name: str) -> None:
    """Make the database ``name`` anew, as a copy of ``source`` and its files."""
    drop(name)
    log = checkout_dir() / "logs" / f"duplicate-{name}.log"
    command = odoo.command("db", "duplicate", source, name)
    with undisturbed(source):
        run_logged(command, log, env=odoo.environment(), hint="Is the disk full?", describe=lambda: "")


def undisturbed(name: str) -> AbstractContextManager[None]:
    """Hold the database ``name`` in the block, for it is not copied meanwhile: that ends every connection to it."""
    return exclusive(name)


def install(name: str, log: Path, *, update: bool = False) -> None:
    """Install or upgrade the addon in the database ``name``.

    :raise Problem: with the end of the log, when Odoo refuses
    """
    run_logged(
        odoo.command(
            "server",
            f"--database={name}",
            f"--{'update' if update else 'init'}={ADDON}",
            "--no-http",
            "--stop-after-init",
        ),
        log,
        env=odoo.environment(),
        describe=lambda: loading_progress(log),
        hint="The addon does not install: mend what the log shows.",
    )


def drop(name: str) -> None:
    """Remove the database ``name`` and its files, where it exists."""
    if not exists(name):
        return
    sql(f'ALTER DATABASE "{name}" IS_TEMPLATE false')
    done = subprocess.run(odoo.command("db", "drop", name), env=odoo.environment(), capture_output=True, text=True)
    if done.returncode:
        raise Problem(f"The database {name} could not be removed:\n{done.stderr.strip()}")
