"""Two who save the same row or fact at once."""

import psycopg2

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.editing.conflict import ChangedMeanwhile
from ..models.editing.seen import KEY
from .cases.stress_case import REFUSED, Child, StressCase


@tagged("-standard", "-at_install", "post_install", "agency_evaluation_stress")
class TestStressEditing(StressCase):
    prefix = "editing"

    def save_row(self, env, evaluation_id, points, seen):
        """Save the points of a row as a form does that had loaded `seen`."""
        line = env["agency.evaluation"].browse(evaluation_id).line_ids.filtered(lambda line: not line.is_heading)[0]
        plain = {"values": {line._name: {str(line.id): {"self_points": seen, "status": "scored"}}}}
        line.with_context(**{KEY: plain}).web_save({"self_points": points, "status": "scored"}, {})
        env.flush_all()  # as a request does at its end

    def save_fact(self, env, evaluation_id, entry):
        """State a fact for the first time, as a form does that had loaded it blank."""
        fact = env["agency.evaluation"].browse(evaluation_id).fact_ids[0]
        fact.with_context(**{KEY: {"values": {fact._name: {str(fact.id): {"entry": ""}}}}}).web_save(
            {"entry": entry}, {}
        )
        env.flush_all()

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_who_saves_second_sees_what_the_first_saved_although_he_had_looked_before(self):
        """Both look, one saves and commits, the other saves: he starts again, and is told."""
        evaluation_id = self.make_answered(fact=False)
        saves = [
            (
                lambda env: self.save_row(env, evaluation_id, 0.75, 0.5),
                lambda env: self.save_row(env, evaluation_id, 0.25, 0.5),
            ),
            (lambda env: self.save_fact(env, evaluation_id, "7"), lambda env: self.save_fact(env, evaluation_id, "8")),
        ]
        for save_first, save_second in saves:
            with Registry(self.database).cursor() as early, Registry(self.database).cursor() as late:
                for cr in (early, late):
                    cr.execute("SELECT count(*) FROM agency_evaluation")
                first, second = (api.Environment(cr, self.users["evaluator"], {}) for cr in (early, late))
                save_first(first)
                early.commit()
                with self.assertRaises(psycopg2.errors.SerializationFailure):
                    save_second(second)
                late.rollback()
                second.invalidate_all()
                with self.assertRaises(ChangedMeanwhile) as caught:
                    save_second(second)
                self.assertEqual(len(caught.exception.context["conflicts"]), 1)

    @mute_logger("odoo.sql_db")  # a serialization failure is what is expected
    def test_who_waits_for_another_save_is_told_what_it_brought(self):
        """One saves without committing yet, the other waits in a process of its own: he does not overwrite it."""
        evaluation_id = self.make_answered()
        with Registry(self.database).cursor() as early:
            self.save_row(api.Environment(early, self.users["evaluator"], {}), evaluation_id, 0.75, 0.5)
            child = Child(
                self.database, lambda env: self.save_row(env, evaluation_id, 0.25, 0.5), self.users["evaluator"]
            )
            self.wait_for_lock_of(child)
            early.commit()
        self.assertEqual(child.result(), REFUSED)
        row = self.in_transaction(
            lambda env: (
                env["agency.evaluation"]
                .browse(evaluation_id)
                .line_ids.filtered(lambda line: not line.is_heading)[0]
                .self_points
            )
        )
        self.assertEqual(row, 0.75)
