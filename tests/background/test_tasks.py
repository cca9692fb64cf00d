from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases.background_case import SHEET, TASK, BackgroundCase

RUN = "agency.evaluation.verification.run"


@tagged("post_install", "-at_install")
class TestTasks(BackgroundCase):
    """What is asked for of many is done piece by piece, by the rights of who asked, and told when it is ready."""

    def test_papers_of_many_are_made_one_by_one_and_are_those_that_are_printed(self):
        evaluations = self.make_many(3)
        task = self.print_as("reviewer", evaluations)
        self.assertEqual((task.state, task.total_count, task.done_count), ("waiting", 3, 0))
        self.assertFalse(task._do_some())
        self.assertEqual((task.state, task.done_count, task.has_files), ("running", 1, False))
        self.assertAlmostEqual(task.progress, 100 / 3)
        self.work_off()
        self.assertEqual((task.state, task.done_count, task.progress), ("done", 3, 100.0))
        self.assertFalse(task.left_out)
        parts = task.part_ids
        self.assertEqual(parts.evaluation_id, evaluations)
        self.assertEqual(len(set(parts.mapped("file_name"))), 3)
        for part in parts:
            self.assertIn(part.evaluation_id.name.replace("/", "-"), part.file_name)
            self.assertTrue(part._files().raw.startswith(b"%PDF"))

    def test_what_is_there_is_not_made_again(self):
        task = self.print_as("reviewer", self.make_many(3))
        task._do_some()
        made = task.part_ids
        with self.made_files() as counted:
            self.work_off()
            self.assertTrue(task._do_some(), "what is done stays done")
        self.assertEqual(len(counted), 2)
        self.assertEqual(task.part_ids[0], made)
        self.assertEqual(len(task.part_ids), 3)

    def test_they_see_what_the_asker_may_see_and_no_more(self):
        """Whoever lost the right to read an evaluation gets no paper of it, and is told in words of their language."""
        evaluations = self.make_many(2)
        self.users["evaluator"].lang = "vi_VN"
        task = self.print_as("evaluator", evaluations)
        evaluations[1].sudo()._write_through({"department_id": self.other_unit.id})
        self.work_off()
        self.assertEqual(task.state, "done")
        self.assertEqual(task.part_ids.filtered("has_file").evaluation_id, evaluations[0])
        self.assertTrue(task.left_out.startswith(evaluations[1].display_name))
        self.assertNotRegex(task.left_out, "Traceback|You are not allowed|access")
        with self.assertRaises(AccessError):
            self.print_as("evaluator", evaluations)

    def test_an_account_that_was_closed_gets_nothing(self):
        task = self.print_as("reviewer", self.make_many(1))
        self.users["reviewer"].sudo().active = False
        self.work_off()
        self.assertEqual(task.state, "failed")
        self.assertIn("no longer active", task.error)
        self.assertFalse(task.part_ids)

    @mute_logger("odoo.addons.agency_evaluation.models.background.task")
    def test_what_fails_is_left_out_and_named(self):
        evaluations = self.make_many(3)
        task = self.print_as("reviewer", evaluations)
        evaluations[1].with_context(force_delete=True).sudo().unlink()
        broken, make = evaluations[2], type(task)._make_file

        def fail(self, evaluation):
            if evaluation == broken:
                raise ZeroDivisionError("the printer is on fire")
            return make(self, evaluation)

        with patch.object(type(task), "_make_file", fail):
            self.work_off()
        self.assertEqual((task.state, task.part_ids.filtered("has_file").evaluation_id), ("done", evaluations[0]))
        first, second = task.left_out.splitlines()
        self.assertIn("deleted", first)
        self.assertIn("the printer is on fire", second)
        self.assertIn(broken.display_name, second)
        (told,) = self.told(task)
        self.assertIn("left out", told.body)

    @mute_logger("odoo.addons.agency_evaluation.models.background.task")
    def test_where_nothing_could_be_done_it_has_failed(self):
        task = self.print_as("reviewer", self.make_many(2))
        with patch.object(type(task), "_make_file", side_effect=UserError("There is nothing to print with.")):
            self.work_off()
        self.assertEqual((task.state, task.has_files), ("failed", False))
        (told,) = self.told(task)
        self.assertIn("nothing to print with", told.body)

    def test_who_asked_is_told_once_it_is_ready_and_their_browsers_all_the_time(self):
        task = self.print_as("reviewer", self.make_many(2))
        self.assertFalse(self.told(task))
        with self.heard() as notifications:
            self.work_off()
        (told,) = self.told(task)
        self.assertEqual(told.notified_partner_ids, self.users["reviewer"].partner_id)
        self.assertIn(task.name, told.subject)
        self.assertEqual([note["state"] for note in notifications if "state" in note], ["done"])
        self.assertEqual([(note["model"], note["id"]) for note in notifications], [(TASK, task.id)] * 2)

    def test_whoever_has_everything_verified_sees_it_come_on(self):
        run = self.env[RUN].browse(self.env[RUN].with_user(self.users["auditor"]).action_start()["res_id"])
        with self.heard() as notifications:
            self.assertFalse(run._do_some())
        self.assertEqual(notifications, [{"model": RUN, "id": run.id}])

    def test_a_short_task_does_not_wait_for_a_long_one(self):
        long = self.print_as("reviewer", self.make_many(4))
        short = self.print_as("manager", long.part_ids.evaluation_id or self.evaluation)
        ended = []
        end = type(long)._end
        with patch.object(
            type(long), "_end", lambda task, *args, **kw: (ended.append(task.id), end(task, *args, **kw))[1]
        ):
            self.work_off()
        self.assertEqual(ended, [short.id, long.id])

    def test_it_can_be_stopped_and_keeps_what_is_made(self):
        task = self.print_as("reviewer", self.make_many(3))
        task._do_some()
        for role in ("evaluator", "approver", "auditor"):
            with self.assertRaises(AccessError):
                self.as_user(role, task).sudo().action_cancel()
        self.as_user("reviewer", task).action_cancel()
        self.work_off()
        self.assertEqual((task.state, len(task.part_ids), task.has_files), ("cancelled", 1, True))
        other = self.print_as("reviewer", self.make_many(1))
        self.as_user("manager", other).action_cancel()
        self.assertEqual(other.state, "cancelled")

    def test_who_sees_it(self):
        task = self.print_as("reviewer", self.make_many(1))
        readers = {role for role in self.users if self.as_user(role, task).has_access("read")}
        self.assertEqual(readers, {"reviewer", "manager"})
        self.work_off()
        self.assertEqual(self.as_user("reviewer", task).action_download()["type"], "ir.actions.act_url")
        with self.assertRaisesRegex(AccessError, "whoever asked"):
            self.as_user("manager", task).action_download()
        file = task.part_ids._files()
        for role in self.users:
            self.assertFalse(self.as_user(role, file).has_access("read"), role)
            self.assertFalse(self.as_user(role, file).has_access("unlink"), role)

    def test_nobody_changes_or_makes_one_by_hand(self):
        task = self.print_as("manager", self.make_many(1))
        for attempt in (
            lambda: self.as_user("manager", task).write({"user_id": self.users["auditor"].id}),
            lambda: self.as_user("manager", task).sudo().write({"keys": [1, 2, 3]}),
            lambda: self.as_user("manager", task).sudo().unlink(),
            lambda: self.as_user("manager", task).sudo().copy(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                attempt()

    def test_only_official_papers_are_printed(self):
        draft = {"name": "x", "model": "agency.evaluation", "report_name": "test.plain", "report_type": "qweb-html"}
        self.env["ir.actions.report"].create(draft)
        for name in (None, "x", "base.report_irmodeloverview", "test.plain"):
            with self.assertRaises(UserError):
                self.as_user("reviewer", self.evaluation).action_print_in_background(name)
        with self.assertRaises(UserError):
            self.as_user("reviewer", self.evaluation.browse()).action_print_in_background(SHEET)

    def test_files_go_after_a_week_and_the_task_later(self):
        task = self.print_as("reviewer", self.make_many(1))
        self.work_off()
        files = task.part_ids._files()
        now = fields.Datetime.now()
        for days, has_files, exists in ((6, True, True), (8, False, True), (91, False, False)):
            with freeze_time(now + timedelta(days=days)):
                self.env[TASK]._forget_old()
            self.env.invalidate_all()
            self.assertEqual(bool(files.exists()), has_files, days)
            self.assertEqual(bool(task.exists()), exists, days)
        self.assertTrue(self.evaluation.exists())

    def test_what_is_taken_out_stays_in_no_file_of_a_task(self):
        task = self.dossiers_as("reviewer", self.evaluation)
        self.work_off()
        files = task.part_ids._files()
        self.assertTrue(files)
        manager = self.as_user("manager")
        manager.action_take_out_files(self.file.ids, "Chứa bí mật", "1/QĐ", "2021-01-01")
        second = self.make_users({"second": "agency_evaluation.group_manager"})["second"]
        quarantine = self.env["agency.evaluation.quarantine"].search([], limit=1)
        quarantine.with_user(second).action_consent()
        self.assertFalse(files.exists())
        self.assertFalse(task.part_ids.has_file)
