from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..cases.assignment_case import AssignmentCase


@tagged("post_install", "-at_install")
class TestAssignment(AssignmentCase):
    """What names a division or a position is assigned when an evaluation is made, and written by that person alone."""

    def test_opening_assigns_rows_and_facts_to_the_head_and_to_who_holds_the_position(self):
        first, second = self.open_round(2)
        self.assertEqual(self.row("A.1", first).user_id, self.chief)
        self.assertEqual(self.row("A.2", first).user_id, self.clerk)
        self.assertFalse(self.row("A.3", first).user_id)
        self.assertEqual(self.fact(first).user_id, self.chief)
        self.assertFalse(self.fact(first, "vb_di").user_id)
        # The position is one in the unit that is evaluated, and nobody holds it in the second one.
        self.assertEqual(self.row("A.1", second).user_id, self.chief)
        self.assertFalse(self.row("A.2", second).user_id)

    def test_who_is_named_by_the_division_answers_in_place_of_its_head(self):
        self.division.agency_answerer_id = self.deputy
        evaluation = self.open_round()
        self.assertEqual(self.row("A.1", evaluation).user_id, self.deputy)
        self.assertEqual(self.fact(evaluation).user_id, self.deputy)
        self.deputy.active = False
        other = self.make_evaluation(self.assigned_set, year=2020, department_id=self.departments[1].id, user_id=False)
        self.assertEqual(self.row("A.1", other).user_id, self.chief)

    def test_who_may_not_answer_is_assigned_nothing(self):
        self.chief.group_ids -= self.env.ref("agency_evaluation.group_evaluator")
        evaluation = self.open_round()
        self.assertFalse(self.row("A.1", evaluation).user_id)
        self.assertFalse(self.fact(evaluation).user_id)
        self.assertEqual(self.row("A.2", evaluation).user_id, self.clerk)

    def test_a_contributor_writes_assigned_rows_and_facts_alone_in_sudo_too(self):
        evaluation = self.open_round()
        own, other = self.row("A.1", evaluation), self.row("A.2", evaluation)
        fact, other_fact = self.fact(evaluation), self.fact(evaluation, "vb_di")
        self.as_(self.chief, own).write({"self_points": 1.0})
        self.as_(self.chief, fact).write({"month_01": "5"})
        self.assertEqual((own.self_points, fact.month_01), (1.0, "5"))
        for record, vals in ((other, {"self_points": 1.0}), (other_fact, {"entry": "5"})):
            for sudo in (False, True):
                with self.subTest(record=record.display_name, sudo=sudo):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        self.as_(self.chief, record).sudo(sudo).write(vals)
        for record in (own, fact):
            with self.subTest(record=record.display_name), self.assertRaises(AccessError), self.cr.savepoint():
                self.as_(self.chief, record).write({"user_id": self.deputy.id})
        # Who evaluates the unit writes everything of it, and says whose it is.
        head = self.heads[0]
        self.as_(head, other_fact).write({"entry": "7"})
        self.as_(head, fact).write({"user_id": self.clerk.id})
        self.assertEqual((other_fact.entry, fact.user_id), ("7", self.clerk))

    def test_a_fact_is_assigned_to_who_may_state_it(self):
        evaluation = self.open_round()
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.as_(self.heads[0], self.fact(evaluation)).write({"user_id": self.users["auditor"].id})
        with self.assertRaises(UserError), self.cr.savepoint():
            self.fact(evaluation).sudo().write({"handed_in_on": "2020-01-01"})

    def test_who_has_facts_alone_reads_the_evaluation_and_proves_them(self):
        evaluation = self.open_round()
        self.as_(self.heads[0], self.fact(evaluation, "vb_di")).write({"user_id": self.deputy.id})
        self.assertEqual(self.as_(self.deputy, self.env["agency.evaluation"]).search([]), evaluation)
        self.assertTrue(self.as_(self.deputy, evaluation).is_for_user)
        self.assertFalse(self.as_(self.deputy, self.env["agency.evaluation.line"]).search([]))
        document = self.env["agency.evaluation.evidence"].with_user(self.deputy)
        values = {
            "evaluation_id": evaluation.id,
            "name": "Sổ văn bản đi",
            "held_elsewhere": True,
            "register_reference": "Sổ số 1",
        }
        made = document.create({**values, "fact_ids": self.fact(evaluation, "vb_di").ids})
        self.assertTrue(made)
        with self.assertRaises(AccessError), self.cr.savepoint():
            document.create({**values, "fact_ids": self.fact(evaluation).ids})

    def test_who_leaves_keeps_no_fact_of_a_draft(self):
        evaluation = self.open_round()
        self.chief.active = False
        self.assertFalse(self.fact(evaluation).user_id)
        self.assertFalse(self.row("A.1", evaluation).user_id)
