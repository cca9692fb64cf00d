"""Signed papers, and what signs them: made with pyHanko and certificates of their own."""

import datetime
import io
import zlib
from pathlib import Path
from types import SimpleNamespace

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY = "Cơ quan chứng thực thử nghiệm"
SIGNER = "Nguyễn Văn Thử"
#: What Python runs first where it is found: no import finds pyHanko then, as where it is not installed.
WITHOUT_PYHANKO = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("pyhanko", "pyhanko_certvalidator"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker())
"""
_DOCUMENT = Path(__file__).resolve().parents[2] / "demo/documents/396-bc-tnmt-tiep-cong-dan.pdf"


def make_certificate(name, issuer=None, kind=NameOID.COMMON_NAME, stamps_time=False):
    """Make a certificate, by itself or by `issuer`, that is good for ever as far as tests are concerned.

    :param kind: which part of the holder's name `name` is
    :param stamps_time: the holder is a time-stamping authority
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(kind, name)])
    is_authority = issuer is None
    usage = {
        "digital_signature": not is_authority,
        "content_commitment": not is_authority,
        "key_cert_sign": is_authority,
        "crl_sign": is_authority,
    }
    others = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.datetime(2000, 1, 1))
        .not_valid_after(datetime.datetime(2999, 1, 1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage, **dict.fromkeys(others, False)), critical=True)
    )
    if stamps_time:
        purposes = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purposes, critical=True)
    certificate = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    return SimpleNamespace(
        certificate=certificate,
        key=key,
        der=certificate.public_bytes(Encoding.DER),
        pem=certificate.public_bytes(Encoding.PEM).decode(),
    )


def document():
    """Return a real PDF that nobody signed."""
    return _DOCUMENT.read_bytes()


def sign(pdf, holder, field="Signature1", stamper=None):
    """Return `pdf` (bytes) signed with pyHanko by the holder of a certificate.

    :param stamper: the holder of a certificate who proves the time of the signature
    """
    from pyhanko.sign import PdfSignatureMetadata, signers

    certificate, key = _load(holder)
    signer = signers.SimpleSigner(signing_cert=certificate, signing_key=key, cert_registry=None)
    target = io.BytesIO()
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    signers.sign_pdf(_writer(pdf), metadata, signer=signer, timestamper=stamper and _stamper(stamper), output=target)
    return target.getvalue()


def stamp(pdf, holder):
    """Return `pdf` (bytes) with the seal of a time-stamping authority."""
    from pyhanko.sign import PdfTimeStamper

    target = io.BytesIO()
    PdfTimeStamper(_stamper(holder)).timestamp_pdf(_writer(pdf), "sha256", output=target)
    return target.getvalue()


def change_a_page(pdf):
    """Return `pdf` with an incremental update that turns its first page, as an editor saves it."""
    from pyhanko.pdf_utils import generic

    writer = _writer(pdf)
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[generic.NameObject("/Rotate")] = generic.NumberObject(180)
    writer.update_container(page)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def without_pages(pdf):
    """Return `pdf` with an incremental update that leaves nothing of its pages."""
    from pyhanko.pdf_utils import generic

    writer = _writer(pdf)
    writer.root[generic.NameObject("/Pages")] = generic.DictionaryObject()
    writer.update_root()
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def flip_a_bit(pdf):
    """Return `pdf` with another content of its first stream."""
    place = pdf.index(b"stream") + 20
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def damaged(pdf):
    """Return what a signed `pdf` may become: cut, damaged at every part, or no PDF beyond the first bytes."""
    loop = document().replace(b"/Type/Pages", b"/Type/Page ").replace(b"/Type /Pages", b"/Type /Page ")
    return [
        *(pdf[: len(pdf) * part // 7] for part in range(1, 7)),
        b"%PDF-1.7",
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
        pdf.replace(b"/ByteRange", b"/ByteRang_"),
        pdf.replace(b"/Contents <30", b"/Contents <31"),
        pdf.replace(b"/Sig", b"/Sgi"),
        loop,
    ]


def bomb():
    """Return a file of a few megabytes with a table of objects that unpacks to 4 GB."""
    packer, part = zlib.compressobj(), bytes(1 << 22)
    # After a full flush the same content packs to the same bytes, so that it need not be packed a thousand times.
    first, other = (packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH) for _part in range(2))
    packed = first + other * ((1 << 10) - 1)
    table = b"<</Type/XRef/Size 9/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    return b"%PDF-1.5\n1 0 obj\n" + table + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def _load(holder):
    from asn1crypto import keys
    from asn1crypto import x509 as asn1_x509

    key = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return asn1_x509.Certificate.load(holder.der), keys.PrivateKeyInfo.load(key)


def _stamper(holder):
    from pyhanko.sign.timestamps import DummyTimeStamper

    return DummyTimeStamper(*_load(holder))


def _writer(pdf):
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    return IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
