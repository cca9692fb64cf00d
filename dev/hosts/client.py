"""A client without a browser: it logs in, calls methods, downloads, and listens to the websocket."""

import itertools
import json
import urllib.request
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlsplit

import websocket

#: Seconds that an answer or a message may take, however busy the machine is.
PATIENCE = 120
_numbers = itertools.count(1)


class Refused(Exception):
    """The server answered with an error."""


class Client:
    """A user's session.

    :param url: the address of the server or proxy
    :ivar upstream: which server answered last, as the proxy names it
    :ivar mark: what the address of the last request that speaks JSON has in it, and no other
    """

    def __init__(self, url: str, database: str, login: str) -> None:
        self.url = url
        self.upstream = self.mark = ""
        self._cookies = CookieJar()
        handlers = (urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self._cookies))
        self._opener = urllib.request.build_opener(*handlers)
        session = self.post("/web/session/authenticate", db=database, login=login, password=login)
        self.uid: int = session["uid"]

    def post(self, path: str, **params: Any) -> Any:
        """Ask a route that speaks JSON.

        :raise Refused: when it answers with an error
        """
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}).encode()
        self.mark = f"request={next(_numbers)}."
        request = urllib.request.Request(f"{self.url}{path}?{self.mark}", body, {"Content-Type": "application/json"})
        with self._opener.open(request, timeout=PATIENCE) as answer:
            self.upstream = answer.headers.get("X-Upstream", "")
            content = json.load(answer)
        if "error" in content:
            raise Refused(f"{path}: {content['error']['data']['name']}: {content['error']['data']['message']}")
        return content["result"]

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method as the web client does.

        :raise Refused: when it raises
        """
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self.post(path, model=model, method=method, args=list(args), kwargs=kwargs)

    def button(self, model: str, method: str, record: int) -> Any:
        """Press a button of a form."""
        path = f"/web/dataset/call_button/{model}/{method}"
        return self.post(path, model=model, method=method, args=[[record]], kwargs={})

    def get(self, path: str) -> bytes:
        """Download a page or a file.

        :raise urllib.error.HTTPError: when it is refused
        """
        with self._opener.open(self.url + path, timeout=PATIENCE) as answer:
            self.upstream = answer.headers.get("X-Upstream", "")
            content: bytes = answer.read()
        return content

    @property
    def session(self) -> str:
        """The key of the session."""
        return next(cookie.value or "" for cookie in self._cookies if cookie.name == "session_id")

    def open_row(self) -> tuple[int, int]:
        """Return a draft that the user may read, and a row of it that has points of its own."""
        domain = [["state", "=", "draft"], ["is_heading", "=", False]]
        (row,) = self.call("agency.evaluation.line", "search_read", domain, ["evaluation_id"], limit=1)
        return row["evaluation_id"][0], row["id"]

    def save_row(self, row: int, explanation: str) -> None:
        """Save a row as a form does."""
        self.call("agency.evaluation.line", "web_save", [row], {"explanation": explanation}, specification={})

    def listen(self, *channels: str) -> "Listener":
        return Listener(self, channels)


class Listener:
    """A tab of the browser that watches channels. What is sent after it is made arrives.

    :ivar heard: the messages that have arrived, as the server sends them
    """

    def __init__(self, client: Client, channels: tuple[str, ...]) -> None:
        self.heard: list[dict[str, Any]] = []
        address = urlsplit(client.url)
        self._socket = websocket.create_connection(
            f"ws://{address.netloc}/websocket",
            cookie=f"session_id={client.session}",
            origin=client.url,
            host=address.netloc,
            timeout=PATIENCE,
        )
        self._send("subscribe", {"channels": list(channels), "last": 0})

    def _send(self, event: str, data: dict[str, Any]) -> None:
        self._socket.send(json.dumps({"event_name": event, "data": data}))

    def collect(self, seconds: float = 0.5) -> list[dict[str, Any]]:
        """Wait for messages for so long at most; return those that arrived, with all before.

        :raise ConnectionError: when the server closes the websocket
        """
        self._socket.settimeout(seconds)
        try:
            received = self._socket.recv()
        except websocket.WebSocketTimeoutException:
            received = "[]"
        if not received:
            raise ConnectionError("The server closed the websocket.")
        self.heard += json.loads(received)
        return [each["message"] for each in self.heard]

    def close(self) -> None:
        self._socket.close()
