"""A server process of its own, and users that talk to it as browsers do."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time

_START_SECONDS = 120
_RETRY = re.compile(r"tries left, try again in")
_GIVEN_UP = re.compile(r"maximum number of tries reached")


class RealServer:
    """Serves a database over HTTP on loopback, with connections and commits of its own, until it is stopped."""

    def __init__(self, database):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.database = database
        self._folder = tempfile.TemporaryDirectory()
        self._log = os.path.join(self._folder.name, "server.log")
        options = ["--http-interface=127.0.0.1", f"--http-port={self.port}", "--max-cron-threads=0", "--workers=0"]
        command = [sys.executable, "-m", "odoo", "server", "-d", database, *options, f"--logfile={self._log}"]
        with open(self._log + ".out", "w") as out:
            self._process = subprocess.Popen(command, stdout=out, stderr=out)
        self._wait()

    def _wait(self):
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                Visitor(self.port)._ask("GET", "/web/health")
                return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise AssertionError(f"the server does not answer:\n{self.log()}")

    def log(self):
        """Return what the server has logged so far."""
        texts = []
        for path in (self._log, self._log + ".out"):
            if os.path.exists(path):
                with open(path, errors="replace") as file:
                    texts.append(file.read())
        return "".join(texts)

    def retries(self):
        """Return how many times the server has run a request again, and how many requests it gave up."""
        log = self.log()
        return len(_RETRY.findall(log)), len(_GIVEN_UP.findall(log))

    def user(self, login, password):
        """Return a :class:`Visitor` who is logged in."""
        visitor = Visitor(self.port)
        visitor.rpc("/web/session/authenticate", db=self.database, login=login, password=password)
        return visitor

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._folder.cleanup()


class Refused(Exception):
    """What the server answers instead of a result.

    :ivar kind: the class of the exception
    :ivar message: what the user reads
    """

    def __init__(self, error):
        data = error.get("data") or {}
        self.kind, self.message = data.get("name", ""), data.get("message") or error.get("message", "")
        super().__init__(f"{self.kind}: {self.message}")


class Visitor:
    """One browser: a connection that is kept, and a session."""

    def __init__(self, port):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        self._cookie = ""

    def _ask(self, method, path, body=None):
        headers = {"Content-Type": "application/json", "Cookie": self._cookie}
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError):
            self._connection.close()  # the server ends connections that were idle
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
        if cookie := response.headers.get("Set-Cookie", ""):
            self._cookie = cookie.partition(";")[0]
        return response.read()

    def rpc(self, path, **params):
        """Return what a JSON-RPC route answers.

        :raises Refused: if it answers with an error
        """
        answer = json.loads(self._ask("POST", path, json.dumps({"jsonrpc": "2.0", "id": 1, "params": params})))
        if "error" in answer:
            raise Refused(answer["error"])
        return answer.get("result")

    def call(self, model, method, *args, **kwargs):
        """Return what a method of a model returns, as :meth:`rpc`."""
        return self.rpc(f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=args, kwargs=kwargs)
