from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..cases.facts_case import FactsCase

TELLS = "Một số tồn tại"


@tagged("post_install", "-at_install")
class TestClaims(FactsCase):
    """What report, documents and relations say against rows, law and each other, found on records."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.name_agency(agency_document_symbol="BC-STN")
        criteria_set = cls.make_facts_set("CLAIMS", sections=["Kết quả", TELLS], publish=False, document_share=20)
        telling = criteria_set.section_ids.filtered(lambda section: section.title == TELLS)
        telling.body = "<p>Còn một số tồn tại:</p><ol><li>{{shortcomings}}</li></ol>"
        cls.rows = {row.code: row for row in criteria_set.criterion_ids}
        cls.facts = {fact.code: fact for fact in criteria_set.indicator_ids}
        cls.rows["N.1"].write(
            {"name": "Tiếp nhận hồ sơ của công dân", "indicator_ids": [Command.link(cls.facts["ty_le"].id)]}
        )
        criteria_set.relation_ids.filtered(lambda relation: relation.name == "Họp").operator = "of"
        criteria_set.action_publish()
        cls.evaluation = cls.make_consistent(criteria_set)
        cls.results, cls.telling = cls.evaluation.section_ids
        cls.say("Đã hoàn thành.")
        cls.evaluation.section_ids._fill_all()
        cls.evaluation.section_ids.invalidate_recordset()
        cls.telling.body = "<p>Không có tồn tại.</p>"

    @classmethod
    def say(cls, text, section=None):
        (section or cls.results).body = f"<p>{text}</p>"

    def assert_found(self, code, expected, severity):
        found = self.check().filtered(lambda finding: finding.code == code)
        self.assertEqual(found.mapped("display_name"), expected)
        self.assertEqual(set(found.mapped("severity")), {severity})
        for finding in found:
            self.assertEqual(finding.can_open, code != "symbols_differ")

    def test_a_consistent_report_has_no_findings(self):
        self.say("Theo Quyết định số 01/BB ngày 05/02/2020 và Nghị định 30/2020/NĐ-CP; tính đến 10/12/2020.")
        self.assertFalse(self.check())
        self.submit()
        self.assertEqual(self.evaluation.state, "submitted")

    def test_a_loss_by_rule_without_a_reason(self):
        self.evaluation._state_facts({"hop": (5, ""), "so_hop": (5, "")})
        self.row("M.1").write({"self_points": 2.5})
        expected = ["M.1: 2,5 of 3,0 points by its rule; the report does not say why."]
        self.assert_found("loss_by_rule_without_reason", expected, "warning")
        self.row("M.1").explanation = "Một cuộc họp không có biên bản"
        self.assertFalse(self.check())

    def test_a_shortcoming_against_full_marks(self):
        self.say("Việc tiếp nhận hồ sơ của công dân còn chậm.", self.telling)
        expected = ["N.1: Full marks, but the report says: “Việc tiếp nhận hồ sơ của công dân còn chậm.”"]
        self.assert_found("shortcoming_against_full_marks", expected, "info")
        self.row("N.1").write({"self_points": 2.5, "explanation": "Chậm một ngày"})
        self.assertFalse(self.check())

    def test_full_marks_against_a_percentage(self):
        self.evaluation._state_facts({"da_nop": (9, ""), "chua_nop": (1, "")})
        self.assert_found("full_marks_against_fact", ["N.1: Full marks (3,0), but “Tỷ lệ nộp” is 90 %."], "warning")

    def test_dates_and_legal_texts(self):
        self.say("Tính đến 10/12/2019, theo Thông tư 01/2011/TT-BNV.")
        self.assert_found(
            "text_dated_outside_period",
            ["Section “Kết quả”: “Tính đến 10/12/2019” is outside the period."],
            "warning",
        )
        self.assert_found(
            "legal_text_replaced",
            ["Section “Kết quả”: 01/2011/TT-BNV is cited; 30/2020/NĐ-CP has replaced it since 03/05/2020."],
            "warning",
        )

    def test_decisions_that_the_text_cites(self):
        self.make_paper(self.evaluation, codes=["N.1"], number="12/QĐ-STN", issue_date="2020-03-01")
        self.say("Theo Quyết định số 12/QĐ-STN ngày 02/3/2020, Quyết định 13/QĐ-TN, Quyết định 14/QĐ-UBND.")
        self.assert_found(
            "cited_with_other_date",
            ["Section “Kết quả”: 12/QĐ-STN is cited with the date 03/02/2020, the document is dated 03/01/2020."],
            "warning",
        )
        self.say("Theo Quyết định số 12/QĐ-STN và Quyết định 13/QĐ-STN.")
        self.assert_found(
            "cited_without_document",
            ["Section “Kết quả”: 13/QĐ-STN is cited, but no document has that number."],
            "info",
        )

    def test_symbols_that_differ(self):
        self.name_agency(agency_document_symbol="BC-STNM")
        self.say("Theo Quyết định 13/QĐ-TNM.")
        self.assert_found("symbols_differ", ["The papers write one body in two ways: BC-STNM and QĐ-TNM."], "info")

    def test_numbers_of_documents(self):
        self.make_paper(self.evaluation, codes=["N.1"], number="01 /BB", name="Biên bản khác")
        self.make_paper(self.evaluation, codes=["N.1"], number="abc", issue_date="2021-01-05")
        self.assert_found(
            "document_number_malformed",
            ["“abc” is no number of a document.", "“01 /BB” is no number of a document."],
            "warning",
        )
        self.assert_found(
            "document_number_twice",
            ["Number 01/BB has two dates or two abstracts: 01/BB – Biên bản họp; 01 /BB – Biên bản khác."],
            "warning",
        )
        self.assert_found(
            "document_after_period", ["abc – Biên bản họp is dated 01/05/2021, after the end of the period."], "warning"
        )
        self.assertFalse(
            self.evaluation.finding_ids.filtered(lambda finding: finding.code == "document_outside_period")
        )

    def test_facts_that_are_counted_out_of_others(self):
        self.evaluation._state_facts({"so_hop": (8, "")})
        self.assertFalse(self.check(), "6 of 8")
        self.evaluation._state_facts({"so_hop": (5, "")})
        self.assert_found("facts_disagree", ["“Cuộc họp” is 6 out of “Cuộc họp trong sổ”: 5."], "warning")
        for operator, message in (("<=", "more than"), (">=", "less than")):
            criteria_set = self.make_facts_set(f"PARTS {operator}", publish=False)
            criteria_set.relation_ids.filtered(lambda relation: relation.name == "Hồ sơ").operator = operator
            criteria_set.indicator_ids.filtered(lambda fact: fact.code == "chua_nop").least = False
            criteria_set.action_publish()
            evaluation = self.make_consistent(criteria_set)
            evaluation._state_facts({"chua_nop": (-1 if operator == "<=" else 1, "")})
            found = self.check(evaluation).filtered(lambda finding: finding.code == "parts_differ_from_whole")
            parts = 9 if operator == "<=" else 11
            self.assertEqual(
                found.message,
                f"“Hồ sơ phải nộp” is 10, {message} the sum of Hồ sơ đã nộp + Hồ sơ chưa nộp: {parts}.",
            )

    def test_a_row_speaks_of_facts_of_its_own_set(self):
        draft = self.make_facts_set("FOREIGN", publish=False)
        with self.assertRaisesRegex(ValidationError, "Row N.1 speaks of facts of another criteria set"):
            draft.criterion_ids.filtered(lambda row: row.code == "N.1").indicator_ids = self.facts["ty_le"]
        copy = self.evaluation.criteria_set_id.copy()
        self.assertEqual(copy.criterion_ids.indicator_ids.set_id, copy)
        self.assertEqual(copy.relation_ids.mapped("operator"), ["of", "="])
        self.assertEqual(copy.criterion_ids._shares(), {"ty_le": ["N.1"]})


@tagged("post_install", "-at_install")
class TestDocumentShare(FactsCase):
    """One document that proves more rows than the criteria set lets it."""

    def test_a_document_that_proves_too_much(self):
        evaluation = self.make_evaluation(self.make_large_set(30, "SHARE"))
        leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
        paper = self.make_paper(evaluation, number="05/BB")
        paper.line_ids = leaves[:8]
        self.assertNotIn("document_proves_many", self.check(evaluation).mapped("code"))
        paper.line_ids = leaves[:9]
        found = self.check(evaluation).filtered(lambda finding: finding.code == "document_proves_many")
        self.assertEqual(found.mapped("message"), ["05/BB – Biên bản họp proves 9 of 27 rows."])
        self.assertEqual(found._about(), paper)
