# pylint: disable=translation-required  # what users type in a test is translated by nobody
import itertools
from email.message import EmailMessage

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases.common import PDF, ROLES
from ..cases.seal_case import SealCase

LOGGERS = ("odoo.addons.mail.models.mail_thread", "odoo.addons.base.models.ir_model", "odoo.sql_db")
STATES = ("draft", "submitted", "approved", "cancelled")


@tagged("post_install", "-at_install")
class TestMailGateway(SealCase):
    """By e-mail nobody does what they could not do otherwise, whether it is sent or handed to Odoo by a client."""

    def setUp(self):
        super().setUp()
        for name, user in self.users.items():
            user.email = f"{name}@tests.example.com"
        self.numbers = itertools.count()

    def mail(self, sender, files=(PDF,), reply_to=None):
        """Return an e-mail as it arrives, as text."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, "agency@tests.example.com", "Đồng ý"
        mail["Message-Id"] = f"<{next(self.numbers)}@tests.example.com>"
        if reply_to:
            mail["References"] = mail["In-Reply-To"] = reply_to.message_id
        mail.set_content("Đồng ý với điểm tự chấm")
        for content in files:
            mail.add_attachment(content, maintype="application", subtype="pdf", filename="a.pdf")
        return mail.as_string()

    def process(self, user, model, mail, **named):
        """Hand an e-mail to the gateway as a client does; return whether it was taken."""
        try:
            with self.cr.savepoint(), mute_logger(*LOGGERS):
                call_kw(self.env(user=user)["mail.thread"], "message_process", [model, mail], named)
                self.env.flush_all()
        except (UserError, ValueError):
            return False
        finally:
            self.env.invalidate_all()
        return True

    def bring_into(self, state):
        if state == "approved":
            self.approve()
        elif state != "draft":
            self.submit()
        if state == "cancelled":
            self.as_user("manager").action_cancel("Lập nhầm")
        self.assertEqual(self.evaluation.state, state)
        self.env.flush_all()
        self.cr.precommit.run()  # Odoo notes what has changed at the end of a transaction

    def seen(self):
        """Return what an e-mail could have changed."""
        self.env.flush_all()
        self.env.invalidate_all()
        parts = [("agency.evaluation", self.evaluation.id)]
        parts += [("agency.evaluation.evidence", each.id) for each in self.evaluation.evidence_ids]
        files = [
            file
            for model, id_ in parts
            for file in self.env["ir.attachment"].search([("res_model", "=", model), ("res_id", "=", id_)]).ids
        ]
        return files, self.evaluation.message_ids.ids, self.env["agency.evaluation"].search([]).ids

    def test_nobody_calls_the_gateway(self):
        """A client that calls it would write in the name of whom it says, and where it reads nothing."""
        for state in STATES:
            with self.cr.savepoint() as savepoint:
                self.bring_into(state)
                before = self.seen()
                for role in (*ROLES, "outsider"):
                    for sender in (
                        "manager@tests.example.com",
                        "outsider@tests.example.com",
                        "nobody@tests.example.com",
                    ):
                        for files in ((), (PDF,)):
                            with self.subTest(state=state, role=role, sender=sender, files=len(files)):
                                mail, ids = self.mail(sender, files), {"thread_id": self.evaluation.id}
                                taken = self.process(self.users[role], "agency.evaluation", mail, **ids)
                                self.assertFalse(taken)
                                self.assertEqual(self.seen(), before)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_nobody_replies_by_calling_the_gateway(self):
        note = self.as_user("evaluator").message_post(body="Đề nghị xem lại").sudo()
        before = self.seen()
        for role in ("reviewer", "outsider"):
            mail = self.mail("manager@tests.example.com", reply_to=note)
            self.assertFalse(self.process(self.users[role], False, mail))
            self.assertEqual(self.seen(), before)

    def test_nothing_is_made_by_e_mail(self):
        values = {
            "agency.evaluation": {
                "criteria_set_id": self.criteria_set.id,
                "department_id": self.unit.id,
                "date_from": "2035-01-01",
                "date_to": "2035-12-31",
            },
            "agency.evaluation.criteria.set": {"name": "x", "code": "X", "year": 2035},
        }
        for model, custom in values.items():
            before = self.env[model].search_count([])
            for user in (self.users["outsider"], self.users["manager"], self.env["res.users"].browse(SUPERUSER_ID)):
                for sender in ("manager@tests.example.com", "nobody@tests.example.com"):
                    with self.subTest(model=model, user=user.login, sender=sender):
                        taken = self.process(user, model, self.mail(sender), custom_values=custom)
                        self.assertEqual((taken, self.env[model].search_count([])), (False, before))

    def test_who_may_read_replies_to_what_came_by_e_mail(self):
        """The server of e-mails passes on what a user wrote; files follow the lock as from any other door."""
        root = self.env["res.users"].browse(SUPERUSER_ID)
        for state in STATES:
            with self.cr.savepoint() as savepoint:
                self.bring_into(state)
                note = self.as_user("reviewer").message_post(body="Đề nghị xem lại").sudo()
                for sender, files, expected in (
                    ("manager@tests.example.com", (), True),
                    ("evaluator@tests.example.com", (PDF,), state == "draft"),
                    ("outsider@tests.example.com", (), False),
                    ("nobody@tests.example.com", (), False),
                    ("nobody@tests.example.com", (PDF,), False),
                ):
                    with self.subTest(state=state, sender=sender, files=len(files)):
                        before = self.seen()
                        mail = self.mail(sender, files, reply_to=note)
                        self.assertEqual(self.process(root, False, mail), expected)
                        if not expected:
                            self.assertEqual(self.seen(), before)
                        else:
                            newest = self.evaluation.message_ids[0]
                            user = self.users[sender.partition("@")[0]]
                            self.assertEqual(newest.author_id, user.partner_id)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_an_e_mail_changes_nothing_else(self):
        self.submit()
        for role in ("evaluator", "outsider", "manager"):
            evaluation = self.as_user(role)
            with self.subTest(role), self.assertRaises(UserError), self.cr.savepoint():
                call_kw(evaluation, "message_update", [evaluation.ids, {"subject": "x"}, {"state": "approved"}], {})
        self.assertEqual(self.evaluation.state, "submitted")
