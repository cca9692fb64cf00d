"""A PostgreSQL with a streaming replica, apart from that of the checkouts; both reached through a Unix socket only."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import postgres
from .console import Problem
from .paths import checkout_key, digest
from .processes import output_of

#: By their ports the two are told apart.
PRIMARY_PORT, REPLICA_PORT = 5432, 5433
SLOT = "replica1"
#: The commit of whoever writes waits until the replica shows it: who reads there next sees what he has just saved.
#: `walreceiver` is what a replica is called where its connection gives it no other name.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "fsync": "off",  # data for development: a crash of the machine may cost it
    "wal_level": "replica",
    "max_wal_senders": "4",
    "max_slot_wal_keep_size": "1GB",
    "hot_standby": "on",
    "hot_standby_feedback": "on",
    "max_standby_streaming_delay": "5s",
}
SYNCHRONOUS = {"synchronous_commit": "remote_apply", "synchronous_standby_names": "walreceiver"}


@dataclass(frozen=True)
class Pair:
    """A primary and its replica.

    :ivar folder: what they keep
    """

    folder: Path

    @property
    def socket_dir(self) -> Path:
        """The folder of both sockets, closed to other users; their paths have at most 107 characters."""
        usual = self.folder / "socket"
        if len(str(usual)) < 85:
            return usual
        return Path(tempfile.gettempdir()) / f"agency-evaluation-{os.getuid()}-{digest(str(usual))}"

    @property
    def primary(self) -> Path:
        return self.folder / "primary"

    @property
    def replica(self) -> Path:
        return self.folder / "replica"

    def environment(self) -> dict[str, str]:
        """The variables with which clients, Odoo among them, find both."""
        socket = str(self.socket_dir)
        return {
            "PGHOST": socket,
            "PGPORT": str(PRIMARY_PORT),
            "PGUSER": postgres.ROLE,
            "PGHOST_REPLICA": socket,
            "PGPORT_REPLICA": str(REPLICA_PORT),
        }

    def sql(self, query: str, database: str = "postgres", *, port: int = PRIMARY_PORT) -> str:
        """What a query of the primary, or of the replica, prints.

        :raise Problem: with PostgreSQL's message, when it fails
        """
        command = [
            postgres.bin_dir() / "psql",
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "--set=ON_ERROR_STOP=1",
            "--command",
            query,
        ]
        variables = self.environment() | {"PGPORT": str(port), "PGDATABASE": database}
        return output_of(command, env=os.environ | variables).strip()

    def start(self) -> None:
        """Make both anew, and start them.

        :raise Problem: when one of them does not come up
        """
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, mode=0o711)
        self.socket_dir.mkdir(mode=0o700, exist_ok=True)
        for folder in (self.folder, self.socket_dir):
            postgres.hand_over(folder)
        postgres.make_cluster(self.primary)
        self._start(self.primary, PRIMARY_PORT)
        self._copy()
        self._start(self.replica, REPLICA_PORT)
        # From now on: with nobody to wait for, the first commits would have hung.
        for name, value in SYNCHRONOUS.items():
            self.sql(f"ALTER SYSTEM SET {name} = '{value}'")
        self.sql("SELECT pg_reload_conf()")

    def _start(self, folder: Path, port: int) -> None:
        settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(self.socket_dir)}
        postgres.start_cluster(folder, self.folder / f"{folder.name}.log", settings)

    def _copy(self) -> None:
        postgres.server_command(
            [
                str(postgres.bin_dir() / "pg_basebackup"),
                "--host",
                str(self.socket_dir),
                "--port",
                str(PRIMARY_PORT),
                "--username",
                postgres.ROLE,
                "--pgdata",
                str(self.replica),
                "--write-recovery-conf",
                "--wal-method=stream",
                "--checkpoint=fast",
                "--create-slot",
                f"--slot={SLOT}",
            ]
        )

    def stop_replica(self) -> None:
        postgres.stop_cluster(self.replica)

    def stop(self) -> None:
        for folder in (self.replica, self.primary):
            if (folder / "postmaster.pid").exists():
                # One that was killed left its mark, and there is nothing to stop.
                with contextlib.suppress(Problem):
                    postgres.stop_cluster(folder)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def running(purpose: str) -> Iterator[Pair]:
    """Have a primary with its replica in the block; what they keep is gone afterwards.

    :param purpose: names the folder of what they keep
    """
    pair = Pair(postgres.home() / f"{purpose}-{checkout_key()}")
    pair.stop()
    try:
        pair.start()
        yield pair
    finally:
        pair.stop()
