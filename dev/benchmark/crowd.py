"""What the people do who put a server under load; Locust reads this file, in an environment without Odoo.

Each opens the form of a sheet and saves one score after the other, as the web client does. Whoever has a sheet of their
own submits it now and then, and the reviewer returns it; on the sheet that several share one of them does.
"""

import itertools
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import gevent
from gevent.event import Event
from gevent.lock import Semaphore
from locust import FastHttpUser, constant, events, task
from locust.contrib.fasthttp import FastHttpSession

PLAN = json.loads(Path(os.environ["AGENCY_EVALUATION_BENCH_PLAN"]).read_text())
EVALUATION, LINE = "agency.evaluation", "agency.evaluation.line"
#: After how many scores a sheet is submitted; the shared one by its first user, more rarely.
SUBMIT_AFTER, SUBMIT_SHARED_AFTER = 5, 8
_own, _shared, _trivial = iter(PLAN["own"]), iter(PLAN["shared"]), iter([["reviewer", PLAN["trivial"]]])
_everybody = len(PLAN["own"]) + len(PLAN["shared"]) + 1


class Record:
    """What happened since everybody was there."""

    def __init__(self):
        self.times: dict[str, list[float]] = {}
        self.steps: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        #: by row: what was acknowledged last, and what was sent since and never heard of
        self.written: dict[int, tuple[float | None, list[float]]] = {}
        self.there, self.begun = 0, Event()

    def arrive(self):
        self.there += 1
        if self.there == _everybody:
            self.begun.set()

    def save(self):
        said = {"times": self.times, "steps": self.steps, "errors": self.errors, "written": self.written}
        Path(PLAN["folder"], "result.json").write_text(json.dumps(said))


RECORD = Record()
#: They come in one after the other: logging in takes long, and many at once would find the door shut.
_door = Semaphore(1)
#: Workers of Odoo serve one request a connection, and stand behind a proxy that asks for no more.
_AS_A_PROXY = {"Connection": "close"}


class Refused(Exception):
    """What a user was shown instead of an answer."""

    def __init__(self, name, message):
        super().__init__(f"{name}: {message}")
        self.name, self.message = name, message


class Session:
    """A person who is logged in, by Odoo's JSON-RPC."""

    def __init__(self, http, login):
        self.http = http
        password = "evaluator" if login.startswith("bench") else login
        self.post("/web/session/authenticate", db=PLAN["database"], login=login, password=password)

    def post(self, path, **params):
        """:raises Refused: if it answers with an error, or not at all"""
        body = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
        answer = self.http.post(path, json=body, headers=_AS_A_PROXY, name=path.rsplit("/", 1)[-1])
        try:
            said = json.loads(answer.content)
        except (TypeError, ValueError) as error:
            raise Refused(f"HTTP {answer.status_code}", str(answer.error)) from error
        if "error" in said:
            raise Refused(said["error"]["data"]["name"].rsplit(".", 1)[-1], said["error"]["data"]["message"])
        return said["result"]

    def call(self, model, method, *args, **kwargs):
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=list(args), kwargs=kwargs
        )


@events.init.add_listener
def _end_in_time(environment, **_given):
    def wait():
        RECORD.begun.wait()
        gevent.sleep(PLAN["seconds"])
        environment.runner.quit()

    gevent.spawn(wait)


@events.quitting.add_listener
def _save(environment, **_given):
    RECORD.save()


class Person(FastHttpUser):
    """Somebody with a login and a sheet; each kind takes the next of its own."""

    abstract = True
    wait_time = constant(PLAN["pause"])
    network_timeout = connection_timeout = 300.0
    #: The logins and sheets that are left.
    places: Iterator[tuple[str, int]]

    def on_start(self):
        login, self.evaluation = next(self.places)
        with _door:
            self.arrive(login)
        RECORD.arrive()
        RECORD.begun.wait()
        # not all at once
        gevent.sleep(PLAN["pause"] * (self.evaluation % 17) / 17)

    def arrive(self, login):
        """Log in and open the form; who gets no answer tries again, for nothing is measured yet."""
        for patience in range(10):
            try:
                self.session = Session(self.client, login)
                self.prepare()
            except Refused as refused:
                if patience == 9 or not refused.name.startswith("HTTP"):
                    raise
                gevent.sleep(1)
            else:
                return

    def prepare(self):
        pass

    def timed(self, kind, call):
        """Return what `call` gives, or None where an error was shown."""
        begun = time.monotonic()
        try:
            answer = call()
        except Refused as refused:
            RECORD.errors[f"{kind}, {_sort(refused)}"] += 1
            return None
        RECORD.times.setdefault(kind, []).append(time.monotonic() - begun)
        return answer


