from odoo import models

from ..scoring import plain_data
from . import paper

#: The collectors of what is sealed, in the order in which they stand in the seal.
_SEALED = (
    "report.agency_evaluation.report_score_sheet",
    "report.agency_evaluation.report_annual_report",
    "report.agency_evaluation.report_findings",
    "report.agency_evaluation.report_exchange",
    "agency.evaluation.dossier.report",
)


class Evaluation(models.Model):
    """What the models ask of the papers: what each one prints when it is sealed, and its PDF when it is kept."""

    _inherit = "agency.evaluation"

    def _describe_papers(self):
        """Return what each paper prints by the records of now, as plain data by its name."""
        self.ensure_one()
        # sudo: every model - what papers print does not depend on who approves, nor on the language or other context
        evaluation = paper.in_vietnamese(self.with_env(self.env(su=True, context={})))
        collectors = [evaluation.env[name] for name in _SEALED]
        return {each._sealed_as: plain_data.dump(each._describe(evaluation)) for each in collectors}

    def _render_paper(self, name):
        self.ensure_one()
        # sudo: every model - the paper is the same whoever prints it
        evaluation = paper.in_vietnamese(self.with_env(self.env(su=True, context={})))
        reports = evaluation.env["ir.actions.report"]
        return reports._render_official_paper(f"agency_evaluation.report_{name}", evaluation)

    def _paper_notice(self):
        return paper.in_vietnamese(self)._taken_out_notice()
