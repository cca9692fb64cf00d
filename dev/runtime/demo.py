"""The demo: a database with demo data that keeps what its user did, served on loopback."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from . import databases, odoo, proxy, servers
from .console import Problem, say, step
from .paths import ADDON, addon_digest, checkout_dir
from .processes import run_logged

PREFERRED_PORT = 8069


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
    build_assets(name)
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


def build_assets(name: str) -> None:
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
def served(
    name: str, *arguments: str, workers: int = 0, purpose: str = "demo"
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the database ``name`` in the block; gives the address and the process.

    :param arguments: further ones for Odoo's command line
    :param workers: processes that answer requests; with any, they are behind a proxy, which leads websockets to theirs
    :param purpose: names the log and the folder of the proxy, which two servers must not have in common
    :raise Problem: with the end of the log, when the server does not come up
    """
    log = server_log(purpose)
    log.unlink(missing_ok=True)
    if not workers:
        address = servers.free_address(PREFERRED_PORT)
        with servers.running(name, address, log, *arguments) as process:
            yield address.url, process
        return
    proxy.provision()
    address = servers.free_address()
    with (
        servers.running(name, address, log, "--proxy-mode", *arguments, workers=workers) as process,
        proxy.serving(checkout_dir() / f"{purpose}-proxy", odoo.free_port(PREFERRED_PORT), [address]) as url,
    ):
        yield url, process


def server_log(purpose: str = "demo") -> Path:
    return checkout_dir() / "logs" / f"{purpose}-server.log"


def workers_wanted() -> int:
    """The number of processes that the variable ``WORKERS`` asks for.

    :raise Problem: when it is none that Odoo can print with
    """
    text = os.environ.get("WORKERS", "").strip() or "0"
    if not text.isdecimal() or text == "1":
        raise Problem(f"WORKERS={text}: it is 0, or 2 and more; with a single one, Odoo prints no PDF.")
    return int(text)


def announce(address: str, name: str) -> None:
    say(f"\nThe demo is ready: {address}\n")
    width = max((len(login) for login, _roles in logins(name)), default=0)
    for login, roles in logins(name):
        say(f"  login {login:<{width}}  password {login:<{width}}  {roles}")
    say(f"  login {'admin':<{width}}  password {'admin':<{width}}  Administrator")
    say(f"\nLog of the server: {server_log()}")
    say("Ctrl-C ends it; the data stays. `make reset-demo` starts over.")
