from datetime import date

import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..cases.common import EvaluationCase

Q1, Q2, Q3, Q4 = (
    {"date_from": date(2020, month, 1), "date_to": date(2020, month + 2, day)}
    for month, day in ((1, 31), (4, 30), (7, 30), (10, 31))
)
HALF = {"date_from": date(2020, 1, 1), "date_to": date(2020, 6, 30)}
MARCH = {"date_from": date(2020, 3, 1), "date_to": date(2020, 3, 31)}


@tagged("post_install", "-at_install")
class TestPeriods(EvaluationCase):
    """Which periods a unit may be evaluated for on one set, how they are completed, and what they are called."""

    def make(self, **values):
        return self.make_evaluation(**values)

    def period(self, evaluation):
        return evaluation.year, evaluation.date_from, evaluation.date_to

    def assert_refused(self, message, **values):
        with self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
            self.make(**values)

    def test_a_unit_has_quarters_and_months_beside_the_year(self):
        made = [self.make(**values) for values in (Q1, Q2, Q3, Q4, HALF, MARCH)]
        self.assertEqual(
            [evaluation.period_kind for evaluation in (self.evaluation, *made)],
            ["year", "quarter", "quarter", "quarter", "quarter", "half", "month"],
        )
        self.assertEqual(len({evaluation.name for evaluation in made}), 6)

    def test_periods_that_overlap_are_refused_with_the_other_one_and_both_periods(self):
        self.assert_refused(
            f"Sở Thử nghiệm has the evaluation {self.evaluation.name} for year 2020 on this criteria set. "
            "One for year 2020 cannot stand beside it"
        )
        for values in (
            {"date_to": date(2020, 12, 30)},
            {"date_from": date(2019, 12, 1), "date_to": date(2020, 11, 30)},
            {"date_from": date(2020, 4, 1), "date_to": date(2020, 12, 31)},
        ):
            self.assert_refused(f"{self.evaluation.name} for year 2020", **values)
        quarter = self.make(**Q1)
        self.assert_refused(
            f"{quarter.name} for quarter I of 2020 .* One for 01/02/2020 to 30/4/2020 cannot",
            date_from=date(2020, 2, 1),
            date_to=date(2020, 4, 30),
        )
        self.assert_refused("for quarter I of 2020", **Q1)
        self.assert_refused("No day of the period", date_from=date(2021, 1, 1), date_to=date(2021, 3, 31), year=2020)

    def test_other_units_and_other_sets_have_periods_of_their_own(self):
        self.assertTrue(self.make(department_id=self.other_unit.id, **Q1))
        other = self.make_criteria_set("OTHER", [("I", None, "I", 1.0)])
        self.assertEqual(self.make_evaluation(other).date_to, date(2020, 12, 31))

    def test_two_of_one_batch_see_each_other(self):
        values = {"criteria_set_id": self.criteria_set.id, "department_id": self.other_unit.id}
        with self.assertRaisesRegex(
            ValidationError, "evaluations for quarter I of 2020 and for 01/3/2020 to 31/5/2020"
        ):
            self.env["agency.evaluation"].create(
                [{**values, **Q1}, {**values, "date_from": "2020-03-01", "date_to": "2020-05-31"}]
            )

    def test_a_cancelled_one_does_not_stand_in_the_way_and_does_not_come_back_either(self):
        manager = self.as_user("manager")
        manager.action_cancel("Nhầm kỳ")
        again = self.make()
        with self.assertRaisesRegex(UserError, f"{again.name} for year 2020"):
            manager.action_draft()
        self.assertEqual(self.evaluation.state, "cancelled")
        again.with_user(self.users["manager"]).action_cancel("Nhầm kỳ")
        manager.action_draft()
        self.assertEqual(self.evaluation.state, "draft")

    def test_a_draft_does_not_move_onto_another_one(self):
        quarter, second = self.make(**Q1), self.make(**Q2)
        mover = second.with_user(self.users["evaluator"])
        with self.assertRaisesRegex(ValidationError, f"{quarter.name} for quarter I of 2020"):
            mover.write({"date_from": date(2020, 3, 1)})
        mover.write({"date_from": date(2020, 5, 1)})
        self.assertEqual(self.period(second), (2020, date(2020, 5, 1), date(2020, 6, 30)))
        mover.write({"date_from": date(2020, 4, 1)})
        for values, message in (
            ({"date_to": date(2020, 3, 1)}, "from 01/4/2020 to 01/3/2020 ends before it begins"),
            ({"date_to": date(2021, 4, 2)}, "has 367 days; it has 366 at most"),
            ({"date_from": date(2021, 1, 1), "date_to": date(2021, 2, 1)}, "No day of .* is in 2020"),
            ({"date_to": False}, "a first and a last day"),
        ):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, message):
                mover.write(values)
        self.assertEqual(self.period(second), (2020, date(2020, 4, 1), date(2020, 6, 30)))

    def test_drafts_that_are_moved_together_see_each_other(self):
        both = self.make(**Q1) + self.make(**Q2)
        with self.assertRaisesRegex(ValidationError, "quarter III of 2020 and for quarter III of 2020"):
            both.write(Q3)

    def test_whoever_may_not_see_the_other_one_is_not_told_its_name(self):
        other = self.make(department_id=self.other_unit.id)
        values = {"criteria_set_id": self.criteria_set.id, "department_id": self.other_unit.id}
        with self.assertRaises(ValidationError) as caught:
            self.env["agency.evaluation"].with_user(self.users["evaluator"]).create(values)
        self.assertNotIn(other.name, str(caught.exception))
        self.assertIn("of somebody else", str(caught.exception))

    @mute_logger("odoo.sql_db")
    def test_the_database_holds_that_no_period_is_there_twice(self):
        second = self.make(**Q1)
        with self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            self.env.cr.execute(
                "UPDATE agency_evaluation SET date_from = %s, date_to = %s WHERE id = %s",
                [*self.evaluation._period(), second.id],
            )
        self.env.cr.execute("SELECT indexname FROM pg_indexes WHERE tablename = 'agency_evaluation'")
        names = {name for (name,) in self.env.cr.fetchall()}
        self.assertIn("agency_evaluation_period_unique", names)
        self.assertNotIn("agency_evaluation_unit_year_unique", names)

    def test_what_is_not_said_of_a_period_is_completed(self):
        unit = self.other_unit.id
        for values, expected in (
            ({}, (2020, date(2020, 1, 1), date(2020, 12, 31))),
            ({"date_from": "2020-04-01"}, (2020, date(2020, 4, 1), date(2020, 12, 31))),
            ({"date_from": "2019-12-01"}, (2020, date(2019, 12, 1), date(2020, 11, 30))),
            ({"date_to": "2020-11-30"}, (2020, date(2020, 1, 1), date(2020, 11, 30))),
            ({"date_from": False, "date_to": "2020-11-30"}, (2020, date(2020, 1, 1), date(2020, 11, 30))),
            ({"date_from": False, "date_to": False, "year": 0}, (2020, date(2020, 1, 1), date(2020, 12, 31))),
            ({"year": 2022}, (2022, date(2022, 1, 1), date(2022, 12, 31))),
            ({"date_from": "2021-04-01"}, (2021, date(2021, 4, 1), date(2021, 12, 31))),
            ({"date_from": "2021-01-01", "date_to": "2021-03-31"}, (2021, date(2021, 1, 1), date(2021, 3, 31))),
            ({"year": 2021, "date_from": "2020-07-01"}, (2021, date(2020, 7, 1), date(2021, 6, 30))),
        ):
            with self.subTest(values):
                evaluation = self.make(department_id=unit, **values)
                self.assertEqual(self.period(evaluation), expected)
                evaluation.unlink()

    def test_what_is_wrong_with_a_period_is_said_before_the_database_says_it(self):
        unit = self.other_unit.id
        for values, message in (
            ({"year": 2020, "date_from": "2021-04-01"}, "No day of the period from 01/4/2021 to 31/12/2021 is in 2020"),
            ({"date_from": "2020-06-01", "date_to": "2020-05-01"}, "from 01/6/2020 to 01/5/2020 ends before it begins"),
            ({"date_from": "2020-01-01", "date_to": "2021-01-01"}, "has 367 days"),
            ({"year": -1}, "-1 is no year of an evaluation"),
            ({"year": 1}, "1 is no year of an evaluation"),
            ({"year": 9999}, "9999 is no year of an evaluation"),
            ({"year": 99999}, "99999 is no year of an evaluation"),
            ({"date_from": "0001-01-01"}, "1 is no year of an evaluation"),
            ({"date_from": "9999-12-01"}, "9999 is no year of an evaluation"),
            ({"year": 2021, "date_to": "9999-12-31"}, "9999 is no year of an evaluation"),
        ):
            with self.subTest(values):
                self.assert_refused(message, department_id=unit, **values)

    def test_imports_complete_periods(self):
        rows = [
            ["TEST", "Sở Khác", "", "2020-04-01", ""],
            ["TEST", "Sở Khác", "", "", ""],
            ["TEST", "Sở Khác", "", "2019-01-01", "2019-03-31"],
        ]
        names = ["criteria_set_id", "department_id", "year", "date_from", "date_to"]
        rows = [[self.criteria_set.name, *row[1:]] for row in rows]
        found = self.env["agency.evaluation"].load(names, rows[:1] + rows[2:])
        self.assertEqual(found["messages"], [])
        made = self.env["agency.evaluation"].browse(found["ids"])
        self.assertEqual(
            [self.period(evaluation) for evaluation in made],
            [
                (2020, date(2020, 4, 1), date(2020, 12, 31)),
                (2019, date(2019, 1, 1), date(2019, 3, 31)),
            ],
        )
        refused = self.env["agency.evaluation"].load(names, rows[1:2])
        self.assertFalse(refused["ids"])
        self.assertIn(f"{made[0].name} for 01/4/2020 to 31/12/2020", refused["messages"][0]["message"])

    def test_the_form_completes_and_moves_periods(self):
        form = Form(self.env["agency.evaluation"].with_user(self.users["evaluator"]))
        form.criteria_set_id = self.criteria_set
        form.date_from = date(2020, 4, 1)
        self.assertEqual((form.date_to, form.period_name), (date(2020, 12, 31), "01/4/2020 to 31/12/2020"))
        form.date_to = False
        self.assertEqual(form.date_to, date(2020, 12, 31))
        form.date_to = date(2020, 6, 30)
        self.assertEqual(form.period_name, "Quarter II of 2020")
        form.year = 2021
        self.assertEqual((form.date_from, form.date_to), (date(2021, 4, 1), date(2021, 6, 30)))
        form.year = 99999
        self.assertEqual((form.date_from, form.period_name), (date(2021, 4, 1), ""))
        form.year = 2021
        form.date_from = date(2019, 10, 1)
        form.date_to = date(2019, 12, 31)
        self.assertEqual((form.year, form.period_name), (2019, "Quarter IV of 2019"))
        form.criteria_set_id = self.env.ref("agency_evaluation.criteria_set_2020")
        self.assertEqual((form.year, form.date_from), (2020, date(2020, 10, 1)))
        form.date_to = date(2020, 12, 10)
        evaluation = form.save()
        self.assertEqual(self.period(evaluation), (2020, date(2020, 10, 1), date(2020, 12, 10)))
        with Form(evaluation) as form:
            form.date_from = False
            self.assertEqual(form.date_from, date(2020, 1, 1))
        self.assertEqual(self.period(evaluation), (2020, date(2020, 1, 1), date(2020, 12, 10)))

    def test_what_an_evaluation_is_called_says_its_period(self):
        self.assertEqual(self.evaluation.display_name, f"{self.evaluation.name} · Sở Thử nghiệm 2020")
        quarter = self.make(**Q2)
        self.assertEqual(quarter.display_name, f"{quarter.name} · quarter II of 2020 · Sở Thử nghiệm")
        for values, name, label in (
            ({}, "Year 2020", "Năm 2020"),
            (Q2, "Quarter II of 2020", "Quý II năm 2020"),
            (HALF, "First half of 2020", "6 tháng đầu năm 2020"),
            (
                {"date_from": "2020-07-01", "date_to": "2020-12-31"},
                "Second half of 2020",
                "6 tháng cuối năm 2020",
            ),
            (
                {"date_from": "2020-01-01", "date_to": "2020-09-30"},
                "First nine months of 2020",
                "9 tháng đầu năm 2020",
            ),
            (MARCH, "Month 3 of 2020", "Tháng 3 năm 2020"),
            (
                {"date_from": "2020-04-01", "date_to": "2020-12-31"},
                "01/4/2020 to 31/12/2020",
                "Từ ngày 01/4/2020 đến ngày 31/12/2020",
            ),
        ):
            with self.subTest(name):
                evaluation = self.make(department_id=self.other_unit.id, **values)
                self.assertEqual(evaluation.period_name, name)
                in_vietnamese = evaluation.with_context(lang="vi_VN")
                self.assertEqual(in_vietnamese.period_name, label)
                self.assertEqual(in_vietnamese.period_name.lower(), evaluation._named_period().text.lower())
                evaluation.unlink()

    def test_the_latest_periods_come_first_and_are_found_by_their_kind(self):
        quarters = self.make(**Q1) + self.make(**Q3)
        domain = [("criteria_set_id", "=", self.criteria_set.id)]
        evaluations = self.env["agency.evaluation"]
        in_order = self.evaluation + quarters[1] + quarters[0]
        self.assertEqual(evaluations.search(domain).ids, in_order.ids)
        self.assertEqual(evaluations.search([*domain, ("period_kind", "=", "quarter")]).ids, in_order[1:].ids)
