"""ClamAV's daemon as far as it is asked: a socket that speaks its protocol."""

import socket
import struct
import threading
from contextlib import contextmanager

import pytest

from reading.clamd import Unanswered, scan

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def daemon(answer=None, family=socket.AF_INET, address=("127.0.0.1", 0)):
    """Serve one scan; give the address, and the content that arrived."""
    received = []

    def serve():
        connection, _peer = server.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", stream.read(4))[0]:
                received.append(stream.read(size))
            found = b"stream: Eicar-Test-Signature FOUND" if EICAR in b"".join(received) else b"stream: OK"
            connection.sendall(found + b"\0" if answer is None else answer)

    with socket.socket(family) as server:
        server.bind(address)
        server.listen(1)
        thread = threading.Thread(target=serve)
        thread.start()
        name = server.getsockname()
        yield (name if isinstance(name, str) else f"127.0.0.1:{name[1]}"), received
        thread.join()


def test_a_clean_file_arrives_whole():
    content = bytes(range(256)) * 1000
    with daemon() as (address, received):
        assert scan(address, content) == ""
    assert b"".join(received) == content
    assert len(received) > 1


def test_a_virus_is_named():
    with daemon() as (address, _received):
        assert scan(address, b"x" * 70_000 + EICAR) == "Eicar-Test-Signature"


def test_by_the_path_of_a_socket(tmp_path):
    path = str(tmp_path / "clamd.ctl")
    with daemon(family=socket.AF_UNIX, address=path) as (address, _received):
        assert scan(address, EICAR) == "Eicar-Test-Signature"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: x"])
def test_no_verdict_is_none(answer):
    with daemon(answer=answer) as (address, _received), pytest.raises(Unanswered):
        scan(address, b"x")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd", "nonsense", "127.0.0.1:99999999", ""])
def test_nobody_there(address):
    with pytest.raises(Unanswered):
        scan(address, b"x", seconds=2)
