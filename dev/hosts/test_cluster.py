"""Two hosts with a replica behind a proxy, as `dev/cluster` starts them: what a user sees, whichever host answers."""

import os
import threading
import urllib.error
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from hosts import walk
from hosts.access_log import AccessLog
from hosts.client import Client, Refused
from runtime import hosts

DATABASE = os.environ["AGENCY_EVALUATION_DATABASE"]
CHANGED = "agency_evaluation/changed"
EVALUATION = "agency.evaluation"
#: Saves that are read again at once.
REREADS = 60
#: What each of the writers gets acknowledged before a host is killed, and after that.
BEFORE, AFTER = 8, 8
WRITERS = 4


@pytest.fixture(scope="module")
def cluster():
    with hosts.running(DATABASE, purpose="test-hosts") as running:
        yield running


@pytest.fixture
def log(cluster):
    return AccessLog(host.log for host in cluster.hosts)


def login(cluster, name: str, host=None) -> Client:
    """A session by way of the proxy, or at one host."""
    return Client(host.address.url if host else cluster.url, DATABASE, name)


def until(is_so: Callable[[], Any]) -> Any:
    """Ask until it is so; a test that waits for ever is ended by the check that runs it."""
    while not (found := is_so()):
        threading.Event().wait(0.05)
    return found


def test_a_session_holds_on_every_host(cluster):
    client = login(cluster, "evaluator")
    for host in cluster.hosts:
        client.url = host.address.url
        assert client.post("/web/session/get_session_info")["uid"] == client.uid


def test_what_reads_is_served_by_the_replica_and_what_decides_is_not(cluster, log):
    read = walk.modes(walk.reading(login(cluster, "manager"), walk.models(login(cluster, "admin"))), log)
    evaluator = login(cluster, "evaluator")
    read |= walk.modes(walk.filling(evaluator), log)
    assert {name: mode for name, mode in read.items() if mode != "ro"} == {}
    decided = walk.modes(walk.deciding(evaluator), log)
    assert {name: mode for name, mode in decided.items() if mode != "rw"} == {}


def test_what_was_saved_is_what_is_read_next(cluster, log):
    """Whoever saves on one host and reads on the other sees his own words: the commit waited for the replica."""
    writer, reader = (login(cluster, "evaluator", host) for host in cluster.hosts)
    _sheet, row = writer.open_row()
    stale = 0
    for number in range(REREADS):
        writer.save_row(row, f"Lần {number}")
        (found,) = reader.call(walk.ROW, "web_read", [row], {"explanation": {}})
        assert log.mode_of(reader.mark) == "ro"
        stale += found["explanation"] != f"Lần {number}"
    assert stale == 0


def test_a_group_that_is_taken_away_is_gone_on_every_host(cluster):
    admin = login(cluster, "admin", cluster.hosts[0])
    manager = login(cluster, "manager", cluster.hosts[1])
    (group,) = admin.call("ir.model.data", "search_read", [["name", "=", "group_manager"]], ["res_id"])
    assert manager.call("res.users", "has_group", [manager.uid], "agency_evaluation.group_manager")
    for command, has_it in ((3, False), (4, True)):
        admin.call("res.users", "write", [manager.uid], {"group_ids": [[command, group["res_id"]]]})
        found = manager.call("res.users", "has_group", [manager.uid], "agency_evaluation.group_manager")
        assert found is has_it


def test_a_save_on_one_host_is_heard_on_the_other(cluster):
    first, second = cluster.hosts
    reader, writer = login(cluster, "manager", second), login(cluster, "evaluator", first)
    sheet, row = writer.open_row()
    reader.url = f"http://127.0.0.1:{second.address.gevent_port}"
    listener = reader.listen(f"agency_evaluation:{sheet}")
    saved, message = 0, None
    while not message:
        saved += 1
        writer.save_row(row, f"Nghe lần {saved}")
        message = next((each for each in listener.collect() if each["type"] == CHANGED), None)
    assert message["payload"]["parts"] == {walk.ROW: [row]}
    listener.close()


