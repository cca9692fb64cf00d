"""The demo: a database with demo data that keeps what its user did, served on loopback."""

import contextlib
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from . import databases, odoo
from .console import Problem, progress, say, step
from .paths import ADDON, addon_digest, checkout_dir
from .processes import run_logged, tail

PREFERRED_PORT = 8069
#: Seconds that a server may take to answer its first request, and to end.
START_LIMIT = 120
STOP_LIMIT = 30


def prepare(*, reset: bool) -> str:
    """Have a demo database that fits the present code; return its name.

    The code that a database was made or upgraded with is noted as its comment. Where the note is
    missing, making it was interrupted and it is made anew.
    """
    name = databases.own_name("demo")
    code = addon_digest()
    known = "" if reset else databases.comment(name)
    if known == code:
        return name
    log = checkout_dir() / "logs" / "demo-install.log"
    if known:
        with step(f"The addon has changed: upgrading {name} (its data stays)"):
            databases.install(name, log, update=True)
    else:
        databases.template(demo=True)
        with step(f"Demo database {name}"):
            databases.copy_template(name, demo=True)
            databases.install(name, log)
    _build_assets(name)
    databases.set_comment(name, code)
    return name


#: The bundles of the pages that a user of the demo sees.
BUNDLES = ("web.assets_web", "web.assets_web_print", "web.assets_frontend", "web.assets_frontend_minimal")
BUILD_ASSETS = f"""
for name in {BUNDLES}:
    env["ir.qweb"]._get_asset_bundle(name, css=False, js=True).js()
    env["ir.qweb"]._get_asset_bundle(name, css=True, js=False).css()
env.cr.commit()
"""


def _build_assets(name: str) -> None:
    """Build the browser's bundles now, so that the first page need not wait for them."""
    with step("Scripts and styles for the browser"):
        run_logged(
            odoo.command("shell", f"--database={name}", "--no-http"),
            checkout_dir() / "logs" / "demo-assets.log",
            env=odoo.environment(),
            stdin=BUILD_ASSETS,
            hint="Reset the demo with `make reset-demo`.",
            describe=lambda: "",
        )


def logins(name: str) -> list[tuple[str, str]]:
    """The (login, roles) of the users that the demo data made, the password being the login."""
    rows = databases.sql(
        f"""
        SELECT u.login, string_agg(COALESCE(g.name->>'vi_VN', g.name->>'en_US'), ', ')
          FROM res_users u
          JOIN res_groups_users_rel r ON r.uid = u.id
          JOIN res_groups g ON g.id = r.gid
          JOIN ir_model_data d ON d.model = 'res.groups' AND d.res_id = g.id
         WHERE d.module = '{ADDON}' AND u.active
           AND u.id IN (SELECT res_id FROM ir_model_data
                         WHERE model = 'res.users' AND module = '{ADDON}')
         GROUP BY u.login ORDER BY min(g.id)
        """,
        name,
    )
    return [(login, roles) for login, roles in rows]


@contextlib.contextmanager
def served(name: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the database ``name`` in the block; gives the address and the process.

    :raise Problem: with the end of the log, when the server does not come up
    """
    port = odoo.free_port(PREFERRED_PORT)
    log = checkout_dir() / "logs" / "demo-server.log"
    command = odoo.command(
        "server",
        f"--database={name}",
        f"--db-filter=^{name}$",
        "--no-database-list",
        f"--http-port={port}",
        f"--gevent-port={odoo.free_port()}",
    )
    with log.open("wb") as output:
        # a session of its own: Ctrl-C reaches us alone, and we tell the server once
        process = subprocess.Popen(
            command,
            env=odoo.environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_up(address, process, log)
        yield address, process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    with progress(lambda: "waiting for the first page"):
        for _attempt in range(START_LIMIT * 4):
            try:
                urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                    f"{address}/web/login", timeout=START_LIMIT
                ).close()
                return
            except (urllib.error.URLError, ConnectionError):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.25)
                    break
    raise Problem(f"The demo server did not come up.\n{tail(log)}\nThe whole log: {log}")


def announce(address: str, name: str) -> None:
    say(f"\nThe demo is ready: {address}\n")
    width = max((len(login) for login, _roles in logins(name)), default=0)
    for login, roles in logins(name):
        say(f"  login {login:<{width}}  password {login:<{width}}  {roles}")
    say(f"  login {'admin':<{width}}  password {'admin':<{width}}  Administrator")
    say(f"\nLog of the server: {checkout_dir() / 'logs' / 'demo-server.log'}")
    say("Ctrl-C ends it; the data stays. `make reset-demo` starts over.")
