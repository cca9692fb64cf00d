import json
import re
import subprocess
from typing import NamedTuple

from odoo.tools import file_open

from .common import EvaluationCase

REPORT = "agency_evaluation.report_score_sheet"


class Word(NamedTuple):
    """A word of a PDF, in points from the upper left corner of its page (from 1)."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


class ScoreSheetCase(EvaluationCase):
    """The 2020 sheet, filled in as on paper by the evaluator's unit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._made = {}
        with file_open("agency_evaluation/tests/data/sheet_2020.json") as file:
            sheet = json.load(file)
        cls.paper_rows = list(cls._in_order(sheet["groups"]))
        cls.company = cls.env.company
        cls.name_agency(
            agency_parent_name="UBND tỉnh Thử Nghiệm",
            agency_name="Sở Thử nghiệm và Đo lường",
            agency_short_name="Sở TN&ĐL",
            agency_document_symbol="BC-STN",
            agency_signer_title="KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
            agency_signer_name="Họ và Tên",
        )
        cls.evaluation = cls.make_evaluation(cls.env.ref("agency_evaluation.criteria_set_2020"))
        cls.evaluation._enter_paper_points({row["code"]: row["self"] for row in cls.paper_rows}, total=93.0)

    @classmethod
    def _in_order(cls, rows):
        for row in rows:
            yield row
            yield from cls._in_order(row.get("children", []))

    def once(self, make):
        """Return what the method `make` gives of what :meth:`setUpClass` made: a paper takes long to print."""
        if make.__name__ not in self._made:
            self._made[make.__name__] = make()
        return self._made[make.__name__]

    def collect(self, evaluation=None, role="evaluator"):
        evaluations = self.as_user(role, evaluation)
        return evaluations.env[f"report.{REPORT}"]._collect(evaluations)

    def review(self, points):
        """Answer what is blank, submit, and give review points by row code."""
        blank = self.evaluation.line_ids.filtered(lambda line: not line.is_heading and line.status == "todo")
        blank.write({"status": "not_applicable"})
        self.evaluation.line_ids.write({"explanation": "Theo thực tế"})
        self.evaluation._refresh_findings()
        self.evaluation.finding_ids.write({"justification": "Đã đối chiếu"})
        self.as_user("evaluator").action_submit()
        for code, value in points.items():
            line = self.as_user("reviewer", self.row(code, self.evaluation))
            line.write({"review_points": value, "is_reviewed": True, "review_note": "Theo báo cáo"})


def run(*command):
    """Run a program and return what it prints; a test that lacks a program fails, for it has shown nothing."""
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def words_of(pdf, folder):
    """Return the words of a PDF from top to bottom and left to right, read by poppler."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    words, page = [], 0
    number = r'"([\d.-]+)"'
    pattern = rf"<word xMin={number} yMin={number} xMax={number} yMax={number}>(.*)</word>"
    for line in run("pdftotext", "-bbox", str(path), "-").splitlines():
        page += "<page " in line
        if match := re.search(pattern, line):
            *edges, text = match.groups()
            text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
            words.append(Word(page, *map(float, edges), text))
    return sorted(words, key=lambda word: (word.page, round(word.bottom), word.left))
