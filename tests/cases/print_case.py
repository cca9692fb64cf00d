import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from .score_sheet_case import REPORT, ScoreSheetCase, run, words_of

MILLIMETRE = 72 / 25.4
LEFT, RIGHT = 30 * MILLIMETRE, 195 * MILLIMETRE
TOP, BOTTOM = 20 * MILLIMETRE, 277 * MILLIMETRE
#: How far a word may stand from where it should, in points.
TOLERANCE = 2
WEASYPRINT_ENGINE = "odoo.addons.agency_evaluation.report.weasyprint_engine"


def joined(texts):
    return "".join("".join(texts).split())


class PrintCase(ScoreSheetCase):
    def print_pdf(self, evaluations=None, role="evaluator"):
        evaluations = self.as_user(role, evaluations)
        report = evaluations.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(REPORT, evaluations.ids)
        self.assertEqual((kind, content[:5]), ("pdf", b"%PDF-"))
        return content

    def print_sheet(self, sheet):
        """Print a sheet that no evaluation has."""
        report = self.env.ref("agency_evaluation.action_report_score_sheet")
        values = {**self.env[f"report.{REPORT}"]._get_report_values([]), "papers": [sheet]}
        return report._print_paper(report._render_template(REPORT, values).decode(), report._paper_page())

    def read_words(self, pdf):
        with tempfile.TemporaryDirectory() as folder:
            return words_of(pdf, Path(folder))

    def ask(self, tool, pdf, *options):
        """Return what a program of poppler says of a PDF, line by line."""
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            return run(tool, *options, file.name).splitlines()

    @contextmanager
    def without_weasyprint(self):
        with patch.dict(sys.modules, {WEASYPRINT_ENGINE: None}):
            yield
