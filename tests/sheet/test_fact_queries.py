from odoo.tests import tagged

from ..cases.full_sheet_case import FACTS, FullSheetCase
from ..cases.mass import mass
from .test_queries import TestQueries

ROWS = mass(325, 930)


@tagged("post_install", "-at_install")
class TestFactQueries(FullSheetCase, TestQueries):
    """Suggesting and checking take as many queries for many rows as for 93; so does all else where there are facts.

    As many rows change at either size, for the ORM sends a statement for every hundred rows that it writes.
    """

    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first_set = cls.make_large_set(30, "FACTS-30")
        cls.sets = [cls.make_large_set(93, "FACTS-93"), cls.make_large_set(ROWS, f"FACTS-{ROWS}")]

    @classmethod
    def make_large_set(cls, rows, code=None, facts=FACTS):
        """Make a large set with 60 facts, a rule for each of its first leaves, relations and grades."""
        criteria_set = super().make_large_set(rows, code)
        criteria_set.action_draft()
        cls.make_facts_of(criteria_set, facts)
        # That points deviate from the rule is told by no finding here, so that a sheet may have none.
        cls.env["agency.evaluation.check.setting"].create(
            {"set_id": criteria_set.id, "code": "points_deviate", "severity": "off"}
        )
        criteria_set.action_publish()
        return criteria_set

    def as_evaluator(self, criteria_set):
        evaluation = super().as_evaluator(criteria_set)
        stated = evaluation.sudo().fact_ids.filtered(lambda fact: not fact.formula)
        evaluation.sudo()._state_facts(
            {
                fact.code: (dict.fromkeys(range(1, 13), 0) if fact.frequency == "month" else 2, "Báo cáo")
                for fact in stated
            }
        )
        return evaluation

    def check_long_ago(self, evaluation):
        """Check, so that checking again has to store another second, however fast the machine is."""
        evaluation.action_check()
        evaluation.sudo()._write_through({"checked_on": "2021-01-04 08:00:00"})

    def test_suggesting(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            return lambda: evaluation.line_ids.mapped("working")

        self.assert_same_count(make, 40)

    def test_taking_over_all_suggestions(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            return evaluation.action_accept_suggestions

        self.assert_same_count(make, 50)

    def test_checking(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            self.score_all(evaluation.sudo(), 0.5)
            evaluation.sudo()._state_facts({"f1": (3, "Sổ"), "f7": (None, "")})
            return evaluation.action_check

        self.assert_same_count(make, 70)

    def test_more_facts_take_no_more_queries(self):
        counts = []
        # The first one warms up, after the last set was taken back to draft.
        sets = {facts: self.make_large_set(93, f"FACTS-{facts}-OF-93", facts) for facts in (30, FACTS, 2 * FACTS)}
        for facts, criteria_set in sets.items():
            evaluation = self.as_evaluator(criteria_set)
            self.score_all(evaluation.sudo(), 0.5)
            count, _result = self.count(lambda: (evaluation.line_ids.mapped("working"), evaluation.action_check()))  # noqa: B023
            self.assertEqual(len(evaluation.fact_ids), facts)
            counts.append(count)
        self.assertEqual(counts[1], counts[2], "the count grows with the facts")

    def test_finding_something_on_every_row(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)

            def check():
                evaluation.action_check()
                self.assertEqual(evaluation.finding_ids.line_id, leaves)

            return check

        self.assert_same_count(make, 70)

    def test_finding_nothing_any_more_on_any_row(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            self.check_long_ago(evaluation)
            self.score_all(evaluation.sudo(), 0.5)
            self.env.flush_all()

            def check():
                evaluation.action_check()
                self.assertFalse(evaluation.finding_ids)

            return check

        self.assert_same_count(make, 70)

    def test_checking_again(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            self.score_all(evaluation.sudo(), 0.5)
            evaluation.sudo()._state_facts({"f1": (3, "Sổ"), "f7": (None, "")})
            self.check_long_ago(evaluation)
            self.assertEqual(len(evaluation.finding_ids), 2)
            return evaluation.action_check

        self.assert_same_count(make, 60)

    def test_reading_the_facts(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            self.assertEqual(len(evaluation.fact_ids), FACTS)
            return lambda: evaluation.fact_ids.mapped("total")

        self.assert_same_count(make, 30)
