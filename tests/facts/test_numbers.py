import random
import re
from decimal import Decimal
from fractions import Fraction

from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from ..cases.facts_case import FactsCase

#: Facts beside those of :class:`FactsCase`.
BOUNDED = {
    "nhiem_vu": {"name": "Nhiệm vụ", "unit": "nhiệm vụ", "decimals": 0},
    "ty_le_dat": {"name": "Tỷ lệ đạt", "unit": "%", "decimals": 2, "most": "100"},
    "he_so": {"name": "Hệ số", "least": "", "decimals": 6},
    "kinh_phi": {"name": "Kinh phí", "unit": "đồng"},
    "con_lai": {"name": "Nhiệm vụ còn lại", "formula": "nhiem_vu - 3", "decimals": 0},
    "mot_nua": {"name": "Một nửa", "formula": "nhiem_vu / 2", "decimals": 0},
    "phan_tram": {"name": "Phần trăm", "unit": "%", "formula": "percent(kinh_phi; 200)", "decimals": 2, "most": "100"},
    "theo_sau": {"name": "Theo sau", "formula": "phan_tram + 1"},
    **{f"phan_{part:02d}": {"name": f"Phần {part}", "unit": "đồng"} for part in range(1, 13)},
}
PARTS = [code for code in BOUNDED if code.startswith("phan_") and code != "phan_tram"]


