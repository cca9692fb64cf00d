from odoo.tests import tagged

from ..cases.full_sheet_case import FullSheetCase


@tagged("post_install", "-at_install")
class TestOutdatedCounts(FullSheetCase):
    """What of the report is out of date is counted by what it follows from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sheet = cls.make_full_sheet(cls.make_full_set(60))
        cls.sheet.section_ids._fill_all()

    def counts(self):
        """Return what is out of date by rows and by facts, which together is what the sections say."""
        self.env.flush_all()
        self.env.invalidate_all()
        by_rows, by_facts = self.sheet.outdated_by_rows, self.sheet.outdated_by_facts
        self.assertEqual(by_rows + by_facts, sum(self.sheet.section_ids.mapped("outdated_count")))
        self.assertEqual(self.sheet.outdated_count, by_rows + by_facts)
        return by_rows, by_facts

    def test_rows(self):
        names = "{{total}} {{grade}} {{documents}} {{f1}}"
        self.sheet.section_ids[0].body = f"<p>{names}</p><ul><li>{{{{shortcomings}}}}</li></ul>"
        self.sheet.section_ids._fill_all()
        self.assertEqual(self.counts(), (0, 0))
        line = self.sheet.line_ids._leaves().filtered(lambda line: line.max_points >= 1 and not line.is_bonus)[0]
        line.self_points = 0.25 if line.self_points != 0.25 else 0.5
        by_rows, by_facts = self.counts()
        self.assertGreater(by_rows, 0)
        self.assertEqual(by_facts, 0)

    def test_facts(self):
        self.sheet.section_ids[0].body = "<p>{{f1}} {{total}}</p>"
        self.sheet.section_ids._fill_all()
        self.assertEqual(self.counts(), (0, 0))
        self.sheet._state_facts({"f1": (77, "Sổ")})
        by_rows, by_facts = self.counts()
        self.assertEqual(by_rows, 0)
        self.assertGreater(by_facts, 0)

    def test_sums_beforehand(self):
        """What the database adds up beforehand comes to what single rows come to."""
        leaves = self.sheet.line_ids._leaves()
        may = leaves[-2:]
        may.criterion_id._write_through({"may_not_apply": True})
        may.write({"status": "not_applicable", "explanation": "Không có"})
        self.sheet._write_through({"state": "submitted", "submitted_by_id": self.users["evaluator"].id})
        reviewed = (leaves - may).filtered("max_points")[:4]
        for line in reviewed:
            line._write_through({"is_reviewed": True, "review_points": 0.5, "review_state": "accepted"})
        may[:1]._write_through({"review_state": "accepted"})
        self.env.flush_all()
        self.env.invalidate_all()
        summed_up = self.sheet._summed_up()
        rolled_up = self.sheet._rolled_up()
        self.assertLess(len(summed_up.rows), len(rolled_up.rows))
        self.assertEqual(summed_up.totals, rolled_up.totals)
        for heading in self.sheet.line_ids.filtered("is_heading").criterion_id.ids:
            self.assertEqual(summed_up.own[heading], rolled_up.own[heading])
            self.assertEqual(summed_up.final[heading], rolled_up.final[heading])
