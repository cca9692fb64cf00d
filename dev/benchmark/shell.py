"""Run what is in this package inside Odoo, with the code that is measured."""

import contextlib
import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from runtime import odoo
from runtime.console import Problem
from runtime.paths import DEV, checkout_dir
from runtime.processes import run_logged, tail

#: As :mod:`.probe` calls it, which this process cannot import.
SOCKET = "AGENCY_EVALUATION_BENCH_SOCKET"


def _script(body: str) -> str:
    return f"import sys\nsys.path.insert(0, {str(DEV)!r})\nenv.cr.rollback()\n{body}\n"


def _command(database: str, addons_path: str) -> list[str]:
    return odoo.command("shell", f"--database={database}", f"--addons-path={addons_path}", "--no-http")


def server_command(database: str, addons_path: str, *arguments: str) -> list[str]:
    return odoo.command("server", f"--database={database}", f"--addons-path={addons_path}", *arguments)


def environment() -> dict[str, str]:
    return odoo.environment()


def log_of(name: str) -> Path:
    return checkout_dir() / "logs" / f"bench-{name}.log"


def run(database: str, addons_path: str, body: str, name: str) -> None:
    """Run a script in Odoo's shell to its end.

    :raise Problem: with the end of its log, when it fails
    """
    run_logged(
        _command(database, addons_path),
        log_of(name),
        env=odoo.environment(),
        stdin=_script(body),
        describe=lambda: "",
        hint="What the large database is made of does not fit the product any more: mend dev/benchmark.",
    )


ENDED = "the measuring process ended"


class Trouble(Exception):
    """An operation could not be measured; the message is the traceback."""


class Process:
    """Odoo's shell, in which :mod:`.probe` waits for orders."""

    def __init__(self, talk: Any):
        self._talk = talk

    def ask(self, what: str, **given: Any) -> Any:
        """Have something done and return the answer.

        :raise Trouble: if it fails
        """
        try:
            self._talk.write(json.dumps({"what": what, **given}) + "\n")
            self._talk.flush()
        except OSError as error:
            raise Trouble(ENDED) from error
        return self.wait()

    def wait(self) -> Any:
        line = self._talk.readline()
        if not line:
            raise Trouble(ENDED)
        message = json.loads(line)
        if "trouble" in message:
            raise Trouble(message["trouble"])
        return message["answer"]


@contextlib.contextmanager
def process(database: str, addons_path: str, name: str, operations: str) -> Iterator[Process]:
    """Have a measuring process in the block.

    :param operations: the module with the operations that it knows
    :raise Problem: with the end of its log, when it does not come up
    """
    ours, theirs = socket.socketpair()
    body = (
        f"from benchmark import probe\nfrom benchmark.{operations} import OPERATIONS\n"
        "probe.serve(env.cr.dbname, OPERATIONS)"
    )
    log = log_of(name)
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output, ours, ours.makefile("rw") as talk:
        child = subprocess.Popen(
            _command(database, addons_path),
            env=odoo.environment() | {SOCKET: str(theirs.fileno())},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        assert child.stdin
        child.stdin.write(_script(body).encode())
        child.stdin.close()
        probe = Process(talk)
        try:
            probe.wait()
            yield probe
        except Trouble as trouble:
            raise Problem(f"{trouble}\n{tail(log)}\nThe whole log: {log}") from trouble
        finally:
            with contextlib.suppress(OSError):
                ours.shutdown(socket.SHUT_RDWR)
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def ask(database: str, addons_path: str, body: str, name: str) -> Any:
    """Run a script that prints JSON as its last line, and return that."""
    run(database, addons_path, body, name)
    return json.loads(log_of(name).read_text().rstrip().rsplit("\n", 1)[-1])
