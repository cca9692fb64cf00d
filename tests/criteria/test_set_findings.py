from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.agency_evaluation.scoring.set_checks import SET_CHECKS

from ..cases.facts_case import FactsCase, Sheet2020Case

CONTRADICTION = "mỗi cuộc họp được 0,25 điểm: 6 x 0,5 = 3,0 điểm"


@tagged("post_install", "-at_install")
class TestSetFindings(FactsCase):
    """What is wrong with a sheet itself is settled on the sheet, once for all units."""

    def make_draft(self, code, **values):
        values.setdefault("texts", {"M.1": CONTRADICTION})
        return self.make_facts_set(code, publish=False, **values)

    def found(self, criteria_set, severity="warning"):
        self.as_user("manager", criteria_set).action_check()
        criteria_set.invalidate_recordset()
        return criteria_set.finding_ids.filtered(lambda finding: finding.severity == severity)

    def justify(self, findings, text="Chọn 0,5 theo phép tính", role="manager"):
        return self.as_user(role, findings).action_justify(text)

    def test_words_against_numbers(self):
        texts = {
            "M.1": CONTRADICTION,
            "M.3": "4 x 0,5 = 2,5 điểm",
            "N.1": "2 x 1,0 = 2,0 điểm và 2 x 1,0 = 2,0 điểm",
        }
        found = self.found(self.make_draft("WORDS", texts=texts))
        self.assertEqual(
            found.mapped("display_name"),
            [
                "M.1: The text says 0,25 points each, its product says 0,5.",
                "M.3: The product in the text says 2,5, it gives 2,0.",
                "M.3: The product in the text gives 2,5, the maximum is 2,0.",
                "N.1: The product in the text gives 2,0, the maximum is 3,0.",
            ],
        )

    def test_the_text_of_a_rule_is_read_as_it_is_printed(self):
        criteria_set = self.make_draft("PRINTED", texts={})
        rules = criteria_set.criterion_ids.rule_ids
        rules.name = "3 x 0,5 = 2,0"
        rules.filtered(lambda rule: rule.criterion_id.code != "M.3").is_printed = False
        found = self.found(criteria_set)
        self.assertEqual(found.mapped("display_name"), ["M.3: The product in the text says 2,0, it gives 1,5."])

    def test_what_is_told_without_being_asked(self):
        criteria_set = self.make_draft("TOLD", texts={})
        criteria_set.grade_ids.unlink()
        rules = criteria_set.criterion_ids.rule_ids
        rules.filtered(lambda rule: rule.criterion_id.code == "M.2").effect = False
        told = self.found(criteria_set, "info")
        self.assertEqual(
            told.mapped("display_name"),
            [
                "M.2: The row states a rule, but none that gives points by a fact: it is judged.",
                "N.2: A bonus of up to 1,0 points; the sheet does not say for what.",
                "The set has no grades: nobody is classed by it.",
                "1 rows say neither by a rule nor in words how points are shared out: N.1",
            ],
        )
        self.as_user("manager", criteria_set).action_publish()
        self.assertEqual(criteria_set.state, "published", "informations only tell")

    def test_a_report_that_names_the_grade_of_no_scale(self):
        criteria_set = self.make_draft("GRADE", texts={}, sections=["Xếp loại"])
        criteria_set.section_ids.body = "<p>Tự xếp loại {{grade}}</p>"
        self.assertFalse(self.found(criteria_set))
        criteria_set.grade_ids.unlink()
        expected = "The section “Xếp loại” names the grade, but the set has no grades."
        self.assertEqual(self.found(criteria_set).mapped("display_name"), [expected])

    def test_publishing_waits_for_justifications_and_names_what_it_waits_for(self):
        criteria_set = self.make_draft("WAITS", texts={"M.1": CONTRADICTION, "M.3": "4 x 0,5 = 2,5 điểm"})
        as_manager = self.as_user("manager", criteria_set)
        with self.assertRaisesRegex(
            UserError, "Justify these 3 warnings before it is published; Check lists them:\n- M.1: The text says 0,25"
        ):
            as_manager.action_publish()
        found = self.found(criteria_set)
        self.justify(found[0])
        with self.assertRaisesRegex(
            UserError, "Justify these 2 warnings before it is published; Check lists them:\n- M.3"
        ):
            as_manager.action_publish()
        self.justify(found[1:])
        as_manager.action_publish()
        self.assertEqual((criteria_set.state, criteria_set.unjustified_count), ("published", 0))
        self.assertEqual(len(criteria_set.finding_ids.filtered("justification")), 3)

    def test_units_are_asked_no_more_and_read_the_choice_on_the_row(self):
        criteria_set = self.make_draft("CHOICE")
        self.justify(self.found(criteria_set))
        criteria_set.action_publish()
        evaluation = self.make_consistent(criteria_set)
        self.assertFalse(self.check(evaluation), "I.1.2-1 was a warning to each unit each year")
        row = self.as_user("evaluator", self.row("M.1", evaluation))
        self.assertEqual(
            row.set_choices, "The text says 0,25 points each, its product says 0,5. Chọn 0,5 theo phép tính"
        )
        self.assertFalse(self.row("M.2", evaluation).set_choices)

    def test_a_severity_of_the_set_holds_here(self):
        criteria_set = self.make_draft("SEVERE", severities={"wording_contradicts_numbers": "error"})
        with self.assertRaisesRegex(UserError, "1 errors keep the criteria set from being published:\n- M.1"):
            criteria_set.action_publish()
        self.assertEqual(self.found(criteria_set, "error").row_code, "M.1")
        self.assertEqual(criteria_set.error_count, 1)
        criteria_set.check_setting_ids.severity = "warning"
        self.assertEqual(self.found(criteria_set).row_code, "M.1", "what is found again takes the new one")
        criteria_set.check_setting_ids.severity = "off"
        self.assertFalse(self.found(criteria_set))
        criteria_set.action_publish()

    def test_a_justification_lives_as_long_as_its_cause_and_the_text(self):
        criteria_set = self.make_draft("LIVES")
        self.justify(self.found(criteria_set))
        self.assertTrue(self.found(criteria_set).justification)
        row = criteria_set.criterion_ids.filtered(lambda row: row.code == "M.1")
        row.name = f"{CONTRADICTION}."
        self.assertFalse(self.found(criteria_set).justification, "the text is another one")
        row.name = "6 x 0,5 = 3,0 điểm"
        self.assertFalse(self.found(criteria_set))

    def test_checking_again_writes_nothing(self):
        criteria_set = self.make_draft("AGAIN")
        found = self.found(criteria_set)
        before = criteria_set.finding_ids.read(["write_date", "message", "sequence"])
        self.assertEqual(self.found(criteria_set), found)
        self.assertEqual(criteria_set.finding_ids.read(["write_date", "message", "sequence"]), before)

    def test_a_copy_keeps_what_is_settled_where_the_text_is_the_same(self):
        texts = {"M.1": CONTRADICTION, "M.3": "4 x 0,5 = 2,5 điểm"}
        original = self.make_draft("ORIGINAL", texts=texts)
        self.justify(self.found(original))
        original.action_publish()
        copy = original.copy({"code": "NEXT"})
        self.assertEqual(copy.finding_ids.criterion_id.set_id, copy)
        copy.criterion_ids.filtered(lambda row: row.code == "M.3").name = "4 x 0,5 = 2,5 điểm mỗi năm"
        found = self.found(copy)
        self.assertEqual(
            [(finding.row_code, bool(finding.justification)) for finding in found],
            [("M.1", True), ("M.3", False), ("M.3", False)],
        )
        self.assertEqual(len(original.finding_ids), len(copy.finding_ids))

    def test_sets_published_before_are_justified_later_and_nobody_waits(self):
        criteria_set = self.make_draft("BEFORE", texts={})
        criteria_set.action_publish()
        row = criteria_set.criterion_ids.filtered(lambda row: row.code == "M.1")
        row._write_through({"name": CONTRADICTION})
        evaluation = self.make_consistent(criteria_set)
        criteria_set._refresh_findings()
        finding = criteria_set.finding_ids.filtered(lambda finding: finding.severity == "warning")
        self.assertEqual((finding.row_code, finding.justification), ("M.1", False))
        self.as_user("evaluator", evaluation).action_submit()
        self.justify(finding)
        self.assertTrue(finding.justification)
        self.as_user("manager", criteria_set).action_archive_set()
        with self.assertRaises(UserError):
            self.justify(finding, "x")

    def test_who_settles_and_when(self):
        criteria_set = self.make_draft("WHO")
        finding = self.found(criteria_set)
        for role in ("evaluator", "reviewer", "approver", "auditor"):
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    self.justify(finding, role=role)
                with self.assertRaises(AccessError):
                    self.as_user(role, criteria_set).action_check()
                with self.assertRaises(AccessError):
                    self.as_user(role, finding).action_justify_together()
        self.justify(finding)
        criteria_set.action_publish()
        with self.assertRaises(UserError):
            self.as_user("manager", criteria_set).action_check()

    def test_nobody_makes_alters_or_deletes_findings(self):
        criteria_set = self.make_draft("NOBODY")
        finding = self.found(criteria_set)
        row = finding.criterion_id
        values = {"set_id": criteria_set.id, "code": "no_scale", "severity": "info"}
        for sudo in (False, True):
            as_manager = self.as_user("manager", finding).sudo(sudo)
            attempts = {
                "create": lambda as_manager=as_manager: as_manager.create(values),
                "through the set": lambda as_manager=as_manager: as_manager.set_id.write(
                    {"finding_ids": [Command.create({"code": "no_scale", "severity": "info"})]}
                ),
                "severity": lambda as_manager=as_manager: as_manager.write({"severity": "info"}),
                "numbers": lambda as_manager=as_manager: as_manager.write({"details": {}}),
                "row": lambda as_manager=as_manager: as_manager.write({"criterion_id": False}),
                "text": lambda as_manager=as_manager: as_manager.write({"row_text": row.name + "."}),
            }
            if not sudo:
                attempts["delete"] = as_manager.unlink
            for name, attempt in attempts.items():
                with self.subTest(sudo=sudo, attempt=name), self.assertRaises(UserError), self.cr.savepoint():
                    attempt()

    def test_a_finding_opens_its_row(self):
        criteria_set = self.make_draft("OPENS")
        finding = self.found(criteria_set)
        action = finding.action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("agency.evaluation.criterion", finding.criterion_id.id)
        )
        told = self.found(criteria_set, "info").filtered(lambda finding: not finding.criterion_id)
        self.assertFalse(told[:1].action_open())

    def test_no_seal_covers_what_may_be_said_later(self):
        criteria_set = self.make_draft("SEALED")
        self.justify(self.found(criteria_set))
        criteria_set.action_publish()
        evaluation = self.make_consistent(criteria_set)
        self.as_user("evaluator", evaluation).action_submit()
        self.as_user("approver", evaluation).action_approve()
        self.assertNotIn("agency.evaluation.set.finding", evaluation._manifest()[0]["fields"])
        self.justify(criteria_set.finding_ids.filtered("justification"), "Đã hỏi lại cơ quan ban hành")
        self.assertEqual(evaluation._seal_differences(), [])

    def test_every_check_has_a_message(self):
        Finding = self.env["agency.evaluation.set.finding"]
        self.assertEqual(dict(Finding._fields["code"].selection).keys(), SET_CHECKS.keys())
        self.assertEqual([code for code in SET_CHECKS if not hasattr(Finding, f"_describe_{code}")], [])


@tagged("post_install", "-at_install")
class TestSetFindings2020(Sheet2020Case):
    def test_the_one_contradiction_of_2020_is_settled_on_the_set(self):
        criteria_set = self.evaluation.criteria_set_id
        warning = criteria_set.finding_ids.filtered(lambda finding: finding.severity == "warning")
        self.assertEqual(warning.display_name, "I.1.2-1: The text says 0,5 points each, its product says 0,25.")
        self.assertIn("0,25", warning.justification)
        self.assertEqual(criteria_set.unjustified_count, 0)
        self.assertIn(warning.justification, self.row("I.1.2-1").set_choices)
        codes = set(self.check().mapped("code"))
        self.assertNotIn("wording_contradicts_numbers", codes)
