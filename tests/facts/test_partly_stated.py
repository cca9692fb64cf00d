from odoo.tests import tagged

from ..cases.facts_case import FactsCase, Sheet2020Case


@tagged("post_install", "-at_install")
class TestPartlyStated(FactsCase):
    """What is suggested, taken over, found and graded as long as a fact is not stated for the whole period."""

    def blank(self, code, months=None, evaluation=None):
        """Take the numbers of a fact back, of those months or of the year."""
        self.fact(code, evaluation)._write_each(
            {self.fact(code, evaluation).id: {name: "" for name in self.names(months)}}
        )

    @staticmethod
    def names(months):
        return ["entry"] if months is None else [f"month_{month:02d}" for month in months]

    def test_a_row_says_what_it_comes_to_so_far_and_what_it_may_come_to(self):
        self.as_user("evaluator", self.fact("bao_cao")).write({"month_01": "1"})
        self.blank("bao_cao", [2, 3])
        row = self.row("M.3")
        self.assertEqual((row.has_suggestion, row.is_provisional, row.suggested_points), (False, True, 1.75))
        said = "Provisional 1,75 (missing Báo cáo quý I: months 2–3; may come to 1,25 to 1,75)."
        self.assertEqual(row.working.splitlines()[:2], [said, "2,0 − 1/3 months × 0,25 = 1,75"])
        self.assertEqual(self.fact("bao_cao").trouble, "Missing months: 2–3")
        self.blank("bao_cao", [1])
        self.assertEqual((row.is_provisional, row.working), (False, "No number yet: Báo cáo quý I."))
        self.evaluation._state_facts({"bao_cao": ({1: 2, 2: 2, 3: 2}, "")})
        self.assertEqual((row.has_suggestion, row.is_provisional, row.suggested_points), (True, False, 2.0))

    def test_provisional_points_are_not_taken_over_and_it_says_so(self):
        self.blank("bao_cao", [2])
        self.row("M.3").self_points = self.row("M.1").self_points = 0.5
        said = self.as_user("evaluator").action_accept_suggestions()
        self.assertEqual((self.row("M.3").self_points, self.row("M.1").self_points), (0.5, 3.0))
        self.assertIn("1 rows were left out", said["params"]["message"])
        self.assertIn("M.3", said["params"]["message"])
        self.assertIs(self.as_user("evaluator", self.row("M.1")).action_accept_suggestions(), True)

    def test_points_that_the_rule_may_still_give_are_no_finding(self):
        self.row("M.3").self_points = 1.75
        self.assertIn("points_differ_from_rule", self.check().mapped("code"))
        self.blank("bao_cao", [2])
        codes = self.check().mapped("code")
        self.assertNotIn("points_differ_from_rule", codes)
        self.assertIn("months_missing", codes)

    def test_a_blank_month_does_not_open_the_way_to_points_that_no_rule_can_give(self):
        self.as_user("evaluator", self.fact("bao_cao")).write({"month_01": "1"})
        self.blank("bao_cao", [2])
        row = self.row("M.3")
        for points, reason, code, said in (
            (2.0, "", "points_differ_from_rule", "Scored 2,0, the rule can give 1,75 at most; no reason is given."),
            (2.0, "Đủ", "points_deviate", "Scored 2,0, the rule can give 1,75 at most, because: Đủ"),
            (1.25, "", "points_differ_from_rule", "Scored 1,25, the rule gives 1,5 at least; no reason is given."),
            (1.25, "Đủ", "points_deviate", "Scored 1,25, the rule gives 1,5 at least, because: Đủ"),
        ):
            row.write({"self_points": points, "explanation": reason})
            found = {finding.code: finding.message for finding in self.check() if finding.line_id == row}
            self.assertEqual(found.get(code), said)
        row.write({"self_points": 2.0, "explanation": "Đủ"})
        self.check().filtered(lambda finding: finding.severity == "warning").justification = "Tháng 2 chưa chốt"
        self.as_user("evaluator").action_submit()
        self.assertEqual((row.settlement, row.rule_points), ("deviation", 1.75))
        self.as_user("reviewer").action_accept_undisputed()
        self.assertEqual(row.review_state, "pending")

    def test_what_a_formula_lacks_is_said_with_its_facts(self):
        criteria_set = self.make_facts_set("FORMULA", publish=False)
        rate = criteria_set.indicator_ids.filtered(lambda fact: fact.code == "ty_le")
        rate.formula = "percent(bao_cao; nop)"
        criteria_set.action_publish()
        evaluation = self.make_consistent(criteria_set)
        row = self.row("M.2", evaluation)
        self.assertTrue(row.has_suggestion)
        self.blank("bao_cao", [2, 3], evaluation)
        self.assertFalse(row.has_suggestion)
        said = "Provisional 0 (missing Báo cáo quý I: months 2–3; may come to 0 to 1,0)."
        self.assertEqual(row.working.splitlines()[0], said)
        self.assertEqual(self.fact("ty_le", evaluation).trouble, "Missing: Báo cáo quý I: months 2–3")
        self.blank("nop", evaluation=evaluation)
        self.assertEqual(self.fact("ty_le", evaluation).trouble, "Missing: Báo cáo quý I: months 2–3; Hồ sơ phải nộp")

    def test_facts_that_are_partly_stated_contradict_nothing(self):
        criteria_set = self.make_facts_set("RELATION", publish=False)
        facts = {fact.code: fact for fact in criteria_set.indicator_ids}
        criteria_set.relation_ids[0].write({"whole_id": facts["hop"].id, "part_ids": [(6, 0, facts["bao_cao"].ids)]})
        criteria_set.action_publish()
        evaluation = self.make_consistent(criteria_set)
        self.assertNotIn("facts_disagree", self.check(evaluation).mapped("code"))
        self.blank("bao_cao", [3], evaluation)
        self.assertNotIn("facts_disagree", self.check(evaluation).mapped("code"))
        evaluation._state_facts({"bao_cao": ({3: 3}, "")})
        self.assertIn("facts_disagree", self.check(evaluation).mapped("code"))

    def test_a_grade_that_a_blank_fact_may_bar_is_not_given(self):
        self.blank("chua_nop")
        evaluation = self.evaluation
        self.assertFalse(evaluation.grade_id)
        self.assertEqual(evaluation.grade_label, "Not enough to go on")
        self.assertEqual(evaluation.grade_reason, "Not enough to go on for “Tốt”; missing: Hồ sơ chưa nộp.")
        self.row("N.1").self_points = 0.5
        self.row("M.1").self_points = 2.5
        self.assertEqual((evaluation.grade_id.name, evaluation.grade_label), ("Khá", "Khá"), "it bars nothing there")

    def test_a_claimed_grade_that_cannot_be_told_yet_is_a_finding_of_its_own(self):
        self.evaluation.claimed_grade_id = self.evaluation.criteria_set_id.grade_ids[0]
        self.assertFalse(self.check().filtered(lambda finding: finding.code.startswith("grade_")))
        self.blank("chua_nop")
        finding = self.check().filtered(lambda finding: finding.code.startswith("grade_"))
        said = "Claimed is “Tốt”, but there is not enough to go on for “Tốt”: Hồ sơ chưa nộp."
        self.assertEqual((finding.code, finding.message), ("grade_undecided", said))

    def test_what_was_approved_before_keeps_the_best_case(self):
        self.blank("bao_cao", [2, 3])
        self.blank("chua_nop")
        self.assertFalse(self.evaluation.grade_id)
        self.evaluation._write_through({"edition": 1})
        self.env.invalidate_all()
        self.assertEqual(self.evaluation.grade_id.name, "Tốt")
        self.assertEqual((self.row("M.3").has_suggestion, self.row("M.3").suggested_points), (True, 2.0))
        self.assertEqual(self.fact("bao_cao").trouble, "Missing months: 2–3")
        self.evaluation._write_through({"date_from": "2020-03-01"})
        self.assertEqual(self.row("M.3").suggested_points, 2.0, "whatever the period")
        self.assertEqual(self.fact("bao_cao").total, "2")


