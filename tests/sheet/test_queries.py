import math

from lxml import etree

from odoo.tests import tagged

from ..cases.query_case import QueryCase


def what_a_form_asks_for(env, view, model):
    """Return the specification of `web_read` that the web client makes of a form view."""

    def specify(elements, model):
        specification = {}
        for element in elements:
            field = env[model]._fields[element.get("name")]
            specification[field.name] = {}
            if field.type == "many2one":
                specification[field.name] = {"fields": {"display_name": {}}}
            elif field.type in ("one2many", "many2many"):
                columns = specify(element.xpath("./list/field"), field.comodel_name)
                specification[field.name] = {"fields": columns or {"display_name": {}}, "limit": 2000, "order": ""}
        return specification

    arch = etree.fromstring(env[model].get_view(env.ref(view).id, "form")["arch"])
    return specify(arch.xpath("//field[not(ancestor::field)]"), model)


@tagged("post_install", "-at_install")
class TestQueries(QueryCase):
    """The number of queries does not depend on the number of rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first_set = cls.make_large_set(30)
        cls.sets = [cls.make_large_set(93), cls.make_large_set(325)]
        cls.users["evaluator"].group_ids += cls.env.ref("base.group_partner_manager")
        form = "agency_evaluation.agency_evaluation_view_form"
        cls.specification = what_a_form_asks_for(cls.env(user=cls.users["evaluator"]), form, "agency.evaluation")
        cls.make_evaluation(cls.make_large_set(20)).with_user(cls.users["evaluator"]).line_ids.mapped("name")

    def assert_same_count(self, make, limit=None):
        """Call `make(criteria set)` for a function, once to warm up, then for few rows and for many."""
        counts = []
        for criteria_set in (self.first_set, *self.sets):
            count, _result = self.count(make(criteria_set))
            counts.append(count)
        self.assertEqual(counts[1], counts[2], "the count grows with the rows")
        if limit:
            self.assertLessEqual(counts[2], limit)
        return counts[2]

    def as_evaluator(self, criteria_set):
        evaluation = self.make_evaluation(criteria_set)
        return evaluation.with_user(self.users["evaluator"])

    def test_making_an_evaluation(self):
        Evaluation = self.env["agency.evaluation"].with_user(self.users["evaluator"])

        def make(criteria_set):
            values = {"criteria_set_id": criteria_set.id, "department_id": self.unit.id}
            return lambda: Evaluation.create(values)

        self.assert_same_count(make, 46)

    def test_opening_the_form(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            return lambda: evaluation.web_read(self.specification)

        self.assert_same_count(make, 42)

    def make_under_review(self, criteria_set):
        """Make a submitted evaluation whose first group has a reviewer, and every leaf a question, open or answered."""
        evaluation = self.as_evaluator(criteria_set)
        self.score_all(evaluation.sudo(), 0.5)
        evaluation.action_submit()
        groups = evaluation.line_ids.filtered(lambda line: not line.parent_id)
        groups[0].with_user(self.users["manager"]).reviewer_id = self.users["reviewer"]
        leaves = evaluation.line_ids - groups
        leaves.with_user(self.users["reviewer"]).action_question("Minh chứng?")
        leaves[1::2].action_answer("Đã bổ sung")
        return evaluation

    def check_opening_a_review(self, role):
        self.users["reviewer"].group_ids += self.env.ref("base.group_partner_manager")

        def make(criteria_set):
            evaluation = self.make_under_review(criteria_set).with_user(self.users[role])
            return lambda: evaluation.web_read(self.specification)

        self.assert_same_count(make, 43)

    def test_opening_the_form_of_a_review_as_its_reviewer(self):
        self.check_opening_a_review("reviewer")

    def test_opening_the_form_of_a_review_as_its_unit(self):
        self.check_opening_a_review("evaluator")

    def test_accepting_all_undisputed_rows(self):
        """The ORM sends an UPDATE for every hundred rows; nothing else grows."""
        counts = []
        for criteria_set in (self.first_set, *self.sets):
            evaluation = self.as_evaluator(criteria_set)
            self.score_all(evaluation.sudo(), 0.5)
            evaluation.action_submit()
            leaves = len(evaluation.line_ids.filtered(lambda line: not line.is_heading))
            count, _result = self.count(evaluation.with_user(self.users["reviewer"]).action_accept_undisputed)
            counts.append(count - math.ceil(leaves / 100))
        self.assertLessEqual(max(counts[1:]), 25)
        self.assertLessEqual(counts[2] - counts[1], 1)

    def test_saving_one_score(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            line = evaluation.line_ids.filtered(lambda line: not line.is_heading)[0]
            values = {"line_ids": [(1, line.id, {"self_points": 0.5, "status": "scored"})]}
            specification = {"line_ids": self.specification["line_ids"]}
            return lambda: evaluation.web_save(values, specification)

        self.assert_same_count(make, 25)

    def test_saving_all_scores_at_once(self):
        """The ORM sends an UPDATE for every hundred rows; nothing else grows."""
        counts = []
        for criteria_set in (self.first_set, *self.sets):
            evaluation = self.as_evaluator(criteria_set)
            leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
            commands = [(1, line.id, {"self_points": (n % 100) / 100}) for n, line in enumerate(leaves)]
            count, _result = self.count(lambda: evaluation.write({"line_ids": commands}))  # noqa: B023
            counts.append(count - math.ceil(len(leaves) / 100))
        # The first set warms up: it also reads access rules, which the registry then keeps.
        self.assertLessEqual(max(counts[1:]), 16)

    def test_submitting(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            self.score_all(evaluation.sudo(), 0.5)
            return evaluation.action_submit

        self.assert_same_count(make)

    def test_approving(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            self.score_all(evaluation.sudo(), 0.5)
            evaluation.action_submit()
            self.settle(evaluation.sudo())
            return self.as_user("approver", evaluation).action_approve

        self.assert_same_count(make)

    def test_returning(self):
        def make(criteria_set):
            evaluation = self.as_evaluator(criteria_set)
            self.score_all(evaluation.sudo(), 0.5)
            evaluation.action_submit()
            return lambda: evaluation.with_user(self.users["approver"]).action_return("Thiếu tài liệu")

        self.assert_same_count(make)
