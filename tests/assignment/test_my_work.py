from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...models.agency.clock import agency_today
from ..cases.assignment_case import WORK, AssignmentCase
from ..cases.round_case import LATER

#: What the list asks for of each entry.
SHOWN = ("kind", "title", "details", "progress", "deadline", "lateness", "is_late", "days_left")


@tagged("post_install", "-at_install")
class TestMyWork(AssignmentCase):
    """One list says what is to be done by whom, what is missing of it and how late it is."""

    def kinds(self, user, *domain):
        return sorted(self.work_of(user, *domain).mapped("kind"))

    def test_it_says_what_is_ones_own_and_what_is_missing(self):
        evaluation = self.open_round(**LATER)
        self.assertEqual(self.kinds(self.chief), ["desk", "fact", "row"])
        self.assertEqual(self.kinds(self.clerk), ["desk", "row"])
        # Who evaluates the unit has what nobody is named for.
        self.assertEqual(self.kinds(self.heads[0]), ["desk", "fact", "row"])
        self.assertEqual(self.work_of(self.heads[0], ("kind", "=", "row")).title, "A.3 Row A.3")
        self.assertEqual(
            self.work_of(self.heads[0], ("kind", "=", "desk")).details,
            "Complete the self-evaluation; Facts to State: 2; Rows to Fill In: 3",
        )
        self.assertEqual(
            self.work_of(self.chief, ("kind", "=", "desk")).details,
            "Answer the rows assigned to you; Facts to State: 1; Rows to Fill In: 1",
        )
        fact = self.fact(evaluation)
        self.state_months(fact, (1, 2, 3, 6, 7, 8, 9))
        self.assertEqual(self.work_of(self.chief, ("kind", "=", "fact")).details, "Missing months: 4–5, 10–12")
        self.state_months(fact, (4, 5, 10, 11, 12))
        self.assertEqual(self.work_of(self.chief, ("kind", "=", "fact")).progress, "answered")
        self.fact(evaluation, "vb_di").entry = "5"
        self.assertEqual(self.kinds(self.heads[0]), ["desk", "row"])
        # Others have nothing of it.
        for user in (self.deputy, self.heads[1], self.users["auditor"]):
            self.assertFalse(self.work_of(user))

    def test_months_that_have_not_begun_are_not_missing(self):
        today = agency_today(self.env.user)
        criteria_set = self.make_assigned_set("LATER")
        criteria_set.sudo()._write_through({"state": "draft"})
        criteria_set.year = today.year
        criteria_set.action_publish()
        evaluation = self.make_evaluation(criteria_set, department_id=self.departments[0].id)
        self.state_months(self.fact(evaluation), range(1, today.month + 1))
        self.assertFalse(self.work_of(self.chief, ("kind", "=", "fact")))

    def test_quarters_halves_and_named_months(self):
        """What the database counts as missing is what a fact lacks."""
        for frequency, months in (("quarter", False), ("half", False), ("month", "1-5, 7-11")):
            with self.subTest(frequency=frequency):
                criteria_set = self.make_assigned_set(f"F-{frequency}", frequency)
                criteria_set.sudo()._write_through({"state": "draft"})
                criteria_set.indicator_ids.filtered(lambda one: one.code == "vb_den").months = months
                criteria_set.action_publish()
                evaluation = self.make_evaluation(criteria_set, department_id=self.departments[0].id)
                fact, asked = self.fact(evaluation), ("kind", "=", "fact")
                for month in fact._days_of_parts():
                    self.assertIn(evaluation, self.work_of(self.chief, asked).evaluation_id)
                    self.state_months(fact, [month])
                self.assertNotIn(evaluation, self.work_of(self.chief, asked).evaluation_id)
                self.assertFalse(fact._scoring_fact().missing_months)

    def test_documents_findings_and_questions(self):
        criteria_set = self.make_criteria_set("PROOF", [("B", None, "I", 1.0), ("B.1", "B", "1", 1.0)], publish=False)
        criteria_set.criterion_ids.filtered(lambda row: row.code == "B.1").evidence_required = True
        criteria_set.action_publish()
        head = self.heads[0]
        evaluation = self.make_evaluation(criteria_set, department_id=self.departments[0].id, user_id=head.id)
        self.row("B.1", evaluation).self_points = 1.0
        self.assertEqual(self.kinds(head), ["desk", "document"])
        self.as_(head, evaluation).action_check()
        found = self.work_of(head, ("kind", "=", "finding"))
        self.assertEqual(len(found), len(evaluation.finding_ids))
        labels = dict(evaluation.finding_ids._fields["code"]._description_selection(self.env))
        self.assertEqual(
            sorted(found.mapped("details")), sorted(labels[finding.code] for finding in evaluation.finding_ids)
        )
        for finding in evaluation.finding_ids:
            finding.justification = "Đã kiểm tra"
        self.assertEqual(self.kinds(head), ["desk", "document"])
        self.as_(head, evaluation).action_submit()
        reviewer = self.users["reviewer"]
        self.assertIn("desk", self.kinds(reviewer))
        self.assertNotIn("document", self.kinds(head))
        self.as_(reviewer, self.row("B.1", evaluation)).action_question("Văn bản nào?")
        question = self.work_of(head, ("kind", "=", "question"))
        self.assertEqual((question.details, question.res_id), ("Văn bản nào?", self.row("B.1", evaluation).id))

    def test_it_says_how_late_it_is(self):
        today = agency_today(self.env.user)
        evaluation = self.open_round()
        for days, text, is_late in ((-5, "5 days late", True), (0, "Due today", False), (4, "4 days left", False)):
            evaluation._write_through({"submit_by": today + timedelta(days=days)})
            desk = self.work_of(self.heads[0], ("kind", "=", "desk"))
            self.assertEqual((desk.lateness, desk.is_late), (text, is_late))

    def test_managers_see_their_rounds(self):
        evaluations = self.open_round(2)
        manager = self.users["manager"]
        of_round = [("kind", "=", "round"), ("campaign_id", "=", evaluations.campaign_id.id)]
        rounds = self.work_of(manager, *of_round)
        self.assertEqual((rounds.title, rounds.user_id), ("Đợt có phân công", manager))
        self.assertEqual(rounds.action_open()["res_model"], "agency.evaluation.campaign")
        self.assertFalse(self.work_of(self.users["approver"], *of_round))

    def test_one_click_leads_to_the_place(self):
        evaluation = self.open_round()
        places = {}
        for work in self.work_of(self.chief):
            action = work.action_open()
            places[work.kind] = (action["res_model"], action["res_id"])
        self.assertEqual(
            places,
            {
                "desk": ("agency.evaluation", evaluation.id),
                "row": ("agency.evaluation.line", self.row("A.1", evaluation).id),
                "fact": ("agency.evaluation.fact", self.fact(evaluation).id),
            },
        )
        with self.assertRaises(UserError):
            self.work_of(self.chief).action_open()
        own = self.work_of(self.chief, ("kind", "=", "fact"))
        with self.assertRaises(AccessError):
            own.with_user(self.heads[1]).action_open()
        with self.assertRaises(AccessError):
            own.with_user(self.chief).write({"title": "x"})

    def test_it_is_the_first_screen(self):
        menus = self.env["ir.ui.menu"].with_user(self.chief).load_menus(False)
        root = menus[self.env.ref("agency_evaluation.agency_evaluation_menu_root").id]
        self.assertEqual(root["children"][0], self.env.ref("agency_evaluation.agency_evaluation_my_work_menu").id)

    def test_many_units_cost_as_many_queries_as_a_few(self):
        """As one person sees it who has something of each kind in each of them."""
        kinds = ["desk", "document", "fact", "finding", "row"]
        few = self.count_list(self.make_units(3), kinds)
        many = self.count_list(self.make_units(60), kinds)
        self.assertLessEqual(few, 20)
        self.assertLessEqual(many, few)

    def make_units(self, count):
        """Make evaluations of new units that lack a document, have findings, and are evaluated by the chief."""
        departments = self.env["hr.department"].create([{"name": f"Đơn vị {count}/{n}"} for n in range(count)])
        own = {"criteria_set_id": self.assigned_set.id, "user_id": self.chief.id}
        evaluations = self.env["agency.evaluation"].create([{**own, "department_id": one.id} for one in departments])
        evaluations.line_ids.filtered(lambda line: line.code == "A.3").write({"self_points": 1.0})
        evaluations._refresh_findings()
        return evaluations

    def count_list(self, evaluations, kinds):
        """Return how many queries the list of the chief takes, of these evaluations alone."""
        domain = [("user_id", "=", self.chief.id), ("is_done", "=", False), ("evaluation_id", "in", evaluations.ids)]
        works = self.env[WORK].with_user(self.chief)
        works.web_search_read(domain, dict.fromkeys(SHOWN, {}), limit=1)  # what is read once for all
        self.cr.flush()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        groups = works.web_read_group(
            domain, ["kind"], ["__count"], auto_unfold=True, unfold_read_specification=dict.fromkeys(SHOWN, {})
        )
        count = self.cr.sql_log_count - before
        self.assertEqual([group["kind"] for group in groups["groups"]], kinds)
        for group in groups["groups"]:
            self.assertEqual(len(group["__records"]), min(group["__count"], 80))
            self.assertGreaterEqual(group["__count"], len(evaluations))
            self.assertTrue(all(record["details"] for record in group["__records"] if group["kind"] != "row"))
        return count
