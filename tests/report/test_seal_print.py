import io
import tempfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
from PIL import Image

from odoo.tests import tagged

from ...report import score_sheet_xlsx
from ..cases.print_case import PrintCase, joined
from ..cases.score_sheet_case import run

#: So many short rows leave room for the signature on the first page, or do not any more.
_ROWS_OF_A_PAGE = (18, 23)


@tagged("post_install", "-at_install")
class TestSealPrint(PrintCase):
    """The paper of an approved sheet carries its seal, and the code that leads to the page that verifies it."""

    def approve(self):
        self.review({"I.1.2-1": 2.75})
        self.settle()
        self.as_user("approver").action_approve()

    def pictures(self, pdf):
        """Return (page, picture in black and white) of each picture of a PDF."""
        listed = [line.split() for line in self.ask("pdfimages", pdf, "-list")[2:]]
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "paper.pdf").write_bytes(pdf)
            run("pdfimages", "-png", f"{folder}/paper.pdf", f"{folder}/picture")
            files = sorted(Path(folder).glob("picture*.png"))
            return [
                (int(line[0]), self.black_and_white(file.read_bytes()))
                for line, file in zip(listed, files, strict=True)
            ]

    def black_and_white(self, png):
        with Image.open(io.BytesIO(png)) as image:
            return (
                image.convert("L").point(lambda grey: 255 * (grey > 127)).resize((300, 300), Image.Resampling.NEAREST)
            )

    def check_seal(self, pdf):
        (sheet,) = self.collect()
        words = self.read_words(pdf)
        closing = [word for word in words if word.page == words[-1].page]
        by_text = {word.text: word for word in closing}
        text = joined(word.text for word in closing)
        self.assertIn(joined(sheet.seal.label), text)
        self.assertIn(joined(sheet.signature.name), text)
        self.assertIn(joined(self.evaluation.seal_url), text, "the address stands beside the code, in words")
        token = self.evaluation.seal_url.rpartition("/")[2]
        # A hyphen in it, which is there by chance, may end a line.
        runs = (closing[start : start + 1 + more] for start in range(len(closing)) for more in range(3))
        printed = next(run for run in runs if joined(word.text for word in run) == token)
        right = max(word.right for word in printed)
        self.assertLess(right, min(by_text[word].left for word in sheet.signature.name.split()))
        first, second = by_text[self.evaluation.seal[:32]], by_text[self.evaluation.seal[32:]]
        self.assertLess(first.bottom, second.bottom)
        signer = min(by_text[word].left for word in sheet.signature.name.split())
        self.assertLess(first.right, signer, "the seal stands left of the signature")
        ((page, picture),) = self.pictures(pdf)
        self.assertEqual(page, words[-1].page)
        url, size = self.evaluation.seal_url, {"width": 300, "height": 300}
        drawn = self.env["ir.actions.report"].barcode("QR", url, barLevel="M", quiet=0, **size)
        expected = self.black_and_white(drawn)
        wrong = sum(printed != wanted for printed, wanted in zip(picture.tobytes(), expected.tobytes(), strict=True))
        # wkhtmltopdf stores pictures as JPEG, which blurs edges; another code differs in a seventh or so.
        self.assertLess(
            wrong / len(expected.tobytes()), 0.03, "the code is not that of the page that verifies the seal"
        )

    def test_weasyprint(self):
        self.approve()
        self.check_seal(self.print_pdf())

    def test_wkhtmltopdf(self):
        self.approve()
        with self.without_weasyprint():
            self.check_seal(self.print_pdf())

    def test_word_and_excel_carry_the_digest(self):
        (draft,) = self.collect()
        self.assertFalse(draft.seal_line)
        self.approve()
        (sheet,) = self.collect()
        line = f"Mã niêm phong SHA-256: {self.evaluation.seal}"
        workbook = openpyxl.load_workbook(io.BytesIO(score_sheet_xlsx.write(sheet)))
        self.assertIn(line, [cell.value for row in workbook.active.iter_rows() for cell in row])
        evaluation = self.as_user("evaluator")
        report = evaluation.env["report.agency_evaluation.report_annual_report"]._write_docx(evaluation)
        self.assertIn(line, [paragraph.text for paragraph in docx.Document(io.BytesIO(report)).paragraphs])

    def test_the_seal_is_whole_wherever_the_page_ends(self):
        self.approve()
        (sheet,) = self.collect()
        sheet = replace(sheet, notes=(), confirmations=())
        row = replace(next(row for row in sheet.rows if not row.is_heading), text="Tiêu chí", rules=(), remark="")
        ends = set()
        for count in range(*_ROWS_OF_A_PAGE):
            words = self.read_words(self.print_sheet(replace(sheet, rows=(row,) * count)))
            texts = [word.text for word in words]
            ends.add(words[-1].page)
            for line in sheet.seal.lines:
                with self.subTest(count=count):
                    self.assertIn(line, texts)
        self.assertEqual(ends, {1, 2})

    def test_what_is_not_approved_has_no_seal(self):
        for review in (False, True):
            if review:
                self.review({"I.1.2-1": 2.75})
            (sheet,) = self.collect()
            self.assertIsNone(sheet.seal)
            self.assertEqual(self.pictures(self.print_pdf()), [])
