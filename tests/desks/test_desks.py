from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ...models.workflow.steps import DESKS
from ..cases.desk_case import DeskCase
from ..cases.query_case import QueryCase

EVERY_APPROVER = "approver second_approver deputy"
EVERY_REVIEWER = "reviewer second_reviewer"


@tagged("post_install", "-at_install")
class TestDesks(DeskCase):
    """After whatever happens, exactly the right desks have it: as computed, as stored, and as activities show."""

    def in_draft(self):
        pass

    def with_assigned_rows(self):
        self.as_user("evaluator", self.row("A.2")).write({"user_id": self.users["specialist"].id})

    def in_review(self):
        self.submit()

    def in_named_review(self):
        self.evaluation.write({"reviewer_id": self.users["reviewer"].id, "approver_id": self.users["approver"].id})
        self.submit()

    def in_shared_review(self):
        self.submit()
        self.assign("A", "reviewer")
        self.assign("B", "second_reviewer")

    def in_approval(self):
        self.submit()
        self.as_user("reviewer").action_review()

    def in_named_approval(self):
        self.evaluation.approver_id = self.users["approver"]
        self.in_approval()

    def in_second_approval(self):
        self.company.agency_second_approval = True
        self.in_approval()
        self.as_user("approver").action_approve()

    def questioned(self):
        self.with_assigned_rows()
        self.in_named_review()
        for code in ("A.2", "B.1"):
            self.as_user("reviewer", self.row(code)).action_question("Số liệu lấy ở đâu?")

    def questioned_in_all(self):
        self.questioned()
        for code in ("A.1-1", "A.1-2"):
            self.as_user("reviewer", self.row(code)).action_accept()

    def assign(self, code, name):
        self.as_user("manager", self.row(code)).write({"reviewer_id": name and self.users[name].id})

    def name(self, field, name):
        self.as_user("manager").write({field: name and self.users[name].id})

    def answer(self, code, name="evaluator"):
        self.as_user(name, self.row(code)).action_answer("Theo sổ theo dõi")

    def leave(self, name):
        self.employees[name].active = False

    def tick(self):
        activities = self.env["mail.activity"].search([("res_id", "=", self.evaluation.id)])
        for activity in activities:
            activity.with_user(activity.user_id).action_done()

    def hand_on(self):
        activity = self.env["mail.activity"].search([("res_id", "=", self.evaluation.id)])[0]
        activity.write({"user_id": self.users["auditor"].id})

    def lose_everybody(self, role, but=()):
        group = self.env.ref(f"agency_evaluation.group_{role}")
        for name, user in self.users.items():
            if group in user.all_group_ids and name not in but:
                self.archive(name)

    #: What happens: where it starts from, the event, and who sits at which desk afterwards.
    EVENTS = [
        # people are named
        ("in_draft", lambda self: None, {"evaluate": "evaluator"}),
        ("in_draft", lambda self: self.name("user_id", "colleague"), {"evaluate": "colleague"}),
        ("in_draft", lambda self: self.name("user_id", None), {"evaluate": "evaluator colleague"}),
        ("in_draft", lambda self: self.name("user_id", "specialist"), {"evaluate": "evaluator colleague"}),
        ("in_review", lambda self: None, {"review": EVERY_REVIEWER}),
        ("in_review", lambda self: self.name("reviewer_id", "reviewer"), {"review": "reviewer"}),
        ("in_named_review", lambda self: self.name("reviewer_id", "second_reviewer"), {"review": "second_reviewer"}),
        ("in_named_review", lambda self: self.name("reviewer_id", None), {"review": EVERY_REVIEWER}),
        ("in_named_review", lambda self: self.name("approver_id", None), {"review": "reviewer"}),
        ("in_approval", lambda self: None, {"approve": EVERY_APPROVER}),
        ("in_approval", lambda self: self.name("approver_id", "approver"), {"approve": "approver"}),
        ("in_named_approval", lambda self: self.name("approver_id", "deputy"), {"approve": "deputy"}),
        ("in_named_approval", lambda self: self.name("approver_id", None), {"approve": EVERY_APPROVER}),
        # groups of rows are named
        ("in_shared_review", lambda self: None, {"review": EVERY_REVIEWER}),
        ("in_shared_review", lambda self: self.assign("B", "reviewer"), {"review": "reviewer"}),
        ("in_shared_review", lambda self: self.archive("second_reviewer"), {"review": "reviewer"}),
        ("in_named_review", lambda self: self.assign("A", "second_reviewer"), {"review": EVERY_REVIEWER}),
        # somebody is archived, moved or loses the role
        ("in_draft", lambda self: self.archive("evaluator"), {"evaluate": "colleague"}),
        ("in_draft", lambda self: self.demote("evaluator"), {"evaluate": "colleague"}),
        ("in_draft", lambda self: self.send_away("evaluator"), {"evaluate": "colleague"}),
        ("in_draft", lambda self: self.leave("evaluator"), {"evaluate": "colleague"}),
        ("in_draft", lambda self: self.move("evaluator"), {"evaluate": "colleague"}),
        ("in_named_review", lambda self: self.archive("reviewer"), {"review": "second_reviewer"}),
        ("in_named_review", lambda self: self.demote("reviewer"), {"review": "second_reviewer"}),
        ("in_named_review", lambda self: self.send_away("reviewer"), {"review": "second_reviewer"}),
        ("in_named_approval", lambda self: self.archive("approver"), {"approve": "second_approver deputy"}),
        ("in_named_approval", lambda self: self.demote("approver"), {"approve": "second_approver deputy"}),
        ("in_named_approval", lambda self: self.send_away("approver"), {"approve": "second_approver deputy"}),
        ("in_second_approval", lambda self: None, {"approve": "second_approver deputy"}),
        ("in_second_approval", lambda self: self.archive("deputy"), {"approve": "second_approver"}),
        # and is back, or is new
        ("in_named_approval", lambda self: self.come_back("approver"), {"approve": "approver"}),
        ("in_draft", lambda self: self.rejoin("evaluator"), {"evaluate": "evaluator"}),
        (
            "in_review",
            lambda self: self.give_role("specialist", "reviewer"),
            {"review": f"{EVERY_REVIEWER} specialist"},
        ),
        (
            "in_review",
            lambda self: self.give_group("specialist", "reviewer"),
            {"review": f"{EVERY_REVIEWER} specialist"},
        ),
        # nobody is left
        ("in_draft", lambda self: [self.leave(name) for name in ("evaluator", "colleague")], {"manage": "manager"}),
        ("in_review", lambda self: self.lose_everybody("reviewer"), {"approve": EVERY_APPROVER}),
        ("in_approval", lambda self: self.lose_everybody("approver"), {"manage": "manager"}),
        ("in_second_approval", lambda self: self.lose_everybody("approver", ["approver"]), {"manage": "manager"}),
        # substitutes
        ("in_named_approval", lambda self: self.stand_in(0, 5), {"approve": "approver deputy"}),
        ("in_named_approval", lambda self: self.stand_in(1, 5), {"approve": "approver"}),
        ("in_named_approval", lambda self: self.stand_in(-5, -1), {"approve": "approver"}),
        ("in_named_approval", lambda self: self.stand_in(0, 5).unlink(), {"approve": "approver"}),
        ("in_named_approval", lambda self: (self.stand_in(0, 5), self.demote("deputy")), {"approve": "approver"}),
        (
            "in_named_approval",
            lambda self: self.stand_in(0, 5).write({"date_to": self.day(5), "date_from": self.day(2)}),
            {"approve": "approver"},
        ),
        ("in_named_approval", lambda self: self.let_it_end(), {"approve": "approver"}),
        # the shadow is taken away
        ("in_draft", lambda self: self.tick(), {"evaluate": "evaluator"}),
        ("in_review", lambda self: self.tick(), {"review": EVERY_REVIEWER}),
        ("in_approval", lambda self: self.env["mail.activity"].search([]).unlink(), {"approve": EVERY_APPROVER}),
        ("in_review", lambda self: self.hand_on(), {"review": EVERY_REVIEWER}),
        # a return
        ("in_review", lambda self: self.as_user("reviewer").action_return("Sửa"), {"evaluate": "evaluator"}),
        ("in_review", lambda self: self.return_to_the_gone(), {"evaluate": "colleague"}),
        # the rest of the way
        ("in_approval", lambda self: self.as_user("approver").action_approve(), {}),
        ("in_review", lambda self: self.as_user("approver").action_approve(), {}),
        ("in_approval", lambda self: self.as_user("manager").action_cancel("Nhầm"), {}),
        ("in_draft", lambda self: self.reopen(), {"evaluate": "evaluator"}),
        # assigned rows
        ("with_assigned_rows", lambda self: None, {"evaluate": "evaluator", "fill": "specialist"}),
        ("with_assigned_rows", lambda self: self.score_assigned(), {"evaluate": "evaluator"}),
        ("with_assigned_rows", lambda self: self.archive("specialist"), {"evaluate": "evaluator"}),
        ("with_assigned_rows", lambda self: self.demote("specialist"), {"evaluate": "evaluator"}),
        ("with_assigned_rows", lambda self: self.send_away("specialist"), {"evaluate": "evaluator"}),
        ("with_assigned_rows", lambda self: self.unassign(), {"evaluate": "evaluator"}),
        ("with_assigned_rows", lambda self: self.archive("evaluator"), {"evaluate": "colleague", "fill": "specialist"}),
        # questions
        ("questioned", lambda self: None, {"answer": "specialist evaluator", "review": "reviewer"}),
        ("questioned_in_all", lambda self: None, {"answer": "specialist evaluator"}),
        ("questioned_in_all", lambda self: self.answer("B.1"), {"answer": "specialist", "review": "reviewer"}),
        ("questioned_in_all", lambda self: self.archive("specialist"), {"answer": "evaluator"}),
        ("questioned_in_all", lambda self: self.demote("specialist"), {"answer": "evaluator"}),
        ("questioned_in_all", lambda self: self.archive("evaluator"), {"answer": "specialist colleague"}),
        ("questioned_in_all", lambda self: self.withdraw(), {"review": "reviewer"}),
        ("questioned", lambda self: self.as_user("reviewer").action_return("Sửa"), {"evaluate": "evaluator"}),
        ("in_approval", lambda self: self.ask_again(), {"answer": "evaluator"}),
    ]

    def move(self, name):
        other = self.env["hr.department"].create({"name": "Sở khác của tỉnh", "company_id": self.company.id})
        self.employees[name].department_id = other

    def come_back(self, name):
        self.archive(name)
        self.users[name].action_unarchive()

    def rejoin(self, name):
        self.leave(name)
        self.employees[name].active = True

    def give_role(self, name, role):
        self.users[name].group_ids += self.env.ref(f"agency_evaluation.group_{role}")

    def give_group(self, name, role):
        self.env.ref(f"agency_evaluation.group_{role}").user_ids = [Command.link(self.users[name].id)]

    def let_it_end(self):
        """Let a substitution end as time goes by: nobody writes anything, and the daily run looks after it."""
        substitution = self.stand_in(0, 5)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE agency_evaluation_substitution SET date_from = %s, date_to = %s WHERE id = %s",
            (self.day(-5), self.day(-1), substitution.id),
        )
        self.env.invalidate_all()
        with self.enter_registry_test_mode():
            self.env.ref("agency_evaluation.ir_cron_desks").method_direct_trigger()

    def return_to_the_gone(self):
        self.archive("evaluator")
        self.as_user("reviewer").action_return("Sửa")

    def reopen(self):
        self.as_user("manager").action_cancel("Nhầm")
        self.as_user("manager").action_draft()

    def score_assigned(self):
        self.as_user("specialist", self.row("A.2")).write({"self_points": 1.0, "explanation": "Đã giải trình"})

    def unassign(self):
        self.as_user("evaluator", self.row("A.2")).write({"user_id": False})

    def withdraw(self):
        for code in ("A.2", "B.1"):
            self.as_user("reviewer", self.row(code)).action_withdraw_question()

    def ask_again(self):
        self.as_user("reviewer", self.row("B.1")).action_question("Còn gì nữa?")

    def test_after_every_event_exactly_the_right_desks_have_it(self):
        for number, (start, event, expected) in enumerate(self.EVENTS):
            with self.subTest(number=number, start=start, expected=expected), self.cr.savepoint() as savepoint:
                getattr(self, start)()
                event(self)
                self.assert_desks(**expected)
                # Done once more it changes nothing.
                before = self.env["mail.activity"].search([("res_id", "=", self.evaluation.id)])
                self.evaluation._sync_desks()
                self.assertEqual(before, self.env["mail.activity"].search([("res_id", "=", self.evaluation.id)]))
                savepoint.rollback()
            self.env.invalidate_all()
            self.env.registry.clear_cache()

    def test_who_judges_is_not_whose_work_it_is(self):
        for name in ("reviewer", "approver"):
            self.users[name].group_ids += self.env.ref("agency_evaluation.group_evaluator")
            self.as_user("evaluator", self.row("A.2")).write({"user_id": self.users[name].id})
            self.as_user(name, self.row("A.2")).write({"self_points": 1.0, "explanation": "Đã giải trình"})
        self.evaluation.write({"reviewer_id": self.users["reviewer"].id, "approver_id": self.users["approver"].id})
        self.submit()
        self.assert_desks(review="second_reviewer")
        self.as_user("second_reviewer").action_review()
        self.assert_desks(approve="second_approver deputy")
        self.as_user("deputy").action_approve()
        self.assertEqual(self.evaluation.state, "approved")

    def test_a_new_evaluation_lies_on_a_desk(self):
        other = self.make_evaluation(self.make_criteria_set("DESKS-2", [("X", None, "I", 1.0)]), user_id=False)
        self.assert_desks(other, evaluate="evaluator colleague")

    def test_rows_of_an_archived_head_are_nobodys(self):
        head = self.env["hr.employee"].create(
            {"name": "Trưởng phòng", "user_id": self.users["specialist"].id, "company_id": self.company.id}
        )
        bureau = self.env["hr.department"].create(
            {"name": "Phòng", "company_id": self.company.id, "manager_id": head.id}
        )
        criteria_set = self.make_criteria_set("HEADS", [("X", None, "I", 1.0)], publish=False)
        criteria_set.criterion_ids.department_id = bureau
        criteria_set.action_publish()
        evaluation = self.make_evaluation(criteria_set)
        self.assert_desks(evaluation, evaluate="evaluator", fill="specialist")
        head.active = False
        self.assertFalse(evaluation.line_ids.user_id)
        self.assert_desks(evaluation, evaluate="evaluator")
        self.assertIn("assigned to nobody now: X", str(evaluation.message_ids[0].body))

    def test_a_row_is_assigned_to_nobody_who_cannot_answer_it(self):
        for name in ("auditor", "outsider", "reviewer"):
            with self.assertRaisesRegex(ValidationError, "A.2 cannot be assigned to test_"), self.cr.savepoint():
                self.as_user("evaluator", self.row("A.2")).write({"user_id": self.users[name].id})
        self.send_away("specialist")
        with self.assertRaisesRegex(ValidationError, "A.2 cannot be assigned to test_"), self.cr.savepoint():
            self.row("A.2").user_id = self.users["specialist"]

    def test_what_waits_is_found_by_the_filter_and_the_menu(self):
        self.in_named_review()
        self.tick()
        view = self.env.ref("agency_evaluation.agency_evaluation_view_search")
        domain = view._get_combined_arch().find(".//filter[@name='my_turn']").get("domain")
        action = self.env.ref("agency_evaluation.agency_evaluation_waiting_action")
        for name, found in (("reviewer", True), ("second_reviewer", False), ("evaluator", False), ("manager", False)):
            for text in (domain, action.domain):
                waiting = self.as_user(name).search(safe_eval(text, {"uid": self.users[name].id}))
                self.assertEqual(self.evaluation in waiting, found, name)

    def test_no_client_says_whose_turn_it_is(self):
        self.submit()
        for name in ("evaluator", "reviewer", "manager"):
            for sudo in (False, True):
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.as_user(name).sudo(sudo).write({"desk_user_ids": [Command.clear()]})
        self.assert_desks(review=EVERY_REVIEWER)

    def test_whose_turn_it_was_is_not_sealed(self):
        self.in_approval()
        self.as_user("approver").action_approve()
        self.assertNotIn("desk_user_ids", self.evaluation._manifest()[0]["fields"]["agency.evaluation"])

    def test_activities_are_due_on_the_deadline(self):
        days = {"submit_by": self.day(3), "review_by": self.day(5), "approve_by": self.day(9)}
        self.as_user("manager").write(days)
        due = self.env["mail.activity"].search([("res_id", "=", self.evaluation.id)]).mapped("date_deadline")
        self.assertEqual(due, [days["submit_by"]])
        self.submit()
        activities = self.env["mail.activity"].search([("res_id", "=", self.evaluation.id)])
        self.assertEqual(set(activities.mapped("date_deadline")), {days["review_by"]})
        activities[0].date_deadline = self.day(30)
        self.assertEqual(set(activities.mapped("date_deadline")), {days["review_by"]})
        self.as_user("manager").write({"review_by": self.day(6)})
        self.assertEqual(set(activities.mapped("date_deadline")), {self.day(6)})
        self.as_user("reviewer").action_review()
        activities = self.env["mail.activity"].search([("res_id", "=", self.evaluation.id)])
        self.assertEqual(set(activities.mapped("date_deadline")), {days["approve_by"]})

    def test_without_a_deadline_it_is_due_by_the_day_of_the_agency(self):
        self.as_user("evaluator").with_context(tz="Pacific/Kiritimati").search([])
        late = self.as_user("manager").with_context(tz="Pacific/Pago_Pago")
        late.write({"user_id": self.users["colleague"].id})
        due = self.env["mail.activity"].search([("res_id", "=", self.evaluation.id)]).mapped("date_deadline")
        self.assertEqual(due, [self.day(0)])

    def test_deadlines_are_the_managers(self):
        for name in ("submit_by", "review_by", "approve_by"):
            for sudo in (False, True):
                with self.assertRaisesRegex(AccessError, "set by a manager"), self.cr.savepoint():
                    self.as_user("evaluator").sudo(sudo).write({name: self.day(30)})
            with self.assertRaisesRegex(AccessError, "set by a manager"), self.cr.savepoint():
                self.as_user("evaluator").create(
                    {"criteria_set_id": self.criteria_set.id, "department_id": self.unit.id, name: self.day(30)}
                )
        self.as_user("manager").write({"submit_by": self.day(3)})
        # What a form sends back unchanged is no change.
        self.as_user("evaluator").write({"submit_by": str(self.day(3)), "report_number": "12"})
        with Form(self.as_user("evaluator")) as form:
            self.assertTrue(form._get_modifier("submit_by", "readonly"))

    def test_archiving_somebody_says_what_they_held_and_who_has_it(self):
        self.in_named_review()
        action = self.users["reviewer"].action_archive()
        self.assertEqual((action["tag"], action["params"]["type"]), ("display_notification", "warning"))
        self.assertIn(f"{self.evaluation.display_name} → ", action["params"]["message"])
        self.assertIn("test_second_reviewer", action["params"]["message"].partition(" → ")[2])
        self.assertFalse(self.users["second_approver"].action_archive())

    def test_a_question_after_the_review_leaves_it_open(self):
        self.in_approval()
        self.ask_again()
        self.assertFalse(self.evaluation.reviewed_on or self.evaluation.reviewed_by_id)
        self.answer("B.1")
        self.assert_desks(review=EVERY_REVIEWER)

    def test_every_desk_has_its_activity(self):
        for desk in DESKS.values():
            kind = self.env.ref(desk.activity)
            self.assertEqual((kind.res_model, bool(kind.summary)), ("agency.evaluation", True))


