import hashlib
import os
import struct
import tempfile
import zipfile
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.agency_evaluation.report import dossier_zip

from ..cases.dossier_case import DossierCase
from ..cases.mass import mass
from ..cases.memory import MEGABYTE, PeakMemory

#: The sizes of two files, in megabytes.
SMALL, LARGE = mass(20, 50), mass(150, 500)


@tagged("post_install", "-at_install")
class TestDossierSize(DossierCase):
    """A dossier takes as much memory and as many queries for a few documents as for many and for large ones."""

    def add_large_document(self, megabytes):
        """Make a document with a file of so many megabytes of zeros that takes no room on the disk."""
        file = self.add_document(["A.2"], [f"{megabytes} MB.pdf"]).attachment_ids
        name = f"{file.store_fname[:3]}agency_evaluation_{megabytes}_megabytes"
        path = Path(file._full_path(name))
        self.addCleanup(path.unlink)
        with path.open("wb") as stored:
            stored.truncate(megabytes * MEGABYTE)
        with path.open("rb") as stored:
            digest = hashlib.file_digest(stored, "sha256").hexdigest()
        self.store(file, store_fname=name, file_size=megabytes * MEGABYTE, evidence_sha256=digest)
        return file

    def store(self, file, **values):
        """Set what of a file nobody can set, neither in sudo."""
        columns = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items())
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE ir_attachment SET %s WHERE id = %s", columns, file.id))
        self.env.invalidate_all()

    def measure(self, megabytes):
        """Download a dossier with a file of so many megabytes; return the most memory it took, in megabytes."""
        file = self.add_large_document(megabytes)
        with tempfile.TemporaryFile() as received:
            with PeakMemory() as peak, self.request(stream=True) as response:
                for piece in response.iter_content(MEGABYTE):
                    # Zeros are left out, so that what is received takes no room either.
                    if piece.strip(b"\0"):
                        received.write(piece)
                    else:
                        received.seek(len(piece), os.SEEK_CUR)
            self.assertGreater(received.tell(), megabytes * MEGABYTE)
            with zipfile.ZipFile(received) as archive:
                self.assertIsNone(archive.testzip())
                entries = {entry["path"]: entry for entry in self.manifest(archive)["files"]}
        entry = entries[f"A/A.2/{megabytes} MB.pdf"]
        self.assertEqual((entry["state"], entry["sha256"]), ("intact", file.evidence_sha256))
        self.evaluation.evidence_ids.unlink()
        return peak.bytes / MEGABYTE

    def test_a_dossier_of_any_size_takes_the_same_memory(self):
        self.download()  # whatever is loaded once is loaded
        small, large = self.measure(SMALL), self.measure(LARGE)
        self.assertLess(large, small + 16, f"{small:.0f} MB of memory for {SMALL} MB, {large:.0f} MB for {LARGE} MB")

    def test_a_file_of_two_gigabytes_gets_64_bits(self):
        file = self.add_document(["A.2"]).attachment_ids
        self.store(file, file_size=2047 * MEGABYTE)
        content = b"".join(dossier_zip.stream(self.collect()))
        start = content.index("A/A.2/quyết định.pdf".encode())
        (version,) = struct.unpack("<H", content[start - 26 : start - 24])
        self.assertEqual(version, 45)

    def test_many_documents_take_as_many_queries_as_few(self):
        def count():
            self.env.flush_all()
            self.collect()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.collect()
            return self.cr.sql_log_count - before

        self.add_document(["A.2"], ["một.pdf", "hai.pdf"])
        few = count()
        for number in range(40):
            self.add_document(["A.2", "B.1", "A.1-1"][: number % 3 + 1], [f"{number} một.pdf", f"{number} hai.pdf"])
        self.assertEqual(count(), few)
