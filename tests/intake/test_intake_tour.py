from odoo.tests import HttpCase, tagged

from ..cases.common import EvaluationCase


@tagged("post_install", "-at_install")
class TestIntakeTour(EvaluationCase, HttpCase):
    """The import of a sheet in the browser: paste, preview, correct, make."""

    def test_import(self):
        self.start_tour(
            "/odoo/agency-criteria-sets", "agency_evaluation.import_sheet", login=self.users["manager"].login
        )
        criteria_set = self.env["agency.evaluation.criteria.set"].search([("year", "=", 2031)])
        self.assertRecordValues(criteria_set, [{"declared_points": 10.0, "total_points": 10.0, "code": "BCD-2031"}])
        self.assertEqual(criteria_set.criterion_ids[-1].name, "Lưu trữ hồ sơ")
        rows = [(row.code, row.level, row.max_points) for row, _level in criteria_set._criteria_in_order()]
        self.assertEqual(rows, [("I", 0, 10.0), ("I.1", 1, 6.0), ("I.2", 1, 4.0)])
        self.assertEqual(criteria_set.criterion_ids.rule_ids.mapped("effect"), ["deduct"])
