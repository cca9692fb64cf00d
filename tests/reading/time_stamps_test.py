"""Time stamps: asked of servers that behave and that do not, and told apart when they are read."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
import signed_pdfs
import time_stamp_server

from reading import time_stamps
from reading.time_stamps import Standing, Unanswered
from scoring import event_chain

DIGEST = hashlib.sha256(b"sealed").digest()


@pytest.fixture(scope="module", name="authority")
def make_authority():
    return time_stamp_server.make_authority()


@pytest.fixture(scope="module", name="token")
def make_token(authority):
    return time_stamp_server.token(authority, DIGEST)


def test_a_server_that_is_there_stamps(authority):
    with time_stamp_server.served(authority) as (address, asked):
        content = time_stamps.ask(address, DIGEST)
    stamp = time_stamps.read(content, DIGEST, [authority.root.der])
    assert (stamp.standing, stamp.authority, len(asked)) == (Standing.VALID, time_stamp_server.AUTHORITY, 1)
    assert stamp.stamped_on is not None and stamp.stamped_on.tzinfo is None
    assert event_chain.imprint(content) == DIGEST.hex()


def test_a_server_may_want_a_password(authority):
    with time_stamp_server.served(authority, password="Basic bmfDrjptYQ==") as (address, _asked):
        with pytest.raises(Unanswered, match="401"):
            time_stamps.ask(address, DIGEST)
    with time_stamp_server.served(authority, password="Basic bmFpOm1h") as (address, _asked):
        assert time_stamps.ask(address, DIGEST, "nai", "ma")


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ("error", "HTTP 500"),
        ("redirect", "HTTP 302"),
        ("page", "no time stamp"),
        ("garbage", "."),
        ("endless", "too large"),
        ("refused", "."),
        ("another number", "."),
        ("another digest", "another digest"),
    ],
)
def test_a_server_that_misbehaves_stamps_nothing(authority, manner, reason):
    with time_stamp_server.served(authority, manner) as (address, asked):
        with pytest.raises(Unanswered, match=reason):
            time_stamps.ask(address, DIGEST)
    assert asked == ["/tsa"]


def test_a_server_that_is_slow_is_not_waited_for(authority, monkeypatch):
    monkeypatch.setattr(time_stamps, "_PATIENCE", 0.2)
    with time_stamp_server.served(authority, "slow") as (address, _asked):
        with pytest.raises(Unanswered, match="Timeout"):
            time_stamps.ask(address, DIGEST)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/tsa", "file:///etc/passwd", "no address", ""])
def test_a_server_that_is_not_there(address):
    with pytest.raises(Unanswered):
        time_stamps.ask(address, DIGEST)


def test_what_a_time_stamp_is_worth(authority, token):
    other = signed_pdfs.make_certificate("Khác")
    place = token.rindex(b"\x04\x82\x01\x00") + 40
    forged = token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :]

    def standing(content, digest=DIGEST, trusted=(authority.root.der,)):
        return time_stamps.read(content, digest, trusted).standing

    assert standing(token) is Standing.VALID
    assert standing(token, trusted=()) is Standing.UNKNOWN
    assert standing(token, trusted=[other.der]) is Standing.UNTRUSTED
    assert standing(token, hashlib.sha256(b"changed").digest()) is Standing.OTHER
    assert standing(forged) is Standing.INVALID
    assert standing(token[:-1]) is Standing.UNREADABLE
    assert standing(b"") is Standing.UNREADABLE


def test_whatever_is_broken_is_no_valid_time_stamp(authority, token):
    for place in range(0, len(token), 7):
        broken = token[:place] + bytes([token[place] ^ 0x55]) + token[place + 1 :]
        found = time_stamps.read(broken, DIGEST, [authority.root.der])
        if found.standing is Standing.VALID:
            # What nobody signed, such as the certificates beside the signature, may be another.
            assert found.authority == time_stamp_server.AUTHORITY


def test_openssl_agrees(authority, token, tmp_path: Path):
    (tmp_path / "token.tst").write_bytes(token)
    (tmp_path / "root.pem").write_text(authority.root.pem)

    def verify(digest):
        command = ["openssl", "ts", "-verify", "-token_in", "-in", "token.tst", "-digest", digest]
        return subprocess.run([*command, "-CAfile", "root.pem"], cwd=tmp_path, capture_output=True).returncode

    assert verify(DIGEST.hex()) == 0
    assert verify("0" * 64) != 0


def test_without_pyhanko_it_is_said(tmp_path: Path):
    (tmp_path / "sitecustomize.py").write_text(signed_pdfs.WITHOUT_PYHANKO)
    code = (
        "from reading import time_stamps\n"
        "for call in (lambda: time_stamps.ask('http://127.0.0.1:1', bytes(32)), lambda: time_stamps.read(b'', b'')):\n"
        "    try:\n        call()\n    except time_stamps.LibraryMissing:\n        print('missing')\n"
    )
    root = Path(__file__).resolve().parents[2]
    answer = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": f"{tmp_path}:{root}"}, capture_output=True, text=True
    )
    assert answer.stdout.split() == ["missing", "missing"], answer.stderr
