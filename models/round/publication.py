from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...scoring import manifest, plain_data
from ...scoring.round import results


class Publication(models.Model):
    """What was published of a round: ranking and classes, byte for byte, under a SHA-256 of their own.

    It is never changed. Once withdrawn it says so, by the decision that did, and stays.
    """

    _name = "agency.evaluation.publication"
    _description = "Publication of a Round"
    _inherit = ["agency.evaluation.register"]
    _order = "campaign_id desc, number desc"
    _rec_name = "number"

    campaign_id = fields.Many2one(
        "agency.evaluation.campaign", string="Round", required=True, readonly=True, ondelete="restrict", index=True
    )
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    number = fields.Integer(required=True, readonly=True, aggregator=None, help="1 for the first one of the round.")
    document = fields.Text(
        required=True,
        readonly=True,
        prefetch=False,
        help="What was published; its SHA-256 is that of its bytes in UTF-8.",
    )
    digest = fields.Char(string="SHA-256", size=64, required=True, readonly=True)
    token = fields.Char(required=True, readonly=True, copy=False, help="Nobody can guess it: it opens the public page.")
    decision_id = fields.Many2one(
        "agency.evaluation.campaign.decision", string="Published By", required=True, readonly=True, ondelete="restrict"
    )
    withdrawal_id = fields.Many2one(
        "agency.evaluation.campaign.decision", string="Withdrawn By", readonly=True, ondelete="restrict"
    )
    published_on = fields.Datetime(related="decision_id.decided_on", string="Published On")
    withdrawn_on = fields.Datetime(related="withdrawal_id.decided_on", string="Withdrawn On")
    withdrawal = fields.Text(related="withdrawal_id.reason", string="Why Withdrawn")
    url = fields.Char(string="Public Page", compute="_compute_url", help="Tells everybody whether this still counts.")

    _number_unique = models.Constraint("UNIQUE (campaign_id, number)", "Each publication of a round has its number.")
    _token_unique = models.Constraint("UNIQUE (token)", "Each publication has an address of its own.")
    _one_in_force = models.UniqueIndex(
        "(campaign_id) WHERE withdrawal_id IS NULL", "A round is published once at a time."
    )

    @api.depends("number", "campaign_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for publication in self:
            publication.display_name = self.env._(
                "%(round)s, publication %(number)s", round=publication.campaign_id.name, number=publication.number
            )

    @api.depends("token", "company_id.agency_public_address")
    def _compute_url(self):
        for publication in self:
            # sudo: res.company - where it is verified is told to everybody
            address = publication.company_id.sudo()._public_address()
            publication.url = f"{address}/agency_evaluation/verify/{publication.token}"

    def _content(self):
        """Return what was published as :class:`results.Publication`, None where it is not what its SHA-256 says."""
        self.ensure_one()
        content = (self.document or "").encode()
        if manifest.digest(content) != self.digest:
            return None
        try:
            return results.read(content)
        except plain_data.Unreadable:
            return None

    @api.model
    def _describe_faults(self, company):
        """Return what was published by a company and is not as it was published, one text each."""
        # sudo: agency.evaluation.publication - everything is verified, whoever may read it
        published = self.sudo().search([("company_id", "=", company.id)], order="id")
        return [
            self.env._("%(publication)s is not as it was published.", publication=publication.display_name)
            for publication in published
            if publication._content() is None
        ]

    @api.readonly
    def action_open_page(self):
        """Open the public page.

        :raises AccessError: if the user may not read the publication
        """
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/agency_evaluation/verify/{self.token}", "target": "new"}

    def action_verify(self):
        """Compare the publication with its SHA-256, and the results that it names with what stands now.

        :raises AccessError: if the user may not read the publication
        :raises UserError: saying what differs
        """
        self.ensure_one()
        self.check_access("read")
        content = self._content()
        if content is None:
            raise UserError(self.env._("What was published is not as it was published."))
        if moved := self._moved_since(content):
            raise UserError(
                self.env._("Withdrawn, revised or changed since it was published: %(units)s.", units=", ".join(moved))
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("It is as it was published.")},
        }

    def _moved_since(self, content):
        """Return the names of the units whose results no longer stand as they were published.

        A result stands no longer that was withdrawn, of which a revision has been approved, or that bears another seal.
        """
        published = {entry.evaluation: entry for entry in content.results.entries if entry.seal}
        if not published:
            return []
        # sudo: agency.evaluation - what became of a result that is published is told to everybody
        evaluations = self.sudo().env["agency.evaluation"]
        evaluations.flush_model(["state", "seal", "withdrawn_on", "origin_id"])
        standing = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT evaluation.id, evaluation.seal
                      FROM agency_evaluation evaluation
                     WHERE evaluation.id = ANY(%s) AND evaluation.state = 'approved'
                       AND evaluation.withdrawn_on IS NULL
                       AND NOT EXISTS (
                           SELECT FROM agency_evaluation revision
                            WHERE revision.origin_id = evaluation.id AND revision.state = 'approved'
                           )
                    """,
                    list(published),
                )
            )
        )
        return [entry.name for id_, entry in published.items() if standing.get(id_) != entry.seal]
