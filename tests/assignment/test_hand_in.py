from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..cases.assignment_case import AssignmentCase
from ..cases.round_case import LATER

MONTHS = range(1, 13)


@tagged("post_install", "-at_install")
class TestHandIn(AssignmentCase):
    """Rows and facts are handed in, and sent back with a word; a unit that submits is told what is not."""

    def answered(self, **values):
        """Return an evaluation whose assigned rows and facts are answered, and none handed in."""
        evaluation = self.open_round(**values)
        for line in evaluation.line_ids.filtered(lambda line: not line.is_heading):
            line.self_points = 1.0
        self.state_months(self.fact(evaluation), MONTHS)
        self.fact(evaluation, "vb_di").entry = "9"
        return evaluation

    def refused(self, error, method, *arguments):
        with self.assertRaises(error) as caught, self.cr.savepoint():
            method(*arguments)
        return str(caught.exception)

    def test_what_is_handed_in_is_closed_to_whom_it_is_assigned_until_it_is_sent_back(self):
        evaluation = self.answered()
        row, fact, head = self.row("A.1", evaluation), self.fact(evaluation), self.heads[0]
        for part, vals in ((row, {"self_points": 0.5}), (fact, {"month_02": "3"})):
            own = self.as_(self.chief, part)
            self.assertTrue(own.can_answer)
            own.action_hand_in()
            self.assertEqual(part.handed_in_by_id, self.chief)
            own = self.as_(self.chief, part)
            self.assertFalse(own.can_answer)
            self.assertIn("handed in", self.refused(UserError, own.write, vals))
            self.assertIn("handed in", self.refused(UserError, own.sudo().write, vals))
            self.as_(head, part).write(vals)  # the unit answers for the whole
            self.refused(AccessError, self.as_(self.chief, part).action_send_back, "x")
            self.assertIn("Say what", self.refused(UserError, self.as_(head, part).action_send_back, "  "))
            self.as_(head, part).action_send_back("Nêu rõ số văn bản")
            self.assertEqual((part.handed_in_on, part.sent_back_note), (False, "Nêu rõ số văn bản"))
            self.assertIn("not handed in", self.refused(UserError, self.as_(head, part).action_send_back, "x"))
            self.as_(self.chief, part).write(vals)
            message = self.env["mail.message"].search(
                [("partner_ids", "in", self.chief.partner_id.ids), ("body", "ilike", "Nêu rõ số văn bản")]
            )
            self.assertTrue(message)

    def test_documents_of_what_is_handed_in_are_closed_too(self):
        evaluation = self.answered()
        row, fact = self.row("A.1", evaluation), self.fact(evaluation)
        values = {
            "evaluation_id": evaluation.id,
            "name": "Sổ",
            "held_elsewhere": True,
            "register_reference": "Sổ số 1",
        }
        for part, link in ((row, "line_ids"), (fact, "fact_ids")):
            document = self.env["agency.evaluation.evidence"].with_user(self.chief).create({**values, link: part.ids})
            self.as_(self.chief, part).action_hand_in()
            self.refused(AccessError, self.as_(self.chief, document).write, {"name": "Sổ khác"})
            self.refused(AccessError, document.create, {**values, link: part.ids})
            self.refused(AccessError, self.as_(self.chief, document).unlink)
            self.as_(self.heads[0], part).action_send_back("Đính kèm sổ")
            self.as_(self.chief, document).write({"name": "Sổ khác"})

    def test_it_is_on_record_who_handed_in_and_what_was_said(self):
        evaluation = self.answered()
        row = self.row("A.1", evaluation)
        self.as_(self.chief, row).action_hand_in()
        self.env.cr.flush()
        self.as_(self.heads[0], row).action_send_back("Thiếu minh chứng")
        self.env.cr.flush()
        changes = self.env["agency.evaluation.change"].search([("line_id", "=", row.id)], order="id")
        self.assertEqual(
            [(change.field_name, change.user_id) for change in changes[-3:]],
            [
                ("handed_in_on", self.chief),
                ("handed_in_on", self.heads[0]),
                ("sent_back_note", self.heads[0]),
            ],
        )

    def test_all_at_once_from_the_list_and_nothing_that_is_blank_or_of_others(self):
        evaluation = self.open_round()
        rows = self.row("A.1", evaluation), self.row("A.2", evaluation)
        self.assertIn("A.1", self.refused(UserError, self.as_(self.chief, rows[0]).action_hand_in))
        self.refused(UserError, self.as_(self.chief, self.fact(evaluation)).action_hand_in)
        self.refused(AccessError, self.as_(self.chief, rows[1]).action_hand_in)
        self.assertIn(
            "nobody", self.refused(UserError, self.as_(self.heads[0], self.row("A.3", evaluation)).action_hand_in)
        )
        self.as_(self.chief, rows[0]).self_points = 1.0
        self.state_months(self.as_(self.chief, self.fact(evaluation)), MONTHS)
        work = self.work_of(self.chief, ("is_assigned", "=", True))
        self.assertEqual(set(work.mapped("progress")), {"answered"})
        work.action_hand_in()
        self.assertTrue(rows[0].handed_in_on and self.fact(evaluation).handed_in_on)
        self.assertFalse(self.work_of(self.chief))
        self.refused(UserError, self.work_of(self.heads[0], ("kind", "=", "desk")).action_hand_in)

    def test_another_person_hands_in_anew(self):
        evaluation = self.answered()
        row = self.row("A.1", evaluation)
        self.as_(self.chief, row).action_hand_in()
        self.as_(self.heads[0], row).write({"user_id": self.clerk.id})
        self.assertFalse(row.handed_in_on)

    def test_nothing_is_handed_in_once_it_is_submitted(self):
        evaluation = self.answered(hand_in="none")
        row = self.row("A.1", evaluation)
        self.as_(self.heads[0], evaluation).action_check()
        self.justify_all(evaluation)
        self.as_(self.heads[0], evaluation).action_submit()
        self.refused(UserError, self.as_(self.chief, row).action_hand_in)
        self.refused(UserError, self.as_(self.heads[0], row).action_send_back, "x")

    def justify_all(self, evaluation):
        for finding in evaluation.finding_ids:
            finding.justification = "Đã kiểm tra"

    def test_a_unit_that_submits_is_told_or_refused_as_the_round_says(self):
        evaluation = self.answered(hand_in="must")
        head = self.heads[0]
        self.as_(head, evaluation).action_check()
        self.justify_all(evaluation)
        said = self.refused(UserError, self.as_(head, evaluation).action_submit)
        self.assertIn("A.1", said)
        self.assertIn("vb_den", said)
        self.assertNotIn("A.3", said)
        dialog = self.env["agency.evaluation.reason"].with_user(head)
        dialog = dialog.create({"step": "submit", "evaluation_ids": evaluation.ids})
        self.assertFalse(dialog.hand_in_warning)
        self.as_(self.users["manager"], evaluation.campaign_id).write({"hand_in": "warn"})
        dialog.invalidate_recordset()
        self.assertIn("A.1", dialog.hand_in_warning)
        self.as_(head, evaluation).action_submit()
        self.assertEqual(evaluation.state, "submitted")
        notes = evaluation.message_ids.filtered(lambda note: "Not handed in" in (note.body or ""))
        self.assertEqual(len(notes), 1)
        self.assertIn(self.chief.name, notes.body)

    def test_a_row_is_due_before_its_unit_submits_and_waits_until_it_is_handed_in(self):
        evaluation = self.answered(fill_days=10, **LATER)
        self.assertEqual(evaluation.fill_by, date(2099, 1, 10))
        fill = self.env.ref("agency_evaluation.mail_activity_type_fill")
        activities = evaluation.activity_ids.filtered(lambda activity: activity.activity_type_id == fill)
        self.assertEqual(set(activities.mapped("date_deadline")), {date(2099, 1, 10)})
        self.assertIn(self.chief, activities.user_id)
        self.assertEqual(set(self.work_of(self.chief, ("kind", "=", "row")).mapped("deadline")), {date(2099, 1, 10)})
        self.as_(self.chief, self.row("A.1", evaluation)).action_hand_in()
        self.assertIn(self.chief, evaluation.desk_user_ids)
        self.as_(self.chief, self.fact(evaluation)).action_hand_in()
        self.assertNotIn(self.chief, evaluation.desk_user_ids)
        self.as_(self.heads[0], self.fact(evaluation)).action_send_back("Số liệu tháng 3")
        self.assertIn(self.chief, evaluation.desk_user_ids)

    def test_the_unit_sees_who_has_handed_in(self):
        evaluation = self.answered()
        self.as_(self.chief, self.row("A.1", evaluation)).action_hand_in()
        head = self.heads[0]
        action = self.as_(head, evaluation).action_view_hand_in()
        groups = self.env[action["res_model"]].with_user(head)
        groups = groups._read_group(action["domain"], ["user_id"], ["done_count:sum", "left_count:sum"])
        self.assertEqual({user: (done, left) for user, done, left in groups}, {self.chief: (1, 1), self.clerk: (0, 1)})
        # A stranger sees nothing of it.
        self.assertFalse(self.env[action["res_model"]].with_user(self.heads[1]).search(action["domain"]))
        self.refused(AccessError, self.as_(self.heads[1], evaluation).action_view_hand_in)
        work = self.env[action["res_model"]].with_user(head).search([*action["domain"], ("progress", "=", "handed_in")])
        dialog = work.action_send_back()
        self.assertEqual(dialog["res_model"], "agency.evaluation.remark")
