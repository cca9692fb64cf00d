"""Asks ClamAV's daemon about a file over its socket, by the command INSTREAM: the file leaves by that socket alone."""

from __future__ import annotations

import socket
import struct

_CHUNK = 65_536
_LONGEST_ANSWER = 4_096


class Unanswered(Exception):
    """The daemon gave no verdict: it is not there, breaks off, or refuses the file, which the message says."""


def scan(address: str, content: bytes, seconds: float = 30.0) -> str:
    """Return what ClamAV calls what it found in `content`; empty if it found nothing.

    :param address: ``host:port``, or the path of a socket
    :param seconds: how long each answer may take
    :raises Unanswered: if there is no verdict
    """
    try:
        with _connect(address, seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                chunk = content[start : start + _CHUNK]
                connection.sendall(struct.pack("!L", len(chunk)) + chunk)
            connection.sendall(struct.pack("!L", 0))
            answer = _answer(connection)
    except (OSError, ValueError, OverflowError) as error:
        raise Unanswered(str(error)) from error
    verdict = answer.partition(":")[2].strip()
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")
    raise Unanswered(answer)


def _connect(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(seconds)
        connection.connect(address)
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), seconds)


def _answer(connection: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        piece = connection.recv(_LONGEST_ANSWER)
        if not piece:
            break
        answer += piece
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
