from odoo.tests import HttpCase, tagged

from ..cases.common import EvaluationCase


@tagged("post_install", "-at_install")
class TestEditingTour(EvaluationCase, HttpCase):
    def test_two_editors(self):
        """One types in the browser, another one saves between his steps."""
        colleague = self.make_users({"colleague": "agency_evaluation.group_evaluator"})["colleague"]
        self.env["hr.employee"].create({"name": "x", "user_id": colleague.id, "department_id": self.unit.id})

        def write(lines, code, values):
            # A browser of a test carries the session of one user, so that the other one cannot come from it.
            line = lines.with_user(colleague).search([("evaluation_id", "=", self.evaluation.id), ("code", "=", code)])
            return line.write(values)

        self.patch(self.registry["agency.evaluation.line"], "action_open", write)
        url = f"/odoo/agency-evaluations/{self.evaluation.id}"
        self.start_tour(url, "agency_evaluation.two_editors", login=self.users["evaluator"].login)
        self.env.invalidate_all()
        points = {line.code: line.self_points for line in self.evaluation.line_ids if not line.is_heading}
        self.assertEqual(points, {"A.1-1": 2.0, "A.1-2": 1.0, "A.2": 0.5, "B.1": 3.25})
        self.assertEqual(self.row("A.1-1").answered_by_id, self.users["evaluator"])
        self.assertEqual(self.row("B.1").answered_by_id, colleague)
