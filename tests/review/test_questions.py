from functools import partial

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.common import LEAVES, PDF, ROLES
from ..cases.question_case import QuestionCase


@tagged("post_install", "-at_install")
class TestQuestions(QuestionCase):
    def test_a_question_and_its_answer(self):
        question = self.ask_about()
        self.assertRecordValues(
            question,
            [{"number": 1, "state": "open", "asked_by_id": self.users["reviewer"].id, "asked_points": "1,0"}],
        )
        self.assertEqual(self.states()["A.1-1"], "questioned")
        self.assertEqual(self.as_role("evaluator", "A.1-1").open_question, "Còn văn bản nào khác?")
        self.assertEqual(self.people_asked(), self.users["evaluator"])
        self.as_role("evaluator", "A.1-1").write({"self_points": 2.5, "explanation": "Theo sổ công văn"})
        self.answer()
        self.assertRecordValues(
            question,
            [
                {
                    "state": "answered",
                    "text": "Còn văn bản nào khác?",
                    "answer": "Đã bổ sung",
                    "answered_by_id": self.users["evaluator"].id,
                    "answered_points": "2,5",
                }
            ],
        )
        self.assertEqual(self.states()["A.1-1"], "pending")
        self.assertEqual((self.evaluation.self_points, self.evaluation.final_points), (5.5, 5.5))
        self.assertFalse(self.people_asked())
        with self.assertRaises(UserError):
            self.as_role("evaluator", "A.1-1").write({"self_points": 1.0})

    def test_the_exchange_is_kept_in_order(self):
        self.ask_about(text="Một")
        self.ask_about("B.1", "Hai")
        self.answer("B.1", "Trả lời hai")
        self.answer(text="Trả lời một")
        self.ask_about(text="Ba")
        self.assertEqual(
            [
                (question.number, question.code, question.text, question.answer)
                for question in self.evaluation.question_ids
            ],
            [
                (1, "A.1-1", "Một", "Trả lời một"),
                (2, "B.1", "Hai", "Trả lời hai"),
                (3, "A.1-1", "Ba", False),
            ],
        )
        self.assertEqual(self.row("A.1-1").question_ids.mapped("number"), [1, 3])

    def test_a_question_voids_the_review_of_its_row(self):
        self.as_role("reviewer", "A.1-1").write({"review_points": 0.5, "review_note": "Thiếu"})
        self.ask_about()
        self.assertRecordValues(self.row("A.1-1"), [{"is_reviewed": False, "final_points": 1.0}])
        for attempt in (
            self.as_role("reviewer", "A.1-1").action_accept,
            lambda: self.as_role("reviewer", "A.1-1").write({"review_points": 0.5}),
        ):
            with self.assertRaisesRegex(UserError, "A.1-1 waits for an answer"), self.cr.savepoint():
                attempt()

    def test_what_was_asked_about_is_not_accepted_with_the_rest(self):
        self.ask_about()
        self.ask_about("B.1")
        self.answer()
        self.as_user("reviewer").action_accept_undisputed()
        self.assertEqual(
            self.states(), {"A.1-1": "pending", "A.1-2": "accepted", "A.2": "accepted", "B.1": "questioned"}
        )

    def test_review_and_approval_wait_for_open_questions(self):
        self.ask_about()
        self.ask_about("B.1")
        for step in (self.as_user("reviewer").action_review, self.as_user("approver").action_approve):
            with self.assertRaisesRegex(UserError, "2 questions are not answered yet: A.1-1, B.1"), self.cr.savepoint():
                step()
        self.answer()
        self.as_role("reviewer", "B.1").action_withdraw_question("Đã rõ")
        self.assertRecordValues(
            self.row("B.1").question_ids,
            [{"state": "closed", "closed_by_id": self.users["reviewer"].id, "remark": "Đã rõ", "answer": False}],
        )
        self.assertEqual(self.states()["B.1"], "pending")
        self.as_user("reviewer").action_review()
        self.as_user("approver").action_approve()
        self.assertEqual(self.evaluation.state, "approved")

    def test_returning_or_cancelling_closes_open_questions(self):
        for step, role in (("action_return", "approver"), ("action_cancel", "manager")):
            with self.subTest(step=step):
                if self.evaluation.state == "draft":
                    self.submit()
                question = self.ask_about()
                getattr(self.as_user(role), step)("Làm lại")
                self.assertRecordValues(question, [{"state": "closed", "remark": "Làm lại", "answer": False}])
                self.assertEqual(self.states()["A.1-1"], "pending")
                self.assertFalse(self.people_asked())

    def test_who_asks_and_what(self):
        for role in ("evaluator", "approver", "manager", "auditor", "outsider"):
            for sudo in (False, True):
                with self.subTest(role=role, sudo=sudo), self.assertRaises(AccessError), self.cr.savepoint():
                    self.as_role(role, "A.1-1").sudo(sudo).action_question("x")
        for text in ("", " \n"):
            with self.assertRaisesRegex(UserError, "Write the question"), self.cr.savepoint():
                self.ask_about(text=text)
        with self.assertRaisesRegex(ValidationError, "heading"), self.cr.savepoint():
            self.ask_about("A.1")
        self.assertEqual(self.as_role("reviewer", "A.1-1").action_question()["res_model"], "agency.evaluation.remark")
        self.ask_about()
        with self.assertRaisesRegex(UserError, "open already"), self.cr.savepoint():
            self.ask_about()
        self.as_user("reviewer").action_return("Trả lại")
        with self.assertRaisesRegex(UserError, "is draft"):
            self.ask_about("B.1")

    def test_who_answers(self):
        self.ask_about()
        for role in ("reviewer", "approver", "manager", "auditor", "outsider"):
            for sudo in (False, True):
                with self.subTest(role=role, sudo=sudo), self.assertRaises(AccessError), self.cr.savepoint():
                    self.as_role(role, "A.1-1").sudo(sudo).action_answer("x")
        for text in ("", "  "):
            with self.assertRaisesRegex(UserError, "Write the answer"), self.cr.savepoint():
                self.answer(text=text)
        with self.assertRaisesRegex(UserError, "no question on this row is open"), self.cr.savepoint():
            self.answer("B.1")
        self.as_role("evaluator", "A.1-1").write({"self_points": False})
        with self.assertRaisesRegex(ValidationError, "A.1-1: give points"), self.cr.savepoint():
            self.answer()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.as_role("evaluator", "A.1-1").action_withdraw_question()

    def test_the_one_a_row_is_assigned_to_is_asked_and_answers(self):
        stranger = self.users["colleague"].copy({"login": "test_stranger", "name": "Người được giao"})
        stranger.group_ids = self.env.ref("agency_evaluation.group_evaluator") + self.env.ref("base.group_user")
        self.as_user("reviewer").action_return("Giao lại")
        self.row("A.2").user_id = stranger
        self.submit()
        self.ask_about("A.2")
        self.assertEqual(self.people_asked(), stranger)
        row = self.row("A.2").with_user(stranger)
        row.write({"explanation": "Của tôi"})
        row.action_answer("Xong")
        self.assertEqual(row.question_ids.answered_by_id, stranger)

    def test_who_answered_does_not_review(self):
        both = self.users["colleague"]
        both.group_ids += self.env.ref("agency_evaluation.group_evaluator")
        self.env["hr.employee"].create({"name": "Hai vai", "user_id": both.id, "department_id": self.unit.id})
        self.ask_about()
        self.assertTrue(self.as_user("colleague").can_review)
        self.as_role("colleague", "A.1-1").action_answer("Tự trả lời")
        self.assertFalse(self.as_user("colleague").can_review)
        for sudo in (False, True):
            row = self.as_role("colleague", "B.1").sudo(sudo)
            for attempt in (
                row.action_accept,
                row.evaluation_id.action_review,
                partial(row.action_question, "x"),
                partial(row.write, {"review_points": 0.5, "review_note": "x"}),
                self.as_user("colleague", self.own).sudo(sudo).action_accept,
            ):
                with self.subTest(sudo=sudo), self.assertRaises(UserError), self.cr.savepoint():
                    attempt()

    def test_question_and_answer_are_append_only(self):
        question = self.ask_about()
        values = {
            "evaluation_id": self.evaluation.id,
            "line_id": self.row("B.1").id,
            "number": 9,
            "state": "answered",
            "text": "x",
            "asked_by_id": self.env.uid,
            "asked_on": "2020-01-01 00:00:00",
        }
        users = self.everyone()

        def attempts(env):
            record = env[question._name].browse(question.id)
            row, evaluation = self.row("A.1-1").with_env(env), self.evaluation.with_env(env)
            return {
                "create": lambda: record.create(values),
                "text": lambda: record.write({"text": "x"}),
                "answer": lambda: record.write({"answer": "x"}),
                "state": lambda: record.write({"state": "open"}),
                "delete": record.unlink,
                "through the row": lambda: row.write({"question_ids": [Command.update(question.id, {"text": "x"})]}),
                "through the evaluation": lambda: evaluation.write({"question_ids": [Command.delete(question.id)]}),
            }

        for answered in (False, True):
            if answered:
                self.answer()
            before = question.read()
            self.refused(attempts, users)
            self.assertEqual(question.read(), before)

    def test_who_reads_the_exchange(self):
        question = self.ask_about()
        for role in ROLES:
            self.assertEqual(self.as_user(role, question).text, "Còn văn bản nào khác?")
        with self.assertRaises(AccessError):
            self.as_user("outsider", question).read(["text"])


