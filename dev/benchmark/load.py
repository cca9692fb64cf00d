"""The server under load: as many people as a province has on the evening before the deadline, by Locust.

What they do is in :mod:`.crowd`, which Locust reads; here the server is started, and afterwards each row is compared
with what was acknowledged.
"""

import contextlib
import json
import re
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from runtime import databases, odoo
from runtime.console import Problem, step
from runtime.processes import run_logged, tail
from runtime.venv import Venv

from . import bases, shell
from .codes import Code

NAME = "load"
#: People on sheets of their own, and on one sheet together; seconds between two scores of each.
OWN, SHARED, PAUSE = 50, 10, 5
WORKERS = 2
#: How long the load lasts, once everybody is there.
SECONDS = 120
#: The port that is asked for first; another one where it is taken.
PORT = 8201
_START_LIMIT = 120
#: What Odoo logs when a transaction has to be run again, and when it gives up.
_RETRY = re.compile(r"tries left, try again")
_GAVE_UP = re.compile(r"maximum number of tries reached")
_last_seconds = SECONDS


def last_seconds() -> int:
    return _last_seconds


def measure(codes: Sequence[Code], seconds: int) -> dict[str, dict[str, Any]]:
    """Put the server of each code under load, one after the other; return what happened, by label."""
    global _last_seconds
    _last_seconds = seconds
    venv = Venv("bench").ensure()
    found = {}
    for code in codes:
        database = bases.make(code, bases.SIZES[-1], anew=False)
        bases.used_up(database)
        with step(f"{code.label}: {OWN + SHARED} people for {seconds} s"):
            found[code.label] = _measure_one(code, database, venv, seconds)
    return found


def _measure_one(code: Code, database: str, venv: Venv, seconds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        plan = _plan(code, database) | {"database": database, "seconds": seconds, "pause": PAUSE, "folder": folder}
        Path(folder, "plan.json").write_text(json.dumps(plan))
        with _served(code, database) as (address, log):
            run_logged(
                [
                    *(venv.python, "-m", "locust", "--headless", "--only-summary", "--loglevel=WARNING"),
                    *(f"--locustfile={Path(__file__).with_name('crowd.py')}", f"--host={address}"),
                    *(f"--users={OWN + SHARED + 1}", "--spawn-rate=20", "--exit-code-on-error=0", "--stop-timeout=60"),
                ],
                shell.log_of(f"locust-{code.label}"),
                env=odoo.environment() | {"AGENCY_EVALUATION_BENCH_PLAN": str(Path(folder, "plan.json"))},
                describe=lambda: "",
                hint="The load could not be put on.",
            )
        said = json.loads(Path(folder, "result.json").read_text())
    logged = log.read_text(errors="replace")
    return _sum_up(said, _stored(database, said["written"]), logged, seconds)


def _plan(code: Code, database: str) -> dict[str, Any]:
    """Who does what: the logins and sheets that :mod:`.seed` and :mod:`.growth` made, and what their forms ask for."""
    body = (
        "import json\nfrom benchmark.operation import Bench\nbench = Bench(env.cr.dbname)\n"
        "print(json.dumps({'opened': bench.tabs('bench05')[0], 'saved': bench.save('bench05')}))"
    )
    asked = shell.ask(database, code.addons_path(), body, f"asked-{code.label}")
    ((text,),) = databases.sql("SELECT value FROM ir_config_parameter WHERE key = 'agency_evaluation.bench'", database)
    noted = json.loads(text)
    logins, own = noted["logins"], noted["own"]
    places = [int(place) for place in own if 4 <= int(place)][:OWN]
    return {
        "own": [[logins[place], own[str(place)]] for place in places],
        "shared": [[login, own["0"]] for login in logins[-SHARED:]],
        "trivial": noted["demo"],
        **asked,
    }


@contextlib.contextmanager
def _served(code: Code, database: str) -> Iterator[tuple[str, Path]]:
    """Serve a database with workers in the block; gives the address and the log."""
    port = odoo.free_port(PORT)
    log = shell.log_of(f"server-{code.label}")
    command = shell.server_command(
        database,
        code.addons_path(),
        f"--db-filter=^{database}$",
        f"--workers={WORKERS}",
        f"--http-port={port}",
        f"--gevent-port={odoo.free_port(PORT + 1)}",
        "--max-cron-threads=1",
    )
    with log.open("wb") as output:
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
        yield address, log
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _attempt in range(_START_LIMIT * 2):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            opener.open(f"{address}/web/login", timeout=_START_LIMIT).close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.5)
    raise Problem(f"The server with {WORKERS} workers did not come up.\n{tail(log)}\nThe whole log: {log}")


def _stored(database: str, written: Mapping[str, Any]) -> dict[str, float]:
    """The points that the rows have now, by their ids."""
    if not written:
        return {}
    rows = databases.sql(
        f"SELECT id, self_points FROM agency_evaluation_line WHERE id IN ({', '.join(map(str, map(int, written)))})",
        database,
    )
    return {id_: float(points) for id_, points in rows}


def _sum_up(said: Mapping[str, Any], stored: Mapping[str, float], log: str, seconds: int) -> dict[str, Any]:
    written = said["written"]
    # a request of which nobody heard may have been carried out, or not
    lost = [
        row
        for row, (acknowledged, unheard) in written.items()
        if acknowledged is not None and stored[row] not in (acknowledged, *unheard)
    ]
    times: Mapping[str, list[float]] = said["times"]
    trivial = times.get("trivial", [])
    found: dict[str, Any] = {}
    for name, title in (("own", "own sheet"), ("shared", "one sheet"), ("trivial", "read(['state'])")):
        taken = times.get(name, [])
        found[f"{title}: requests"] = len(taken)
        for percent in (50, 95):
            value, base = percentile(taken, percent), percentile(trivial, percent)
            found[f"{title}: p{percent} ms"] = value and value * 1e3
            if name != "trivial":
                found[f"{title}: p{percent}, times"] = value / base if value and base else None
    saves = len(times.get("own", [])) + len(times.get("shared", []))
    found["scores saved a second"] = saves / seconds
    found["rows written"] = len(written)
    found["writes lost"] = len(lost)
    found["retries in the log"] = len(_RETRY.findall(log))
    found["given up in the log"] = len(_GAVE_UP.findall(log))
    found["submitted"] = said["steps"].get("submit", 0)
    found["returned"] = said["steps"].get("return", 0)
    found["errors shown"] = sum(said["errors"].values())
    found["of them"] = "; ".join(f"{count} × {text}" for text, count in sorted(said["errors"].items())) or "none"
    return found


def percentile(values: Sequence[float], percent: int) -> float | None:
    """The value that so many percent are not above, or none of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))] if ordered else None
