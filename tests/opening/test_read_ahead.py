from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.common import ROLES
from ..cases.full_sheet_case import FullSheetCase
from ..sheet.test_queries import what_a_form_asks_for

FORM = "agency_evaluation.agency_evaluation_view_form"


@tagged("post_install", "-at_install")
class TestReadAhead(FullSheetCase):
    """What is read ahead is what the ORM would have read by itself, for whoever asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.full = cls.make_full_sheet(cls.make_full_set(30))

    def read_form(self, user, evaluation=None, is_ahead=True):
        """Return what the whole form shows to a user, with nothing in the cache."""
        mine = (evaluation or self.full).with_user(user)
        specification = what_a_form_asks_for(mine.env, FORM, "agency.evaluation")
        self.env.flush_all()
        self.env.invalidate_all()
        # Without what this addon does before: as Odoo reads it.
        return mine.web_read(specification) if is_ahead else self.env.registry["base"].web_read(mine, specification)

    def assert_same(self, user, evaluation=None):
        [ahead], [plain] = self.read_form(user, evaluation), self.read_form(user, evaluation, is_ahead=False)
        for name, value in plain.items():
            self.assertEqual(ahead[name], value, f"{user.login}: {name}")

    def test_every_role_reads_what_it_read(self):
        for role in ROLES:
            self.assert_same(self.users[role])

    def test_under_review(self):
        leaves = self.full.line_ids._leaves()
        self.full._write_through({"state": "submitted", "submitted_by_id": self.users["evaluator"].id})
        self.full._then_mark_settlements(None)
        leaves[::3].with_user(self.users["reviewer"]).action_question("Minh chứng?")
        for role in ROLES:
            self.assert_same(self.users[role])

    def test_whoever_has_some_rows_reads_these_alone(self):
        colleague = self.users["outsider"]
        colleague.group_ids += self.env.ref("agency_evaluation.group_evaluator")
        assigned = self.full.line_ids._leaves()[:3]
        assigned.user_id = colleague
        [reply] = self.read_form(colleague)
        self.assertEqual([row["id"] for row in reply["line_ids"]], assigned.ids)
        self.assertTrue(reply["yearly_fact_ids"])
        self.assert_same(colleague)

    def test_activities_are_listed_for_whom_odoo_lists_them(self):
        """Odoo finds less of them than it lets one read."""
        colleague = self.users["outsider"]
        colleague.group_ids += self.env.ref("agency_evaluation.group_evaluator")
        self.full.line_ids._leaves()[:3].user_id = colleague
        self.full.activity_schedule("mail.mail_activity_data_todo", user_id=self.users["evaluator"].id)
        mine = self.full.with_user(colleague)
        self.env.flush_all()
        self.env.invalidate_all()
        plain = mine.read(["activity_ids"])[0]["activity_ids"]
        self.env.invalidate_all()
        [ahead] = mine.web_read({"line_ids": {}, "activity_ids": {}})
        self.assertEqual(ahead["activity_ids"], plain)

    def test_nobody_reads_a_sheet_of_others(self):
        stranger = self.users["outsider"]
        stranger.group_ids += self.env.ref("agency_evaluation.group_evaluator")
        with self.assertRaises(AccessError):
            self.read_form(stranger)

    def test_what_waits_to_be_written_is_shown(self):
        mine = self.full.with_user(self.users["evaluator"])
        specification = what_a_form_asks_for(mine.env, FORM, "agency.evaluation")
        self.env.flush_all()
        self.env.invalidate_all()
        mine.line_ids._leaves()[0].explanation = "Vừa viết"
        [reply] = mine.web_read(specification)
        self.assertIn("Vừa viết", [row["explanation"] for row in reply["line_ids"]])

    def test_numbers_dates_and_times_are_as_the_database_has_them(self):
        self.full.write({"date_from": "2020-12-03", "date_to": "2021-12-02"})
        self.full._write_through({"checked_on": "2020-12-03 10:15:00", "stated_points": 90.0, "is_stated": True})
        self.assert_same(self.users["evaluator"])
        [reply] = self.read_form(self.users["evaluator"])
        row = next(row for row in reply["line_ids"] if not row["is_heading"])
        self.assertIsInstance(row["max_points"], float)
        self.assertIsInstance(reply["stated_points"], float)

    def test_a_set_that_is_changed_and_published_again_is_read_anew(self):
        criteria_set = self.make_full_set(20)
        evaluation = self.make_evaluation(criteria_set)
        self.read_form(self.users["evaluator"], evaluation)
        evaluation.unlink()
        criteria_set.action_draft()
        criteria_set.criterion_ids[1].name = "Nội dung mới"
        rules = criteria_set.criterion_ids.rule_ids
        rules.filtered(lambda rule: rule.indicator_id.code == "f1").points = 0.5
        criteria_set.action_publish()
        evaluation = self.make_evaluation(criteria_set)
        evaluation._state_facts({"f1": (1, "Sổ")})
        [reply] = self.read_form(self.users["evaluator"], evaluation)
        self.assertEqual(reply["line_ids"][1]["name"], "Nội dung mới")
        self.assertEqual(reply["line_ids"][2]["suggested_points"], 0.5)

    def test_what_is_worked_out_for_a_form_is_worked_out_anew_for_the_next_one(self):
        evaluator = self.users["evaluator"]
        [before] = self.read_form(evaluator)
        mine = self.full.with_user(evaluator)
        mine._state_facts({"f1": (3, "Sổ")})
        specification = what_a_form_asks_for(mine.env, FORM, "agency.evaluation")
        [after] = mine.web_save({"line_ids": [Command.link(mine.line_ids[1].id)]}, specification)
        points = [[row["suggested_points"] for row in reply["line_ids"]] for reply in (before, after)]
        self.assertNotEqual(*points)
        self.assert_same(evaluator)

    def test_dialogs_of_parts_show_what_they_showed(self):
        forms = {
            "agency_evaluation.agency_evaluation_line_view_form": self.full.line_ids._leaves()[3],
            "agency_evaluation.agency_evaluation_fact_view_form": self.full.fact_ids[6],
            "agency_evaluation.agency_evaluation_section_view_form": self.full.section_ids[2],
        }
        for view, part in forms.items():
            with self.subTest(model=part._name):
                mine = part.with_user(self.users["evaluator"])
                specification = what_a_form_asks_for(mine.env, view, part._name)
                most, ahead = self.count(lambda: self.env.registry["base"].web_read(mine, specification))  # noqa: B023
                count, plain = self.count(lambda: mine.web_read(specification))  # noqa: B023
                self.assertEqual(ahead, plain)
                self.assertLess(count, most)