@tagged("post_install", "-at_install")
class TestQuestionedRow(QuestionCase):
    """While a row is questioned it is open to its unit alone, and nothing else is open to anyone."""

    def documents(self):
        self.env.invalidate_all()
        return self.row("A.1-1").evidence_ids

    def test_the_unit_answers_with_points_explanation_and_documents(self):
        self.ask_about()
        row = self.as_role("evaluator", "A.1-1")
        self.assertTrue(row.can_answer)
        row.write({"self_points": 2.0, "explanation": "Mới"})
        added = self.make_evidence(codes=["A.1-1"], name="Bổ sung")
        self.assertTrue(self.as_user("evaluator", added).can_change)
        self.as_user("evaluator", self.own).write({"name": "Sửa tên"})
        self.as_user("evaluator", self.own.attachment_ids).write({"raw": PDF + b"%"})
        self.as_role("evaluator", "A.1-1").write({"evidence_ids": [Command.unlink(added.id)]})
        self.assertEqual(self.documents(), self.own + self.shared)
        self.as_role("evaluator", "A.1-1").write({"evidence_ids": [Command.link(self.loose.id)]})
        self.as_user("evaluator", self.own).unlink()
        self.assertEqual(self.documents(), self.shared + self.loose)
        self.answer()
        for attempt in self.attempts_on_the_row(self.env(user=self.users["evaluator"])).values():
            with self.assertRaises(UserError), self.cr.savepoint():
                attempt()

    def test_a_rejected_document_that_is_replaced_is_reviewed_again(self):
        self.as_user("reviewer", self.own).action_reject("Sai năm")
        self.ask_about()
        self.as_user("evaluator", self.own.attachment_ids).write({"raw": PDF + b"%"})
        self.assertEqual(self.own.review_state, "pending")
        with self.assertRaises(UserError):
            self.as_user("evaluator", self.own).write({"review_state": "accepted"})

    def attempts_on_the_row(self, env):
        """Return what an open question opens, to its unit alone."""
        row = env["agency.evaluation.line"].browse(self.row("A.1-1").id)
        own = env["agency.evaluation.evidence"].browse(self.loose.id)
        values = {"name": "x", "held_elsewhere": True, "register_reference": "x", "evaluation_id": self.evaluation.id}
        return {
            "points": lambda: row.write({"self_points": 3.0}),
            "answer": lambda: row.write({"status": "not_applicable"}),
            "explanation": lambda: row.write({"explanation": "x"}),
            "documents": lambda: row.write({"evidence_ids": [Command.clear()]}),
            "new document": lambda: own.create({**values, "line_ids": [Command.link(row.id)]}),
            "words of a document": lambda: own.write({"name": "x"}),
            "delete a document": own.unlink,
        }

    def attempts_elsewhere(self, env):
        """Return what stays locked for everyone while the row A.1-1 is questioned, by name."""
        evaluation = env["agency.evaluation"].browse(self.evaluation.id)
        row, other, heading = (
            env["agency.evaluation.line"].browse(self.row(code).id) for code in ("A.1-1", "B.1", "A.1")
        )
        Document = env["agency.evaluation.evidence"]
        own, shared, foreign = (Document.browse(document.id) for document in (self.own, self.shared, self.other))
        values = {"name": "x", "held_elsewhere": True, "register_reference": "x", "evaluation_id": evaluation.id}
        file = {"name": "a.pdf", "raw": PDF}
        return {
            **{
                f"{name} of {code}": partial(self.row(code).with_env(env).write, vals)
                for code in LEAVES
                if code != "A.1-1"
                for name, vals in {
                    "points": {"self_points": 0.5},
                    "answer": {"status": "not_applicable"},
                    "explanation": {"explanation": "x"},
                    "documents": {"evidence_ids": [Command.clear()]},
                }.items()
                if name != "documents" or code == "B.1"
            },
            "both rows at once": lambda: (row + other).write({"explanation": "x"}),
            "both rows through the evaluation": lambda: evaluation.write(
                {"line_ids": [Command.update(line.id, {"self_points": 0.5}) for line in row + other]}
            ),
            "heading": lambda: heading.write({"explanation": "x"}),
            "assignment of the row": lambda: row.write({"user_id": env.uid}),
            "points on paper of the row": lambda: row.write({"stated_points": 1.0}),
            "final points of the row": lambda: row.write({"final_points": 3.0}),
            "review status of the row": lambda: row.write({"review_state": "accepted"}),
            "review points of the row": lambda: row.write({"review_points": 3.0, "review_note": "x"}),
            "move the row": lambda: row.write(
                {"evaluation_id": self.make_evaluation(department_id=self.other_unit.id).id}
            ),
            "link a document of another row": lambda: row.write({"evidence_ids": [Command.link(foreign.id)]}),
            "take a shared document off": lambda: row.write({"evidence_ids": [Command.unlink(shared.id)]}),
            "delete a shared document through the row": lambda: row.write(
                {"evidence_ids": [Command.delete(shared.id)]}
            ),
            "words of a shared document through the row": lambda: row.write(
                {"evidence_ids": [Command.update(shared.id, {"name": "x"})]}
            ),
            "words of a shared document": lambda: shared.write({"name": "x"}),
            "words of another document": lambda: foreign.write({"name": "x"}),
            "delete a shared document": shared.unlink,
            "delete another document": foreign.unlink,
            "carry a document over": lambda: own.write({"line_ids": [Command.link(other.id)]}),
            "carry another document over": lambda: foreign.write({"line_ids": [Command.set(row.ids)]}),
            "review of a document": lambda: own.write({"review_state": "accepted"}),
            "move a document": lambda: own.write(
                {"evaluation_id": self.make_evaluation(department_id=self.other_unit.id).id}
            ),
            "document of no row": lambda: Document.create(values),
            "document of another row": lambda: Document.create({**values, "line_ids": [Command.link(other.id)]}),
            "document of both rows": lambda: Document.create({**values, "line_ids": [Command.set((row + other).ids)]}),
            "document of no row through the evaluation": lambda: evaluation.write(
                {"evidence_ids": [Command.create(values)]}
            ),
            "file of a shared document": lambda: (
                env["ir.attachment"].browse(shared.sudo().attachment_ids.id).write(file)
            ),
            "delete a file of another document": lambda: (
                env["ir.attachment"].browse(foreign.sudo().attachment_ids.id).unlink()
            ),
            "file on another document": lambda: env["ir.attachment"].create(
                {**file, "res_model": foreign._name, "res_id": foreign.id}
            ),
            "file on the row": lambda: env["ir.attachment"].create({**file, "res_model": row._name, "res_id": row.id}),
            "file on the evaluation": lambda: env["ir.attachment"].create(
                {**file, "res_model": evaluation._name, "res_id": evaluation.id}
            ),
            "move a file over": lambda: (
                env["ir.attachment"].browse(own.sudo().attachment_ids.id).write({"res_id": foreign.id})
            ),
            "state": lambda: evaluation.write({"state": "draft"}),
            "period": lambda: evaluation.write({"date_from": "2020-02-01"}),
        }

    def snapshot(self):
        self.env.flush_all()
        self.env.invalidate_all()
        evaluation = self.evaluation
        return (
            evaluation.read(["state", "date_from", "self_points", "final_points"]),
            evaluation.line_ids.read(
                ["status", "self_points", "explanation", "evidence_ids", "review_state", "user_id"]
            ),
            evaluation.evidence_ids.read(["name", "line_ids", "attachment_ids", "review_state"]),
            [(file.name, file.raw, file.res_id) for file in evaluation.evidence_ids.attachment_ids],
        )

    def test_everything_else_stays_locked_for_everyone(self):
        self.ask_about()
        before = self.snapshot()
        self.assertGreater(self.refused(self.attempts_elsewhere, self.everyone()), 600)
        self.assertEqual(self.snapshot(), before)

    def test_the_row_is_open_to_nobody_but_its_unit(self):
        self.as_user("reviewer").action_return("Gắn tài liệu")
        self.loose.line_ids = self.row("A.1-1")
        self.submit()
        self.ask_about()
        before = self.snapshot()
        others = [user for user in self.everyone() if user != self.users["evaluator"]]
        self.refused(self.attempts_on_the_row, others)
        self.assertEqual(self.snapshot(), before)

    def test_an_evaluator_of_another_unit_answers_nothing(self):
        stranger = self.users["outsider"]
        stranger.group_ids += self.env.ref("agency_evaluation.group_evaluator")
        self.ask_about()
        self.refused(self.attempts_on_the_row, [stranger])
        with self.assertRaises(AccessError):
            self.row("A.1-1").with_user(stranger).sudo().action_answer("x")

    def test_documents_of_another_evaluation_prove_no_row(self):
        other = self.make_evaluation(department_id=self.other_unit.id)
        with self.assertRaisesRegex(ValidationError, "another evaluation"):
            self.row("B.1", other).write({"evidence_ids": [Command.link(self.loose.id)]})
