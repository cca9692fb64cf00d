from odoo import api, models


class QuarantinedFileEvent(models.Model):
    """What is taken out: one event for all files of an evaluation that are named together."""

    _inherit = "agency.evaluation.quarantined.file"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        by_decision = files.grouped(lambda file: (file.quarantine_id, file.evaluation_id))
        for (quarantine, evaluation), named in by_decision.items():
            listed = [{"key": file.file_key, "name": file.name, "sha256": file.sha256} for file in named]
            what = {"quarantine": quarantine.id, "decision": quarantine.decision_number, "files": listed}
            self.env["agency.evaluation.event"]._record(quarantine.company_id, [("taken_out", evaluation, what)])
        return files
