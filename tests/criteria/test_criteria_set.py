import json

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import file_open

from ..cases.common import SHEET, EvaluationCase
from ..cases.facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestCriteriaSet(EvaluationCase):
    def test_the_2020_sheet_is_the_paper_row_by_row(self):
        with file_open("agency_evaluation/tests/data/sheet_2020.json") as file:
            paper = json.load(file)
        criteria_set = self.env.ref("agency_evaluation.criteria_set_2020")
        printed = []

        def read(node, parent, level):
            rules = [rule["text"] for rule in node.get("rule_rows", ())]
            row = (node["code"], node["number"], node["name"], node["max"], node["is_bonus"], parent, level, rules)
            printed.append(row)
            for child in node.get("children", ()):
                read(child, node["code"], level + 1)

        for group in paper["groups"]:
            read(group, False, 0)
        stored = [
            (
                criterion.code,
                criterion.number,
                criterion.name,
                criterion.max_points,
                criterion.is_bonus,
                criterion.parent_id.code,
                criterion.level,
                criterion.rule_ids.filtered("is_printed").mapped("name"),
            )
            for criterion, _level in criteria_set._criteria_in_order()
        ]
        self.assertEqual(len(stored), 93)
        for row, expected in zip(stored, printed, strict=True):
            self.assertEqual(row, expected)
        self.assertEqual(sum(len(row[-1]) for row in stored), 10)
        self.assertEqual(criteria_set.criterion_ids.sorted("sequence").mapped("code"), [row[0] for row in printed])
        self.assertEqual(criteria_set.total_points, 100.0)
        self.assertEqual(criteria_set.state, "published")

    def test_a_set_that_does_not_add_up_names_each_wrong_row_and_both_numbers(self):
        wrong = [
            (code, parent, number, 3.0 if code in ("A.1", "B") else points) for code, parent, number, points in SHEET
        ]
        criteria_set = self.make_criteria_set("WRONG", wrong, publish=False, declared_points=100.0)
        with self.assertRaises(ValidationError) as caught:
            criteria_set.with_user(self.users["manager"]).action_publish()
        message = str(caught.exception)
        self.assertIn("A: states 6,0, its rows give 5,0", message)
        self.assertIn("A.1: states 3,0, its rows give 4,0", message)
        self.assertIn("B: states 3,0, its rows give 4,0", message)
        self.assertIn("Total: states 100, the rows give 9,0", message)
        self.assertEqual(criteria_set.state, "draft")

    def test_an_empty_set_cannot_be_published(self):
        criteria_set = self.env["agency.evaluation.criteria.set"].create(
            {"name": "Empty", "code": "EMPTY", "year": 2021}
        )
        with self.assertRaisesRegex(UserError, "no rows"):
            criteria_set.action_publish()

    def test_only_a_manager_publishes(self):
        criteria_set = self.make_criteria_set("OTHER", SHEET, publish=False)
        for role in ("evaluator", "reviewer", "approver", "auditor"):
            with self.assertRaises(AccessError):
                criteria_set.with_user(self.users[role]).sudo().action_publish()
        criteria_set.with_user(self.users["manager"]).action_publish()
        self.assertEqual(criteria_set.state, "published")

    def test_a_published_set_does_not_change(self):
        draft = self.make_criteria_set("DRAFT", SHEET, publish=False)
        rule = self.env["agency.evaluation.rule"].create({"criterion_id": draft.criterion_ids[0].id, "name": "Rule"})
        for context in ({}, {"default_state": "draft", "install_mode": True}):
            criteria_set = self.criteria_set.with_context(**context)
            criterion = criteria_set.criterion_ids[0]
            other = draft.with_context(**context).criterion_ids[-1]
            new_rule = {"criterion_id": criterion.id, "name": "x"}
            attempts = {
                "rename the set": (criteria_set.write, {"name": "Other"}),
                "set the state": (criteria_set.write, {"state": "draft"}),
                "delete the set": (criteria_set.unlink,),
                "change points": (criterion.write, {"max_points": 1.0}),
                "change through the set": (criteria_set.write, {"criterion_ids": [(1, criterion.id, {"name": "x"})]}),
                "add a row": (criterion.copy, {"code": "NEW"}),
                "move a row in": (other.write, {"set_id": criteria_set.id, "parent_id": False, "code": "NEW"}),
                "delete a row": (criteria_set.criterion_ids[-1].unlink,),
                "add a rule": (criterion.rule_ids.create, new_rule),
                "move a rule in": (rule.with_context(**context).write, new_rule),
            }
            for name, (attempt, *arguments) in attempts.items():
                with self.subTest(attempt=name, context=context), self.assertRaises(UserError), self.cr.savepoint():
                    attempt(*arguments)

    def test_a_set_in_use_stays_published(self):
        self.assertEqual(self.criteria_set.evaluation_count, 1)
        with self.assertRaisesRegex(UserError, "used by 1 evaluations"):
            self.criteria_set.with_user(self.users["manager"]).action_draft()
        unused = self.make_criteria_set("UNUSED", SHEET)
        unused.with_user(self.users["manager"]).action_draft()
        self.assertEqual(unused.state, "draft")

    def test_an_archived_set_takes_no_new_evaluation(self):
        unused = self.make_criteria_set("UNUSED", SHEET)
        unused.with_user(self.users["manager"]).action_archive_set()
        with self.assertRaisesRegex(UserError, "not published"):
            self.make_evaluation(unused)

    def test_a_copy_is_a_draft_with_the_same_tree(self):
        original = self.env.ref("agency_evaluation.criteria_set_2020")
        copy = original.copy()
        self.assertEqual(copy.state, "draft")

        def tree(criteria_set):
            return [
                (row.code, row.parent_id.code, row.name, row.max_points, level, row.rule_ids.mapped("name"))
                for row, level in criteria_set._criteria_in_order()
            ]

        self.assertEqual(tree(copy), tree(original))
        copy.action_publish()

    def test_created_published_is_refused(self):
        values = {"name": "x", "code": "x", "year": 2020, "state": "published"}
        with self.assertRaises(UserError):
            self.env["agency.evaluation.criteria.set"].create(values)
        values.pop("state")
        smuggled = self.env["agency.evaluation.criteria.set"].with_context(default_state="published").create(values)
        self.assertEqual(smuggled.state, "draft")

    def test_what_follows_from_the_rows_of_a_draft_is_not_set(self):
        draft = self.make_criteria_set("DRAFT", SHEET, publish=False)
        with self.assertRaisesRegex(UserError, "Level follow from the rows"):
            draft.criterion_ids[0].level = 3
        with self.assertRaisesRegex(UserError, "Level follow from the rows"):
            draft.criterion_ids.create({"set_id": draft.id, "code": "x", "name": "x", "level": 3})

    def test_strangers_hear_of_their_rights_before_the_lock(self):
        stranger = self.users["outsider"]
        for model, values in (
            ("agency.evaluation", {"state": "approved"}),
            ("agency.evaluation.criterion", {"set_id": self.criteria_set.id, "level": 3}),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(stranger).create(values)

    def test_a_row_stands_below_a_row_of_its_own_set(self):
        draft = self.make_criteria_set("DRAFT", SHEET, publish=False)
        with self.assertRaisesRegex(ValidationError, "another criteria set"):
            draft.criterion_ids[-1].parent_id = self.criteria_set.criterion_ids[0]
        with self.assertRaises(UserError):
            draft.criterion_ids[0].parent_id = draft.criterion_ids[1]


@tagged("post_install", "-at_install")
class TestFactsOfASet(FactsCase):
    """The facts, rules, relations, grades, severities and sections of a criteria set."""

    def test_a_copy_is_tied_to_its_own_parts(self):
        original = self.make_facts_set("ORIGINAL", {"fact_missing": "error"}, sections=["Kết quả"], na_policy="scale")
        copy = original.copy()
        self.assertEqual((copy.state, copy.na_policy), ("draft", "scale"))

        def describe(criteria_set):
            facts, rows = criteria_set.indicator_ids, criteria_set.criterion_ids
            parts = (
                facts
                + rows.rule_ids.indicator_id
                + criteria_set.relation_ids.whole_id
                + criteria_set.relation_ids.part_ids
                + criteria_set.grade_ids.blocking_indicator_ids
            )
            self.assertEqual(parts.set_id, criteria_set)
            self.assertEqual(criteria_set.section_ids.criterion_id.set_id, criteria_set)
            return [
                [(fact.code, fact.name, fact.frequency, fact.months, fact.formula) for fact in facts],
                [(rule.criterion_id.code, rule.points, rule.basis, rule.indicator_id.code) for rule in rows.rule_ids],
                [(row.code, row.base_points, row.is_bonus, row.evidence_required) for row in rows],
                criteria_set.relation_ids._scoring_relations(),
                criteria_set.grade_ids._scoring_bands(),
                criteria_set.check_setting_ids._severities(),
                [(section.title, section.criterion_id.code) for section in criteria_set.section_ids],
            ]

        self.assertEqual(describe(copy), describe(original))
        copy.action_publish()
        self.assertFalse(self.check(self.make_consistent(copy)).filtered(lambda found: found.code != "section_empty"))

    def test_the_2020_set_is_copied_whole(self):
        original = self.env.ref("agency_evaluation.criteria_set_2020")
        copy = original.copy()
        for name in ("indicator_ids", "relation_ids", "grade_ids", "section_ids", "criterion_ids"):
            self.assertEqual(len(copy[name]), len(original[name]), name)
        self.assertEqual(copy.criterion_ids.rule_ids.indicator_id.set_id, copy)

    def test_formulas_without_a_meaning_are_not_published(self):
        draft = self.make_facts_set("FORMULAS", publish=False)
        rate = draft.indicator_ids.filtered(lambda fact: fact.code == "ty_le")
        for formula, message in (
            ("da_nop ÷ phai_nop", "“Tỷ lệ nộp” names the unknown fact phai_nop"),
            ("100 × ty_le", "“Tỷ lệ nộp” depends on itself: ty_le → ty_le"),
        ):
            with self.subTest(formula=formula):
                with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                    rate.formula = formula
                    draft.action_publish()
                rate.invalidate_recordset()
        draft.action_publish()

    def test_a_published_set_keeps_its_parts(self):
        criteria_set = self.criteria_set
        for part, values in (
            (criteria_set.indicator_ids[0], {"name": "x"}),
            (criteria_set.relation_ids[0], {"name": "x"}),
            (criteria_set.grade_ids[0], {"min_points": 1.0}),
            (criteria_set.criterion_ids.rule_ids[0], {"points": 9.0}),
        ):
            with self.subTest(part=part), self.assertRaises(UserError):
                part.write(values)
            with self.subTest(part=part), self.assertRaises(UserError), self.cr.savepoint():
                part.unlink()

    def test_a_rule_or_relation_stays_within_its_set(self):
        draft, foreign = self.make_facts_set("DRAFT", publish=False), self.criteria_set.indicator_ids[0]
        with self.assertRaisesRegex(ValidationError, "fact of another criteria set"), self.cr.savepoint():
            draft.criterion_ids.rule_ids[0].indicator_id = foreign
        with self.assertRaisesRegex(ValidationError, "facts of its own criteria set"), self.cr.savepoint():
            draft.relation_ids[0].whole_id = foreign
