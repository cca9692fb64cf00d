from odoo import models


class PublicationEvent(models.Model):
    """What is published of a round is an event, with the SHA-256 that it is known by."""

    _name = "agency.evaluation.publication"
    _inherit = ["agency.evaluation.publication", "agency.evaluation.event.source"]
    _event_kind = "round"
    _event_fields = ("campaign_id", "number", "digest")
