"""Who signed a PDF, when, and whether it is as it was signed: read by pyHanko, an optional dependency.

Nothing is ever fetched: certificates and revocations that are not in the file or in the settings are not asked for.

The file comes from outside, and a few megabytes of it can stand for gigabytes. So it is read in a process of its own,
which is this module run as a program, within limits of memory and time.
"""

from __future__ import annotations

import base64
import io
import json
import resource
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asn1crypto.x509 import Name
    from pyhanko.sign.validation import EmbeddedPdfSignature

#: How long a file may take, in seconds of the processor, and how long it is waited for.
_CPU_SECONDS, _SECONDS = 30, 90
#: How much memory a file may take, in bytes: for the program, and for each byte of the file.
_MEMORY, _MEMORY_PER_BYTE = 1 << 30, 16


class Coverage(Enum):
    """How much of the file a signature vouches for."""

    WHOLE = "whole"  # every byte of the file
    EXTENDED = "extended"  # all of it as it was signed; what was added since is allowed, such as another signature
    CHANGED = "changed"  # content was changed or added since


class Trust(Enum):
    """Whether the certificate of a signer leads to one that is trusted."""

    TRUSTED = "trusted"
    UNTRUSTED = "untrusted"
    UNKNOWN = "unknown"  # nothing says which certificates are trusted


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of a PDF.

    :ivar signer: the name in the certificate
    :ivar issuer: who issued the certificate
    :ivar signed_on: in UTC; None if the signature states no time
    :ivar is_time_proved: the time comes from a time-stamping authority, and not from the signer
    :ivar is_time_stamp: it is the seal of a time-stamping authority alone, and nobody's consent
    :ivar is_intact: the signed bytes are those that were signed
    """

    signer: str
    issuer: str
    signed_on: datetime | None
    is_time_proved: bool
    is_time_stamp: bool
    is_intact: bool
    coverage: Coverage
    trust: Trust

    @property
    def is_broken(self) -> bool:
        """Whether the file is not as it was signed."""
        return not self.is_intact or self.coverage is Coverage.CHANGED

    def dump(self) -> dict[str, Any]:
        """Return the signature as plain data for JSON; :meth:`load` reads it."""
        signed_on = self.signed_on and self.signed_on.isoformat()
        return {**asdict(self), "signed_on": signed_on, "coverage": self.coverage.value, "trust": self.trust.value}

    @classmethod
    def load(cls, values: Mapping[str, Any]) -> Signature:
        """Return the signature that :meth:`dump` wrote."""
        signed_on = values["signed_on"] and datetime.fromisoformat(values["signed_on"])
        coverage, trust = Coverage(values["coverage"]), Trust(values["trust"])
        return cls(**{**values, "signed_on": signed_on, "coverage": coverage, "trust": trust})


class LibraryMissing(Exception):
    """pyHanko is not installed, so that no signature can be read."""


class Unreadable(Exception):
    """The file is damaged, locked by a password, no PDF at all, or beyond the limits of memory and time."""


def read_signatures(content: bytes, trusted: Iterable[bytes] = ()) -> list[Signature]:
    """Return the signatures of a PDF in the order in which they were made.

    :param trusted: the certificates (DER) whose holders are trusted to vouch for others
    :raises LibraryMissing: if pyHanko is not installed
    :raises Unreadable: if the file cannot be read
    """
    request = {"content": _to_text(content), "trusted": [_to_text(certificate) for certificate in trusted]}
    try:
        reader = subprocess.run(
            [sys.executable, __file__],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
        answer = json.loads(reader.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Unreadable(str(error)) from error
    if "missing" in answer:
        raise LibraryMissing(answer["missing"])
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"])
    return [Signature.load(values) for values in answer["signatures"]]


def _to_text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _main() -> None:
    """Answer the request on standard input, as a process of its own."""
    # Where this file lies are modules that are no libraries.
    sys.path.pop(0)
    request = json.load(sys.stdin)
    content = base64.b64decode(request["content"])
    memory = _MEMORY + _MEMORY_PER_BYTE * len(content)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    try:
        found = _read_all(content, [base64.b64decode(certificate) for certificate in request["trusted"]])
        answer: dict[str, Any] = {"signatures": [signature.dump() for signature in found]}
    except LibraryMissing as error:
        answer = {"missing": str(error)}
    except Exception as error:  # a parser of hostile input may fail in any way
        answer = {"unreadable": f"{type(error).__name__}: {error}"[:500]}
    json.dump(answer, sys.stdout)


def _read_all(content: bytes, trusted: Sequence[bytes]) -> list[Signature]:
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader
    except ImportError as error:
        raise LibraryMissing(str(error)) from error
    # Not strict: what other programs sign is not always what the standard says, and still as it was signed.
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    # A file without pages is no document, whatever else it has.
    if not reader.root["/Pages"]:
        raise Unreadable("it has no pages")
    return [_read(signature, trusted) for signature in reader.embedded_signatures]


def _read(embedded: EmbeddedPdfSignature, trusted: Sequence[bytes]) -> Signature:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.validation import (
        KeyUsageConstraints,
        SignatureCoverageLevel,
        validate_pdf_signature,
        validate_pdf_timestamp,
    )
    from pyhanko_certvalidator import ValidationContext

    stated = embedded.self_reported_timestamp
    is_time_stamp = embedded.sig_object_type == "/DocTimeStamp"
    # A certificate that has expired since was good enough on the day of the signature.
    roots = [Certificate.load(root) for root in trusted]
    context = ValidationContext(trust_roots=roots, moment=stated, allow_fetching=False)
    if is_time_stamp:
        status = validate_pdf_timestamp(embedded, context)
        signed_on, is_time_proved = status.timestamp, True
    else:
        usage = KeyUsageConstraints({"digital_signature", "non_repudiation"}, match_all_key_usages=False)
        status = validate_pdf_signature(embedded, context, key_usage_settings=usage)
        proof = status.timestamp_validity
        is_time_proved = bool(proof and proof.intact and proof.valid)
        signed_on = proof.timestamp if is_time_proved else stated
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        coverage = Coverage.WHOLE
    elif status.coverage is SignatureCoverageLevel.ENTIRE_REVISION and status.docmdp_ok:
        coverage = Coverage.EXTENDED
    else:
        coverage = Coverage.CHANGED
    certificate = status.signing_cert
    return Signature(
        signer=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        signed_on=signed_on and signed_on.astimezone(timezone.utc).replace(tzinfo=None),
        is_time_proved=is_time_proved,
        is_time_stamp=is_time_stamp,
        is_intact=status.intact and status.valid,
        coverage=coverage,
        trust=Trust.UNKNOWN if not trusted else Trust.TRUSTED if status.trusted else Trust.UNTRUSTED,
    )


def _name(name: Name) -> str:
    """Return the common name in a name of a certificate, else all of it."""
    common = name.native.get("common_name")
    return common if isinstance(common, str) else name.human_friendly


if __name__ == "__main__":
    _main()
