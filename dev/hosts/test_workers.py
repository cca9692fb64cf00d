"""One server with several workers behind the proxy of ``WORKERS=2 make demo``."""

import os
import subprocess

import pytest

from hosts import walk
from hosts.access_log import AccessLog
from hosts.client import Client
from runtime import demo

CHANGED = "agency_evaluation/changed"
DATABASE = os.environ["AGENCY_EVALUATION_DATABASE"]


@pytest.fixture(scope="module")
def server():
    with demo.served(DATABASE, "--dev=replica", workers=2, purpose="test-workers") as (url, process):
        yield url, process


def children(pid: int) -> set[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return set(map(int, listed.split()))


def test_a_save_is_heard_by_whoever_has_the_sheet_open(server):
    url, _process = server
    reader, writer = Client(url, DATABASE, "manager"), Client(url, DATABASE, "evaluator")
    sheet, row = writer.open_row()
    listener = reader.listen(f"agency_evaluation:{sheet}")
    # Nothing is sent before somebody listens, and of the first listener the other processes hear a moment later.
    saved, message = 0, None
    while not message:
        saved += 1
        writer.save_row(row, f"Lần {saved}")
        message = next((each for each in listener.collect() if each["type"] == CHANGED), None)
    assert message["payload"]["evaluation"] == sheet
    assert message["payload"]["parts"] == {"agency.evaluation.line": [row]}
    listener.close()


def test_what_reads_is_for_the_replica_and_what_decides_is_not(server):
    """Odoo lends the same database as a replica on which nobody writes: who tries to is answered by a second run."""
    url, _process = server
    log = AccessLog([demo.server_log("test-workers")])
    manager = Client(url, DATABASE, "manager")
    read = walk.modes(walk.reading(manager, walk.models(Client(url, DATABASE, "admin"))), log)
    evaluator = Client(url, DATABASE, "evaluator")
    read |= walk.modes(walk.filling(evaluator), log)
    assert len(read) > 40
    assert {name: mode for name, mode in read.items() if mode != "ro"} == {}
    decided = walk.modes(walk.deciding(evaluator), log)
    assert {name: mode for name, mode in decided.items() if mode != "rw"} == {}
    assert [address for address, mode in log.served() if mode == "ro->rw"] == []


def test_websockets_have_a_process_of_their_own_that_starts_once(server):
    _url, process = server
    before = children(process.pid)
    # two for requests, one for scheduled actions, one for websockets
    assert len(before) == 4
    log = demo.server_log("test-workers").read_text()
    assert log.count("Evented Service (longpolling) running") == 1
    assert "Traceback" not in log
    assert children(process.pid) == before
