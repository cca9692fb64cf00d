"""Who signed a PDF, when, and whether it is as it was signed: read by pyHanko, an optional dependency.

Nothing is ever fetched: certificates and revocations that are not in the file or in the settings are not asked for.
"""

import io
import logging
from dataclasses import dataclass
from datetime import datetime, timezone
from enum import Enum


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
    def is_broken(self):
        return not self.is_intact or self.coverage is Coverage.CHANGED


class LibraryMissing(Exception):
    """pyHanko is not installed, so that no signature can be read."""


class Unreadable(Exception):
    """The file is damaged, locked by a password, or no PDF at all."""


def read_signatures(content, trusted=()):
    """Return the signatures of a PDF (bytes) in the order in which they were made, as :class:`Signature`.

    :param trusted: the certificates (DER, bytes) whose holders are trusted to vouch for others
    :raises LibraryMissing: if pyHanko is not installed
    :raises Unreadable: if the file cannot be read
    """
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader  # an optional dependency, and slow to load
    except ImportError as error:
        raise LibraryMissing(str(error)) from error
    # It logs what is said here anyway, each time with a traceback.
    logging.getLogger("pyhanko").setLevel(logging.ERROR)
    try:
        # Not strict: what other programs sign is not always what the standard says, and still as it was signed.
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        # pyHanko looks for signatures only where it finds a page tree; a file without one is no document.
        if not reader.root["/Pages"]:
            raise Unreadable("no pages")
        return [_read(signature, trusted) for signature in reader.embedded_signatures]
    except Exception as error:  # the file comes from outside: a parser of hostile input may fail in any way
        raise Unreadable(str(error)) from error


def _read(embedded, trusted):
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


def _name(name):
    """Return the common name in a name of a certificate, else all of it."""
    common = name.native.get("common_name")
    return common if isinstance(common, str) else name.human_friendly
