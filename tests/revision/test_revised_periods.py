from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..cases.common import EvaluationCase

QUARTER = {"date_from": date(2020, 1, 1), "date_to": date(2020, 3, 31)}
SECOND = {"date_from": date(2020, 4, 1), "date_to": date(2020, 6, 30)}


@tagged("post_install", "-at_install")
class TestRevisedPeriods(EvaluationCase):
    """Revisions of quarters beside those of the year, and which evaluation comes before which."""

    def approve(self, evaluation):
        self.score_all(evaluation)
        evaluation.with_user(self.users["evaluator"]).action_submit()
        evaluation.with_user(self.users["approver"]).action_approve()
        return evaluation

    def revise(self, evaluation):
        action = evaluation.with_user(self.users["manager"]).action_revise("Sửa số liệu")
        return self.evaluation.browse(action["res_id"])

    def test_a_quarter_is_revised_beside_its_year(self):
        quarter = self.approve(self.make_evaluation(**QUARTER))
        revision = self.revise(quarter)
        self.assertEqual((revision.revision, revision.period_kind, revision.date_to), (2, "quarter", date(2020, 3, 31)))
        self.approve(self.evaluation)
        self.assertEqual(self.revise(self.evaluation).revision, 2)

    def test_a_revision_moves_within_its_own_period_but_not_onto_another_one(self):
        revision = self.revise(self.approve(self.make_evaluation(**QUARTER)))
        second = self.make_evaluation(**SECOND)
        revision.write({"date_to": date(2020, 3, 15)})
        with self.assertRaisesRegex(ValidationError, f"{second.name} for quarter II of 2020"):
            revision.write(SECOND)

    def test_a_revision_that_was_cancelled_comes_back_for_its_own_period(self):
        manager = self.users["manager"]
        revision = self.revise(self.approve(self.make_evaluation(**QUARTER)))
        revision.with_user(manager).action_cancel("Nhầm")
        revision.with_user(manager).action_draft()
        self.assertEqual(revision.state, "draft")

    def test_what_was_approved_with_any_period_is_revised_with_it(self):
        """Before there were periods beside each other, nothing was asked of one."""
        self.approve(self.evaluation)
        other = self.approve(self.make_evaluation(year=2021))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE agency_evaluation SET date_from = '2019-03-01', date_to = '2021-02-28', edition = 1 WHERE id IN %s",
            [(self.evaluation + other)._ids],
        )
        self.env.invalidate_all()
        for evaluation in (self.evaluation, other):
            revision = self.revise(evaluation)
            self.assertEqual((revision.revision, revision._period()), (2, (date(2019, 3, 1), date(2021, 2, 28))))
            self.assertEqual(evaluation._named_period().text, f"năm {evaluation.year}")

    def test_one_period_of_one_set_is_not_revised_onto_another_twice(self):
        newer = self.make_criteria_set("NEWER", [("I", None, "I", 1.0)])
        third = self.make_criteria_set("THIRD", [("I", None, "I", 1.0)])
        self.approve(self.evaluation)
        other = self.approve(self.make_evaluation(third))
        self.evaluation.with_user(self.users["manager"]).action_revise("Sửa", newer.id)
        with self.assertRaisesRegex(UserError, "for year 2020 on this criteria set"):
            other.with_user(self.users["manager"]).action_revise("Sửa", newer.id)

    def test_a_quarter_is_compared_with_the_quarter_before(self):
        quarter, second = self.make_evaluation(**QUARTER), self.make_evaluation(**SECOND)
        self.assertEqual(second._previous_period(), quarter)
        self.assertFalse(quarter._previous_period())
        last = self.make_evaluation(date_from=date(2019, 10, 1), date_to=date(2019, 12, 31))
        year_before = self.make_evaluation(year=2019)
        self.assertEqual(quarter._previous_period(), last)
        self.assertEqual(self.evaluation._previous_period(), year_before)
        both = second + quarter
        action = both.action_compare()
        self.assertEqual(action["name"], f"{second.display_name} compared with {quarter.display_name}")
