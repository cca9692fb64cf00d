# pylint: disable=translation-required  # what users type in a test is translated by nobody
import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tests import tagged

from odoo.addons.agency_evaluation.scoring import manifest

from ..cases.common import PDF
from ..cases.dossier_case import DossierCase


@tagged("post_install", "-at_install")
class TestDossierProof(DossierCase):
    """The dossier holds what it is checked by, and whoever has nothing else checks it."""

    def setUp(self):
        super().setUp()
        self.add_document(["A.2"])
        self.approve()
        self.evaluation.invalidate_recordset()
        self.company = self.evaluation.company_id

    def unpack(self):
        """Return the folder that the dossier is unpacked in."""
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.download().extractall(folder)
        return folder

    def run_check(self, folder, *arguments):
        """Run the script by a plain Python without any package; return its exit code and what it says."""
        command = [sys.executable, "-I", "-S", str(folder / "kiem_tra.py"), *arguments]
        done = subprocess.run(command, capture_output=True, cwd=folder.parent, check=False)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def assertFinds(self, folder, code, *texts, arguments=()):
        found, said = self.run_check(folder, *arguments)
        self.assertEqual(found, code, said)
        for text in texts:
            self.assertIn(text, said)
        return said

    def test_a_dossier_that_nobody_touched(self):
        folder, seal = self.unpack(), self.evaluation.seal
        said = self.assertFinds(
            folder,
            0,
            f"seal.json đúng với mã niêm phong {seal}",
            "1/1 tệp đã niêm phong có trong hồ sơ, trùng từng byte",
            "Hãy so mã này với mã in trên bản giấy đã ký",
            "papers.json đúng là nội dung in trên các văn bản, như đã niêm phong",
            f"Đã niêm phong: {self.unit.name}, năm 2020",
            "KHÔNG THẤY SAI",
            "Không có máy chủ thì KHÔNG kết luận được",
        )
        self.assertNotIn("[SAI]", said)
        self.assertRegex(said, r"tự chấm \d+,\d\d, kết luận \d+,\d\d,")
        self.assertRegex(said, r"lúc \d\d:\d\d:\d\d ngày \d\d/\d\d/\d{4} \(giờ Việt Nam\)")
        printed = [seal[:32].upper(), seal[32:]]
        self.assertFinds(folder, 0, "Mã niêm phong trùng với mã đã nhập", arguments=printed)
        self.assertFinds(folder, 1, "khác mã đã nhập", arguments=["0" * 64])

    def test_the_history_is_held_by_the_seal(self):
        folder = self.unpack()
        self.assertFinds(folder, 0, "Lịch sử thay đổi đúng như khi phê duyệt")
        path = folder / "Lịch sử thay đổi.jsonl"
        history = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        self.assertIn(("A.2", "self_points", None, "1"), {(e["code"], e["field"], e["old"], e["new"]) for e in history})
        self.assertIn(
            ("B.1", "review_state", "pending", "confirmed"),
            {(e["code"], e["field"], e["old"], e["new"]) for e in history},
        )
        path.write_text(path.read_text("utf-8").replace('"confirmed"', '"accepted"'), "utf-8")
        self.assertFinds(folder, 1, "không đúng với lịch sử thay đổi đã niêm phong")
        path.unlink()
        self.assertFinds(folder, 1, "nên không kiểm tra được lịch sử thay đổi")

    def test_a_seal_without_a_history_says_nothing_of_one(self):
        folder = self.unpack()
        path = folder / "seal.json"
        path.write_bytes(path.read_bytes().replace(b'"history_digest"', b'"x_history"'))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        listed = json.loads((folder / "manifest.json").read_text())
        for entry in listed["files"]:
            if entry["path"] == "seal.json":
                entry.update(sha256=digest, size=path.stat().st_size)
        (folder / "manifest.json").write_text(json.dumps({**listed, "seal_sha256": digest}))
        self.assertFinds(folder, 0, "Lịch sử thay đổi không thuộc niêm phong này")

    def test_whatever_is_changed_in_it_is_found(self):
        def forge_points(folder):
            path = folder / "seal.json"
            path.write_bytes(path.read_bytes().replace(b'"final_points":"4.00"', b'"final_points":"9.00"'))

        def forge_papers(folder):
            path = folder / "papers.json"
            path.write_bytes(path.read_bytes().replace(self.unit.name.encode(), b"x"))

        def forge_all(folder):
            forge_points(folder)
            digest = hashlib.sha256((folder / "seal.json").read_bytes()).hexdigest()
            listed = json.loads((folder / "manifest.json").read_text())
            for entry in listed["files"]:
                if entry["path"] == "seal.json":
                    entry["sha256"] = digest
            listed["seal_sha256"] = digest
            (folder / "manifest.json").write_text(json.dumps(listed))

        document = Path("A", "A.2", "quyết định.pdf")
        for change, texts in (
            (lambda folder: (folder / document).write_bytes(PDF), ["đã bị sửa sau khi lập hồ sơ"]),
            (lambda folder: (folder / document).unlink(), ["thiếu trong hồ sơ", "không có trong hồ sơ này"]),
            (forge_points, ["seal.json: đã bị sửa", "khác mã niêm phong"]),
            (lambda folder: (folder / "seal.json").unlink(), ["seal.json: thiếu"]),
            (forge_papers, ["papers.json: đã bị sửa", "papers.json không phải nội dung đã niêm phong"]),
        ):
            folder = self.unpack()
            change(folder)
            self.assertFinds(folder, 1, *texts)
        folder = self.unpack()
        (folder / "thêm.pdf").write_bytes(PDF)
        self.assertFinds(folder, 0, "thêm.pdf: không có trong danh mục của hồ sơ")
        folder = self.unpack()
        forge_all(folder)
        self.assertFinds(folder, 0, "ai sửa được cả hồ sơ thì cũng tính lại được mã")
        self.assertFinds(folder, 1, "khác mã đã nhập", arguments=[self.evaluation.seal])
        (folder / "manifest.json").write_text("{")
        self.assertFinds(folder, 2, "Không kiểm tra được")

    def test_people_are_told_as_the_agency_says(self):
        folder = self.unpack()
        self.assertFalse((folder / "people.json").exists())
        for file in ("seal.json", "manifest.json"):
            self.assertNotIn("test_approver", (folder / file).read_text())
        self.company.agency_dossier_people = "names"
        folder = self.unpack()
        self.assertFinds(folder, 0, "test_approver – test_approver")
        people = (folder / "people.json").read_text()
        (folder / "people.json").write_text(people.replace("test_approver", "test_khac"))
        self.assertFinds(folder, 1, "không phải họ tên đã niêm phong")

    def test_a_seal_of_the_first_form_is_given_away_as_the_agency_says(self):
        sealing = self.env["agency.evaluation.seal"].search([("evaluation_id", "=", self.evaluation.id)])
        data = json.loads(sealing.manifest)
        names = {reference: named["name"] for reference, named in sealing.people.items()}
        del data["people"]
        content = manifest.canonical({**data, "schema": 1, "names": {**data["names"], **names}}).decode()
        digest = manifest.digest(content.encode())
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE agency_evaluation_seal SET manifest = %s, digest = %s, people = NULL WHERE id = %s",
            (content, digest, sealing.id),
        )
        self.env.cr.execute("UPDATE agency_evaluation SET seal = %s WHERE id = %s", (digest, self.evaluation.id))
        self.env.invalidate_all()
        folder = self.unpack()
        partly = (folder / "seal-không-họ-tên.json").read_text()
        self.assertNotIn("test_approver", partly)
        self.assertEqual(json.loads(partly)["records"], data["records"])
        self.assertFinds(folder, 0, "không kiểm tra được niêm phong")
        self.assertIn("SHA-256 khác mã niêm phong", (folder / "Cách kiểm tra.html").read_text())
        self.company.agency_dossier_people = "names"
        folder = self.unpack()
        self.assertFalse((folder / "seal-không-họ-tên.json").exists())
        self.assertFinds(folder, 0, f"seal.json đúng với mã niêm phong {digest}")
        # What papers of before carry in themselves is these very bytes.
        arguments = ["--tep", str(folder / "seal.json"), digest]
        self.assertFinds(folder, 0, "Trùng với mã đã nhập", arguments=arguments)
        self.assertFinds(folder, 1, "KHÁC mã đã nhập", arguments=[*arguments[:2], "0" * 64])

    def test_the_signed_copy_that_counts_is_in_it(self):
        self.assertNotIn("Bản đã ký.pdf", self.download().namelist())
        for content, number in ((PDF, "14/BC-TNMT"), (PDF + b"% signed", "15/BC-TNMT")):
            self.as_user("manager").action_upload_signed_copy(
                base64.b64encode(content).decode(), "x.pdf", number, "2020-12-15"
            )
        archive = self.download()
        self.assertEqual(archive.read("Bản đã ký.pdf"), PDF + b"% signed")
        self.assertIn("Bản đã ký.pdf", self.links_of_page(archive))
        self.assertSealed(archive)

    def test_the_page_on_checking_says_what_can_be_concluded(self):
        folder = self.unpack()
        page = (folder / "Cách kiểm tra.html").read_text()
        for text in ("kiem_tra.py", self.evaluation.seal_url, "Chữ ký số trên bản đã ký", "Tệp nào trong hồ sơ"):
            self.assertIn(text, page)
        self.assertIn("Cách kiểm tra.html", self.links_of_page(self.download()))
