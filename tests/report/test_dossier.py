import hashlib
import tempfile
import zipfile
from pathlib import Path

from odoo.tests import tagged

from odoo.addons.agency_evaluation.report import dossier_zip

from ..cases.dossier_case import DossierCase, pdf

PAPERS = [
    "Báo cáo.pdf",
    "Bảng chấm điểm.pdf",
    "Kết quả kiểm tra tính nhất quán.pdf",
    "Bảng chấm điểm.xlsx",
    "Lịch sử thay đổi.xlsx",
    "Lịch sử thay đổi.jsonl",
    "Báo cáo.docx",
]
CHECKING = ["kiem_tra.py", "Cách kiểm tra.html"]
INDEXES = ["Mục lục.html", "Mục lục.xlsx", "manifest.json"]
#: Names of files that lead elsewhere, cannot be unpacked, or hide what they are.
NASTY = [
    "../../../etc/passwd.pdf",
    "..\\..\\windows\\system.pdf",
    "C:\\autoexec.pdf",
    "/etc/shadow.pdf",
    "CON.pdf",
    "com¹.PDF",
    "aux .pdf",
    ".hidden.pdf",
    "what?*<>|.pdf",
    "100%20 #1.pdf",
    "gpj.\u202efdp.pdf",
    "zero\u200bwidth.pdf",
    "dot. .pdf",
    "x" * 300 + ".pdf",
    "Ắ" * 300 + ".pdf",
    "same.pdf",
    "SAME.pdf",
    "same.pdf",
    "same (2).pdf",
]


