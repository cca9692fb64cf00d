import hashlib
import io
import json
import os
import zipfile
from urllib.parse import unquote

from lxml import html
from openpyxl import load_workbook

from odoo.fields import Command
from odoo.tests import HttpCase

from .common import PDF, EvaluationCase


def pdf(mark):
    """Return a PDF file that differs from others by its `mark`."""
    return PDF + f"% {mark}\n".encode()


class DossierCase(EvaluationCase, HttpCase):
    """Documents of an evaluation, and its dossier as it is downloaded."""

    def add_document(self, codes=(), names=("quyết định.pdf",), **values):
        """Make a document with files of these names, each with its name as its content."""
        files = self.env["ir.attachment"].create(
            [
                {"name": name, "raw": pdf(f"{name} {values}"), "res_model": "agency.evaluation.evidence", "res_id": 0}
                for name in names
            ]
        )
        return self.env["agency.evaluation.evidence"].create(
            {
                "evaluation_id": self.evaluation.id,
                "name": "Quyết định ban hành quy chế",
                "attachment_ids": [Command.set(files.ids)],
                "line_ids": [Command.set([self.row(code).id for code in codes])],
                **values,
            }
        )

    def collect(self, role="auditor"):
        """Return the dossier as plain data, its files still unread."""
        evaluation = self.as_user(role)
        (dossier,) = evaluation.env["agency.evaluation.dossier.report"]._collect(evaluation)
        return dossier

    def request(self, role="auditor", evaluation_id=None, **options):
        self.env.flush_all()
        self.authenticate(self.users[role].login, self.users[role].login)
        address = f"{self.base_url()}/agency_evaluation/{evaluation_id or self.evaluation.id}/dossier.zip"
        return self.opener.get(address, timeout=60, **options)

    def download(self, role="auditor"):
        """Return the dossier as an open ZIP, every file of which can be read."""
        response = self.request(role)
        self.assertEqual(response.status_code, 200)
        archive = zipfile.ZipFile(io.BytesIO(response.content))
        self.assertIsNone(archive.testzip())
        return archive

    def evidence_paths(self, archive):
        return [path for path in archive.namelist() if "/" in path]

    def manifest(self, archive):
        return json.loads(archive.read("manifest.json"))

    def index(self, archive):
        return html.document_fromstring(archive.read("Mục lục.html").decode())

    def links_of_page(self, archive):
        """Return where the links of the index lead, as paths in the dossier."""
        return [unquote(link.get("href")).removeprefix("./") for link in self.index(archive).iter("a")]

    def workbook(self, archive):
        return load_workbook(io.BytesIO(archive.read("Mục lục.xlsx"))).active

    def links_of_workbook(self, archive):
        cells = (cell for row in self.workbook(archive).iter_rows() for cell in row)
        return [unquote(cell.hyperlink.target) for cell in cells if cell.hyperlink]

    def lose_file(self, attachment):
        os.unlink(attachment._full_path(attachment.store_fname))

    def assertSealed(self, archive):
        """Check that the manifest tells size and SHA-256 of every other file."""
        files = {entry["path"]: entry for entry in self.manifest(archive)["files"]}
        self.assertEqual([*files, "manifest.json"], archive.namelist())
        for path, entry in files.items():
            content = archive.read(path)
            self.assertEqual((entry["size"], entry["sha256"]), (len(content), hashlib.sha256(content).hexdigest()))