@tagged("post_install", "-at_install")
class TestPartlyStated2020(Sheet2020Case):
    """The 2020 sheet with one month of twelve stated."""

    def test_one_month_of_twelve_gives_no_points(self):
        for code, fact, so_far, said in (
            ("IV.4", "tin_cong", 1.5, "may come to 1,0 to 1,5"),
            ("I.1.2-1", "ct_thang", 0.25, "may come to 0,25 to 3,0"),
        ):
            with self.subTest(row=code):
                self.evaluation._state_facts({fact: (dict.fromkeys(range(2, 13)), "")})
                self.env.invalidate_all()
                row = self.row(code, self.evaluation)
                self.assertEqual((row.has_suggestion, row.is_provisional, row.suggested_points), (False, True, so_far))
                self.assertIn("months 2–12", row.working)
                self.assertIn(said, row.working)
                own = row.self_points
                self.as_user("evaluator", row).action_accept_suggestions()
                self.assertEqual(row.self_points, own)

    def test_a_blank_fact_of_discipline_leaves_the_highest_grade_open(self):
        self.evaluation.line_ids._leaves().write({"self_points": 0.0})
        for line in self.evaluation.line_ids._leaves():
            line.self_points = line.max_points
        self.evaluation._state_facts({"ky_luat": (0, "")})
        self.assertEqual(self.evaluation.grade_id, self.evaluation.criteria_set_id.grade_ids[0])
        self.evaluation._state_facts({"ky_luat": (None, "")})
        self.assertFalse(self.evaluation.grade_id)
        self.assertIn("missing: ", self.evaluation.grade_reason)
