import io
from datetime import timezone

from lxml import etree
from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..cases.annual_report_case import REPORT as ANNUAL_REPORT
from ..cases.annual_report_case import AnnualReportCase
from ..cases.score_sheet_case import REPORT as SCORE_SHEET

PAPERS = (
    ANNUAL_REPORT,
    SCORE_SHEET,
    "agency_evaluation.report_findings",
    "agency_evaluation.report_exchange",
)
NAMES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
#: What PDF/A-2 (ISO 19005-2) forbids wherever it stands.
FORBIDDEN_ACTIONS = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/Rendition"}


@tagged("post_install", "-at_install")
class TestPaperArchive(AnnualReportCase):
    """The papers of an approved evaluation are PDF/A-2b and carry the SHA-256 of what was sealed, and no file.

    No validator of PDF/A is at hand where the tests run, so what can be read back is checked rule by rule.
    """

    def open(self, report):
        pdf = self.print_report(report=report)
        return PdfReader(io.BytesIO(pdf), strict=True), pdf

    def objects(self, reader):
        """Yield every dictionary and stream of a file."""
        for number in range(1, reader.trailer["/Size"]):
            item = reader.get_object(number)
            if isinstance(item, dict):
                yield item

    def test_approved_papers_carry_the_digest_and_no_file(self):
        self.approve_report()
        for report in PAPERS:
            with self.subTest(report=report):
                reader, pdf = self.open(report)
                catalog = reader.trailer["/Root"]
                self.assertNotIn("/AF", catalog)
                self.assertNotIn("/EmbeddedFiles", catalog.get("/Names", {}))
                self.assertNotIn(b"/EmbeddedFile", pdf)
                self.assertFalse([item for item in self.objects(reader) if item.get("/Type") == "/Filespec"])
                digest = f"Mã niêm phong SHA-256: {self.evaluation.seal}"
                self.assertEqual(reader.metadata.subject, digest)
                self.assertIn(digest, catalog["/Metadata"].get_object().get_data().decode())

    def test_approved_papers_say_that_they_are_pdf_a(self):
        self.approve_report()
        for report in PAPERS:
            with self.subTest(report=report):
                reader, pdf = self.open(report)
                self.assertEqual(pdf[:9], b"%PDF-1.7\n")
                self.assertGreater(min(pdf[10:14]), 127, "a comment of binary bytes follows the header")
                catalog = reader.trailer["/Root"]
                self.assertEqual(len(reader.trailer["/ID"]), 2)
                self.assertNotIn("/Encrypt", reader.trailer)
                self.assertNotIn("/OpenAction", catalog)
                self.assertNotIn("/AA", catalog)
                self.check_metadata(reader, catalog["/Metadata"].get_object().get_data())
                self.check_colours(reader, catalog)
                self.check_fonts(reader)
                self.check_objects(reader)

    def check_metadata(self, reader, xmp):
        root = etree.fromstring(xmp.strip().partition(b"?>")[2].rpartition(b"<?xpacket")[0].strip())

        def attribute(name):
            prefix, _colon, local = name.partition(":")
            (value,) = root.xpath(f"//@{name} | //{name}/text()", namespaces=NAMES)
            self.assertTrue(prefix and local)
            return value

        self.assertEqual((attribute("pdfaid:part"), attribute("pdfaid:conformance")), ("2", "B"))
        information = reader.metadata
        (title,) = root.xpath("//dc:title/rdf:Alt/rdf:li/text()", namespaces=NAMES)
        (author,) = root.xpath("//dc:creator/rdf:Seq/rdf:li/text()", namespaces=NAMES)
        self.assertEqual((title, author), (information.title, information.author))
        self.assertEqual(author, "SỞ THỬ NGHIỆM VÀ ĐO LƯỜNG")
        self.assertIn("2020", title)
        approved = self.evaluation.approved_on.replace(tzinfo=timezone.utc)
        self.assertEqual(information.creation_date, approved)
        self.assertRegex(attribute("xmp:CreateDate"), r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$")

    def check_colours(self, reader, catalog):
        (intent,) = catalog["/OutputIntents"]
        intent = intent.get_object()
        self.assertEqual(intent["/S"], "/GTS_PDFA1")
        profile = intent["/DestOutputProfile"].get_object()
        self.assertEqual((profile["/N"], profile.get_data()[36:40]), (3, b"acsp"))
        for item in self.objects(reader):
            if item.get("/Subtype") == "/Image":
                # No picture is seen through, and all are of the colours of the profile.
                self.assertNotIn("/SMask", item)
                self.assertIn(item["/ColorSpace"], ("/DeviceRGB", "/DeviceGray"))
                self.assertEqual(item.get("/Interpolate", False), False)
            if item.get("/Type") == "/ExtGState":
                self.assertEqual((item.get("/ca", 1), item.get("/CA", 1)), (1, 1))
                self.assertIn(item.get("/SMask", "/None"), ("/None",))

    def check_fonts(self, reader):
        fonts = [item for item in self.objects(reader) if item.get("/Type") == "/Font" and "/FontDescriptor" in item]
        self.assertGreaterEqual(len(fonts), 3)
        for font in fonts:
            descriptor = font["/FontDescriptor"].get_object()
            self.assertTrue({"/FontFile2", "/FontFile3"} & descriptor.keys(), font["/BaseFont"])
            self.assertRegex(font["/BaseFont"], r"^/[A-Z]{6}\+Liberation-Serif")
            if font["/Subtype"] == "/CIDFontType2":
                self.assertEqual(font["/CIDToGIDMap"], "/Identity")

    def check_objects(self, reader):
        for item in self.objects(reader):
            self.assertNotIn(item.get("/S"), FORBIDDEN_ACTIONS)
            self.assertNotIn("/LZWDecode", str(item.get("/Filter", "")))
            self.assertFalse({"/F", "/FFilter", "/FDecodeParms"} & item.keys() and "/Length" in item, "no other file")
            self.assertNotIn(item.get("/Subtype"), {"/PS", "/3D", "/Movie", "/Screen"})
            self.assertNotIn("/Alternates", item)
        self.assertFalse([page for page in reader.pages if "/Annots" in page or "/AA" in page])

    def test_papers_of_drafts_carry_nothing(self):
        for report in PAPERS:
            with self.subTest(report=report):
                reader, _pdf = self.open(report)
                self.assertNotIn("/OutputIntents", reader.trailer["/Root"])
                self.assertFalse(reader.metadata.subject)

    def test_what_is_not_as_it_was_sealed_is_not_printed(self):
        self.approve_report()
        self.env.flush_all()
        for query in (
            "UPDATE agency_evaluation_seal SET manifest = manifest || ' '",
            "DELETE FROM agency_evaluation_seal",
        ):
            self.env.cr.execute(query)
            self.env.invalidate_all()
            for report in PAPERS:
                with self.subTest(report=report, query=query), self.assertRaisesRegex(UserError, "cannot be printed"):
                    self.open(report)
