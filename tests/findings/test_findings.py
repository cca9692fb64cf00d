from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.agency_evaluation.scoring.checks import CHECKS

from ..cases.common import PDF
from ..cases.facts_case import FactsCase, Sheet2020Case


@tagged("post_install", "-at_install")
class TestFindings(FactsCase):
    """Each check on a made-up sheet, and what becomes of its findings."""

    def assert_found(self, code, expected, severity="warning", evaluation=None):
        """Check again, and compare the findings of the check `code` with the texts `expected`."""
        found = self.check(evaluation).filtered(lambda finding: finding.code == code)
        self.assertEqual(found.mapped("display_name"), expected)
        self.assertEqual(set(found.mapped("severity")), {severity})

    def justify(self, findings, text="Đã đối chiếu với sổ"):
        self.as_user("evaluator", findings).write({"justification": text})

    def test_a_consistent_sheet_has_no_findings_and_may_be_submitted(self):
        self.assertFalse(self.check())
        self.as_user("evaluator").action_submit()
        self.assertEqual(self.evaluation.state, "submitted")

    def test_unanswered(self):
        self.row("N.1").write({"self_points": False})
        self.assert_found("unanswered", ["N.1: The row is not answered."], "error")
        with self.assertRaisesRegex(UserError, "N.1"):
            self.as_user("evaluator").action_submit()

    def test_points_that_differ_from_the_rule(self):
        self.row("M.1").write({"self_points": 2.0})
        self.assert_found(
            "points_differ_from_rule", ["M.1: Scored 2,0, the rule gives 3,0; no reason is given."], "error"
        )
        with self.assertRaisesRegex(UserError, "1 errors have to be put right first:\n- M.1: Scored 2,0"):
            self.as_user("evaluator").action_submit()
        for reason in (".", "Một cuộc họp không có biên bản"):
            self.row("M.1").write({"explanation": reason})
            # A reason opens the way, and the deviation stays in sight.
            self.assert_found("points_deviate", [f"M.1: Scored 2,0, the rule gives 3,0, because: {reason}"], "info")
        self.as_user("evaluator").action_submit()

    def test_not_applicable_wants_a_reason(self):
        self.row("M.3").write({"status": "not_applicable"})
        message = "M.3: Not applicable, but the explanation does not say why."
        self.assert_found("not_applicable_without_reason", [message], "error")
        with self.assertRaisesRegex(UserError, "1 errors have to be put right first:\n- M.3: Not applicable"):
            self.as_user("evaluator").action_submit()
        self.row("M.3").write({"explanation": "Không có bộ phận một cửa"})
        self.assertFalse(self.check())

    def test_a_row_that_applies_to_every_unit(self):
        """A draft of an earlier version may hold one; it is found, and put right."""
        self.row("M.3")._write_through({"status": "not_applicable", "explanation": "Không có"})
        self.row("M.3").criterion_id._write_through({"may_not_apply": False})
        message = "M.3: Not applicable, but the row applies to every unit; give points, zero is possible."
        self.assert_found("not_applicable_not_allowed", [message], "error")

    def test_a_group_of_which_nothing_applies(self):
        values = {"status": "not_applicable", "explanation": "Không có bộ phận một cửa"}
        (self.row("M.1") + self.row("M.2")).write(values)
        self.assertFalse(self.check())
        self.row("M.3").write(values)
        self.assert_found("group_not_applicable", ["M: None of the 3 rows of the group is said to apply."])

    def test_stated_sums_and_total(self):
        self.evaluation._enter_paper_points({"M": 6.5, **CONSISTENT_STATED}, total=9.5)
        self.assert_found("stated_differs_from_rows", ["M: The paper states 6,5, its rows give 6,0."])
        self.assert_found("stated_total_differs", ["The paper states a total of 9,5, its rows give 9,0."])

    def test_a_paper_that_states_a_group_alone(self):
        self.evaluation._enter_paper_points({"M": 6.5})
        self.assert_found("stated_differs_from_rows", ["M: The paper states 6,5, its rows give 6,0."])

    def test_facts_that_are_missing(self):
        self.evaluation._state_facts({"hop": (None, ""), "bao_cao": ({2: None}, "")})
        self.assert_found("fact_missing", ["“Cuộc họp” is not stated."])
        self.assert_found("months_missing", ["“Báo cáo quý I”: months 2 are missing."])

    def test_a_formula_that_has_no_number(self):
        self.row("M.2").write({"self_points": 0.0, "explanation": "Không có hồ sơ phải nộp"})
        self.evaluation._state_facts({"nop": (0, ""), "da_nop": (0, "")})
        self.assert_found(
            "formula_without_value", ["The formula of “Tỷ lệ nộp” divides by zero, at position 17: “nop”."]
        )
        self.assertFalse(self.evaluation.finding_ids.filtered(lambda finding: finding.code == "fact_missing"))
        finding = self.evaluation.finding_ids.filtered(lambda finding: finding.code == "formula_without_value")
        finding._write_through({"details": {"trouble": "DIVISION", "detail": "percent(da_nop, nop)"}})
        self.assertEqual(
            finding.message,
            "The formula of “Tỷ lệ nộp” divides by zero: percent(da_nop, nop).",
            "as an earlier version kept it",
        )

    def test_facts_that_do_not_agree(self):
        self.evaluation._state_facts({"so_hop": (8, ""), "nop": (12.5, "")})
        self.assert_found("facts_disagree", ["“Cuộc họp” is 6, but “Cuộc họp trong sổ” is 8."])
        self.assert_found(
            "parts_differ_from_whole",
            ["“Hồ sơ phải nộp” is 12,5, but its parts come to 10: Hồ sơ đã nộp + Hồ sơ chưa nộp."],
        )

    def test_what_rows_owe(self):
        self.row("M.1").evidence_ids.unlink()
        self.row("N.1").write({"self_points": 2.5})
        self.row("N.2").write({"self_points": 1.0})
        self.assert_found("full_marks_without_evidence", ["M.1: Full marks (3,0) without a document."])
        self.assert_found("lost_without_explanation", ["N.1: 2,5 of 3,0 points, without an explanation."])
        self.assert_found("bonus_without_reason", ["N.2: A bonus of 1,0 without both a reason and a document."])

    def test_documents(self):
        paper = {"codes": ["N.1"], "number": "02/QĐ"}
        self.make_paper(self.evaluation, issue_date="2019-12-31", **paper)
        self.make_paper(self.evaluation, number="03/QĐ", name="Quyết định lạc")
        self.assert_found(
            "document_outside_period", ["02/QĐ – Biên bản họp is dated 12/31/2019, outside the period."], "info"
        )
        self.assert_found("document_without_row", ["03/QĐ – Quyết định lạc proves no criterion."])
        self.make_evidence(codes=["N.1"], number="04/QĐ", name="Bản một")
        self.make_evidence(codes=["N.1"], number="05/QĐ", name="Bản hai")
        self.assert_found(
            "file_on_two_documents", ["The same file is on several documents: 04/QĐ – Bản một; 05/QĐ – Bản hai."]
        )
        self.make_evidence(codes=["N.1"], number="04/QĐ", name="Bản ba", content=PDF + b"%")
        self.assert_found("document_twice_with_other_files", ["Documents numbered 04/QĐ have different files."])

    def test_a_claimed_grade_that_the_points_do_not_give(self):
        grades = {grade.name: grade for grade in self.criteria_set.grade_ids}
        self.evaluation.claimed_grade_id = grades["Khá"]
        self.assert_found("grade_differs", ["Claimed is “Khá”, the points give “Tốt”."])
        self.evaluation.claimed_grade_id = grades["Tốt"]
        self.assertFalse(self.check())

    def test_a_claimed_grade_where_none_is_reached(self):
        criteria_set = self.make_facts_set("NONE", publish=False)
        criteria_set.grade_ids.floor_percent = 90.0
        criteria_set.action_publish()
        evaluation = self.make_consistent(criteria_set, claimed_grade_id=criteria_set.grade_ids[0].id)
        self.assertFalse(evaluation.grade_id, "N has 75 %")
        self.assert_found("grade_differs", ["Claimed is “Tốt”, but no grade is reached."], evaluation=evaluation)

    def test_an_empty_section_of_the_report(self):
        evaluation = self.make_consistent(self.make_facts_set("SECTIONS", sections=["Kết quả"]))
        self.assert_found("section_empty", ["The section “Kết quả” of the report is empty."], "info", evaluation)
        evaluation.section_ids.body = "<p>Đã hoàn thành</p>"
        self.assertFalse(self.check(evaluation))

    def test_every_check_has_a_name_and_a_message(self):
        Finding = self.env["agency.evaluation.finding"]
        self.assertEqual(dict(Finding._fields["code"].selection).keys(), CHECKS.keys())
        self.assertEqual([code for code in CHECKS if not hasattr(Finding, f"_describe_{code}")], [])

    def test_what_every_check_is_about_can_be_opened(self):
        for code in CHECKS:
            with self.subTest(code=code):
                self.assertFalse(self.env["agency.evaluation.finding"].new({"code": code, "subject": "x"})._about())

    def test_the_set_changes_a_severity_or_turns_a_check_off(self):
        severities = {"lost_without_explanation": "error", "bonus_without_reason": "off", "fact_missing": "info"}
        evaluation = self.make_consistent(self.make_facts_set("SEVERE", severities))
        self.row("N.1", evaluation).write({"self_points": 2.5})
        self.row("N.2", evaluation).write({"self_points": 1.0})
        evaluation._state_facts({"so_hop": (None, "")})
        settings = evaluation.criteria_set_id.check_setting_ids
        self.assertEqual(set(settings.mapped("default_severity")), {"warning"})
        found = self.check(evaluation)
        self.assertEqual(
            {finding.code: finding.severity for finding in found},
            {"lost_without_explanation": "error", "fact_missing": "info"},
        )
        self.assertEqual(found.mapped("severity"), ["error", "info"], "the gravest come first")

    def test_warnings_are_justified_one_by_one(self):
        self.row("N.1").write({"self_points": 2.5})
        self.evaluation._state_facts({"so_hop": (8, "")})
        findings = self.check()
        self.assertEqual((len(findings), self.evaluation.unjustified_count), (2, 2))
        self.justify(findings[0])
        self.justify(findings[1], "  ")
        with self.assertRaisesRegex(UserError, "justify these 1 warnings first:\n- “Cuộc họp” is 6"):
            self.as_user("evaluator").action_submit()
        self.justify(findings[1])
        self.as_user("evaluator").action_submit()
        self.assertEqual(self.evaluation.state, "submitted")
        self.assertEqual(len(self.evaluation.finding_ids), 2, "they stay with what is submitted")

    def test_what_is_submitted_is_justified_no_more(self):
        self.row("N.1").write({"self_points": 2.5})
        finding = self.check()
        self.justify(finding)
        self.as_user("evaluator").action_submit()
        for sudo in (False, True):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.as_user("evaluator", finding).sudo(sudo).write({"justification": "x"})
        with self.assertRaises(UserError):
            self.as_user("evaluator").action_check()

    def test_a_finding_takes_the_severity_that_its_check_has_now(self):
        self.row("N.1").write({"self_points": 2.5})
        finding = self.check()
        self.justify(finding)
        finding._write_through({"severity": "info", "severity_rank": 3})
        self.assertEqual(self.check(), finding)
        self.assertRecordValues(
            finding, [{"severity": "warning", "severity_rank": 2, "justification": "Đã đối chiếu với sổ"}]
        )

    def test_a_fact_that_is_not_required_may_be_missing(self):
        criteria_set = self.make_facts_set("OPTIONAL", publish=False)
        criteria_set.indicator_ids.filtered(lambda fact: fact.code == "so_hop").is_required = False
        criteria_set.action_publish()
        evaluation = self.make_consistent(criteria_set)
        evaluation._state_facts({"so_hop": (None, "")})
        self.assertFalse(self.check(evaluation))

    def test_submitting_checks_again(self):
        self.check()
        self.row("N.1").write({"self_points": 2.5})
        with self.assertRaisesRegex(UserError, "N.1: 2,5 of 3,0"):
            self.as_user("evaluator").action_submit()

    def assert_nothing_new(self, evaluation):
        """Check again and see that no finding was written."""
        fields = ["code", "severity", "sequence", "message", "justification", "write_date"]
        before = evaluation.finding_ids.read(fields)
        self.env.flush_all()
        self.env.cr.execute("UPDATE agency_evaluation_finding SET write_date = '2020-01-01'")
        self.env.invalidate_all()
        self.check(evaluation)
        self.env.flush_all()
        self.env.invalidate_all()
        after = evaluation.finding_ids.read(fields)
        self.assertEqual({str(finding["write_date"])[:10] for finding in after}, {"2020-01-01"})
        for finding in before + after:
            finding.pop("write_date")
        self.assertEqual(after, before)

    def test_a_check_without_changes_writes_nothing(self):
        self.row("N.1").write({"self_points": 2.5})
        self.evaluation._state_facts({"so_hop": (8, ""), "nop": (12, "")})
        self.justify(self.check())
        self.assert_nothing_new(self.evaluation)

    def test_a_justification_lives_as_long_as_its_cause_and_numbers(self):
        self.row("N.1").write({"self_points": 2.5})
        self.justify(self.check())
        self.evaluation._state_facts({"so_hop": (8, "")})
        findings = {finding.code: finding for finding in self.check()}
        self.assertEqual(findings["lost_without_explanation"].justification, "Đã đối chiếu với sổ")
        self.assertFalse(findings["facts_disagree"].justification)
        self.row("N.1").write({"self_points": 2.0})
        self.evaluation._state_facts({"so_hop": (6, "")})
        (finding,) = self.check()
        self.assertEqual(finding.display_name, "N.1: 2,0 of 3,0 points, without an explanation.")
        self.assertFalse(finding.justification)

    def test_each_opens_what_it_is_about(self):
        evaluation = self.make_consistent(self.make_facts_set("OPEN", sections=["Kết quả"]))
        self.row("N.1", evaluation).write({"self_points": 2.5})
        evaluation._state_facts({"so_hop": (8, "")})
        evaluation.write({"is_stated": True, "stated_points": 9.5})
        stray = self.make_paper(evaluation, number="03/QĐ", name="Quyết định lạc")
        about = {
            "lost_without_explanation": self.row("N.1", evaluation),
            "facts_disagree": self.fact("hop", evaluation),
            "document_without_row": stray,
            "section_empty": evaluation.section_ids,
            "stated_total_differs": None,
        }
        findings = {finding.code: finding for finding in self.check(evaluation)}
        self.assertEqual(findings.keys(), about.keys())
        for code, record in about.items():
            with self.subTest(code=code):
                finding = self.as_user("auditor", findings[code])
                action = finding.action_open()
                self.assertEqual(finding.can_open, bool(record))
                self.assertEqual(
                    action and (action["res_model"], action["res_id"]), record and (record._name, record.id) or False
                )
        stray.unlink()
        self.assertFalse(findings["document_without_row"].action_open(), "the document is gone")

    def test_nobody_makes_alters_or_deletes_findings(self):
        self.row("N.1").write({"self_points": 2.5})
        (finding,) = self.check()
        other = self.make_evaluation(department_id=self.other_unit.id)
        values = {"evaluation_id": self.evaluation.id, "code": "unanswered", "severity": "info"}
        for role in ("evaluator", "reviewer", "approver", "manager", "auditor"):
            for sudo in (False, True):
                as_user = self.as_user(role, finding).sudo(sudo)
                attempts = {
                    "create": lambda as_user=as_user: as_user.create(values),
                    "create through the evaluation": lambda as_user=as_user: as_user.evaluation_id.write(
                        {"finding_ids": [Command.create({"code": "unanswered", "severity": "info"})]}
                    ),
                    "severity": lambda as_user=as_user: as_user.write({"severity": "info"}),
                    "numbers": lambda as_user=as_user: as_user.write({"details": {}}),
                    "row": lambda as_user=as_user: as_user.write({"line_id": False}),
                    "move": lambda as_user=as_user: as_user.write({"evaluation_id": other.id}),
                }
                if not sudo:
                    attempts["delete"] = as_user.unlink
                if not sudo and role != "evaluator":
                    attempts["justify"] = lambda as_user=as_user: as_user.write({"justification": "x"})
                for name, attempt in attempts.items():
                    with self.subTest(role=role, sudo=sudo, attempt=name):
                        with self.assertRaises(UserError), self.cr.savepoint():
                            attempt()

    def test_an_evaluator_justifies_for_the_own_unit_alone(self):
        foreign = self.make_consistent(self.criteria_set, department_id=self.other_unit.id)
        self.row("N.1", foreign).write({"self_points": 2.5, "user_id": self.users["evaluator"].id})
        foreign._refresh_findings()
        finding = self.as_user("evaluator", foreign.finding_ids)
        self.assertEqual(finding.code, "lost_without_explanation")
        with self.assertRaises(AccessError):
            finding.write({"justification": "x"})
        with self.assertRaises(AccessError):
            self.as_user("evaluator", foreign).action_check()


