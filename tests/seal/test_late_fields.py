# pylint: disable=translation-required  # what users type in a test is translated by nobody
import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..cases.common import PDF
from ..cases.seal_case import SealCase


@tagged("post_install", "-at_install")
class TestLateFields(SealCase):
    """What an approved evaluation is given late is in the register of decisions, and breaks no seal."""

    def late(self):
        entries = self.evaluation.decision_ids.filtered(lambda decision: decision.step == "register").sorted("number")
        return [(entry.user_id.login, entry.old_value or "", entry.new_value or "") for entry in entries]

    def test_number_and_date_of_an_approved_evaluation_are_recorded(self):
        self.as_user("evaluator").write({"report_number": "13/BC-TNMT"})
        self.submit()
        self.as_user("manager").write({"report_date": "2020-12-14"})
        self.assertEqual(self.late(), [], "a draft is nobody's paper yet")
        self.as_user("approver").action_approve()
        self.as_user("evaluator").write({"report_number": "14/BC-TNMT"})
        self.as_user("manager").write({"report_number": "15/BC-TNMT", "report_date": "2020-12-15"})
        self.as_user("manager").write({"report_number": "15/BC-TNMT"})
        self.evaluation.with_user(self.users["manager"]).sudo().write({"report_number": False, "report_date": False})
        self.assertEqual(
            self.late(),
            [
                ("test_evaluator", "13/BC-TNMT, 14/12/2020", "14/BC-TNMT, 14/12/2020"),
                ("test_manager", "14/BC-TNMT, 14/12/2020", "15/BC-TNMT, 15/12/2020"),
                ("test_manager", "15/BC-TNMT, 15/12/2020", ""),
            ],
        )
        self.assertIn("15/BC-TNMT, 15/12/2020 → –", self.evaluation.message_ids[0].body)
        self.assertEqual(self.differences(), [])

    def test_those_of_the_signed_copy_are_recorded(self):
        self.submit()
        self.as_user("approver").action_approve()
        content = base64.b64encode(PDF).decode()
        self.as_user("evaluator").action_upload_signed_copy(content, "x.pdf", "15/BC-TNMT", "2020-12-15")
        self.assertEqual(self.late(), [("test_evaluator", "", "15/BC-TNMT, 15/12/2020")])
        self.assertEqual(self.differences(), [])

    def test_entries_stay_as_they_are(self):
        self.submit()
        self.as_user("approver").action_approve()
        self.as_user("evaluator").write({"report_number": "14/BC-TNMT"})
        entry = self.evaluation.decision_ids.sorted("number")[-1]
        for attempt in (
            lambda: entry.write({"new_value": "15/BC-TNMT"}),
            lambda: entry.write({"old_value": "x"}),
            entry.unlink,
            lambda: entry.create({"evaluation_id": self.evaluation.id, "number": 99, "step": "register"}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                attempt()

    def test_what_led_to_the_approval_is_sealed_as_before(self):
        self.submit()
        self.as_user("approver").action_approve()
        self.sql(
            "INSERT INTO agency_evaluation_decision (evaluation_id, number, step, user_id, decided_on)"
            " VALUES (%(id)s, 99, 'approve', 1, now())",
            id=self.evaluation.id,
        )
        (difference,) = self.differences()
        self.assertIn("added after the approval", difference)

    def test_nobody_else_gives_them(self):
        self.submit()
        self.as_user("approver").action_approve()
        for role in ("reviewer", "approver", "auditor"):
            with self.assertRaises(UserError):
                self.as_user(role).write({"report_number": "14/BC-TNMT"})
        self.assertEqual(self.late(), [])
