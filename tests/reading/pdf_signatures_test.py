import subprocess
import sys
from datetime import datetime, timezone

import pytest
import signed_pdfs
from cryptography.x509.oid import NameOID
from signed_pdfs import AUTHORITY, SIGNER

from reading import pdf_signatures
from reading.pdf_signatures import Coverage, LibraryMissing, Signature, Trust, Unreadable, read_signatures


@pytest.fixture(scope="module")
def authority():
    return signed_pdfs.make_certificate(AUTHORITY)


@pytest.fixture(scope="module")
def holder(authority):
    return signed_pdfs.make_certificate(SIGNER, authority)


@pytest.fixture(scope="module")
def stamper(authority):
    return signed_pdfs.make_certificate("Cơ quan cấp dấu thời gian", authority, stamps_time=True)


@pytest.fixture(scope="module")
def signed(holder):
    return signed_pdfs.sign(signed_pdfs.document(), holder)


def is_recent(time):
    age = datetime.now(timezone.utc).replace(tzinfo=None) - time
    return 0 <= age.total_seconds() < 600


def test_a_signature_is_read(signed):
    (signature,) = read_signatures(signed)
    assert (signature.signer, signature.issuer) == (SIGNER, AUTHORITY)
    assert is_recent(signature.signed_on)
    assert not signature.is_time_proved
    assert not signature.is_time_stamp
    assert signature.is_intact
    assert (signature.coverage, signature.trust) == (Coverage.WHOLE, Trust.UNKNOWN)
    assert not signature.is_broken


def test_a_certificate_is_trusted_by_what_is_given_alone(signed, authority):
    other = signed_pdfs.make_certificate("Cơ quan khác")
    for trusted, expected in (
        ([authority.der], Trust.TRUSTED),
        ([other.der, authority.der], Trust.TRUSTED),
        ([other.der], Trust.UNTRUSTED),
    ):
        (signature,) = read_signatures(signed, trusted)
        assert signature.trust is expected
        assert not signature.is_broken


def test_the_first_of_two_signatures_covers_the_file_as_it_was_before_the_second(signed, authority):
    agency = signed_pdfs.make_certificate("Sở Thử nghiệm", authority)
    both = read_signatures(signed_pdfs.sign(signed, agency, "Signature2"))
    assert [(signature.signer, signature.coverage) for signature in both] == [
        (SIGNER, Coverage.EXTENDED),
        ("Sở Thử nghiệm", Coverage.WHOLE),
    ]
    assert not any(signature.is_broken for signature in both)


def test_what_was_signed_and_changed_since_is_broken(signed):
    (signature,) = read_signatures(signed_pdfs.flip_a_bit(signed))
    assert (signature.is_intact, signature.is_broken) == (False, True)


def test_content_that_was_added_after_the_signature_breaks_it(signed):
    (signature,) = read_signatures(signed_pdfs.change_a_page(signed))
    assert signature.is_intact
    assert (signature.coverage, signature.is_broken) == (Coverage.CHANGED, True)


def test_a_time_stamp_proves_the_time_where_its_certificate_is_trusted(holder, stamper, authority):
    stamped = signed_pdfs.sign(signed_pdfs.document(), holder, stamper=stamper)
    (signature,) = read_signatures(stamped, [authority.der])
    assert (signature.is_time_proved, signature.is_time_stamp) == (True, False)
    assert (signature.signer, signature.trust) == (SIGNER, Trust.TRUSTED)
    assert is_recent(signature.signed_on)


def test_the_seal_of_a_time_stamping_authority_is_nobodys_consent(signed, stamper, authority):
    first, last = read_signatures(signed_pdfs.stamp(signed, stamper), [authority.der])
    assert (first.is_time_stamp, first.coverage) == (False, Coverage.EXTENDED)
    assert (last.is_time_stamp, last.is_time_proved, last.is_intact) == (True, True, True)
    assert (last.signer, last.coverage) == ("Cơ quan cấp dấu thời gian", Coverage.WHOLE)
    assert last.trust is Trust.TRUSTED
    assert is_recent(last.signed_on)


def test_a_holder_without_a_common_name_is_called_by_all_of_the_name(authority):
    holder = signed_pdfs.make_certificate("Phòng Hành chính", authority, NameOID.ORGANIZATION_NAME)
    (signature,) = read_signatures(signed_pdfs.sign(signed_pdfs.document(), holder))
    assert signature.signer == "Organization: Phòng Hành chính"


def test_a_paper_without_a_digital_signature():
    assert read_signatures(signed_pdfs.document()) == []


def test_a_signature_survives_as_plain_data(signed):
    (signature,) = read_signatures(signed)
    assert Signature.load(signature.dump()) == signature
    timeless = Signature("A", "B", None, False, False, True, Coverage.EXTENDED, Trust.UNTRUSTED)
    assert timeless.dump()["signed_on"] is None
    assert Signature.load(timeless.dump()) == timeless


def test_malformed_files_are_unreadable_unsigned_or_broken(signed):
    """What counts is that nothing else happens."""
    first, *others = signed_pdfs.damaged(signed)
    with pytest.raises(Unreadable):
        read_signatures(first)
    for content in others:
        try:
            assert all(signature.is_broken for signature in read_signatures(content))
        except Unreadable:
            continue


def test_a_file_without_pages_is_unreadable():
    with pytest.raises(Unreadable, match="it has no pages"):
        read_signatures(signed_pdfs.without_pages(signed_pdfs.document()))


def test_a_file_that_stands_for_gigabytes_is_unreadable():
    content = signed_pdfs.bomb()
    assert len(content) < 5 * 1024 * 1024
    with pytest.raises(Unreadable, match="MemoryError"):
        read_signatures(content)


def test_a_file_is_not_waited_for_without_end(signed, monkeypatch):
    monkeypatch.setattr(pdf_signatures, "_SECONDS", 0.01)
    with pytest.raises(Unreadable, match="timed out"):
        read_signatures(signed)


def test_without_the_library(signed, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(signed_pdfs.WITHOUT_PYHANKO)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    run = subprocess.run([sys.executable, "-c", "import pyhanko"], capture_output=True, check=False)
    assert b"ModuleNotFoundError" in run.stderr
    with pytest.raises(LibraryMissing, match="No module named 'pyhanko'"):
        read_signatures(signed)
