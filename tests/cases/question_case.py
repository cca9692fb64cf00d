from odoo.exceptions import UserError

from .common import ROLES
from .review_case import ReviewCase

ANSWER_ACTIVITY = "agency_evaluation.mail_activity_type_answer"


class QuestionCase(ReviewCase):
    def setUp(self):
        super().setUp()
        self.own = self.make_evidence(codes=["A.1-1"], name="Chỉ của dòng này")
        self.shared = self.make_evidence(codes=["A.1-1", "B.1"], name="Của hai dòng")
        self.other = self.make_evidence(codes=["B.1"], name="Của dòng khác")
        self.loose = self.make_evidence(name="Không của dòng nào")
        self.submit()

    def submit(self):
        """Submit with every warning justified: the documents share a file, and one proves nothing."""
        self.score_all()
        self.as_user("evaluator").action_check()
        self.as_user("evaluator", self.evaluation.finding_ids).write({"justification": "Đã đối chiếu"})
        self.as_user("evaluator").action_submit()

    def ask_about(self, code="A.1-1", text="Còn văn bản nào khác?", role="reviewer"):
        self.as_role(role, code).action_question(text)
        self.env.flush_all()
        return self.row(code).question_ids[-1]

    def answer(self, code="A.1-1", text="Đã bổ sung"):
        self.as_role("evaluator", code).action_answer(text)

    def everyone(self):
        return [self.users[role] for role in (*ROLES, "colleague", "outsider")] + [
            self.env.ref("base.user_admin"),
            self.env.ref("base.user_root"),
        ]

    def refused(self, attempts, users):
        """Check that every attempt of every user is refused, in sudo too, and return their number."""
        count = 0
        for user in users:
            for sudo in (False, True):
                env = self.env(user=user, su=sudo or user.id == 1)
                for name, attempt in attempts(env).items():
                    with self.subTest(user=user.login, sudo=sudo, attempt=name):
                        with self.cr.savepoint() as savepoint:
                            with self.assertRaises(UserError):
                                attempt()
                                self.env.flush_all()
                            savepoint.rollback()
                        self.env.invalidate_all()
                    count += 1
        return count

    def people_asked(self):
        return self.evaluation.activity_search([ANSWER_ACTIVITY]).user_id
