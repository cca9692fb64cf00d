from odoo import api, models


class SealEvent(models.Model):
    """A seal is an event, and is to be stamped where a time stamp server is configured."""

    _name = "agency.evaluation.seal"
    _inherit = ["agency.evaluation.seal", "agency.evaluation.event.source"]
    _event_kind = "seal"
    _event_fields = ("digest",)

    @api.model_create_multi
    def create(self, vals_list):
        seals = super().create(vals_list)
        # sudo: res.company - whether there is a server is no secret to who seals
        if any(seals.sudo().evaluation_id.company_id.mapped("agency_stamp_server")):
            # After the commit: a server that is down stops no approval.
            # sudo: ir.cron - that it is due follows from the approval
            self.env.ref("agency_evaluation.agency_evaluation_cron_stamp").sudo()._trigger()
        return seals
