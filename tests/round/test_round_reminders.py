from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..cases.query_case import QueryCase
from ..cases.round_case import UNIT, RoundCase

REMINDER = "agency.evaluation.reminder"
#: A Wednesday, a Monday and a Friday; what is told before counts from the day on which evaluations are made, today.
DAYS = {"submit_by": "2041-01-23", "review_by": "2041-01-28", "approve_by": "2041-02-01"}


@tagged("post_install", "-at_install")
class TestRoundReminders(RoundCase, QueryCase):
    """Who is told what on which morning: each step once, nothing once it is done, nothing on days off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.write(
            {
                "agency_remind_before": "7, 3, 0",
                "agency_remind_after": "1, 3, 7",
                "agency_escalate_head": 3,
                "agency_escalate_managers": 7,
            }
        )
        cls.campaign._write_through(DAYS)

    def setUp(self):
        super().setUp()
        self.bring_to("open")
        self.first, self.second, self.third = self.env[UNIT].browse(self.campaign.unit_ids.ids)

    def remind(self, day, hour="23:30:00", limit=1000):
        """Let the scheduled action run at half past six of that morning; return the entries that it made."""
        moment = f"{date.fromisoformat(day) - timedelta(days=1)} {hour}"
        last = self.env[REMINDER].search([], limit=1).id or 0
        with freeze_time(moment):
            self.env.invalidate_all()
            self.env[REMINDER]._remind_some(set(), limit=limit)
        return self.env[REMINDER].search([("id", ">", last)], order="user_id, place")

    def told(self, day, user, **options):
        return self.remind(day, **options).filtered(lambda entry: entry.user_id == user)

    def days_of(self, user, first, last, kind="own"):
        """Return the days from `first` to `last` on which the user is told; the action runs twice on each."""
        days, day = [], date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            found = self.remind(str(day)).filtered(lambda entry: entry.user_id == user and entry.kind == kind)
            days += [str(day)] * bool(found)
            self.assertFalse(self.remind(str(day), hour="23:59:00"), "a second run tells nobody")
            day += timedelta(days=1)
        return days

    def hand_in(self, unit):
        unit.evaluation_id.sudo()._write_through({"state": "submitted"})
        unit.evaluation_id._sync_desks()

    def test_each_step_is_told_once_on_working_days(self):
        # Of 20 January, a Sunday, on the Friday before; of 26, a Saturday, on the Monday after.
        self.assertEqual(
            self.days_of(self.heads[0], "2041-01-10", "2041-02-10"),
            ["2041-01-16", "2041-01-18", "2041-01-23", "2041-01-24", "2041-01-28", "2041-01-30"],
        )

    def test_what_was_missed_is_told_once_and_not_step_by_step(self):
        entry = self.told("2041-01-31", self.heads[0])
        self.assertEqual((len(entry), entry.step), (1, 7))

    def test_nothing_once_it_is_done(self):
        self.hand_in(self.first)
        found = self.remind("2041-01-23")
        self.assertNotIn(self.heads[0], found.user_id)
        self.assertIn(self.heads[1], found.user_id)
        self.hand_in(self.second)
        found = self.remind("2041-01-24")
        self.assertNotIn(self.heads[1], found.user_id)
        self.assertIn(self.heads[2], found.user_id)
        self.hand_in(self.third)
        found = self.remind("2041-01-28").filtered(lambda entry: entry.user_id in self.heads + self.users["reviewer"])
        self.assertEqual(found.user_id, self.users["reviewer"])
        self.assertEqual(len(found), 3, "one digest of all that is hers")
        self.assertEqual(found.mapped("place"), [0, 1, 2])

    def test_a_second_turn_is_told_anew(self):
        self.assertTrue(self.told("2041-01-28", self.heads[0]))
        evaluation = self.first.evaluation_id
        self.hand_in(self.first)
        with freeze_time("2041-01-28 02:00:00"):
            self.as_user("reviewer", evaluation).action_return("Thiếu số liệu")
        entry = self.told("2041-01-29", self.heads[0])
        self.assertEqual((entry.evaluation_id, entry.step), (evaluation, 3))

    def test_nothing_on_a_holiday_and_on_a_day_in_exchange(self):
        times = self.env["resource.calendar.leaves"]
        # As somebody puts it in by the clock of the agency, and by that of the server.
        times.create({"name": "Tết", "date_from": "2041-01-22 17:00:00", "date_to": "2041-01-23 16:59:59"})
        times.create({"name": "Tết", "date_from": "2041-01-24 00:00:00", "date_to": "2041-01-24 23:59:59"})
        times.create(
            {
                "name": "Làm bù",
                "time_type": "other",
                "date_from": "2041-01-25 17:00:00",
                "date_to": "2041-01-26 16:59:59",
            }
        )
        self.assertEqual(
            self.days_of(self.heads[0], "2041-01-19", "2041-02-10"),
            ["2041-01-21", "2041-01-22", "2041-01-25", "2041-01-26", "2041-01-30"],
        )

    def test_by_the_day_of_the_agency_in_whatever_time_zone(self):
        for user, tz in zip(self.heads, ("Pacific/Kiritimati", "America/Los_Angeles", "UTC"), strict=True):
            user.tz = tz
        # In Viet Nam the day begins at 17:00 UTC.
        self.assertFalse(self.remind("2041-01-16", hour="16:59:00").user_id & self.heads)
        found = self.env[REMINDER].with_context(tz="America/Los_Angeles")
        with freeze_time("2041-01-15 17:01:00"):
            found._remind_some(set(), limit=1000)
        entries = found.search([("user_id", "in", self.heads.ids)])
        self.assertEqual(entries.user_id, self.heads)
        self.assertEqual({str(entry.day) for entry in entries}, {"2041-01-16"})

    def test_the_end_of_a_month_and_a_leap_day(self):
        for due, expected in (
            # A Wednesday.
            ("2040-02-29", ["2040-02-22", "2040-02-24", "2040-02-29", "2040-03-01", "2040-03-05", "2040-03-07"]),
            # A Thursday; three days later it is Sunday.
            ("2041-01-31", ["2041-01-24", "2041-01-28", "2041-01-31", "2041-02-01", "2041-02-04", "2041-02-07"]),
        ):
            days = {"submit_by": due, "review_by": "2042-01-01", "approve_by": "2042-01-01"}
            self.as_user("manager", self.campaign).action_move(days, "Dời")
            first, last = (date.fromisoformat(due) + timedelta(days=days) for days in (-9, 9))
            with self.subTest(due=due):
                self.assertEqual(self.days_of(self.heads[0], str(first), str(last)), expected)

    def test_a_deadline_that_is_moved_is_told_anew(self):
        self.assertTrue(self.told("2041-01-23", self.heads[0]))
        later = {"submit_by": "2041-02-13", "review_by": "2041-02-20", "approve_by": "2041-02-27"}
        self.as_user("manager", self.first).action_extend(later, "Nhân sự ốm")
        self.assertFalse(self.told("2041-01-24", self.heads[0]))
        self.assertTrue(self.told("2041-02-06", self.heads[0]))

    def test_late_the_head_is_told_and_then_the_managers(self):
        boss = self.make_users({"boss": "base.group_user"})["boss"]
        employee = self.env["hr.employee"].create({"name": "Trưởng phòng", "user_id": boss.id})
        self.first.department_id.manager_id = employee
        self.second.department_id.manager_id = False
        manager = self.users["manager"]
        self.assertFalse(self.remind("2041-01-25").filtered(lambda entry: entry.kind == "escalation"))
        found = self.remind("2041-01-28").filtered(lambda entry: entry.kind == "escalation")
        entry = found.filtered(lambda entry: entry.user_id == boss)
        self.assertEqual((entry.about_id, entry.evaluation_id), (self.heads[0], self.first.evaluation_id))
        entries = found.filtered(lambda entry: entry.user_id == manager)
        # The second one has no head, of the third it is the head who is late.
        self.assertEqual(entries.evaluation_id, (self.second + self.third).evaluation_id)
        found = self.remind("2041-01-30").filtered(lambda entry: entry.kind == "escalation")
        self.assertEqual(found.filtered(lambda entry: entry.user_id == manager).evaluation_id, self.first.evaluation_id)
        self.assertFalse(found.filtered(lambda entry: entry.user_id == boss), "once")

    def test_a_head_who_has_left_is_told_nothing(self):
        boss = self.make_users({"boss": "agency_evaluation.group_evaluator"})["boss"]
        employee = self.env["hr.employee"].create({"name": "Trưởng phòng", "user_id": boss.id})
        self.first.department_id.manager_id = employee
        for leave in (employee.action_archive, boss.action_archive):
            with self.subTest(leave=leave.__self__._name), self.cr.savepoint() as savepoint:
                leave()
                found = self.remind("2041-01-28")
                self.assertNotIn(boss, found.user_id)
                told = found.filtered(lambda entry: entry.user_id == self.users["manager"])
                self.assertIn(self.first.evaluation_id, told.evaluation_id)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_what_somebody_who_left_had_is_told_to_the_managers(self):
        self.heads[0].action_archive()
        found = self.remind("2041-01-23")
        self.assertNotIn(self.heads[0], found.user_id)
        entry = found.filtered(lambda entry: entry.evaluation_id == self.first.evaluation_id)
        self.assertIn(self.users["manager"], entry.user_id)
        self.assertEqual(set(entry.mapped("kind")), {"own"})
        self.assertIn(" manage ", entry[0].item)

    def test_a_substitute_is_told_on_the_days_of_the_substitution(self):
        deputy = self.make_users({"deputy": "agency_evaluation.group_approver"})["deputy"]
        self.env["agency.evaluation.substitution"].create(
            {
                "approver_id": self.users["approver"].id,
                "substitute_id": deputy.id,
                "company_id": self.company.id,
                "date_from": "2041-01-30",
                "date_to": "2041-02-05",
            }
        )
        self.first.evaluation_id.sudo()._write_through({"state": "submitted", "reviewed_on": "2041-01-24 00:00:00"})
        self.first.evaluation_id._sync_desks()
        self.assertFalse(self.told("2041-01-29", deputy))
        self.assertTrue(self.told("2041-02-01", deputy))
        self.assertTrue(self.told("2041-02-04", self.users["approver"]))
        self.assertFalse(self.told("2041-02-08", deputy))

    def test_a_unit_without_an_evaluation_is_for_the_managers(self):
        lonely = self.env["hr.department"].create({"name": "Phòng không người"})
        campaign = self.make_campaign(lonely, name="Đợt không người", **DAYS)
        self.open_and_make(campaign)
        entry = self.told("2041-01-23", self.users["manager"]).filtered("unit_id")
        self.assertEqual((entry.unit_id, entry.kind), (campaign.unit_ids, "own"))
        self.as_user("manager", campaign.unit_ids).action_remind()
        asked = self.env[REMINDER].search([("asked_by_id", "!=", False)])
        self.assertNotIn(self.users["manager"], asked.user_id, "nobody reminds themselves")
        self.as_user("manager", campaign.unit_ids).action_excuse("Chưa có người")
        self.assertFalse(self.told("2041-01-24", self.users["manager"]).filtered("unit_id"))

    def test_a_piece_that_is_broken_off_is_told_again_and_no_other_one(self):
        with self.cr.savepoint() as savepoint:
            self.assertTrue(self.remind("2041-01-23", limit=2))
            savepoint.rollback()
        before = self.env["mail.message"].search_count([])
        found = self.remind("2041-01-23", limit=2)
        self.assertEqual(len(found.user_id), 2)
        rest = self.remind("2041-01-23")
        self.assertFalse(rest.user_id & found.user_id)
        self.assertLessEqual(self.heads, rest.user_id + found.user_id)
        people = len(rest.user_id + found.user_id)
        self.assertEqual(self.env["mail.message"].search_count([]) - before, people, "one message for each")

    def test_the_database_holds_a_person_to_one_digest_a_day(self):
        entry = self.told("2041-01-23", self.heads[0])
        values = {name: entry[name].id for name in ("company_id", "user_id", "about_id", "evaluation_id")}
        values |= {"day": entry.day, "kind": "own", "item": "khác", "place": 0}
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.env[REMINDER]._create_through([values]).flush_recordset()

    def test_who_cannot_be_told_keeps_nobody_else_from_it(self):
        self.env.flush_all()
        # The language of a person was taken off the server.
        self.env.cr.execute("UPDATE res_partner SET lang = 'xx_XX' WHERE id = %s", self.heads[0].partner_id.ids)
        failed = set()
        with freeze_time("2041-01-22 23:30:00"), self.assertLogs("odoo.addons.agency_evaluation", "WARNING"):
            self.env.invalidate_all()
            self.env[REMINDER]._remind_some(failed, limit=1000)
            self.assertEqual(failed, set(self.heads[0].ids))
            self.assertEqual(self.env[REMINDER]._remind_some(failed), (0, 0), "the run ends")
        told = self.env[REMINDER].search([("user_id", "in", self.heads.ids)]).user_id
        self.assertEqual(told, self.heads[1] + self.heads[2], "nothing is on record that was not told")

    def test_the_scheduled_action_tells_everybody_and_ends(self):
        with freeze_time("2041-01-22 23:30:00"), self.in_test_mode():
            self.env.ref("agency_evaluation.ir_cron_reminders").method_direct_trigger()
        self.env.invalidate_all()
        self.assertLessEqual(self.heads, self.env[REMINDER].search([]).user_id)

    def test_by_mail_or_in_the_inbox_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("vi_VN")
        reader, other, _third = self.heads
        reader.write({"notification_type": "inbox", "lang": "vi_VN"})
        other.write({"notification_type": "email"})
        self.remind("2041-01-24")
        of_reader, of_other = (
            self.env["mail.message"].search([("partner_ids", "in", user.partner_id.ids)], limit=1)
            for user in (reader, other)
        )
        self.assertEqual(of_reader.notification_ids.notification_type, "inbox")
        self.assertEqual(of_other.notification_ids.notification_type, "email")
        self.assertIn("1 việc quá hạn", of_reader.subject)
        self.assertIn("reminders, 1 late", of_other.subject)
        self.assertIn("was due on 23/01/2041, 1 days late", of_other.body)
        self.assertIn(f'href="/odoo/agency-evaluations/{self.second.evaluation_id.id}"', of_other.body)
        mail = self.env["mail.mail"].search([("mail_message_id", "=", of_other.id)])
        self.assertEqual(mail.state, "outgoing")
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", queue.id)]), "it is sent soon")

    def test_as_the_settings_say(self):
        self.company.write({"agency_remind_before": "5", "agency_remind_after": "", "agency_escalate_head": 0})
        self.company.agency_escalate_managers = 0
        self.assertEqual(self.days_of(self.heads[0], "2041-01-10", "2041-02-10"), ["2041-01-18"])
        self.company.agency_remind_before = ""
        self.assertFalse(self.remind("2041-01-23").filtered(lambda entry: entry.company_id == self.company))
        for name, junk in (
            ("agency_remind_before", "-1"),
            ("agency_remind_before", "mai"),
            ("agency_remind_before", "1.5"),
            ("agency_remind_after", "0"),
            ("agency_remind_after", "1000"),
            ("agency_escalate_head", -1),
        ):
            with self.subTest(name=name, junk=junk), self.assertRaises(ValidationError), self.cr.savepoint():
                self.company[name] = junk
        with self.assertRaises(ValidationError):
            self.company.write({"agency_escalate_head": 5, "agency_escalate_managers": 4})

    def test_a_manager_reminds_now(self):
        manager = self.users["manager"]
        self.hand_in(self.third)
        with freeze_time("2041-01-12 03:00:00"):  # a Saturday
            said = self.as_user("manager", self.campaign.unit_ids).action_remind()["params"]["message"]
            entries = self.env[REMINDER].search([("asked_by_id", "=", manager.id)])
            self.assertEqual(entries.user_id, self.heads[0] + self.heads[1] + self.users["reviewer"])
            self.assertIn(self.heads[0].name, said)
            message = self.env["mail.message"].search([("partner_ids", "in", self.heads[0].partner_id.ids)], limit=1)
            self.assertIn(manager.name, message.body)
            self.assertEqual(self.campaign.decision_ids[:3].mapped("step"), ["remind"] * 3)
            self.assertEqual(self.first.reminded_on, date(2041, 1, 12))
            again = self.as_user("manager", self.campaign.unit_ids).action_remind()["params"]["message"]
            self.assertIn("already", again)
            self.hand_in(self.second)  # which the reviewer has from now on
            self.as_user("manager", self.campaign.unit_ids).action_remind()
            self.assertEqual(self.env[REMINDER].search([("asked_by_id", "=", manager.id)]), entries)
        self.assertTrue(self.told("2041-01-16", self.heads[0]), "later steps are told as ever")
        with freeze_time("2041-01-16 03:00:00"):
            self.as_user("manager", self.first).action_remind()
        self.assertEqual(len(self.env[REMINDER].search([("asked_by_id", "=", manager.id)])), 3, "told this morning")

    def test_what_has_no_deadline_is_reminded_of_where_somebody_asks(self):
        none = dict.fromkeys(DAYS, False)
        self.as_user("manager", self.campaign).action_move(none, "Không hạn")
        self.assertNotIn(self.heads[0], self.remind("2041-01-23").user_id)
        self.as_user("manager", self.first).action_remind()
        entry = self.env[REMINDER].search([("user_id", "=", self.heads[0].id)])
        self.assertEqual((entry.due, entry.asked_by_id), (False, self.users["manager"]))

    def test_nobody_is_reminded_of_what_is_done(self):
        self.as_user("manager", self.first).action_excuse("Sáp nhập")
        said = self.as_user("manager", self.first).action_remind()["params"]
        self.assertEqual(said["type"], "warning")
        self.assertFalse(self.env[REMINDER].search([("asked_by_id", "!=", False)]))

    def test_only_managers_of_an_open_round_remind(self):
        for role in ("evaluator", "reviewer", "approver", "auditor", "outsider"):
            for sudo in (False, True):
                with self.subTest(role=role, sudo=sudo), self.assertRaises(AccessError):
                    self.as_user(role, self.first).sudo(sudo).action_remind()

    def test_queries_do_not_grow_with_units(self):
        def piece():
            with freeze_time("2041-01-22 23:30:00"):
                return self.env[REMINDER]._remind_some(set(), limit=2)

        def asked():
            with freeze_time("2041-01-22 23:30:00"):
                return self.env[REMINDER]._digests_of_the_day(self.company)

        def measured(function):
            with self.cr.savepoint() as savepoint:
                count, result = self.count(function)
                savepoint.rollback()
            self.env.invalidate_all()
            return count, result

        measured(piece)  # what is read once for all
        few, (found, _things) = measured(asked)
        few_told, _result = measured(piece)
        departments, _heads = self.make_departments(9, "Ban")
        campaign = self.make_campaign(departments, name="Đợt nhiều đơn vị", **DAYS)
        self.open_and_make(campaign)
        measured(piece)
        many, (more, _things) = measured(asked)
        many_told, _result = measured(piece)
        self.assertEqual(len(more) - len(found), 9)
        self.assertEqual((many, many_told), (few, few_told))


@tagged("post_install", "-at_install")
class TestRoundRemindersOfAgencies(RoundCase):
    """A person who works in two agencies is told once a day of both."""

    def test_one_digest_of_both(self):
        other = self.env["res.company"].create({"name": "Tỉnh khác"})
        head = self.heads[0]
        head.company_ids = [Command.link(other.id)]
        unit = self.env["hr.department"].create({"name": "Sở khác", "company_id": other.id})
        self.env["hr.employee"].create(
            {"name": head.name, "user_id": head.id, "department_id": unit.id, "company_id": other.id}
        )
        own_set = self.make_criteria_set("OTHER", [("I", None, "I", 1.0)], company_id=other.id)
        here = self.make_evaluation(department_id=self.departments[0].id, user_id=head.id, submit_by="2041-01-23")
        there = self.make_evaluation(
            own_set, department_id=unit.id, company_id=other.id, user_id=head.id, submit_by="2041-01-23"
        )
        before = self.env["mail.message"].search_count([("partner_ids", "in", head.partner_id.ids)])
        with freeze_time("2041-01-22 23:30:00"):
            self.env[REMINDER]._remind_some(set(), limit=1000)
        entries = self.env[REMINDER].search([("user_id", "=", head.id)])
        self.assertEqual(entries.evaluation_id, here + there)
        self.assertEqual(entries.company_id, self.env.company + other)
        after = self.env["mail.message"].search_count([("partner_ids", "in", head.partner_id.ids)])
        self.assertEqual(after - before, 1)
