from odoo import models


class EvaluationDossier(models.Model):
    """The evidence dossier: everything that proves the points of an evaluation, for whoever audits it."""

    _inherit = "agency.evaluation"

    def action_download_dossier(self):
        """Download the evidence dossier as a ZIP."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/agency_evaluation/{self.id}/dossier.zip",
            "target": "download",
        }
