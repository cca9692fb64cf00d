# pylint: disable=translation-required  # what users type in a test is translated by nobody
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases.common import ROLES, EvaluationCase

SAID = "Đồng ý với điểm tự chấm"


@tagged("post_install", "-at_install")
class TestMessages(EvaluationCase):
    """What was said of an evaluation that was handed in, and tracked of it, is added to and never changed."""

    def setUp(self):
        super().setUp()
        self.other = self.make_evaluation(department_id=self.other_unit.id)
        self.submit()
        self.track()  # else all of it is new
        self.note = self.as_user("approver").message_post(body=SAID).sudo()
        self.as_user("manager").write({"report_number": "14/BC-TNMT"})
        self.track()
        self.value = self.env["mail.tracking.value"].search(
            [("mail_message_id", "in", self.evaluation.message_ids.ids)]
        )
        self.assertTrue(self.value)
        self.tracking = self.value.mail_message_id[:1]

    def track(self):
        """Let Odoo note what has changed, as it does at the end of a transaction."""
        self.env.flush_all()
        self.cr.precommit.run()

    def everybody(self):
        """Yield everybody's environment, with and without sudo."""
        for user in (*self.users.values(), self.env.ref("base.user_admin"), self.env.ref("base.user_root")):
            for sudo in (False, True):
                yield user, sudo

    def forgeries(self, user, sudo):
        env = self.env(user=user, su=sudo or user == self.env.ref("base.user_root"))
        note, tracking, value = (each.with_env(env) for each in (self.note, self.tracking, self.value[0]))
        evaluation = self.evaluation.with_env(env)
        other = self.other
        return {
            "edit": lambda: note.write({"body": "Không đồng ý"}),
            "author": lambda: note.write({"author_id": self.env.ref("base.partner_admin").id}),
            "sender": lambda: note.write({"email_from": "x@example.com"}),
            "time": lambda: note.write({"date": "2020-01-01 00:00:00"}),
            "subject": lambda: note.write({"subject": "x"}),
            "kind": lambda: note.write({"message_type": "email_outgoing"}),
            "move": lambda: note.write({"res_id": other.id}),
            "move in": lambda: other.message_ids[:1].with_env(env).write({"res_id": evaluation.id}),
            "delete": note.unlink,
            "delete tracking": tracking.unlink,
            "forget values": lambda: tracking.write({"tracking_value_ids": [Command.clear()]}),
            "delete a value": value.unlink,
            "edit a value": lambda: value.write({"new_value_char": "99/BC-TNMT"}),
            "rename a value": lambda: value.write({"field_info": {"desc": "x"}, "field_id": False}),
            "add a value": lambda: value.create(
                {"mail_message_id": note.id, "field_id": value.field_id.id, "new_value_char": "99/BC-TNMT"}
            ),
            "move a value": lambda: value.write({"mail_message_id": other.message_ids[:1].id}),
            "command to edit": lambda: evaluation.write({"message_ids": [Command.update(note.id, {"body": "x"})]}),
            "command to delete": lambda: evaluation.write({"message_ids": [Command.delete(note.id)]}),
            "command to let go": lambda: evaluation.write({"message_ids": [Command.clear()]}),
            "chatter's own way": lambda: evaluation._message_update_content(note, body="x"),
            "queue of e-mails": lambda: self.queued(env, note).unlink(),
            "through an e-mail": lambda: self.queued(env, note).write({"body": "x"}),
            "subject of an e-mail": lambda: self.queued(env, note).write({"subject": "x"}),
        }

    def queued(self, env, note):
        """Return an e-mail that is said to be nothing but that message, and so takes it along when it goes."""
        mail = env["mail.mail"].create({"mail_message_id": note.id})
        mail.is_notification = False
        return mail

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_changes_what_was_said_or_tracked(self):
        for state in ("submitted", "approved"):
            if state == "approved":
                self.as_user("approver").action_approve()
            for user, sudo in self.everybody():
                for name, attempt in self.forgeries(user, sudo).items():
                    with self.subTest(state=state, user=user.login, sudo=sudo, attempt=name):
                        with self.assertRaises(UserError), self.cr.savepoint():
                            attempt()
                            self.env.flush_all()
                        self.env.invalidate_all()
            self.assertIn(SAID, self.note.body)
            self.assertEqual(self.value[0].new_value_char, "14/BC-TNMT")

    def test_what_was_handed_in_once_keeps_its_record_as_a_draft(self):
        self.as_user("approver").action_return("Bổ sung")
        for attempt in (lambda: self.note.write({"body": "x"}), self.note.unlink, self.tracking.unlink):
            with self.assertRaisesRegex(UserError, "has been handed in"):
                attempt()

    def test_what_nobody_has_seen_is_as_open_as_any(self):
        draft = self.other
        note = draft.with_user(self.users["manager"]).message_post(body="x")
        note.write({"body": "y"})
        note.unlink()
        draft.message_post(body="z")
        draft.unlink()

    def test_everybody_who_takes_part_still_writes(self):
        for role in (role for role in ROLES if role != "auditor"):
            message = self.as_user(role).message_post(body="Đã xem")
            self.assertEqual(message.sudo().author_id, self.users[role].partner_id)

    def test_nobody_writes_in_the_name_of_another(self):
        approver = self.users["approver"].partner_id
        values = {"model": self.evaluation._name, "res_id": self.evaluation.id, "body": SAID}
        for sudo in (False, True):
            evaluation = self.as_user("evaluator").sudo(sudo)
            messages = evaluation.env["mail.message"]
            for attempt in (
                lambda: evaluation.message_post(body=SAID, author_id=approver.id),  # noqa: B023
                lambda: evaluation._message_log(body=SAID, author_id=approver.id),  # noqa: B023
                lambda: messages.create({**values, "author_id": approver.id}),  # noqa: B023
                lambda: messages.with_context(default_author_id=approver.id).create(values),  # noqa: B023
                lambda: evaluation.write({"message_ids": [Command.create({**values, "author_id": approver.id})]}),  # noqa: B023
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    attempt()

    def test_a_new_message_is_of_now(self):
        message = self.as_user("evaluator").message_post(body=SAID, date="2020-01-01 00:00:00")
        self.assertLess((Datetime.now() - message.date).total_seconds(), 60)

    def test_nobody_says_what_was_tracked(self):
        value = {"field_id": self.value[0].field_id.id, "old_value_char": "1", "new_value_char": "2"}
        for sudo in (False, True):
            evaluation = self.as_user("manager").sudo(sudo)
            for attempt in (
                lambda: evaluation.message_post(body="x", tracking_value_ids=[Command.create(value)]),  # noqa: B023
                lambda: evaluation._message_log(body="x", tracking_value_ids=[Command.create(value)]),  # noqa: B023
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    attempt()

    def test_notifications_stars_and_reactions_go_on(self):
        partner = self.users["manager"].partner_id
        message = self.as_user("reviewer").message_post(body="Xin xem", partner_ids=partner.ids)
        seen = message.with_user(self.users["manager"])
        self.assertTrue(message.sudo().notification_ids)
        seen.set_message_done()
        seen.toggle_message_starred()
        self.assertIn(partner, message.sudo().starred_partner_ids)
        seen.toggle_message_starred()
        seen.sudo()._message_reaction("👍", "add", partner, self.env["mail.guest"])
        self.assertEqual(message.sudo().reaction_ids.content, "👍")
        message.sudo().notification_ids.unlink()

    def test_a_message_that_waits_in_the_queue_of_e_mails_is_sent(self):
        mail = self.env["mail.mail"].create(
            {
                "subject": "x",
                "body_html": "x",
                "email_to": "x@example.com",
                "model": self.evaluation._name,
                "res_id": self.evaluation.id,
                "auto_delete": True,
            }
        )
        mail.write({"state": "sent", "message_id": "<1@example.com>"})
        mail.unlink()
        self.assertFalse(mail.exists())
