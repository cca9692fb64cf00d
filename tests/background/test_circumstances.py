from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases.background_case import SHEET, TASK, BackgroundCase
from ..security.test_junk import JUNK

#: What a client may say the time is where it is.
ZONES = (*JUNK, "Asia/Ho_Chi_Minh", "../../etc/passwd", "Etc/GMT+25", ["UTC"])


@tagged("post_install", "-at_install")
class TestCircumstances(BackgroundCase):
    """Whatever a client sends along with what it asks for, the task is done, and so are those of others."""

    def ask(self, role, records, **context):
        """Ask for papers as a client does, with a context of its own; return the task."""
        records = records.with_user(self.users[role])
        action = call_kw(records.browse(), "action_print_in_background", [records.ids, SHEET], {"context": context})
        self.env.flush_all()
        return self.env[TASK].browse(action["res_id"])

    def test_a_time_zone_that_is_none(self):
        errors = []
        for zone in ZONES:
            try:
                with self.cr.savepoint(), mute_logger("odoo.sql_db"):
                    self.ask("reviewer", self.evaluation, tz=zone)
            except UserError:
                continue
            except Exception as error:  # noqa: BLE001 – which one it is, is what the test is about
                errors.append(f"{zone!r:.40}: {type(error).__name__}: {error!s:.100}")
        self.assertEqual(errors, [])
        tasks = self.env[TASK].search([("user_id", "=", self.users["reviewer"].id)])
        self.assertGreater(len(tasks), 10)
        self.assertEqual({task.circumstances["tz"] for task in tasks}, {None, "Asia/Ho_Chi_Minh"})
        tasks[1:].action_cancel()
        self.work_off()
        self.assertEqual(tasks[0].state, "done", tasks[0].left_out or tasks[0].error)

    def test_a_language_that_is_no_longer_spoken_stops_nobody(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        first = self.ask("reviewer", self.evaluation, lang="fr_FR")
        second = self.ask("auditor", self.evaluation)
        self.env["res.lang"].search([("code", "=", "fr_FR")]).active = False
        self.env.flush_all()
        self.env.registry.clear_cache()
        self.work_off()
        self.assertEqual((first.state, second.state), ("done", "done"))

    def test_companies_that_are_not_the_users(self):
        company = self.env["res.company"].create({"name": "Sở Xây dựng"})
        for companies in ([company.id], [company.id, self.env.company.id], [0], [2**40]):
            with self.subTest(companies), self.assertRaises(AccessError):
                self.ask("reviewer", self.evaluation, allowed_company_ids=companies)

    def test_defaults_of_a_client_make_no_other_task(self):
        task = self.ask(
            "reviewer",
            self.evaluation,
            default_user_id=self.users["manager"].id,
            default_state="done",
            default_kind="create",
            default_error="x",
            default_ended_on="2000-01-01 00:00:00",
            default_part_ids=[[0, 0, {"key": 1, "name": "x", "error": "x"}]],
        )
        self.assertEqual((task.user_id, task.state, task.kind), (self.users["reviewer"], "waiting", "print"))
        self.assertEqual((task.error, task.ended_on, task.part_ids.ids), (False, False, []))
