import random

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..cases.intake_case import IntakeCase
from ..cases.mass import mass
from ..reading import documents
from ..scoring import papers

DAMAGED_FILES = mass(30, 600)
PIECES = [
    *("\t", "\n", "\n", '"', "|", ";", ",", "  ", "I", "1.1", "-", "4,0", "điểm", "Tiêu chí", "Điểm chuẩn", "%"),
    *("trừ 0,5 điểm", "\u0301", "😀", "\x0b", "x\t4\n", "1.\t", "99999999999 x 0,25 = 1", "99999999999"),
    *("trừ 0,125 điểm", "x: trừ 9999999 điểm", "từ 99999999999999999999999 %", "trừ 1 điểm/0000 văn bản"),
]


@tagged("post_install", "-at_install")
class TestIntakeDamaged(IntakeCase):
    """Whatever the source is: rows or a message, never a traceback, and never half an import."""

    def damaged_sources(self):
        """Yield damaged Word and text files, and pasted texts that make no sense."""
        chance = random.Random(2020)
        rows = [row or [""] * 4 for row in papers.paper_rows()][:20]
        word = documents.document(documents.table(*rows))
        text = papers.paper_text().encode()
        for number in range(DAMAGED_FILES):
            content = bytearray(text if number % 3 else word)
            if number % 2:
                content = content[: chance.randrange(1, len(content))]
            for _byte in range(chance.choice((1, 10, 200))):
                content[chance.randrange(len(content))] = chance.randrange(256)
            yield bytes(content)
        for _number in range(DAMAGED_FILES):
            pasted = "".join(chance.choice(PIECES) for _piece in range(chance.randrange(1, 200)))
            yield f"Tiêu chí\tĐiểm\n{pasted}"
        for piece in PIECES:
            yield f"Tiêu chí\tĐiểm\nMột (mỗi lỗi {piece})\t4\n{piece}\t{piece}\nHai\t6\n{piece}"

    def test_damaged_sources(self):
        Line = self.env["agency.evaluation.intake.line"]
        CriteriaSet = self.env["agency.evaluation.criteria.set"]
        outcomes = {"read": 0, "refused": 0, "made": 0}
        for number, content in enumerate(self.damaged_sources()):
            intake = self.make_intake(content)
            lines, sets = Line.search_count([]), CriteriaSet.search_count([])
            with self.subTest(number=number):
                try:
                    with self.cr.savepoint():
                        intake.action_read()
                except UserError:
                    outcomes["refused"] += 1
                    self.assertEqual((intake.state, Line.search_count([])), ("source", lines))
                    continue
                outcomes["read"] += 1
                self.assertEqual(intake.state, "preview")
                self.env.flush_all()
                try:
                    with self.cr.savepoint():
                        intake.action_make_criteria_set()
                        self.env.flush_all()
                except UserError:
                    self.assertEqual((intake.state, CriteriaSet.search_count([])), ("preview", sets))
                else:
                    outcomes["made"] += 1
                    self.assertEqual(CriteriaSet.search_count([]), sets + 1)
                    self.assertEqual(len(intake.criteria_set_id.criterion_ids), intake.criterion_count)
        self.assertTrue(all(outcomes.values()), outcomes)
