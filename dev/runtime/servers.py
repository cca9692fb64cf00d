"""Odoo servers that run while something else does: started, waited for, ended."""

import contextlib
import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from . import odoo
from .console import Problem, progress
from .processes import tail

#: Seconds that a server may take to answer its first request, and to end.
START_LIMIT = 120
STOP_LIMIT = 30


@dataclass(frozen=True)
class Address:
    """Where an Odoo server listens on the loopback address: with workers, websockets have a port of their own."""

    http_port: int
    gevent_port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http_port}"


def free_address(preferred: int = 0) -> Address:
    return Address(odoo.free_port(preferred), odoo.free_port())


@contextlib.contextmanager
def running(
    database: str, address: Address, log: Path, *arguments: str, workers: int = 0, env: Mapping[str, str] | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Serve ``database`` in the block; gives the process, which leads a group of its own.

    :param workers: processes that answer requests; with any, websockets have one of their own
    :param env: the environment, instead of that of this checkout
    :raise Problem: with the end of the log, when the server does not come up
    """
    process = start(database, address, log, *arguments, workers=workers, env=env)
    try:
        wait_until_up(address, process, log, has_websocket=bool(workers))
        yield process
    finally:
        ended(process)


def start(
    database: str, address: Address, log: Path, *arguments: str, workers: int = 0, env: Mapping[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    """Start to serve ``database``, and wait for nothing."""
    command = odoo.command(
        "server",
        f"--database={database}",
        f"--db-filter=^{database}$",
        "--no-database-list",
        f"--http-port={address.http_port}",
        f"--gevent-port={address.gevent_port}",
        f"--workers={workers}",
        *arguments,
    )
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        # a session of its own: Ctrl-C reaches us alone, and we tell the server once
        return subprocess.Popen(
            command,
            env=odoo.environment() if env is None else env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_until_up(
    address: Address, process: "subprocess.Popen[bytes]", log: Path, *, has_websocket: bool = False
) -> None:
    """Wait for the first page, and for the process of the websockets where there is one.

    :raise Problem: with the end of the log, when it does not come
    """
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    pages = [f"{address.url}/web/login"]
    if has_websocket:
        pages.append(f"http://127.0.0.1:{address.gevent_port}/websocket/health")
    with progress(lambda: "waiting for the first page"):
        for _attempt in range(START_LIMIT * 4):
            try:
                while pages:
                    opener.open(pages[0], timeout=START_LIMIT).close()
                    del pages[0]
                return
            except (urllib.error.URLError, ConnectionError):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.25)
                    break
    raise Problem(f"The server did not come up.\n{tail(log)}\nThe whole log: {log}")


def ended(process: "subprocess.Popen[bytes]") -> None:
    """End a process and wait for it; kill it with all that it started if it takes too long."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        killed(process)


def killed(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process at once, with all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
