import re

from odoo import models

from .live import LIVE, OUTLINE, ROWS

_CHANNEL = re.compile(r"agency_evaluation:([1-9][0-9]{0,8})")


class IrWebsocket(models.AbstractModel):
    """Lets a browser watch the evaluations that its user may read."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        wanted, others = [], []
        for channel in channels:
            found = isinstance(channel, str) and _CHANNEL.fullmatch(channel)
            (wanted if found else others).append(int(found[1]) if found else channel)
        return super()._build_bus_channel_list(others + self._watched(wanted))

    def _watched(self, ids):
        """Return the channels of those evaluations that the user may read; the names that clients give are none."""
        evaluations = self.env["agency.evaluation"]
        if not ids or not evaluations.has_access("read"):
            return []
        evaluations = evaluations.search([("id", "in", ids)])
        if not evaluations:
            return []
        # sudo: ir.config_parameter - a setting of the addon's own
        settings = self.env["ir.config_parameter"].sudo()
        if not settings.get_param(LIVE):
            settings.set_param(LIVE, "1")
        return [(evaluation, ROWS if _reads_all(evaluation) else OUTLINE) for evaluation in evaluations]


def _reads_all(evaluation):
    """Tell whether the user reads every row of the evaluation, and not only those assigned to him."""
    domain = [("evaluation_id", "=", evaluation.id)]
    lines = evaluation.env["agency.evaluation.line"]
    # sudo: agency.evaluation.line - their number alone
    return lines.search_count(domain) == lines.sudo().search_count(domain)