#: What a paper that agrees with itself states for the leaves.
CONSISTENT_STATED = {"M.1": 3.0, "M.2": 1.0, "M.3": 2.0, "N.1": 3.0, "N.2": 0.0}


@tagged("post_install", "-at_install")
class TestFindings2020(Sheet2020Case):
    """What the report and the sheet of 2020 say against themselves."""

    def test_the_contradictions_of_the_paper_are_found(self):
        found = self.check().mapped("display_name")
        for expected in (
            "VI: The paper states 10, its rows give 7,5.",
            "The paper states a total of 93, its rows give 90,5.",
            "I.1.2-1: Scored 3,0, the rule gives 2,75; no reason is given.",
            "I.1.2-2: Scored 3,0, the rule gives 2,75; no reason is given.",
            "I.5-1: Scored 2,0, the rule gives 1,75; no reason is given.",
            "“Báo cáo các loại đã tham mưu, ban hành” is 118, but “Văn bản đi: báo cáo” is 405.",
            "“Nhiệm vụ UBND tỉnh, Chủ tịch UBND tỉnh giao triển khai chậm” is 1, but “Nhiệm vụ chậm, muộn theo phần "
            "mềm theo dõi” is 0.",
        ):
            self.assertIn(expected, found)
        programmes = [text for text in found if "“Văn bản đi: chương trình” is 10, but its parts come to 12" in text]
        self.assertEqual(len(programmes), 1)

    def test_the_bonus_rows_that_score_have_neither_reason_nor_document(self):
        bonus = self.check().filtered(lambda finding: finding.code == "bonus_without_reason")
        scored = self.evaluation.line_ids.filtered(lambda line: line.is_bonus and line.self_points)
        self.assertEqual(bonus.line_id, scored)
        self.assertEqual(len(bonus), 5)

    def test_a_regulation_that_is_claimed_is_attached(self):
        asked = self.evaluation.line_ids.filtered(lambda line: line.criterion_id.evidence_required)
        self.assertEqual(asked.mapped("code"), ["II.1", "III.1", "III.2", "III.3", "III.4", "IV.1", "V.1", "VI-1"])
        found = self.check().filtered(lambda finding: finding.code == "full_marks_without_evidence")
        self.assertEqual(found.line_id, asked.filtered(lambda line: not line.evidence_ids))
        self.assertIn("IV.1: Full marks (1,0) without a document.", found.mapped("display_name"))

    def test_facts_that_agree_are_not_found(self):
        found = " ".join(self.check().mapped("message"))
        for name in ("Đơn tiếp nhận", "Công chức Thanh tra Sở", "Văn bản đi”"):
            self.assertNotIn(f"“{name}", found)
