from contextlib import contextmanager
from unittest.mock import patch

from .seal_case import SealCase

TASK = "agency.evaluation.task"
SHEET = "agency_evaluation.report_score_sheet"


class BackgroundCase(SealCase):
    """Tasks that users ask for, and the scheduled action that works them off."""

    def make_many(self, count):
        """Make evaluations of the unit."""
        self.years = getattr(self, "years", 2030) + count
        values = [{"year": self.years - number} for number in range(count)]
        return self.env["agency.evaluation"].union(
            *(self.make_evaluation(self.criteria_set, **vals) for vals in values)
        )

    def print_as(self, role, evaluations):
        action = self.as_user(role, evaluations).action_print_in_background(SHEET)
        return self.env[TASK].browse(action["res_id"])

    def dossiers_as(self, role, evaluations):
        return self.env[TASK].browse(self.as_user(role, evaluations)._dossiers_in_background()["res_id"])

    def work_off(self):
        """Let the scheduled action do what is left."""
        with self.in_test_mode():
            self.env.ref("agency_evaluation.ir_cron_background").method_direct_trigger()
        self.env.invalidate_all()

    def in_test_mode(self):
        return self.enter_registry_test_mode()

    def told(self, task):
        return self.env["mail.message"].search([("model", "=", TASK), ("res_id", "=", task.id)])

    @contextmanager
    def made_files(self):
        """Count the files that are made."""
        counted, model = [], self.env.registry[TASK]
        make = model._make_file

        def count(task, evaluation):
            counted.append(evaluation.id)
            return make(task, evaluation)

        with patch.object(model, "_make_file", count):
            yield counted

    @contextmanager
    def heard(self):
        """Collect what browsers of users are told of work."""
        notes = []
        users = self.env.registry["res.users"]
        send = users._bus_send

        def note(user, kind, message, /, **options):
            if kind == "agency_evaluation/work":
                notes.append(message)
            return send(user, kind, message, **options)

        with patch.object(users, "_bus_send", note):
            yield notes