@tagged("post_install", "-at_install")
class TestDeskQueries(DeskCase, QueryCase):
    """Looking after many evaluations takes as many queries as after few."""

    def test_queries_do_not_grow_with_evaluations(self):
        units = self.env["hr.department"].create(
            [{"name": f"Sở {n}", "company_id": self.company.id} for n in range(12)]
        )
        made = self.evaluation.browse()
        for unit in units:
            made |= self.make_evaluation(department_id=unit.id)
        few, many = made[:2], made
        counts = [self.count(lambda found=found: found._sync_desks())[0] for found in (few, many, few, many)]
        self.assertEqual(counts[2], counts[3])

    def test_archiving_writes_each_evaluation_in_one_go(self):
        units = self.env["hr.department"].create(
            [{"name": f"Sở {n}", "company_id": self.company.id} for n in range(12)]
        )
        for unit in units:
            evaluation = self.make_evaluation(department_id=unit.id, reviewer_id=self.users["reviewer"].id)
            self.score_all(evaluation)
            evaluation.with_user(self.users["manager"]).sudo()
        counts = {}
        for number in (2, 12):
            with self.cr.savepoint() as savepoint:
                self.env.flush_all()
                self.cr.execute(
                    "UPDATE agency_evaluation SET state = 'submitted', submitted_by_id = %s WHERE department_id IN %s",
                    (self.users["evaluator"].id, tuple(units[:number].ids)),
                )
                self.env.invalidate_all()
                self.env["agency.evaluation"]._sync_desks_in(self.company)
                counts[number], _none = self.count(self.users["reviewer"].action_archive)
                savepoint.rollback()
            self.env.invalidate_all()
            self.env.registry.clear_cache()
        self.assertLessEqual(counts[12] - counts[2], 2)
