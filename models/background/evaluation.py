from odoo import models
from odoo.exceptions import UserError


class EvaluationTasks(models.Model):
    """What users ask for of many evaluations at once."""

    _inherit = "agency.evaluation"

    def action_print_in_background(self, report_name=None):
        """Have a paper of each of these evaluations printed in the background; return what shows how far it is.

        :param report_name: the report that prints it, such as `agency_evaluation.report_score_sheet`
        :raises AccessError: if the user may not read one of them
        :raises UserError: if it is no official paper, or there are no evaluations
        """
        # sudo: ir.actions.report - which papers there are is no secret
        reports = self.env["ir.actions.report"].sudo().search([("model", "=", self._name)])
        # Compared here and not in the database, which takes no text for it that is none.
        report = reports.filtered(lambda report: report.is_official_paper and report.report_name == report_name)[:1]
        if not report:
            raise UserError(self.env._("This is no official paper of evaluations."))
        named = report.with_context(lang=self.env.lang).name
        return self._ask_for_files("print", named, {"report_name": report.report_name})

    def _dossiers_in_background(self):
        """Have the evidence dossier of each of these evaluations made in the background."""
        return self._ask_for_files("dossier", self.env._("Evidence dossiers"))

    def _ask_for_files(self, kind, named, details=None):
        if not self:
            raise UserError(self.env._("Choose evaluations first."))
        self.check_access("read")
        name = self.env._("%(what)s of %(count)s evaluations", what=named, count=len(self))
        return self.env["agency.evaluation.task"]._ask(name, kind, self.ids, details)
