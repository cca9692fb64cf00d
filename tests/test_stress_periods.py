"""Evaluations of overlapping periods that many make at once."""

import psycopg2

from odoo import api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tools import mute_logger

from .cases.mass import mass
from .cases.stress_case import DONE, REFUSED, Child, StressCase


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestStressPeriods(StressCase):
    prefix = "periods"

    @mute_logger("odoo.sql_db")  # serialization failures are what is expected
    def test_many_take_one_period_at_once(self):
        """Rounds of 8 processes that make, move or reopen evaluations of overlapping periods: one of them does."""
        for _round in range(mass(3, 10)):
            type(self).year += 1
            year = self.year

            def make(env, month=1, year=year):
                return env["agency.evaluation"].create(
                    {
                        "criteria_set_id": self.criteria_set,
                        "department_id": self.unit,
                        "date_from": f"{year}-{month:02d}-01",
                        "date_to": f"{year}-{month + 2:02d}-28",
                    }
                )

            moved = self.in_transaction(lambda env, make=make: make(env, 9).id)
            cancelled = self.in_transaction(lambda env, make=make: make(env, 3).id)
            self.in_transaction(
                lambda env, id_=cancelled: env["agency.evaluation"].browse(id_).action_cancel("Nhầm kỳ"), "manager"
            )

            def move(env, id_=moved, year=year):
                values = {"date_from": f"{year}-02-01", "date_to": f"{year}-04-30"}
                env["agency.evaluation"].browse(id_).write(values)

            def reopen(env, id_=cancelled):
                env["agency.evaluation"].browse(id_).action_draft()

            works = [(make, "evaluator")] * 6 + [(move, "evaluator"), (reopen, "manager")]
            self.random.shuffle(works)
            children = [Child(self.database, work, self.users[user]) for work, user in works]
            self.assertEqual(sorted(child.result() for child in children), [DONE] + [REFUSED] * 7)

            def look(env, year=year):
                domain = [
                    ("department_id", "=", self.unit),
                    ("year", "=", year),
                    ("state", "!=", "cancelled"),
                    ("date_from", "<", f"{year}-06-01"),
                ]
                self.assertEqual(env["agency.evaluation"].search_count(domain), 1)

            self.in_transaction(look, user=None)

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_who_made_one_meanwhile_is_seen_although_the_other_had_looked_before(self):
        """Both look, one makes the quarter and commits, the other makes the overlapping one: it starts again."""
        type(self).year += 1
        values = {"criteria_set_id": self.criteria_set, "department_id": self.unit, "date_from": f"{self.year}-01-01"}
        with Registry(self.database).cursor() as early, Registry(self.database).cursor() as late:
            for cr in (early, late):
                cr.execute("SELECT count(*) FROM agency_evaluation")
            first, second = (api.Environment(cr, self.users["evaluator"], {}) for cr in (early, late))
            first["agency.evaluation"].create({**values, "date_to": f"{self.year}-03-31"})
            early.commit()
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                second["agency.evaluation"].create({**values, "date_to": f"{self.year}-04-15"})
            late.rollback()
            second.invalidate_all()
            with self.assertRaises(UserError):
                second["agency.evaluation"].create({**values, "date_to": f"{self.year}-04-15"})
