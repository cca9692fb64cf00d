import json

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ...models.editing.conflict import ChangedMeanwhile
from ...models.editing.seen import KEY
from ..cases.facts_case import FactsCase
from ..cases.query_case import QueryCase

LINE, FACT = "agency.evaluation.line", "agency.evaluation.fact"


class ConflictCase(FactsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["colleague"] = cls.make_users({"colleague": "agency_evaluation.group_evaluator"})["colleague"]
        cls.env["hr.employee"].create({"name": "x", "user_id": cls.users["colleague"].id, "department_id": cls.unit.id})

    @classmethod
    def make_facts_set(cls, code, **values):
        return super().make_facts_set(code, sections=("Kết quả",), **values)

    def save(self, record, vals, seen, user="evaluator"):
        """Save as the form does that had loaded `seen`, values by model and id; return what it is told instead."""
        plain = {
            "values": {model: {str(id_): values for id_, values in by_id.items()} for model, by_id in seen.items()}
        }
        try:
            with self.cr.savepoint():
                self.as_user(user, record).with_context(**{KEY: plain}).web_save(vals, {})
        except ChangedMeanwhile as refusal:
            self.assertEqual(refusal.http_status, 409)
            json.dumps(refusal.context)
            self.env.invalidate_all()
            return refusal.context["conflicts"], str(refusal)
        self.env.invalidate_all()
        return None


@tagged("post_install", "-at_install")
class TestConflicts(ConflictCase):
    """Who saves second is told what somebody else changed meanwhile, and nothing of his is written."""

    def test_points(self):
        line = self.row("M.1")
        seen = {LINE: {line.id: {"self_points": 3.0, "status": "scored"}}}
        self.as_user("colleague", line).write({"self_points": 1.5})
        vals = {"line_ids": [Command.update(line.id, {"self_points": 2.0, "status": "scored"})]}
        other = self.row("M.2")
        vals["line_ids"].append(Command.update(other.id, {"self_points": 0.5, "status": "scored"}))
        [conflict], text = self.save(self.evaluation, vals, seen)
        self.assertLessEqual(
            {
                "model": LINE,
                "id": line.id,
                "label": "Self Points",
                "mine": "2,0",
                "theirs": "1,5",
                "stored": {"self_points": 1.5, "status": "scored"},
                "removed": False,
            }.items(),
            conflict.items(),
        )
        self.assertTrue(conflict["record"].startswith("M.1"))
        self.assertIn("test_colleague", conflict["user"])
        self.assertTrue(conflict["at"])
        for said in ("M.1", "1,5", "2,0", "test_colleague"):
            self.assertIn(said, text)
        self.assertEqual((line.self_points, other.self_points), (1.5, 1.0))

    def test_the_same_value_and_another_row_are_no_conflict(self):
        line, other = self.row("M.1"), self.row("M.2")
        seen = {LINE: {line.id: {"self_points": 3.0, "status": "scored"}, other.id: {"self_points": 1.0}}}
        self.as_user("colleague", line).write({"self_points": 1.5})
        same = [Command.update(line.id, {"self_points": 1.5, "status": "scored"})]
        self.assertIsNone(self.save(self.evaluation, {"line_ids": same}, seen))
        others = [Command.update(other.id, {"self_points": 0.5, "status": "scored"})]
        self.assertIsNone(self.save(self.evaluation, {"line_ids": others}, seen))
        self.assertEqual((line.self_points, other.self_points), (1.5, 0.5))
        self.assertIsNone(self.save(line, {"explanation": "Khác"}, {LINE: {line.id: {"explanation": False}}}))

    def test_clients_that_send_nothing_write_as_ever(self):
        line = self.row("M.1")
        self.as_user("colleague", line).write({"self_points": 1.5})
        self.as_user("evaluator", line).web_save({"self_points": 2.0}, {})
        self.assertEqual(line.self_points, 2.0)
        self.assertIsNone(self.save(line, {"self_points": 2.5}, {}))
        self.assertEqual(line.self_points, 2.5)

    def test_not_applicable(self):
        line = self.row("N.2")
        seen = {LINE: {line.id: {"self_points": 0.0, "status": "scored"}}}
        self.as_user("colleague", line).write({"status": "not_applicable"})
        [conflict], _text = self.save(line, {"self_points": 1.0, "status": "scored"}, seen)
        self.assertEqual((conflict["theirs"], conflict["mine"]), ("N/A", "1,0"))

    def test_explanation_of_a_row_does_not_stand_against_its_points(self):
        line = self.row("M.1")
        self.as_user("colleague", line).write({"explanation": "Của đồng nghiệp"})
        seen = {LINE: {line.id: {"self_points": 3.0, "explanation": line.explanation}}}
        self.assertIsNone(self.save(line, {"self_points": 2.0}, {LINE: {line.id: {"self_points": 3.0}}}))
        seen[LINE][line.id]["explanation"] = "Cũ"
        [conflict], _text = self.save(line, {"explanation": "Của tôi"}, seen)
        self.assertEqual((conflict["mine"], conflict["theirs"]), ("Của tôi", "Của đồng nghiệp"))

    def test_facts_and_months(self):
        fact = self.evaluation.fact_ids.filtered(lambda fact: fact.code == "nop")
        monthly = self.evaluation.fact_ids.filtered(lambda fact: fact.code == "bao_cao")
        seen = {FACT: {fact.id: {"entry": "10"}, monthly.id: {"month_02": "2"}}}
        self.as_user("colleague", fact).write({"entry": "12,5"})
        self.as_user("colleague", monthly).write({"month_02": ""})
        vals = {
            "yearly_fact_ids": [Command.update(fact.id, {"entry": "11"})],
            "monthly_fact_ids": [Command.update(monthly.id, {"month_02": "3"})],
        }
        year, month = self.save(self.evaluation, vals, seen)[0]
        self.assertEqual((year["mine"], year["theirs"], year["label"]), ("11", "12,5", "Number of the Whole Period"))
        self.assertEqual((month["mine"], month["theirs"], month["label"]), ("3", "", "Month 2"))
        self.assertIn("test_colleague", year["user"])
        self.assertIn("test_colleague", month["user"], "although the number itself is gone")
        self.assertEqual(fact.entry, "12,5")
        # Written otherwise, it is the same number.
        self.assertIsNone(self.save(fact, {"entry": "12.50"}, seen))

    def test_documents(self):
        document = self.env["agency.evaluation.evidence"].create(
            {
                "evaluation_id": self.evaluation.id,
                "name": "Quyết định",
                "held_elsewhere": True,
                "register_reference": "Sổ 1",
            }
        )
        seen = {document._name: {document.id: {"name": "Quyết định", "issue_date": False}}}
        self.as_user("colleague", document).write({"name": "Kế hoạch", "issue_date": "2020-03-01"})
        vals = {"name": "Báo cáo", "issue_date": "2020-04-02"}
        date, name = self.save(document, vals, seen)[0]
        self.assertEqual((date["mine"], date["theirs"]), ("02/04/2020", "01/03/2020"))
        self.assertEqual((name["mine"], name["theirs"]), ("Báo cáo", "Kế hoạch"))
        self.as_user("colleague", document).unlink()
        [gone], text = self.save(self.evaluation, {"evidence_ids": [Command.update(document.id, vals)]}, seen)
        self.assertTrue(gone["removed"])
        self.assertIn("Báo cáo", gone["mine"])
        self.assertIn("(removed)", text)
        [gone], _text = self.save(document, vals, seen)
        self.assertTrue(gone["removed"])

    def test_sections(self):
        section = self.evaluation.section_ids[0]
        seen = {section._name: {section.id: {"body": str(section.body)}}}
        self.as_user("colleague", section).write({"body": "<p>Của <b>đồng nghiệp</b></p>"})
        [conflict], _text = self.save(section, {"body": "<p>Của tôi</p>"}, seen)
        self.assertEqual((conflict["mine"], conflict["theirs"]), ("Của tôi", "Của đồng nghiệp"))
        self.assertIn("đồng nghiệp", section.body)
        self.assertIsNone(self.save(section, {"body": str(section.body)}, seen))

    def test_fields_of_the_evaluation(self):
        seen = {"agency.evaluation": {self.evaluation.id: {"report_number": False, "is_stated": False}}}
        self.as_user("colleague").write({"report_number": "1/BC"})
        [conflict], _text = self.save(self.evaluation, {"report_number": "2/BC"}, seen)
        self.assertEqual((conflict["mine"], conflict["theirs"]), ("2/BC", "1/BC"))

    def test_review_and_answer_are_different_fields(self):
        self.as_user("evaluator").action_submit()
        line = self.row("M.1")
        self.as_user("reviewer", line).web_save({"review_points": 2.0, "review_note": "Thiếu"}, {})
        other = self.make_users({"second": "agency_evaluation.group_reviewer"})["second"]
        self.users["second"] = other
        seen = {LINE: {line.id: {"is_reviewed": False, "review_points": 0.0, "review_note": False}}}
        vals = {"review_points": 1.0, "is_reviewed": True, "review_note": "Không có"}
        points, note = self.save(self.evaluation, {"line_ids": [Command.update(line.id, vals)]}, seen, "second")[0]
        self.assertEqual((points["mine"], points["theirs"]), ("1,0", "2,0"))
        self.assertEqual(note["theirs"], "Thiếu")
        self.assertIn("test_reviewer", points["user"])

    def test_what_the_system_computes_is_no_conflict(self):
        fact = self.evaluation.fact_ids.filtered(lambda fact: fact.code == "nop")
        line = self.row("N.1")
        self.as_user("colleague", fact).write({"entry": "20"})
        self.as_user("colleague", self.row("M.2")).write({"self_points": 0.0})
        seen = {LINE: {line.id: {"self_points": 3.0, "status": "scored"}}}
        self.assertIsNone(self.save(line, {"self_points": 1.0, "status": "scored"}, seen))

    def test_suggestions_replace_what_was_seen_alone(self):
        fact = self.evaluation.fact_ids.filtered(lambda fact: fact.code == "hop")
        fact.entry = "4"
        line = self.row("M.1")
        self.assertEqual((line.suggested_points, line.self_points), (2.0, 3.0))
        self.as_user("colleague", line).write({"self_points": 1.5})
        for shown in (line, line.parent_id):
            values = {LINE: {str(line.id): {"self_points": 3.0, "status": "scored"}}}
            accepting = self.as_user("evaluator", shown).with_context(**{KEY: {"values": values}})
            with self.assertRaisesRegex(ChangedMeanwhile, "M.1 .*“1,5” by now .*“2,0”"), self.cr.savepoint():
                accepting.action_accept_suggestions()
        self.assertEqual(line.self_points, 1.5)
        self.as_user("evaluator", line).action_accept_suggestions()
        self.assertEqual(line.self_points, 2.0)

    def test_it_tells_nobody_what_he_may_not_read(self):
        line = self.row("M.1")
        self.as_user("colleague", line).write({"self_points": 1.5})
        seen = {LINE: {line.id: {"self_points": 3.0}}}
        with self.assertRaises(AccessError):
            self.save(line, {"self_points": 2.0}, seen, "outsider")
        stranger = self.make_users({"stranger": "agency_evaluation.group_evaluator"})["stranger"]
        self.users["stranger"] = stranger
        with self.assertRaises(UserError) as caught:
            self.save(line, {"self_points": 2.0}, seen, "stranger")
        self.assertNotIsInstance(caught.exception, ChangedMeanwhile)
        self.assertNotIn("1,5", str(caught.exception))

    def test_it_opens_nothing(self):
        self.as_user("evaluator").action_submit()
        line = self.row("M.1")
        with self.assertRaisesRegex(UserError, "submitted"):
            self.save(line, {"self_points": 2.0}, {LINE: {line.id: {"self_points": 3.0}}})

    def test_junk_is_refused_in_words(self):
        line = self.as_user("evaluator", self.row("M.1"))
        junk = (
            1,
            "abc",
            [],
            True,
            {"values": [1]},
            {"values": {LINE: 1}},
            {"values": {LINE: {"x": {}}}},
            {"values": {LINE: {str(line.id): "abc"}}},
            {"values": {"nothing": {"1": {}}}},
            {"tab": 5},
        )
        for plain in junk:
            with self.subTest(plain=plain), self.assertRaisesRegex(ValidationError, "has to be given"):
                line.with_context(**{KEY: plain}).web_save({"self_points": 2.0}, {})
        strange = {"nowhere": 1, "id": 5, "evidence_ids": [1], "self_points": {"a": [1]}, "explanation": [None]}
        plain = {"values": {LINE: {str(line.id): strange, "0": strange, str(2**40): strange}}}
        with self.assertRaises(ChangedMeanwhile):
            line.with_context(**{KEY: plain}).web_save({"self_points": 2.0, "explanation": "x"}, {})
        for vals in ({"self_points": "\0"}, {"self_points": []}, {"explanation": "a\0"}, {"status": "x"}, 5, [1]):
            with self.subTest(vals=vals), self.assertRaises(UserError) as caught:
                line.with_context(**{KEY: plain}).web_save(vals, {})
            self.assertTrue(json.dumps(str(caught.exception)))


@tagged("post_install", "-at_install")
class TestConflictQueries(ConflictCase, QueryCase):
    """Asking costs one query for each model that is saved, however many rows are."""

    def cost(self, rows, is_seen):
        lines = self.evaluation.line_ids.filtered(lambda line: not line.is_heading)[:rows]
        vals = {"line_ids": [Command.update(line.id, {"explanation": f"{is_seen}"}) for line in lines]}
        values = {LINE: {str(line.id): {"explanation": line.explanation} for line in lines}}
        evaluation = self.as_user("evaluator")
        if is_seen:
            evaluation = evaluation.with_context(**{KEY: {"values": values}})
        return self.count(lambda: evaluation.web_save(vals, {}))[0]

    def test_queries(self):
        self.cost(1, False)  # what is cached for ever
        self.assertLessEqual(self.cost(1, True) - self.cost(1, False), 1)
        self.assertLessEqual(self.cost(4, True) - self.cost(4, False), 1)
