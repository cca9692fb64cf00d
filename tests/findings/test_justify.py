from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.agency_evaluation.report.findings import IN_COMMON, Finding, runs

from ..cases.facts_case import FactsCase, Sheet2020Case

REASON = "Báo cáo chưa có số liệu; sẽ bổ sung trước ngày 15/01"


class JustifyCase:
    def justify_together(self, findings, text=REASON, leave_out=()):
        """Open the dialog as the evaluator, take out what has a reason of its own, and confirm."""
        action = self.as_user("evaluator", findings).action_justify_together()
        dialog = self.env[action["res_model"]].with_user(self.users["evaluator"]).with_context(**action["context"])
        with Form(dialog) as form:
            for finding in leave_out:
                form.finding_ids.remove(finding.id)
            form.text = text
        form.save().action_confirm()
        findings.invalidate_recordset()


@tagged("post_install", "-at_install")
class TestJustify(JustifyCase, FactsCase):
    """Findings are justified singly or together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.row("N.1").write({"self_points": 2.5})
        cls.evaluation._state_facts({"so_hop": (8, ""), "nop": (12, "")})

    def test_several_are_justified_by_the_same_words(self):
        found = self.check()
        self.assertEqual(len(found), 3)
        self.justify_together(found, leave_out=found[0])
        self.assertEqual(found.mapped("justification"), [False, REASON, REASON])
        self.assertEqual(self.evaluation.unjustified_count, 1)
        self.justify_together(found[0], "Đã đối chiếu với sổ")
        self.as_user("evaluator").action_submit()

    def test_a_justification_says_something(self):
        found = self.check()
        for text in ("", "  \n", None):
            with self.assertRaisesRegex(UserError, "blank"):
                self.as_user("evaluator", found).action_justify(text)

    def test_only_warnings_are_justified(self):
        self.row("M.1").write({"self_points": 2.0})
        found = self.check()
        error = found.filtered(lambda finding: finding.severity == "error")
        with self.assertRaisesRegex(UserError, "Only warnings are justified: M.1: Scored 2,0"):
            self.as_user("evaluator", found).action_justify(REASON)
        self.assertFalse(any(found.mapped("justification")))
        self.as_user("evaluator", found - error).action_justify(REASON)

    def test_who_justifies_and_when(self):
        found = self.check()
        for role in ("reviewer", "approver", "manager", "auditor"):
            for sudo in (False, True):
                with self.subTest(role=role, sudo=sudo):
                    with self.assertRaises(AccessError):
                        self.as_user(role, found).sudo(sudo).action_justify(REASON)
                    with self.assertRaises(AccessError):
                        self.as_user(role, found).sudo(sudo).action_justify_together()
        self.as_user("evaluator", found).action_justify(REASON)
        self.as_user("evaluator").action_submit()
        with self.assertRaises(UserError):
            self.as_user("evaluator", found).action_justify("Khác")

    def test_findings_of_two_evaluations_are_none_of_the_other_unit(self):
        foreign = self.make_consistent(self.criteria_set, department_id=self.other_unit.id)
        self.row("N.1", foreign).write({"self_points": 2.5, "user_id": self.users["evaluator"].id})
        foreign._refresh_findings()
        with self.assertRaises(AccessError):
            self.as_user("evaluator", self.check() + foreign.finding_ids).action_justify(REASON)

    def test_what_is_justified_in_common_is_printed_once(self):
        one, *others = (Finding(f"N.{place}", f"Mất điểm {place}", "", "Mất điểm") for place in range(1, 5))
        same = [Finding(each.criterion, each.message, REASON, each.kind) for each in others]
        other = Finding("M.1", "Thiếu tài liệu", REASON, "Thiếu tài liệu")
        printed = runs([one, *same, other])
        self.assertEqual([run.start for run in printed], [1, 2, 5])
        self.assertEqual([run.heading for run in printed], ["", f"Mất điểm (3): {REASON}", ""])
        self.assertEqual([run.findings for run in printed], [(one,), tuple(same), (other,)])
        self.assertEqual(runs([one, one])[0].heading, "", "nothing is no justification in common")

    def test_the_paper_groups_what_is_justified_together(self):
        self.row("N.1").write({"self_points": 2.5})
        self.evaluation._state_facts({"bao_cao": ({1: None, 2: None}, ""), "nop": (None, ""), "da_nop": (None, "")})
        found = self.check().filtered(lambda finding: finding.code == "fact_missing")
        self.assertEqual(len(found), 2)
        self.as_user("evaluator", found).action_justify(REASON)
        report = self.as_user("evaluator").env["ir.qweb"].with_context(lang="vi_VN")
        (paper,) = (
            self.env["report.agency_evaluation.report_findings"]
            .with_user(self.users["evaluator"])
            ._collect(self.as_user("evaluator"))
        )
        headings = [run.heading for group in paper.printed.values() for run in group if run.heading]
        self.assertEqual(len(headings), 1)
        self.assertIn(f"(2): {REASON}", headings[0])
        html = str(report._render("agency_evaluation.findings_table", {"sheet": paper}))
        self.assertEqual((html.count(REASON), html.count(IN_COMMON)), (1, 2))

    def test_the_working_is_printed_with_what_a_rule_says(self):
        self.row("M.1").write({"self_points": 2.0})
        self.check()
        self.env["res.lang"]._activate_lang("vi_VN")
        (paper,) = self.env["report.agency_evaluation.report_findings"]._collect(self.evaluation)
        workings = {
            finding.criterion: finding.working
            for group in paper.groups.values()
            for finding in group
            if finding.working
        }
        self.assertEqual(workings, {"M.1": "6 × 0,5 = 3,0\nCộng: Cuộc họp: 6."})


@tagged("post_install", "-at_install")
class TestJustify2020(JustifyCase, Sheet2020Case):
    def test_a_scored_sheet_without_facts_asks_for_one_justification_instead_of_85(self):
        evaluation = self.make_evaluation(self.criteria_set_2020, year=2021)
        leaves = evaluation.line_ids._leaves()
        leaves.write({"self_points": 0.0, "explanation": ""})
        findings = self.check(evaluation)
        self.assertFalse(findings._errors())
        self.assertGreaterEqual(len(findings._unjustified()), 85)
        self.justify_together(findings._unjustified())
        self.assertEqual(evaluation.unjustified_count, 0)
        self.as_user("evaluator", evaluation).action_submit()
        self.assertEqual(evaluation.state, "submitted")

    @property
    def criteria_set_2020(self):
        return self.env.ref("agency_evaluation.criteria_set_2020")