@tagged("post_install", "-at_install")
class TestNumbers(FactsCase):
    """Facts keep their numbers, and have none that they cannot have."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bounded_set = cls.make_facts_set("BOUNDED", publish=False, sections=("Kết quả",))
        cls.env["agency.evaluation.indicator"].create(
            [
                {"set_id": cls.bounded_set.id, "code": code, "sequence": sequence, "is_required": False, **values}
                for sequence, (code, values) in enumerate(BOUNDED.items(), 100)
            ]
        )
        facts = cls.indicators = {fact.code: fact for fact in cls.bounded_set.indicator_ids}
        cls.relation = cls.env["agency.evaluation.relation"].create(
            {
                "set_id": cls.bounded_set.id,
                "name": "Kinh phí",
                "whole_id": facts["kinh_phi"].id,
                "part_ids": [Command.set([facts[code].id for code in PARTS])],
            }
        )
        # Nothing depends on the shares that a text prints but the rule that reads them.
        rule = cls.bounded_set.criterion_ids.rule_ids.filtered(lambda rule: rule.indicator_id.code == "ty_le")
        rule.write({"indicator_id": facts["ty_le_dat"].id, "threshold": 90})
        cls.bounded_set.section_ids.body = "<p>Đạt {{ty_le_dat}}; kinh phí {{kinh_phi}} đồng.</p>"
        cls.bounded_set.action_publish()
        cls.bounded = cls.make_evaluation(cls.bounded_set)

    def state(self, code, entry):
        self.as_user("evaluator", self.fact(code, self.bounded)).write({"entry": entry})

    @mute_logger("odoo.sql_db")
    def assert_out_of_bounds(self, record, field, value):
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            record._write_through({field: value})
            record.flush_recordset()

    def printed(self):
        """Return what the report says, filled in anew."""
        section = self.as_user("evaluator", self.bounded.section_ids)
        section.action_fill()
        self.env.invalidate_all()
        return re.sub(r"<[^>]+>", "", self.bounded.section_ids._printed_body())

    def outdated(self):
        """Return the names of the numbers that the report says otherwise than their facts."""
        found = self.bounded.section_ids._outdated(self.bounded._report_values(self.bounded.section_ids))
        return [difference.name for difference in found.texts]

    def column(self, code):
        """Return what the database holds, as it writes it."""
        measure = self.fact(code, self.bounded).measure_ids
        measure.flush_recordset()
        self.env.cr.execute("SELECT value::text FROM agency_evaluation_measure WHERE id = %s", [measure.id])
        return self.env.cr.fetchone()[0]

    def test_amounts_and_ratios_are_kept_to_the_last_digit(self):
        for entry, column in (
            ("123456789012", "123456789012"),
            ("999999999999999", "999999999999999"),
            ("123456789,123456", "123456789.123456"),
            ("0,000001", "0.000001"),
            ("1 234 567,25", "1234567.25"),
            (123456789012.25, "123456789012.25"),
            (0.1 + 0.2, "0.3"),
        ):
            with self.subTest(entry=entry):
                self.state("kinh_phi", entry)
                self.assertEqual(Decimal(self.column("kinh_phi")), Decimal(column))
                self.bounded.invalidate_recordset()
                fact = self.fact("kinh_phi", self.bounded)
                self.assertEqual((fact.entry, fact.total), (column.replace(".", ","),) * 2)
                self.assertEqual(fact._scoring_fact().total, Fraction(column))

    def test_the_noise_of_what_an_earlier_version_stored_is_not_read(self):
        self.state("kinh_phi", "1")
        measure = self.fact("kinh_phi", self.bounded).measure_ids
        measure.flush_recordset()
        noisy = "UPDATE agency_evaluation_measure SET value = 123456789012.000198 WHERE id = %s"
        self.env.cr.execute(noisy, [measure.id])
        self.env.invalidate_all()
        self.assertEqual(self.fact("kinh_phi", self.bounded).total, "123456789012")
        self.assertIn("kinh phí 123.456.789.012 đồng", self.printed())

    def test_an_upgrade_cleans_what_is_not_approved(self):
        noisy = {"kinh_phi": "123456789012.000198", "phan_01": "0.1", "phan_02": "7219", "phan_03": "-0.000001"}
        for code in noisy:
            self.state(code, "1")
        measures = {code: self.fact(code, self.bounded).measure_ids for code in noisy}
        other = self.make_consistent(self.criteria_set, department_id=self.other_unit.id)
        sealed = self.fact("hop", other).measure_ids
        self.env.flush_all()
        update = "UPDATE agency_evaluation_measure SET value = %s WHERE id = %s"
        for code, measure in measures.items():
            self.env.cr.execute(update, [noisy[code], measure.id])
        self.env.cr.execute(update, ["123456789012.000198", sealed.id])
        self.env.cr.execute("UPDATE agency_evaluation SET state = 'approved' WHERE id = %s", [other.id])
        self.env.invalidate_all()
        load_script(file_path("agency_evaluation/migrations/19.0.1.2.0/post-numbers.py"), "numbers").migrate(
            self.env.cr, "19.0.1.1.0"
        )
        self.assertEqual(
            {code: Decimal(self.column(code)) for code in noisy},
            {code: Decimal(number) for code, number in {**noisy, "kinh_phi": "123456789012"}.items()},
        )
        self.env.cr.execute("SELECT value::text FROM agency_evaluation_measure WHERE id = %s", [sealed.id])
        self.assertEqual(self.env.cr.fetchone()[0], "123456789012.000198", "a sealed value is never rewritten")
        self.assertEqual(self.fact("hop", other).total, "123456789012", "but read as what was stated")

    def test_twelve_amounts_never_contradict_their_sum(self):
        chance = random.Random(10)
        for _time in range(12):
            decimals = chance.randint(0, 6)
            units = [chance.randrange(10 ** chance.randint(9, 13)) for _part in PARTS]
            for code, unit in zip(PARTS, units, strict=True):
                self.state(code, str(Decimal(unit).scaleb(-decimals)).replace(".", ","))
            whole = Decimal(sum(units)).scaleb(-decimals)
            self.state("kinh_phi", f"{whole:f}".replace(".", ","))
            self.assertNotIn("parts_differ_from_whole", self.check(self.bounded).mapped("code"), (units, decimals))
        self.state("kinh_phi", f"{whole + Decimal(1).scaleb(-decimals):f}".replace(".", ","))
        self.assertIn("parts_differ_from_whole", self.check(self.bounded).mapped("code"))

    def test_a_relation_says_by_how_much_its_sides_may_differ(self):
        for tolerance, whole, message in (
            (0.0, "1200,000001", "“Kinh phí” is 1200,000001, but its parts come to 1200: "),
            (0.5, "1207", "They may differ by 0,5 %."),
            (0.5, "1205", None),
            (0.5, "1195", None),
            (0.5, "1194", "They may differ by 0,5 %."),
        ):
            with self.subTest(tolerance=tolerance, whole=whole):
                self.relation._write_through({"tolerance": tolerance})
                for code in PARTS:
                    self.state(code, 100)
                self.state("kinh_phi", whole)
                found = self.check(self.bounded).filtered(lambda finding: finding.code == "parts_differ_from_whole")
                self.assertEqual(bool(found), message is not None)
                self.assertIn(message or "", found.message or "")
        self.assert_out_of_bounds(self.relation, "tolerance", -1)

    def test_what_a_fact_cannot_be_is_refused_with_what_it_can_be(self):
        for code, entries, message in (
            ("nhiem_vu", ("-3", "−3", -3, -3.0), "“Nhiệm vụ”: .3 is not possible, only a whole number, 0 or more."),
            ("nhiem_vu", ("0,5", "0.5", 0.5), "“Nhiệm vụ”: 0.5 is not possible, only a whole number, 0 or more."),
            (
                "ty_le_dat",
                ("105", 105, "100,01"),
                "“Tỷ lệ đạt”: 10.* is not possible, only a number from 0 to 100 with 2 decimals at most.",
            ),
            ("ty_le_dat", ("91,228", 91.228), "“Tỷ lệ đạt”: 91,228 is not possible"),
            ("he_so", ("0,1234567", 1 / 3), "“Hệ số”: 0,.* has more than 6 decimals."),
            ("he_so", ("1234567890123456", "1234567890,123456", 10**15), "“Hệ số”: 1.* has more than 15 digits."),
            ("kinh_phi", ("7.219",), "“Kinh phí”: 7.219 can be read in two ways, 7,219 or 7219."),
        ):
            for entry in entries:
                with self.subTest(code=code, entry=entry):
                    with self.assertRaisesRegex(ValidationError, message):
                        self.state(code, entry)
                    self.assertFalse(self.fact(code, self.bounded).measure_ids)
        for code, entry in (("nhiem_vu", "0"), ("ty_le_dat", "100"), ("ty_le_dat", "0,25"), ("he_so", "-0,123456")):
            self.state(code, entry)
            self.assertEqual(self.fact(code, self.bounded).entry, entry)

    def test_the_import_of_numbers_refuses_them_as_well(self):
        facts = self.env["agency.evaluation.fact"].with_user(self.users["evaluator"])
        facts = facts.with_context(default_evaluation_id=self.bounded.id, lang="en_US")
        for number, message in (("-3", "only a whole number"), ("0.5", "only a whole number"), ("7.219", "two ways")):
            result = facts.load(["fact_code", "entry"], [["nhiem_vu", number]])
            self.assertFalse(result["ids"])
            self.assertIn(message, result["messages"][0]["message"])

    def test_a_formula_that_comes_to_what_a_fact_cannot_be_has_no_number(self):
        for code, entry, fact, total, trouble in (
            ("nhiem_vu", 2, "con_lai", "", "The formula of “Nhiệm vụ còn lại” gives -1, less than 0, the least"),
            ("nhiem_vu", 5, "con_lai", "2", False),
            ("nhiem_vu", 5, "mot_nua", "", "The formula of “Một nửa” gives 2,5, which is no whole number."),
            ("nhiem_vu", 4, "mot_nua", "2", False),
            ("kinh_phi", "200,000001", "phan_tram", "", "gives 100,000001, more than 100, the most that is possible."),
            ("kinh_phi", 200, "phan_tram", "100", False),
            ("kinh_phi", 201, "theo_sau", "", "The formula of “Phần trăm” gives 100,5"),
        ):
            with self.subTest(fact=fact, entry=entry):
                self.state(code, entry)
                found = self.fact(fact, self.bounded)
                self.assertEqual(found.total, total)
                self.assertIn(trouble or "", found.trouble or "")
                self.assertEqual(bool(found.trouble), bool(trouble))
        self.state("kinh_phi", 201)
        messages = self.check(self.bounded).filtered(lambda one: one.code == "formula_without_value").mapped("message")
        self.assertIn("The formula of “Phần trăm” gives 100,5, more than 100, the most that is possible.", messages)

    def test_no_number_on_paper_is_on_the_other_side_of_a_threshold(self):
        for entry, printed, points in (
            ("89,95", "89,95%", 0.0),
            ("89,94", "89,9%", 0.0),
            ("99,95", "99,95%", 1.0),
            ("90", "90%", 1.0),
            ("90,04", "90,04%", 1.0),
            ("91,23", "91,2%", 1.0),
        ):
            with self.subTest(entry=entry):
                self.state("ty_le_dat", entry)
                self.assertIn(f"Đạt {printed};", self.printed())
                self.assertEqual(self.row("M.2", self.bounded).suggested_points, points)

    def test_what_was_printed_before_is_not_taken_for_typed(self):
        self.state("ty_le_dat", "91,23")
        self.printed()
        section = self.bounded.section_ids
        self.assertIn("91,2%", section.body)
        as_before = str(section.body).replace("91,2%", "91,2\N{NO-BREAK SPACE}%")
        self.as_user("evaluator", section).write({"body": as_before})
        self.assertIn("91,2&nbsp;%", section.body)
        self.assertNotIn("ty_le_dat", self.outdated())
        self.as_user("evaluator", section).write({"body": as_before.replace("91,2", "91,3")})
        self.assertIn("ty_le_dat", self.outdated())

    def test_a_set_says_what_its_facts_may_be(self):
        draft = self.make_facts_set("DRAFT", publish=False)
        values = {"set_id": draft.id, "code": "nhiem_vu", "name": "Nhiệm vụ", "decimals": 0}
        fact = self.env["agency.evaluation.indicator"].create(values)
        self.assertEqual((fact.least, fact.most), ("0", False))
        for values, message in (
            ({"least": "5", "most": "4,5", "decimals": 1}, "The least of “Nhiệm vụ”, 5, is more than the most, 4,5."),
            ({"least": "ba"}, "“Nhiệm vụ”: ba is not a number"),
            ({"most": "7.219"}, "“Nhiệm vụ”: 7.219 can be read in two ways, 7,219 or 7219"),
            ({"most": "0,5"}, "“Nhiệm vụ” cannot reach 0,5: it has 0 decimals."),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, message),
                self.env.cr.savepoint(),
            ):
                fact.write(values)
        for decimals in (-1, 7):
            self.assert_out_of_bounds(fact, "decimals", decimals)
        fact.write({"least": "-1 234,5", "most": "", "decimals": 1})
        self.assertEqual(fact._bounds().least, Decimal("-1234.5"))
        self.assertIsNone(fact._bounds().most)
