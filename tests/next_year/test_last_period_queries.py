from odoo.tests import tagged

from ..cases.query_case import QueryCase


@tagged("post_install", "-at_install")
class TestLastPeriodQueries(QueryCase):
    """Taking over a whole sheet costs as many queries for many rows as for a few."""

    def take_over(self, rows):
        criteria_set = self.make_large_set(rows)
        before = self.make_evaluation(criteria_set)
        self.score_all(before, points=0.5)
        before._write_through({"state": "approved"})
        following = criteria_set._next_year()
        following.action_publish()
        later = self.make_evaluation(following)
        queries, _told = self.count(lambda: self.as_user("evaluator", later).action_take_over_answers())
        self.env.invalidate_all()
        leaves = later.line_ids._leaves()
        self.assertEqual(set(leaves.mapped("status")), {"scored"})
        return queries, len(leaves)

    def test_flat_in_rows(self):
        few, some = self.take_over(24)
        many, more = self.take_over(93)
        self.assertGreater(more, 3 * some)
        self.assertLessEqual(many, few)
