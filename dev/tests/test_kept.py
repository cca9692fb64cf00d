"""What is kept of earlier versions is small, and tells nothing of the machine that it was made on."""

import re
import tarfile

import pytest

from upgrade import kept


@pytest.fixture(params=kept.versions())
def archive(request):
    with tarfile.open(kept.FOLDER / f"{request.param}{kept.SUFFIX}") as archive:
        yield archive


@pytest.fixture
def dump(archive):
    return archive.extractfile(kept.DUMP).read()


def test_a_first_version_is_kept():
    assert "19.0.1.0.0" in kept.versions()


def test_it_holds_a_dump_and_files(archive):
    names = archive.getnames()
    assert kept.DUMP in names
    assert {name.partition("/")[0] for name in names} == {kept.DUMP, kept.FILES}
    assert {(member.uid, member.uname, member.mtime) for member in archive.getmembers()} == {(0, "", 0)}


def test_it_names_no_machine(dump):
    """Odoo writes the name of the host into the number of every message."""
    assert set(re.findall(rb"<[^<>\s]*openerp[^<>\s]*@([^<>\s]+)>", dump)) == {b"example.com"}


def test_any_supported_postgresql_reads_it(dump):
    """Commands of psql beside the end of data, and settings, are of the version that wrote them."""
    assert set(re.findall(rb"^\\[a-z]\w+", dump, re.MULTILINE)) == set()
    assert b"transaction_timeout" not in dump[:2000].replace(b"idle_in_transaction_session_timeout", b"")