@tagged("post_install", "-at_install")
class TestDossier(DossierCase):
    def test_every_reader_gets_the_same_files(self):
        self.add_document(["A.1-1"])
        self.approve()
        expected = [*PAPERS, "seal.json", "papers.json", *CHECKING, "A/A.1-1/quyết định.pdf", *INDEXES]
        for role in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            archive = self.download(role)
            self.assertEqual(sorted(archive.namelist()), sorted(expected), role)
            self.assertSealed(archive)

    def test_it_is_sent_as_a_download_without_a_length(self):
        self.unit.name = 'Sở "A/B"'
        self.name_agency()
        headers = self.request().headers
        self.assertEqual(headers["Content-Type"], "application/zip")
        self.assertNotIn("Content-Length", headers)
        self.assertRegex(headers["Content-Disposition"], r"^attachment; filename\*=UTF-8''[^/]*S%E1%BB%9F.*\.zip$")

    def test_others_do_not_get_it(self):
        response = self.request("outsider")
        self.assertEqual(response.status_code, 403)
        self.assertNotIn(b"PK", response.content[:4])
        foreign = self.make_evaluation(department_id=self.other_unit.id)
        self.assertEqual(self.request("evaluator", foreign.id).status_code, 403)
        self.logout()
        address = f"/agency_evaluation/{self.evaluation.id}/dossier.zip"
        self.assertIn("/web/login", self.url_open(address, allow_redirects=False).headers["Location"])

    def test_whoever_may_read_some_rows_alone_does_not_get_it(self):
        foreign = self.make_evaluation(department_id=self.other_unit.id)
        self.row("A.2", foreign).user_id = self.users["evaluator"]
        self.as_user("evaluator", foreign).check_access("read")
        response = self.request("evaluator", foreign.id)
        self.assertEqual(response.status_code, 403)
        self.assertNotIn(b"PK", response.content[:4])

    def test_what_is_not_there_is_not_found(self):
        missing = self.env["agency.evaluation"].search([], order="id desc", limit=1).id + 1000
        self.assertEqual(self.request("auditor", missing).status_code, 404)

    def test_the_button_leads_to_it(self):
        action = self.as_user("evaluator").action_download_dossier()
        self.authenticate(self.users["evaluator"].login, self.users["evaluator"].login)
        self.assertEqual(self.url_open(action["url"]).content[:2], b"PK")

    def test_a_document_of_many_criteria_is_stored_once(self):
        self.add_document(["B.1", "A.1-2", "A.2"], ["một.pdf", "hai.pdf"])
        archive = self.download()
        paths = ["A/A.1-2/một.pdf", "A/A.1-2/hai.pdf"]
        self.assertEqual(self.evidence_paths(archive), paths)
        for links in (self.links_of_page(archive), self.links_of_workbook(archive)):
            self.assertEqual([links.count(path) for path in paths], [3, 3])
        files = {entry["path"]: entry for entry in self.manifest(archive)["files"]}
        self.assertEqual(files[paths[0]]["criteria"], ["A.1-2", "A.2", "B.1"])

    def test_files_have_a_folder_for_each_criterion(self):
        self.add_document(["A"], ["nhóm.pdf"])
        self.add_document(["A.1"], ["mục.pdf"])
        self.add_document(["B.1"], ["lá.pdf"])
        self.add_document([], ["không đâu.pdf"])
        self.assertEqual(
            self.evidence_paths(self.download()),
            ["A/nhóm.pdf", "A/A.1/mục.pdf", "B/B.1/lá.pdf", "Tài liệu khác/không đâu.pdf"],
        )

    def test_names_are_safe_wherever_they_are_unpacked(self):
        self.add_document(["A.2"], NASTY)
        archive = self.download()
        paths = self.evidence_paths(archive)
        self.assertEqual(len({path.casefold() for path in paths}), len(NASTY))
        with tempfile.TemporaryDirectory() as folder:
            archive.extractall(folder)
            written = [path for path in Path(folder).rglob("*") if path.is_file()]
            self.assertEqual(len(written), len(archive.namelist()))
            for path in paths:
                self.assertTrue(Path(folder, path).is_file(), path)
        for path in paths:
            group, row, name = path.split("/")
            self.assertEqual((group, row), ("A", "A.2"))
            self.assertRegex(name, r"^[^. ].*\.(pdf|PDF)$")
            self.assertNotRegex(name, r'[<>:"\\|?*#%\x00-\x1f\u200b\u202e]')
            self.assertLessEqual(len(name), 100)
            self.assertNotRegex(name, r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9])\s*\.")
            self.assertLess(len(name.encode()), 255)
        self.assertIn("Ắ" * 78 + ".pdf", {path.rpartition("/")[2] for path in paths})
        self.assertEqual(sorted(self.links_of_page(archive)[len(PAPERS) : -3]), sorted(paths))
        self.assertEqual(sorted(self.links_of_workbook(archive)[len(PAPERS) :]), sorted(paths))
        contents = {archive.read(path) for path in paths}
        self.assertLessEqual({pdf(f"{name} {{}}") for name in NASTY}, contents)

    def test_codes_of_criteria_are_safe_as_folders(self):
        rows = [("../A", None, "I", 1.0), ("manifest.json", None, "II", 1.0), ("CON", None, "III", 1.0)]
        criteria_set = self.make_criteria_set("NASTY", rows)
        evaluation = self.make_evaluation(criteria_set, department_id=self.other_unit.id)
        for line in evaluation.line_ids:
            self.add_document((), ["tệp.pdf"], evaluation_id=evaluation.id, line_ids=[(4, line.id)])
        self.evaluation = evaluation
        self.assertEqual(
            self.evidence_paths(self.download()), ["-A/tệp.pdf", "manifest (2).json/tệp.pdf", "_CON/tệp.pdf"]
        )

    def test_what_is_held_elsewhere_is_named_without_a_file(self):
        register = "Sổ công văn 2020, số 15"
        self.add_document(["A.2"], (), held_elsewhere=True, register_reference=register, name="Bản giấy")
        self.add_document(["B.1"], (), is_secret=True, register_reference="Sổ mật 03, mục 7", name=False)
        archive = self.download()
        self.assertEqual(self.evidence_paths(archive), [])
        text = self.index(archive).text_content()
        self.assertIn("Bản giấy", text)
        self.assertIn("Lưu tại: Sổ công văn 2020, số 15", text)
        self.assertIn("Bí mật nhà nước, không lưu trên hệ thống. Sổ đăng ký: Sổ mật 03, mục 7", text)
        cells = {cell.value for row in self.workbook(archive).iter_rows() for cell in row}
        self.assertIn("Lưu tại: Sổ công văn 2020, số 15", cells)
        self.assertEqual(
            self.manifest(archive)["held_elsewhere"],
            [
                {"register": "Sổ công văn 2020, số 15", "is_secret": False, "criteria": ["A.2"]},
                {"register": "Sổ mật 03, mục 7", "is_secret": True, "criteria": ["B.1"]},
            ],
        )

    def test_a_lost_file_is_told_and_the_rest_still_comes(self):
        document = self.add_document(["A.2"], ["còn.pdf", "mất.pdf"])
        lost = document.attachment_ids.filtered(lambda file: file.name == "mất.pdf")
        self.lose_file(lost)
        archive = self.download()
        self.assertEqual(self.evidence_paths(archive), ["A/A.2/còn.pdf"])
        self.assertSealed(archive)
        (missing,) = self.manifest(archive)["missing"]
        self.assertEqual((missing["path"], missing["criteria"]), ("A/A.2/mất.pdf", ["A.2"]))
        self.assertEqual((missing["recorded_sha256"], missing["state"]), (lost.evidence_sha256, "missing"))
        text = self.index(archive).text_content()
        self.assertIn("1 tệp không có trong kho lưu trữ", text)
        self.assertIn("mất.pdf KHÔNG CÓ TRONG KHO LƯU TRỮ", text)
        cells = {cell.value for row in self.workbook(archive).iter_rows() for cell in row}
        self.assertIn("KHÔNG CÓ TRONG KHO LƯU TRỮ", cells)
        self.assertNotIn("A/A.2/mất.pdf", self.links_of_page(archive) + self.links_of_workbook(archive))

    def test_an_altered_file_is_told(self):
        file = self.add_document(["A.2"], issuer="Sở bị sửa").attachment_ids
        stored = Path(file._full_path(file.store_fname))
        self.addCleanup(stored.unlink)
        stored.write_bytes(b"%PDF-1.4 forged" * 1000)
        archive = self.download()
        states = {entry["path"]: entry.get("state") for entry in self.manifest(archive)["files"]}
        self.assertEqual(states["A/A.2/quyết định.pdf"], "altered")
        self.assertIn("NỘI DUNG KHÁC BẢN ĐÃ GHI NHẬN", self.index(archive).text_content())
        self.assertSealed(archive)

    def test_files_in_the_database_come_too(self):
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        file = self.add_document(["A.2"]).attachment_ids
        self.assertFalse(file.store_fname)
        archive = self.download()
        self.assertEqual(hashlib.sha256(archive.read("A/A.2/quyết định.pdf")).hexdigest(), file.evidence_sha256)

    def test_what_changes_during_the_download_does_not_change_it(self):
        document = self.add_document(["A.2"], ["trước.pdf"])
        content = document.attachment_ids.raw
        pieces = dossier_zip.stream(self.collect())
        received = [next(pieces)]
        document.unlink()
        self.add_document(["A.2"], ["sau.pdf"])
        with tempfile.TemporaryFile() as file:
            file.writelines([*received, *pieces])
            with zipfile.ZipFile(file) as archive:
                self.assertEqual(self.evidence_paths(archive), ["A/A.2/trước.pdf"])
                self.assertEqual(archive.read("A/A.2/trước.pdf"), content)

    def test_an_approved_dossier_holds_what_was_sealed(self):
        self.add_document(["A.2"])
        archive = self.download()
        self.assertEqual((self.manifest(archive)["seal_sha256"], "seal.json" in archive.namelist()), (None, False))
        self.assertEqual(self.manifest(archive)["schema"], 1)
        self.approve()
        archive = self.download()
        self.assertEqual(self.manifest(archive)["seal_sha256"], self.evaluation.seal)
        self.assertEqual(hashlib.sha256(archive.read("seal.json")).hexdigest(), self.evaluation.seal)
        self.assertIn(self.evaluation.seal, self.index(archive).text_content())

    def test_questions_are_a_paper_where_there_are_any(self):
        self.submit()
        self.assertNotIn("Trao đổi trong quá trình thẩm định.pdf", self.download().namelist())
        self.as_user("reviewer", self.row("A.2")).action_question("Minh chứng ở đâu?")
        archive = self.download()
        self.assertEqual(archive.read("Trao đổi trong quá trình thẩm định.pdf")[:5], b"%PDF-")
        self.assertEqual(archive.read("Bảng chấm điểm.pdf")[:5], b"%PDF-")
        for name in ("Bảng chấm điểm.xlsx", "Báo cáo.docx"):
            self.assertEqual(archive.read(name)[:2], b"PK")

    def test_what_users_typed_stays_text(self):
        texts = ['=HYPERLINK("http://example.com")', "<script>alert(1)</script>", "{=1+1}", "bell \x07 tab\t"]
        for text in texts:
            self.add_document(["A.2"], name=text, issuer=text, location=text)
        self.unit.name = "<img src=x>"
        self.name_agency()
        archive = self.download()
        page = self.index(archive)
        self.assertEqual([element.tag for element in page.iter("script", "img", "iframe", "link")], [])
        self.assertEqual(page.text_content().count("<script>alert(1)</script>"), 3)
        cells = [cell for row in self.workbook(archive).iter_rows() for cell in row]
        self.assertEqual([cell.value for cell in cells if cell.data_type == "f"], [])
        self.assertIn(texts[0], {cell.value for cell in cells})
        for link in page.iter("a"):
            self.assertTrue(link.get("href").startswith("./"))

    def test_compressed_files_are_stored_and_the_order_is_fixed(self):
        self.add_document(["B.1"], ["b.pdf", "a.pdf"])
        self.add_document(["A.2"], ["c.pdf"])
        archives = [self.download() for _time in range(2)]
        self.assertEqual(archives[0].namelist(), archives[1].namelist())
        self.assertEqual(self.evidence_paths(archives[0]), ["A/A.2/c.pdf", "B/B.1/b.pdf", "B/B.1/a.pdf"])
        kinds = {info.filename: info.compress_type for info in archives[0].infolist()}
        self.assertEqual(kinds["B/B.1/a.pdf"], zipfile.ZIP_STORED)
        self.assertEqual(kinds["manifest.json"], zipfile.ZIP_DEFLATED)