def _sort(refused):
    """What kind of error it is, without what differs from one to the next."""
    for known in ("could not serialize access", "deadlock detected", "could not obtain lock"):
        if known in refused.message:
            return f"raw “{known}”"
    words = refused.message.split("\n")[0]
    return f"{refused.name} “{words[-70:]}”"


class Evaluator(Person):
    abstract = True
    #: What the table calls what they do: on a sheet of their `own`, or on one that is `shared`.
    kind: str
    submit_after: int
    #: Which of a sheet's rows are theirs.
    share = (0, 1)
    #: Whoever returns what is submitted; one for all.
    reviewer = None

    def prepare(self):
        opened, (self.method, self.specification) = PLAN["opened"], PLAN["saved"]
        self.session.call(EVALUATION, "web_read", [self.evaluation], specification=opened)
        domain = [["evaluation_id", "=", self.evaluation], ["is_heading", "=", False], ["max_points", ">=", 1]]
        rows = self.session.call(LINE, "search_read", domain, ["self_points", "status"], order="id")
        own = rows[self.share[0] :: self.share[1]]
        self.rows = itertools.cycle([row["id"] for row in own])
        self.seen = {row["id"]: row["self_points"] for row in own}
        self.count = 0
        if self.submit_after and not Evaluator.reviewer:
            Evaluator.reviewer = Session(self._another(), "reviewer")

    def _another(self):
        """A client with cookies of its own, for somebody else."""
        return FastHttpSession(
            base_url=self.host,
            request_event=self.environment.events.request,
            user=self,
            network_timeout=self.network_timeout,
            connection_timeout=self.connection_timeout,
        )

    @task
    def score(self):
        row = next(self.rows)
        points = 0.25 if self.seen[row] != 0.25 else 0.5
        acknowledged, unheard = RECORD.written.get(row, (None, []))
        RECORD.written[row] = (acknowledged, [*unheard, points])
        seen = {LINE: {row: {"self_points": self.seen[row]}}}
        answer = self.timed(
            self.kind,
            lambda: self.session.call(
                EVALUATION,
                self.method,
                [self.evaluation],
                {"line_ids": [[1, row, {"self_points": points, "status": "scored"}]]},
                specification=self.specification,
                context={"agency_seen": {"tab": f"bench{id(self)}", "values": seen}},
            ),
        )
        if answer is not None:
            RECORD.written[row] = (points, [])
            self.seen[row] = points
        self.count += 1
        if self.submit_after and self.count % self.submit_after == 0:
            self.submit()

    def submit(self):
        """Check, justify what is found, submit; the reviewer returns it."""
        if self.timed(f"submit of {self.kind}", self._submit) is None:
            return
        RECORD.steps["submit"] += 1
        if self.timed(f"return of {self.kind}", self._return) is not None:
            RECORD.steps["return"] += 1

    def _submit(self):
        self.session.call(EVALUATION, "action_check", [self.evaluation])
        domain = [["evaluation_id", "=", self.evaluation], ["severity", "=", "warning"], ["justification", "=", False]]
        if found := self.session.call("agency.evaluation.finding", "search", domain):
            self.session.call(
                "agency.evaluation.finding", "write", found, {"justification": "Đã đối chiếu với hồ sơ lưu"}
            )
        self.session.call(EVALUATION, "action_submit", [self.evaluation])
        return True

    def _return(self):
        self.reviewer.call(EVALUATION, "action_return", [self.evaluation], reason="Bổ sung thuyết minh")
        return True


class OnOwnSheet(Evaluator):
    fixed_count = len(PLAN["own"])
    kind, places, submit_after = "own", _own, SUBMIT_AFTER


class OnOneSheet(Evaluator):
    fixed_count = len(PLAN["shared"])
    kind, places, submit_after = "shared", _shared, SUBMIT_SHARED_AFTER
    _next_share = itertools.count()

    def prepare(self):
        if self.share == Evaluator.share:
            number = next(self._next_share)
            self.share = (number, len(PLAN["shared"]))
            self.submit_after = 0 if number else SUBMIT_SHARED_AFTER
        super().prepare()


class Trivial(Person):
    """Asks for as little as one can, to see how long everything takes just then."""

    fixed_count = 1
    wait_time = constant(0.5)
    places = _trivial

    @task
    def read(self):
        self.timed("trivial", lambda: self.session.call(EVALUATION, "read", [self.evaluation], ["state"]))
