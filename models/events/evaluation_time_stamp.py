from odoo import models


class EvaluationTimeStamp(models.Model):
    """What the time stamp of a seal says."""

    _inherit = "agency.evaluation"

    def _time_stamp(self):
        """Return the time stamp of the seal, none if there is none yet."""
        self.ensure_one()
        # sudo: agency.evaluation.time.stamp - when something was sealed is told to whoever reads the evaluation
        return self.env["agency.evaluation.time.stamp"].sudo().search([("evaluation_id", "=", self.id)], limit=1)

    def _describe_time_stamp(self):
        """Return what the time stamp of the seal says, in the user's language, and whether it is wrong.

        Nothing is said where no server is configured and nothing is stamped.
        """
        self.ensure_one()
        stamp = self._time_stamp()
        if stamp:
            # sudo: agency.evaluation.seal - the stamp is about the very bytes that were sealed
            digest = self._sealing_record().digest
            return stamp.with_env(self.env).sudo()._describe(digest or "0" * 64)
        # sudo: res.company - whether there is a server is no secret
        if self.seal and self.sudo().company_id.agency_stamp_server:
            return self.env._("The seal waits for its time stamp: the server is asked again every hour."), False
        return "", False
