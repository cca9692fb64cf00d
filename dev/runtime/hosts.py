"""Several Odoo hosts before one database with a replica, behind one proxy; all of them on this machine."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import odoo, postgres, proxy, replica, servers
from .console import step
from .paths import checkout_dir, checkout_key, exclusive
from .processes import output_of


@dataclass
class Host:
    """An Odoo server with a configuration and ports of its own."""

    name: str
    folder: Path
    address: servers.Address
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        return self.folder / "odoo.log"

    @property
    def configuration(self) -> Path:
        return self.folder / "odoo.conf"


@dataclass
class Hosts:
    """All that runs.

    :ivar url: the address of the proxy
    :ivar database: the name of the database
    """

    folder: Path
    database: str
    pair: replica.Pair
    hosts: list[Host]
    workers: int
    url: str = ""

    @property
    def data_dir(self) -> Path:
        """Files and sessions, which all hosts share."""
        return self.folder / "data"

    def environment(self, host: Host) -> dict[str, str]:
        return odoo.environment() | self.pair.environment() | {"ODOO_RC": str(host.configuration)}

    def start(self, *started: Host) -> None:
        """Start hosts, and wait until they answer."""
        for host in started:
            self._write_configuration(host)
            host.process = servers.start(
                self.database, host.address, host.log, workers=self.workers, env=self.environment(host)
            )
        for host in started:
            assert host.process
            servers.wait_until_up(host.address, host.process, host.log, has_websocket=True)

    def kill(self, host: Host) -> None:
        """Let a host die as by a power cut: all its processes at once."""
        assert host.process
        servers.killed(host.process)
        host.process = None

    def stop(self) -> None:
        for host in self.hosts:
            if host.process:
                servers.ended(host.process)
                host.process = None

    def _write_configuration(self, host: Host) -> None:
        host.folder.mkdir(parents=True, exist_ok=True)
        options = {
            "addons_path": ",".join(odoo.addons_paths()),
            "data_dir": str(self.data_dir),
            "db_app_name": f"odoo-{host.name}-{{pid}}",
            "http_interface": "127.0.0.1",
            "max_cron_threads": "1",
            "proxy_mode": "True",
        }
        lines = "".join(f"{name} = {value}\n" for name, value in options.items())
        host.configuration.write_text(f"[options]\n{lines}")

    def log_lines(self) -> list[str]:
        """What all hosts have written so far."""
        found = []
        for host in self.hosts:
            found += host.log.read_text(errors="replace").splitlines()
        return found


@contextlib.contextmanager
def running(source: str, *, count: int = 2, workers: int = 2, port: int = 0, purpose: str = "hosts") -> Iterator[Hosts]:
    """Serve a copy of the database ``source`` of this checkout by hosts, a replica and a proxy; all gone afterwards.

    :param count: of hosts
    :param workers: of each host
    :param port: of the proxy; any that is free for 0
    :param purpose: names the folders; whoever wants the same ones waits
    """
    proxy.provision()
    folder = checkout_dir() / purpose
    hosts = [Host(f"host{number}", folder / f"host{number}", servers.free_address()) for number in range(1, count + 1)]
    with contextlib.ExitStack() as stack:
        stack.enter_context(exclusive(f"{checkout_key()}_{purpose}"))
        shutil.rmtree(folder, ignore_errors=True)
        with step("PostgreSQL with a replica"):
            pair = stack.enter_context(replica.running(purpose))
        running = Hosts(folder, source, pair, hosts, workers)
        with step(f"A copy of {source}"):
            _copy(source, running)
        stack.callback(running.stop)
        with step(f"{count} hosts of {workers} workers"):
            running.start(*hosts)
        addresses = [host.address for host in hosts]
        running.url = stack.enter_context(proxy.serving(folder / "proxy", port or odoo.free_port(), addresses))
        yield running


def _copy(source: str, running: Hosts) -> None:
    """Copy database and files; those that are there already are left alone."""
    programs = postgres.bin_dir()
    dump = running.folder / "dump"
    running.folder.mkdir(parents=True, exist_ok=True)
    output_of(
        [programs / "pg_dump", "--format=custom", "--compress=1", f"--file={dump}", source], env=odoo.environment()
    )
    variables = os.environ | running.pair.environment()
    output_of([programs / "createdb", source], env=variables)
    output_of([programs / "pg_restore", "--no-owner", f"--dbname={source}", dump], env=variables)
    dump.unlink()
    files = odoo.data_dir() / "filestore" / source
    target = running.data_dir / "filestore" / source
    if files.exists():
        shutil.copytree(files, target)
