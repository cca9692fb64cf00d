"""A client of the web server that is served in the same process, so that its work can be told from all other work."""

import json
from typing import Any

from werkzeug.test import Client as WsgiClient

from odoo import http


class Refused(Exception):
    """The server answered with an error; the message is what a user would see."""


class Client:
    """A user of the web client, logged in.

    :ivar size: how many bytes the last answer had
    """

    def __init__(self, database: str, login: str, password: str):
        self._http = WsgiClient(http.root)
        self._from = {"REMOTE_ADDR": "127.0.0.1"}
        self.size = 0
        self.post("/web/session/authenticate", db=database, login=login, password=password)

    def post(self, path: str, **params: Any) -> Any:
        """Call a JSON-RPC route and return its result.

        :raises Refused: if it answers with an error
        """
        body = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
        with self._http.post(path, json=body, environ_overrides=self._from) as response:
            content = response.get_data()
        self.size = len(content)
        answer = json.loads(content)
        if "error" in answer:
            data = answer["error"]["data"]
            raise Refused(f"{data['name']}: {data['message']}\n{data['debug']}")
        return answer["result"]

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method of a model, as the web client does."""
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}", model=model, method=method, args=list(args), kwargs=kwargs
        )

    def get(self, path: str) -> bytes:
        """Return what a download is.

        :raises Refused: if it is no download
        """
        with self._http.get(path, environ_overrides=self._from) as response:
            content = response.get_data()
        self.size = len(content)
        if response.status_code != 200:
            raise Refused(f"{path}: {response.status}\n{content[:2000].decode(errors='replace')}")
        return content
