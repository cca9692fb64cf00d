from odoo.tests import tagged

from ..cases.copy_case import CopyCase
from ..cases.history_case import CHANGE, HistoryCase

EVALUATOR = "test_evaluator"


@tagged("post_install", "-at_install")
class TestFactHistory(HistoryCase, CopyCase):
    """Each number of a fact has a history under the field in which it is typed, whichever way it comes."""

    def setUp(self):
        super().setUp()
        self.forget()

    def of_facts(self):
        """Return what is kept of facts, the oldest first: (code, field, from, to, login, way) each."""
        self.env.cr.flush()
        return [
            (entry.code, entry.field_name, entry.old_value, entry.new_value, entry.user_id.login, entry.way)
            for entry in self.env[CHANGE].search([("fact_id", "!=", False)], order="id")
        ]

    def as_fact(self, code):
        return self.as_user("evaluator", self.fact(code))

    def test_numbers_and_notes(self):
        for values in ({"month_02": "1,5", "note": "Sổ công văn"}, {"month_02": ""}, {"month_02": 7}):
            self.as_fact("bao_cao").write(values)
            self.env.cr.flush()
        self.as_fact("hop").write({"entry": "123456789,25"})
        self.assertEqual(
            self.of_facts(),
            [
                ("bao_cao", "note", False, "Sổ công văn", EVALUATOR, False),
                ("bao_cao", "month_02", "2", "1.5", EVALUATOR, False),
                ("bao_cao", "month_02", "1.5", False, EVALUATOR, False),
                ("bao_cao", "month_02", False, "7", EVALUATOR, False),
                ("hop", "entry", "6", "123456789.25", EVALUATOR, False),
            ],
        )
        shown = [(entry.label, entry.old_text, entry.new_text) for entry in self.env[CHANGE].search([])]
        self.assertIn(("Month 2", "2", "1,5"), shown)
        self.assertIn(("Number of the Whole Period", "6", "123456789,25"), shown)

    def test_what_is_written_to_the_numbers_themselves(self):
        measure = self.fact("hop").measure_ids
        measure.sudo().write({"value": 7.0})
        self.env.cr.flush()
        measure.sudo().unlink()
        self.assertEqual([entry[2:4] for entry in self.of_facts()], [("6", "7"), ("7", False)])

    def test_an_import(self):
        facts = self.env["agency.evaluation.fact"].with_user(self.users["evaluator"])
        facts = facts.with_context(default_evaluation_id=self.evaluation.id)
        answer = facts.load(["fact_code", "entry"], [["hop", "8"]])
        self.assertFalse(answer["messages"])
        self.assertEqual(self.of_facts(), [("hop", "entry", "6", "8", EVALUATOR, "import")])

    def test_a_filled_copy(self):
        wizard = self.take_back(self.fill({("hop", "entry"): 9, ("N.1", "points"): 2}))
        wizard.action_preview()
        wizard.action_apply()
        self.env.cr.flush()
        self.assertEqual(self.of_facts(), [("hop", "entry", "6", "9", EVALUATOR, "filled_copy")])
        self.assertEqual(self.env[CHANGE].search([("line_id", "=", self.row("N.1").id)]).way, "filled_copy")

    def test_suggestions_taken_over(self):
        self.row("M.1").write({"self_points": 1.0})
        self.forget()
        self.as_user("evaluator").action_accept_suggestions()
        self.env.cr.flush()
        entry = self.env[CHANGE].search([("line_id", "=", self.row("M.1").id)])
        self.assertEqual((entry.old_value, entry.new_value, entry.way), ("1", "3", "suggestion"))

    def test_points_taken_over_from_paper(self):
        row = self.row("N.1")
        row.write({"self_points": False, "stated_points": 2.0})
        self.forget()
        self.as_user("evaluator").action_take_stated()
        self.env.cr.flush()
        self.assertEqual(self.env[CHANGE].search([("line_id", "=", row.id)]).way, "stated")

    def test_a_revision_says_what_was_carried_over(self):
        self.as_user("evaluator").action_confirm_no_secret()
        self.as_user("evaluator").action_submit()
        self.settle()
        self.as_user("approver").action_approve()
        self.as_user("manager").action_revise("Sửa số liệu")
        self.env.cr.flush()
        revision = self.env["agency.evaluation"].search([("origin_id", "=", self.evaluation.id)])
        found = self.env[CHANGE].search([("evaluation_id", "=", revision.id)])
        self.assertEqual(set(found.mapped("way")), {"carried_over"})
        self.assertEqual(found.user_id, self.users["manager"])
        values = {(entry.code, entry.field_name): (entry.old_value, entry.new_value) for entry in found}
        self.assertEqual(values["M.1", "self_points"], (False, "3"))
        self.assertEqual(values["bao_cao", "month_03"], (False, "2"))

    def test_the_last_change(self):
        self.as_fact("bao_cao").write({"month_03": "6"})
        self.env.cr.flush()
        fact = self.fact("bao_cao")
        last = fact._last_change(["month_03", "month_02"])[fact.id]
        self.assertEqual(last.keys(), {"month_03"})
        self.assertEqual((last["month_03"].old, last["month_03"].new), ("2", "6"))

    def test_replacing_numbers_reads_nothing_more(self):
        fact = self.as_fact("bao_cao")
        fact.write({"month_02": "3"})
        self.env.cr.flush()
        fact.write({"month_02": "4", "month_03": "5"})
        self.env.flush_all()
        before = self.cr.sql_log_count
        self.env.cr.flush()
        self.assertEqual(self.cr.sql_log_count - before, 1)

    def test_who_reads_a_fact_reads_its_history(self):
        self.users |= self.make_users({name: "agency_evaluation.group_evaluator" for name in ("assignee", "stranger")})
        self.row("N.1").user_id = self.users["assignee"]
        self.as_fact("hop").write({"entry": "7"})
        self.env.cr.flush()
        entry = self.env[CHANGE].search([("fact_id", "=", self.fact("hop").id)])
        for role in ("evaluator", "reviewer", "auditor", "assignee", "stranger"):
            with self.subTest(role=role):
                reads = bool(self.as_user(role, self.fact("hop")).search([("id", "=", self.fact("hop").id)]))
                self.assertEqual(bool(self.as_user(role, entry).search([("id", "=", entry.id)])), reads)
                self.assertEqual(reads, role != "stranger")
