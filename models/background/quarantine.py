from odoo import models


class QuarantineTasks(models.Model):
    """What is taken out of the evaluations of an agency stays in no file that a background task has made of them."""

    _inherit = "agency.evaluation.quarantine"

    def _take_out(self):
        parts = self.env["agency.evaluation.task.part"].search(
            [("has_file", "=", True), ("evaluation_id.company_id", "=", self.company_id.id)]
        )
        parts._remove_files()
        return super()._take_out()
