from odoo.tests import new_test_user

from .common import LEAVES, EvaluationCase


class ReviewCase(EvaluationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["colleague"] = new_test_user(
            cls.env, "test_colleague", groups="agency_evaluation.group_reviewer", lang="en_US"
        )

    def as_role(self, role, code):
        return self.as_user(role, self.row(code))

    def states(self):
        self.env.invalidate_all()
        return {code: self.row(code).review_state for code in LEAVES}
