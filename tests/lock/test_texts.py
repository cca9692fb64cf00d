from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ...models.lock.texts import LONGEST
from ..cases.facts_case import FactsCase


@tagged("post_install", "-at_install")
class TestTexts(FactsCase):
    """Texts have a length that papers hold, by whichever way they come, and no pictures from elsewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria_set = cls.make_facts_set("TEXTS", sections=["Kết quả"])
        cls.evaluation = cls.make_consistent(cls.criteria_set)

    def test_the_limit_is_named(self):
        row, long = self.row("N.1"), "x" * (LONGEST["text"] + 1)
        for write in (
            lambda: self.as_user("evaluator", row).write({"explanation": long}),
            lambda: self.as_user("evaluator").write({"line_ids": [(1, row.id, {"explanation": long})]}),
            lambda: row.sudo().write({"explanation": long}),
            lambda: self.as_user("evaluator").evidence_ids.write({"name": "x" * (LONGEST["char"] + 1)}),
            lambda: self.evaluation.section_ids.write({"body": f"<p>{'x' * (LONGEST['html'] + 1)}</p>"}),
            lambda: self.as_user("manager").action_cancel(long),
        ):
            with self.assertRaisesRegex(ValidationError, "at most [0-9]+ are kept"), self.cr.savepoint():
                write()
        row.explanation = "x" * LONGEST["text"]

    def test_questions_and_answers_too(self):
        self.evaluation.finding_ids.justification = "x"
        self.as_user("evaluator").action_submit()
        row, long = self.row("N.1"), "x" * (LONGEST["text"] + 1)
        with self.assertRaisesRegex(ValidationError, "at most 5000"), self.cr.savepoint():
            self.as_user("reviewer", row).action_question(long)
        self.as_user("reviewer", row).action_question("Vì sao?")
        with self.assertRaisesRegex(ValidationError, "at most 5000"), self.cr.savepoint():
            self.as_user("evaluator", row).action_answer(long)

    def test_pictures_from_elsewhere_are_not_stored(self):
        body = '<p>Đạt <img src="https://example.com/1.png" alt="biểu đồ"> <img src="/web/image/1"></p>'
        section = self.evaluation.section_ids
        self.as_user("evaluator", section).write({"body": body})
        self.assertNotIn("example.com", section.body)
        self.assertIn("biểu đồ", section.body)
        self.assertIn("/web/image/1", section.body)
        draft = self.make_facts_set("OTHER", sections=["Kết quả"], publish=False)
        draft.section_ids.body = body
        self.assertNotIn("example.com", draft.section_ids.body)

    def test_a_refused_text_leaves_what_was_there(self):
        row = self.row("N.1")
        row.explanation = "Theo sổ"
        with self.assertRaises(UserError), self.cr.savepoint():
            row.write({"explanation": "x" * 6_000})
        self.assertEqual(row.explanation, "Theo sổ")
