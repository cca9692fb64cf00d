from odoo import api, fields, models


class EvaluationEvidence(models.Model):
    """The documents of an evaluation."""

    _inherit = "agency.evaluation"

    evidence_ids = fields.One2many("agency.evaluation.evidence", "evaluation_id")
    evidence_count = fields.Integer(compute="_compute_evidence_count")

    @api.depends("evidence_ids")
    def _compute_evidence_count(self):
        for evaluation in self:
            evaluation.evidence_count = len(evaluation.evidence_ids)

    def _wait_for_documents(self):
        """:raises UserError: if a document is not whole"""
        # A file can be deleted without its document being written, so that no constraint notices it.
        self.evidence_ids._check_content()

    def unlink(self):
        self.check_access("unlink")
        # sudo: agency.evaluation.evidence - documents go with their evaluation; by the ORM, so that their files go too
        self.sudo().evidence_ids.unlink()
        return super().unlink()

    @api.readonly
    def action_view_evidence(self):
        """Open the documents of the evaluation."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_evidence_action")
        context = {"default_evaluation_id": self.id}
        return {**action, "domain": [("evaluation_id", "=", self.id)], "context": context}
