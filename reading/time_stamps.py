"""Time stamps (RFC 3161): asked of a server, and read again without one, by pyHanko, an optional dependency.

The server is another's: what it answers is read within a limit of size and time, no redirect is followed, and only what
is about the digest that was sent, with the number that was sent along, is taken for a time stamp.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import Any

import requests

#: How long a server may take to answer, in seconds: to connect, between two pieces of its answer, and for all of it.
_PATIENCE = 10.0
#: No time stamp is as large, in bytes; one with several certificates has some thousands.
_LARGEST = 256 * 1024
_REPLY = "application/timestamp-reply"
#: It logs a traceback for each certificate that nobody vouches for; the standing of a time stamp says that.
logging.getLogger("pyhanko.sign.validation.generic_cms").setLevel(logging.ERROR)


class LibraryMissing(Exception):
    """pyHanko is not installed, so that nothing can be stamped or read."""


class Unanswered(Exception):
    """The server gave no time stamp; the message says why."""


class Standing(Enum):
    """What a time stamp is worth."""

    VALID = "valid"  # about this digest, signed, and by somebody trusted
    UNKNOWN = "unknown"  # about this digest and signed; nothing says whom to trust
    UNTRUSTED = "untrusted"  # about this digest and signed, by somebody who is not trusted
    OTHER = "other"  # signed, but about something else
    INVALID = "invalid"  # not what was signed
    UNREADABLE = "unreadable"  # no time stamp at all


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """What a time stamp says.

    :ivar stamped_on: in UTC; None where it cannot be read
    :ivar authority: the name in the certificate of who signed it; empty where it cannot be read
    """

    standing: Standing
    stamped_on: datetime | None = None
    authority: str = ""


def ask(address: str, digest: bytes, user: str = "", password: str = "") -> bytes:
    """Return a time stamp on a SHA-256 as DER.

    :param address: of the server, http or https
    :raises LibraryMissing: if pyHanko is not installed
    :raises Unanswered: if the server gives none, or none that is about this digest
    """
    try:
        from asn1crypto import tsp
        from pyhanko.sign.timestamps import TimeStamper
    except ImportError as error:
        raise LibraryMissing(str(error)) from error

    class Client(TimeStamper):  # type: ignore[misc]
        """Asks the server within limits; number and form of the answer are checked by pyHanko."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            return tsp.TimeStampResp.load(_post(address, req.dump(), (user, password) if user else None))

    try:
        token = asyncio.run(Client().async_timestamp(digest, "sha256"))
        content = bytes(token.dump())
        about = _information(token)["message_imprint"]["hashed_message"].native
    except Unanswered:
        raise
    except Exception as error:  # a parser of what a stranger says may fail in any way
        raise Unanswered(f"{type(error).__name__}: {error}"[:300]) from error
    if about != digest:
        raise Unanswered("the answer is about another digest")
    return content


def _post(address: str, body: bytes, auth: tuple[str, str] | None) -> bytes:
    headers = {"Content-Type": "application/timestamp-query", "Accept": _REPLY}
    try:
        with requests.Session() as session:
            session.trust_env = False  # no proxy and no password of the machine's own
            with session.post(
                address, body, headers=headers, auth=auth, timeout=_PATIENCE, allow_redirects=False, stream=True
            ) as answer:
                if answer.status_code != 200:
                    raise Unanswered(f"HTTP {answer.status_code}")
                if answer.headers.get("Content-Type", "").partition(";")[0].strip() != _REPLY:
                    raise Unanswered("the answer is no time stamp")
                return _read(answer)
    except (requests.RequestException, ValueError) as error:
        raise Unanswered(f"{type(error).__name__}: {error}"[:300]) from error


def _read(answer: Any) -> bytes:
    deadline = time.monotonic() + _PATIENCE
    content = b""
    for piece in answer.iter_content(4096):
        content += piece
        if len(content) > _LARGEST:
            raise Unanswered("the answer is too large")
        if time.monotonic() > deadline:
            raise Unanswered("the answer takes too long")
    return content


def read(content: bytes, digest: bytes, trusted: Iterable[bytes] = ()) -> TimeStamp:
    """Return what a time stamp says of a SHA-256. Nothing is fetched.

    :param content: the time stamp as DER
    :param trusted: the certificates (DER) whose holders are trusted to vouch for others
    :raises LibraryMissing: if pyHanko is not installed
    """
    try:
        from asn1crypto import cms, x509
        from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
        from pyhanko_certvalidator import ValidationContext
    except ImportError as error:
        raise LibraryMissing(str(error)) from error
    try:
        token = cms.ContentInfo.load(content, strict=True)
        information = _information(token)
        moment = information["gen_time"].native
        about = information["message_imprint"]["hashed_message"].native
    except Exception:  # a parser of what a stranger says may fail in any way
        return TimeStamp(Standing.UNREADABLE)
    roots = [x509.Certificate.load(root) for root in trusted]
    try:
        # A certificate that has expired since was good enough at the moment of the stamp.
        context = ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False)
        status = asyncio.run(validate_tst_signed_data(token["content"], context, expected_tst_imprint=about))
        certificate = status["signing_cert"]
        is_signed = status["intact"] and status["valid"]
        is_trusted = bool(status.get("trust_problem_indic") is None and status.get("validation_path"))
    except Exception:
        return TimeStamp(Standing.INVALID, _utc(moment))
    said = _utc(moment), _name(certificate)
    if not is_signed:
        return TimeStamp(Standing.INVALID, *said)
    # pyHanko calls a stamp on another digest valid and trusted, which it is: of that digest.
    if about != digest:
        return TimeStamp(Standing.OTHER, *said)
    if not roots:
        return TimeStamp(Standing.UNKNOWN, *said)
    return TimeStamp(Standing.VALID if is_trusted else Standing.UNTRUSTED, *said)


def _information(token: Any) -> Any:
    return token["content"]["encap_content_info"]["content"].parsed


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def _name(certificate: Any) -> str:
    common = certificate.subject.native.get("common_name")
    return common if isinstance(common, str) else str(certificate.subject.human_friendly)
