"""The databases that are measured: one for each code and number of evaluations, and one of Odoo's sales."""

import os
from pathlib import Path

from runtime import databases, odoo, packages
from runtime.console import say, step
from runtime.paths import ADDON, digest
from runtime.processes import run_logged

from . import shell
from .codes import Code

#: How many evaluations of a year the databases have, the largest last.
SIZES = (10, 100, 1000)
#: Those made by this run, which may go on with them.
_made: set[str] = set()
_MAKING = ("copies.py", "seed.py", "growth.py")


def _fingerprint(code: Code) -> str:
    return digest(code.digest(), *(Path(__file__).with_name(name).read_bytes() for name in _MAKING))


def name_of(code: Code, purpose: str | int) -> str:
    return databases.own_name(f"bench_{code.label}_{purpose}")


def make(code: Code, size: int, *, anew: bool) -> str:
    """Have the database of a code with so many evaluations; return its name.

    :param anew: whether one that is there already is made again, for measuring leaves traces
    """
    name, fingerprint = name_of(code, size), _fingerprint(code)
    if not anew and (name in _made or databases.comment(name) == fingerprint):
        return name
    seed = make_seed(code)
    with step(f"{code.label}: a database of {size} evaluations"):
        databases.duplicate(seed, name)
        body = f"from benchmark.growth import grow\ngrow(env, {size})"
        shell.run(name, code.addons_path(), body, f"grow-{code.label}")
        # so that what happens in parallel workers, which end with their query, is not missed
        databases.sql(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0')
        databases.sql("VACUUM (ANALYZE)", name)
    databases.set_comment(name, fingerprint)
    _made.add(name)
    return name


def make_seed(code: Code) -> str:
    """Have the database that the others are multiplied from; return its name."""
    name, fingerprint = name_of(code, "seed"), _fingerprint(code)
    if databases.comment(name) == fingerprint:
        return name
    with step(f"{code.label}: the addon, and the records that the others are copies of"):
        databases.copy_template(name, demo=True)
        run_logged(
            shell.server_command(name, code.addons_path(), f"--init={ADDON}", "--no-http", "--stop-after-init"),
            shell.log_of(f"install-{code.label}"),
            env=shell.environment(),
            describe=lambda: "",
            hint="The addon does not install: mend what the log shows.",
        )
        shell.run(name, code.addons_path(), "from benchmark.seed import Seed\nSeed(env).make()", f"seed-{code.label}")
    databases.set_comment(name, fingerprint)
    return name


def used_up(name: str) -> None:
    """Note that a database is not what it was, so that the next run makes it anew."""
    databases.set_comment(name, "")


def make_sales(addons_path: str) -> str | None:
    """Have a database with Odoo's sales and large orders; None where Odoo comes without them."""
    name = databases.own_name("bench_sale")
    version = os.environ["ODOO_BIN"] if odoo.existing() else packages.odoo_package()
    fingerprint = digest(version, Path(__file__).with_name("sales.py").read_bytes())
    if databases.comment(name) == fingerprint:
        return name
    folder = odoo.location()
    if not any((place / "addons/sale").exists() for place in (folder, folder.parent)):
        say("Odoo's sales are not there: nothing is compared with sale orders.")
        return None
    with step("A database with Odoo's sales"):
        databases.copy_template(name, demo=False)
        run_logged(
            shell.server_command(name, addons_path, "--init=sale", "--no-http", "--stop-after-init"),
            shell.log_of("install-sale"),
            env=shell.environment(),
            describe=lambda: "",
            hint="Odoo's own addon does not install; see the log.",
        )
        shell.run(name, addons_path, "from benchmark.sales import make\nmake(env)", "sale")
        databases.sql(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0')
    databases.set_comment(name, fingerprint)
    return name
