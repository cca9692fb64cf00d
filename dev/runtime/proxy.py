"""A small proxy before one or more Odoo servers: nginx, unpacked in the cache where the system has none."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import dedent

from .apt import OFFLINE
from .console import Problem, step
from .packages import OWN
from .paths import cache_dir, exclusive
from .postgres import UNPRIVILEGED
from .processes import tail
from .servers import Address, ended

PACKAGE = "nginx-light"


def _prefix() -> Path:
    return cache_dir() / "proxy"


def program() -> Path:
    """The nginx of the system, or else the one in the cache.

    :raise Problem: when neither is there: :func:`provision` was not called
    """
    for found in (shutil.which("nginx"), "/usr/sbin/nginx", _prefix() / "usr/sbin/nginx"):
        if found and os.access(found, os.X_OK):
            return Path(found)
    raise Problem("nginx has not been unpacked.")


def provision() -> None:
    """Unpack nginx and the libraries that it lacks, where that has not been done; later calls need no network."""
    if _ready():
        return
    with exclusive("provision"):
        if _ready():
            return
        with step("nginx from Debian packages"):
            OWN.update()
            wanted = OWN.missing([OWN.first_known(PACKAGE, "nginx")])
            OWN.unpack(wanted, _prefix())
    if not _ready():
        raise Problem(f"Debian's packages {', '.join(wanted)} have no nginx in them. {OFFLINE}")


def _ready() -> bool:
    with contextlib.suppress(Problem):
        return bool(program())
    return False


def configuration(folder: Path, port: int, servers: Sequence[Address]) -> str:
    """Return the configuration of an nginx that spreads requests over Odoo servers.

    A request that reached a server is sent to no second one, unless it only reads: a save is never made twice.

    :param folder: where it keeps its logs and what it buffers
    """
    http = "".join(f"server 127.0.0.1:{each.http_port} max_fails=1 fail_timeout=5s; " for each in servers)
    gevent = "".join(f"server 127.0.0.1:{each.gevent_port} max_fails=1 fail_timeout=5s; " for each in servers)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    buffers = "".join(f"{kind}_temp_path {folder / 'buffers' / kind};\n" for kind in kinds)
    account = f"user {UNPRIVILEGED} nogroup;\n" if os.geteuid() == 0 else ""
    return account + dedent(
        f"""\
        daemon off;
        pid {folder / "nginx.pid"};
        worker_processes 1;
        error_log {folder / "error.log"};
        events {{ worker_connections 1024; }}
        http {{
        access_log {folder / "access.log"};
        client_max_body_size 256m;
        {buffers}
        map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
        upstream odoo {{ {http}}}
        upstream odoo_websocket {{ {gevent}}}
        proxy_http_version 1.1;
        proxy_connect_timeout 5s;
        proxy_read_timeout 720s;
        proxy_send_timeout 720s;
        proxy_next_upstream error timeout;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Real-IP $remote_addr;
        server {{
            listen 127.0.0.1:{port};
            location /websocket {{
                proxy_pass http://odoo_websocket;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection $connection_upgrade;
            }}
            location / {{
                proxy_pass http://odoo;
                proxy_redirect off;
                proxy_buffering off;
                add_header X-Upstream $upstream_addr always;
            }}
        }}
        }}
        """
    )


def _environment() -> dict[str, str]:
    folders = sorted({str(so.parent) for so in _prefix().glob("usr/lib/*/*.so.*")})
    return dict(os.environ) | ({"LD_LIBRARY_PATH": ":".join(folders)} if folders else {})


@contextlib.contextmanager
def serving(folder: Path, port: int, servers: Sequence[Address]) -> Iterator[str]:
    """Have a proxy on a port of the loopback address in the block; gives its address.

    :raise Problem: when nginx does not start
    """
    (folder / "buffers").mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder / "buffers", UNPRIVILEGED)
    settings = folder / "nginx.conf"
    settings.write_text(configuration(folder, port, servers))
    log = folder / "start.log"
    with log.open("wb") as output:
        command = [str(program()), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(settings)]
        process = subprocess.Popen(
            command,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        # Whether it can start, such as whether the port is free, it knows at once: its number is written by then.
        while not (folder / "nginx.pid").exists() and process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
        if process.poll() is not None:
            raise Problem(f"nginx did not start.\n{tail(log)}\n{tail(folder / 'error.log')}")
        yield f"http://127.0.0.1:{port}"
    finally:
        ended(process)
        (folder / "nginx.pid").unlink(missing_ok=True)
