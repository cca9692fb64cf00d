from odoo import models


class EvaluationImport(models.Model):
    _inherit = "agency.evaluation"

    def action_import_facts(self):
        """Open the import of the numbers of this evaluation; whoever may not write them is refused there.

        :raises AccessError: if the user may not read the evaluation
        :raises UserError: unless it is a draft
        """
        self.ensure_one()
        self.check_access("read")
        self._check_structure()
        return {
            "type": "ir.actions.client",
            "tag": "import",
            "name": self.env._("Import Numbers"),
            "params": {"active_model": "agency.evaluation.fact", "context": {"default_evaluation_id": self.id}},
        }
