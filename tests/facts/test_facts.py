import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ...scoring import formulas
from ..cases.facts_case import FactsCase, Sheet2020Case

INDICATOR_FORM = {
    "name": "agency.evaluation.indicator.view.form",
    "model": "agency.evaluation.indicator",
    "arch": "<form><field name='set_id'/><field name='formula'/><field name='trouble'/></form>",
}


@tagged("post_install", "-at_install")
class TestFacts(FactsCase):
    """Stating facts: what is typed, what it makes of formulas, and what is refused."""

    def numbers(self, code):
        return {measure.period.month if measure.period else 0: measure.value for measure in self.fact(code).measure_ids}

    def state(self, code, **values):
        self.as_user("evaluator", self.fact(code)).write(values)

    def test_a_yearly_number_may_have_a_decimal_comma_or_point(self):
        for entry, value in (("91,2", 91.2), ("91.2", 91.2), (" 7219 ", 7219.0), ("1 234,5", 1234.5), ("0", 0.0)):
            with self.subTest(entry=entry):
                self.state("hop", entry=entry)
                self.assertEqual(self.numbers("hop"), {0: value})
        self.state("hop", entry="91,25")
        self.assertEqual((self.fact("hop").entry, self.fact("hop").total), ("91,25", "91,25"))

    def test_clients_may_send_numbers_and_zero_is_not_blank(self):
        for entry, value in ((0, 0.0), (7, 7.0), (7.219, 7.219)):
            self.state("hop", entry=entry)
            self.assertEqual(self.numbers("hop"), {0: value})

    def test_blank_takes_a_number_back(self):
        for blank in ("", "  ", False):
            self.state("hop", entry="5")
            self.state("hop", entry=blank)
            self.assertFalse(self.numbers("hop"))
            self.assertTrue(self.fact("hop").is_missing)
            self.assertEqual(self.fact("hop").entry, "")

    def test_monthly_numbers_add_up_and_missing_months_are_seen(self):
        self.state("bao_cao", month_02="", month_03="4,5")
        fact = self.fact("bao_cao")
        self.assertEqual(self.numbers("bao_cao"), {1: 2.0, 3: 4.5})
        self.assertEqual((fact.month_01, fact.month_02, fact.month_03, fact.total), ("2", "", "4,5", "6,5"))
        self.assertTrue(fact.is_missing)
        self.assertEqual(fact.trouble, "Missing months: 2")
        self.assertEqual(self.evaluation.missing_fact_count, 1)
        self.state("bao_cao", month_02="0")
        self.assertFalse(fact.is_missing)
        self.assertFalse(fact.trouble)

    def test_what_is_no_number_is_refused_by_name_and_value_and_nothing_is_written(self):
        before = self.numbers("bao_cao")
        for wrong in ("ba", "1,2,3", "1e3", "--1", True, "½"):
            with self.subTest(wrong=wrong):
                message = ""
                # assertRaises would roll back what is written before the refusal.
                try:
                    self.as_user("evaluator", self.fact("bao_cao")).write({"month_01": "9", "month_03": wrong})
                except ValidationError as error:
                    message = str(error)
                self.assertIn("“Báo cáo quý I”", message)
                self.assertIn(str(wrong), message)
                self.assertIn("7219 or 91,2", message)
                self.assertEqual(self.numbers("bao_cao"), before)

    def test_a_fact_is_stated_by_the_year_or_by_months_or_computed(self):
        for code, values, message in (
            ("hop", {"month_01": "1"}, "“Cuộc họp” is stated by the year, or by months"),
            ("bao_cao", {"entry": "1"}, "“Báo cáo quý I” is stated by the year, or by months"),
            ("ty_le", {"entry": "1"}, "“Tỷ lệ nộp” is computed by a formula"),
        ):
            with self.subTest(code=code), self.assertRaisesRegex(ValidationError, message):
                self.state(code, **values)

    def test_a_month_that_is_not_asked_for_takes_no_number(self):
        for entry in ("1", "0", 2):
            with self.assertRaisesRegex(ValidationError, "“Báo cáo quý I” is not asked for in month 4, only in .* 1–3"):
                self.state("bao_cao", month_04=entry)
        self.state("bao_cao", month_04="")
        self.assertEqual(self.fact("bao_cao").total, "6")

    def test_an_unknown_fact_is_refused_by_its_code(self):
        with self.assertRaisesRegex(ValidationError, "no fact nothing_such"):
            self.evaluation._state_facts({"nothing_such": (1, "")})

    def test_a_formula_follows_its_facts_and_division_by_zero_is_a_message(self):
        fact = self.fact("ty_le")
        self.assertEqual(fact.total, "100")
        self.state("da_nop", entry="9,5")
        self.assertEqual(fact.total, "95")
        self.state("nop", entry="0")
        self.assertEqual((fact.total, fact.is_missing), ("", False), "its facts may be missing, it is not")
        self.assertEqual(fact.trouble, "The formula of “Tỷ lệ nộp” divides by zero, at position 17: “nop”.")
        self.assertTrue(self.row("M.2").working.startswith("No number yet: Tỷ lệ nộp"))
        self.check()

    def test_a_document_proves_a_fact_of_its_own_evaluation(self):
        document = self.make_paper(self.evaluation, fact_ids=[Command.link(self.fact("hop").id)])
        self.assertEqual(self.fact("hop").evidence_ids, document)
        self.assertNotIn("document_without_row", self.check().mapped("code"))
        other = self.make_consistent(self.criteria_set, department_id=self.other_unit.id)
        foreign = self.make_paper(other)
        with self.assertRaisesRegex(ValidationError, "another evaluation"):
            self.fact("hop").write({"evidence_ids": [Command.link(foreign.id)]})
        with self.assertRaisesRegex(ValidationError, "another evaluation"):
            foreign.write({"fact_ids": [Command.link(self.fact("hop").id)]})

    def test_facts_come_from_the_set_alone(self):
        with self.assertRaisesRegex(UserError, "they stay"):
            self.fact("hop").unlink()
        with self.assertRaises(AccessError):
            self.as_user("evaluator", self.fact("hop")).create(
                {"evaluation_id": self.evaluation.id, "indicator_id": self.fact("hop").indicator_id.id}
            )
        measure = self.as_user("evaluator", self.fact("hop").measure_ids)
        for attempt in (lambda: measure.write({"value": 9}), measure.unlink):
            with self.assertRaises(AccessError):
                attempt()
        with self.assertRaises(UserError):
            measure.sudo().write({"fact_id": self.fact("nop").id})

    def test_only_an_evaluator_of_the_unit_states_facts(self):
        foreign = self.make_consistent(self.criteria_set, department_id=self.other_unit.id)
        for role, fact in (
            *((role, self.fact("hop")) for role in ("reviewer", "approver", "manager", "auditor")),
            ("evaluator", self.fact("hop", foreign)),
        ):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_user(role, fact).write({"entry": "9"})

    def test_codes_months_and_formulas_that_cannot_be_read_are_refused(self):
        draft = self.make_facts_set("DRAFT", publish=False)
        for values, message in (
            ({"code": "a b"}, "a b cannot name a fact"),
            ({"code": "tỷ_lệ"}, "cannot name a fact"),
            ({"months": "0-3"}, "0-3 of Mới are no months"),
            ({"months": "5-3"}, "5-3 of Mới are no months"),
            ({"months": "quý I"}, "quý I of Mới are no months"),
            ({"formula": "hop +"}, "“Mới” cannot be read"),
            ({"formula": "__import__('os')"}, "“Mới” calls an unknown function .*sum.*, at position 1: “__import__”"),
            (
                {"formula": "sum(hop, 0,5)"},
                "“Mới” can be read in two ways, with “0; 5” or with “0,5”, at position 10: “0,5”",
            ),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                self.env["agency.evaluation.indicator"].create(
                    {"set_id": draft.id, "code": "moi", "name": "Mới", **values}
                )

    def test_the_fault_of_a_formula_is_on_its_fact_in_the_set(self):
        draft = self.make_facts_set("FAULTS", publish=False)
        facts = {fact.code: fact for fact in draft.indicator_ids}
        self.assertEqual((draft.has_formula_faults, facts["ty_le"].trouble), (False, False))
        for formula, trouble in (
            ("la + 1", "The formula of “Tỷ lệ nộp” names the unknown fact la, at position 1: “la”."),
            ("2 × ty_le", "The formula of “Tỷ lệ nộp” depends on itself: ty_le → ty_le, at position 5: “ty_le”."),
            ("hop / (nop - nop)", "The formula of “Tỷ lệ nộp” divides by zero, at position 7: “(nop - nop)”."),
        ):
            with self.subTest(formula=formula):
                facts["ty_le"].formula = formula
                self.assertEqual((draft.has_formula_faults, facts["ty_le"].trouble), (True, trouble))
                self.assertFalse(facts["hop"].trouble)
                with self.assertRaisesRegex(ValidationError, re.escape(trouble)), self.cr.savepoint():
                    draft.action_publish()
        with Form(facts["ty_le"], view=self.env["ir.ui.view"].create(INDICATOR_FORM)) as form:
            form.formula = "hop / nop"
            self.assertFalse(form.trouble, "at once, before it is saved")
        facts["hop"].code = "cuoc_hop"
        self.assertIn("unknown fact hop", facts["ty_le"].trouble)

    def test_what_cannot_be_a_formula_is_told_with_its_place(self):
        rate = self.fact("ty_le").indicator_id
        for formula, said in (
            ("hop hop", "cannot be read, at position 5: “hop”"),
            ("hop +", "cannot be read, for it breaks off, at position 5: “+”"),
            ("(hop", "has a bracket that is not closed, at position 1: “(”"),
            ("hop" * 200, "is longer than 500 characters, at position 501: “phop"),
            ("(" * 31 + "hop" + ")" * 31, "has brackets within more than 30 brackets, at position 31: “(”"),
            (
                "tong(hop)",
                "calls an unknown function (there are and, if, max, mean, min, not, or, percent, prev, round, sum)",
            ),
            ("sum()", "gives sum 0 values instead of 1 or more, at position 1: “sum()”"),
            ("2 + percent(hop)", "gives percent 1 values instead of 2, at position 5: “percent(hop)”"),
            ("round(1; 2; 3)", "gives round 3 values instead of 1–2, at position 1"),
            ("hop > 1", "has a comparison where a number is wanted, at position 1: “hop > 1”"),
            ("if(hop; 1; 2)", "has a number where a comparison is wanted, at position 4: “hop”"),
            (
                "round(hop; nop)",
                "rounds to something else than a whole number of decimals, 15 at most, at position 12: “nop”",
            ),
            ("prev(2)", "calls prev with something else than the code of one fact, at position 6: “2”"),
            ("7.219 + hop", "can be read in two ways, with “7,219” or with “7219”, at position 1: “7.219”"),
            ("1e300 * 1e300 + hop", "gives no usable number, at position 1: “1e300 * 1e300”"),
        ):
            with self.subTest(formula=formula):
                error = formulas.find_faults(["hop", "nop"], {"ty_le": formula})["ty_le"]
                message = rate._describe_formula_error(error)
                self.assertTrue(message.startswith(f"The formula of “Tỷ lệ nộp” {said}"), message)

    def test_of_a_long_circle_the_ends_are_named(self):
        chain = {f"f{place}": f"f{(place + 1) % 30}" for place in range(30)}
        error = formulas.find_faults([], chain)["f0"]
        self.assertIn(
            "depends on itself: f0 → f1 → f2 → f3 → f4 → … → f26 → f27 → f28 → f29 → f0, at position 1: “f1”.",
            self.fact("ty_le").indicator_id._describe_formula_error(error),
        )

    def test_rules_and_relations_read_facts_of_their_own_set(self):
        draft = self.make_facts_set("OWN", publish=False)
        foreign = self.criteria_set.indicator_ids[0]
        with self.assertRaisesRegex(ValidationError, "“Quy tắc M.1” reads a fact of another criteria set"):
            draft.criterion_ids.rule_ids[0].indicator_id = foreign
        for values in (
            {"whole_id": foreign.id},
            {"part_ids": [Command.link(foreign.id)]},
            {"part_ids": [Command.clear()]},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "“Họp” compares facts of"):
                draft.relation_ids[0].write(values)

    def test_a_fact_that_a_rule_reads_cannot_be_deleted(self):
        draft = self.make_facts_set("READ", publish=False)
        facts = {fact.code: fact for fact in draft.indicator_ids}
        with self.assertRaisesRegex(UserError, "“Cuộc họp” cannot be deleted: the points of M.1 follow"):
            facts["hop"].unlink()
        draft.relation_ids.unlink()
        facts["so_hop"].unlink()
        self.assertEqual(draft.criterion_ids.rule_ids.indicator_id, facts["hop"] + facts["ty_le"] + facts["bao_cao"])


@tagged("post_install", "-at_install")
class TestFacts2020(Sheet2020Case):
    def test_the_facts_of_the_report_are_there(self):
        self.assertEqual(len(self.evaluation.fact_ids), 60)
        totals = {fact.code: fact.total for fact in self.evaluation.fact_ids}
        expected = {
            "cb_tong": "14",
            "ct_thang": "11",
            "bc_tong": "118",
            "vb_bao_cao": "405",
            "vb_di": "7219",
            "vb_den": "12077",
            "don_tong": "202",
            "don_buu_dien_ty_le": "100",
            "don_giao_ty_le": "91,23",
            "duong_day_nong": "43",
            "nv_cham": "1",
        }
        self.assertEqual({code: totals[code] for code in expected}, expected)
        self.assertEqual(self.evaluation.missing_fact_count, 0)

    def test_what_is_no_count_is_not_added_up_over_the_quarters(self):
        indicators = self.evaluation.criteria_set_id.indicator_ids.filtered(lambda fact: not fact.formula)
        for unit, how in (("có = 1", "least"), ("%", "mean")):
            found = indicators.filtered(lambda fact, unit=unit: fact.unit == unit)
            self.assertEqual(set(found.mapped("aggregate")), {how}, unit)
        staff = indicators.filtered(lambda fact: fact.code.startswith(("cb_tong", "cb_cong", "cb_hop", "thanh_tra")))
        self.assertEqual((len(staff), set(staff.mapped("aggregate"))), (7, {"last"}))

    def test_every_fact_that_a_rule_needs_is_one_and_sources_are_named(self):
        criteria_set = self.evaluation.criteria_set_id
        rules = criteria_set.criterion_ids.rule_ids.filtered("effect")
        self.assertFalse(rules.indicator_id - criteria_set.indicator_ids)
        silent = [fact for fact in self.evaluation.fact_ids if "không nêu; số liệu suy" in (fact.note or "")]
        self.assertGreater(len(silent), 10)