def approve(cluster) -> str:
    """Bring the draft to its approval, each step on another host; return the address of its public page."""
    first, second = cluster.hosts
    evaluator = login(cluster, "evaluator", first)
    sheet, _row = evaluator.open_row()
    rows = evaluator.call(
        walk.ROW,
        "search_read",
        [["evaluation_id", "=", sheet], ["is_heading", "=", False]],
        ["status", "explanation"],
    )
    for row in rows:
        values = {} if row["explanation"] else {"explanation": "Đã giải trình"}
        if row["status"] == "todo":
            values |= {"self_points": 0, "explanation": "Không phát sinh"}
        if values:
            evaluator.call(walk.ROW, "write", [row["id"]], values)
    evaluator.button(EVALUATION, "action_check", sheet)
    domain = [["evaluation_id", "=", sheet], ["justification", "=", False]]
    findings = evaluator.call("agency.evaluation.finding", "search", domain)
    evaluator.call("agency.evaluation.finding", "write", findings, {"justification": "Đã rà soát"})
    evaluator.call(EVALUATION, "action_submit", [sheet])
    reviewer = login(cluster, "reviewer", second)
    unsettled = [["evaluation_id", "=", sheet], ["settlement", "!=", False]]
    for row in reviewer.call(walk.ROW, "search", unsettled):
        with suppress(Refused):  # it is settled already
            reviewer.call(walk.ROW, "action_accept", [row])
    reviewer.call(EVALUATION, "action_review", [sheet])
    login(cluster, "approver", first).call(EVALUATION, "action_approve", [sheet])
    token = cluster.pair.sql(f"SELECT seal_token FROM agency_evaluation WHERE id = {sheet}", DATABASE)
    return f"/agency_evaluation/verify/{token}"


def test_the_public_page_knows_at_once_and_counts_for_all_hosts(cluster, log):
    page = approve(cluster)
    visitors = [login(cluster, "evaluator", host) for host in reversed(cluster.hosts)]
    texts = [visitor.get(page).decode() for visitor in visitors]
    assert all("Hợp lệ: đúng như bản đã được phê duyệt" in text for text in texts)
    assert log.mode_of(page) == "rw"
    # One comparison for both: it says when it was made, to the second.
    assert texts[0] == texts[1]
    answered = 2
    with pytest.raises(urllib.error.HTTPError) as refusal:
        while answered < 200:
            visitors[answered % 2].get(page)
            answered += 1
    assert refusal.value.code == 429
    assert answered <= 60


class Writer(threading.Thread):
    """Posts notes one after the other, and remembers which of them were acknowledged.

    :ivar acknowledged: the texts whose answer came
    :ivar upstreams: which hosts gave it
    """

    def __init__(self, client: Client, name: str) -> None:
        super().__init__(daemon=True)
        self._client, self._name = client, name
        self.acknowledged: list[str] = []
        self.upstreams: list[str] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.is_over.is_set():
            number += 1
            text = f"tai-{self._name}-{number}."
            # An error says nothing of whether it was kept: only what is acknowledged has to be there.
            with suppress(Refused, OSError, ValueError):
                self._client.call(EVALUATION, "message_post", [1], body=text)
                self.acknowledged.append(text)
                self.upstreams.append(self._client.upstream)


@pytest.mark.parametrize("killed", [0, 1])
def test_a_host_that_dies_loses_nothing(cluster, killed):
    logins = ("evaluator", "manager", "reviewer", "approver")
    writers = [Writer(login(cluster, logins[number]), f"{killed}-{number}") for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    until(lambda: all(len(writer.acknowledged) >= BEFORE for writer in writers))
    cluster.kill(cluster.hosts[killed])
    counts = [len(writer.acknowledged) for writer in writers]
    until(lambda: all(len(w.acknowledged) >= n + AFTER for w, n in zip(writers, counts, strict=True)))
    for writer in writers:
        writer.is_over.set()
        writer.join()
    cluster.start(cluster.hosts[killed])
    listed = cluster.pair.sql(
        f"SELECT substring(body FROM 'tai-{killed}-\\d+-\\d+\\.') FROM mail_message WHERE body LIKE '%tai-{killed}-%'",
        DATABASE,
    ).splitlines()
    acknowledged = [text for writer in writers for text in writer.acknowledged]
    assert [text for text in acknowledged if listed.count(text) != 1] == []
    assert len(listed) == len(set(listed))
    # Before that, both of them answered.
    assert len({upstream for writer in writers for upstream in writer.upstreams}) == len(cluster.hosts)


def test_nothing_was_run_twice(log):
    assert [address for address, mode in log.served() if mode == "ro->rw"] == []


def test_a_standby_that_died_is_given_up_by_hand(cluster):
    """With the only standby gone, saves wait; what the documentation says lets them go on, and none is lost."""
    client = login(cluster, "manager")
    sheets = client.call(EVALUATION, "search", [], limit=1)
    cluster.pair.stop_replica()
    saving = threading.Thread(target=lambda: client.call(EVALUATION, "message_post", sheets, body="cho-ban-sao"))
    saving.start()
    until(lambda: cluster.pair.sql("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"))
    assert saving.is_alive()
    cluster.pair.sql("ALTER SYSTEM SET synchronous_standby_names = ''")
    cluster.pair.sql("SELECT pg_reload_conf()")
    saving.join()
    query = "SELECT count(*) FROM mail_message WHERE body LIKE '%cho-ban-sao%'"
    assert cluster.pair.sql(query, DATABASE) == "1"
