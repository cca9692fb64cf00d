import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...scoring import manifest
from ...scoring.round import results
from ...scoring.round.ranking import of_sheet

_PUBLICATION = "agency.evaluation.publication"
_VIETNAMESE = "vi_VN"
#: How many manifests are held in memory at a time; each has all rows of an evaluation.
_MANIFESTS = 50


class CampaignPublication(models.Model):
    """Publishing a round: what it comes to is frozen under a SHA-256, and may be verified by everybody."""

    _inherit = "agency.evaluation.campaign"

    shows_points = fields.Boolean(
        string="Points and Places Are Public",
        open_in=("draft", "open"),
        help="The public page tells the class of each unit alone, unless this is set.",
    )
    publication_ids = fields.One2many(
        _PUBLICATION,
        "campaign_id",
        string="Publications",
        readonly=True,
        groups="agency_evaluation.group_company_reader",
    )

    @api.readonly
    def action_export_ranking(self):
        """Download the ranking of the round, as far as the user may read it, as an Excel file.

        :raises AccessError: if the user may not read the round
        """
        self.ensure_one()
        self.check_access("read")
        url = f"/agency_evaluation/campaign/{self.id}/ranking.xlsx"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _publication(self):
        """Return the publication that is in force, empty if there is none, in sudo."""
        self.ensure_one()
        # sudo: agency.evaluation.publication - what is published is for everybody
        return self.env[_PUBLICATION].sudo().search([("campaign_id", "=", self.id), ("withdrawal_id", "=", False)])

    def _published(self):
        """Return what is published as :class:`results.Publication`, None if nothing is, or if it was tampered with."""
        publication = self._publication()
        return publication._content() if publication else None

    def _then_freeze_results(self):
        for campaign in self:
            campaign._check_sealed()
            # sudo: agency.evaluation.campaign - the guards of the step stand for the access rights
            campaign.sudo().with_context(lang=_VIETNAMESE)._freeze()

    def _freeze(self):
        number = len(self.env[_PUBLICATION].search([("campaign_id", "=", self.id)])) + 1
        decision = self.decision_ids.filtered(lambda decision: decision.step == "publish")[:1]
        content = results.write(
            results.Publication(
                schema=results.SCHEMA,
                number=number,
                round=self.id,
                name=self.name,
                agency=self.company_id._agency_identity_on(self.date_to).agency,
                period=self.period_name or "",
                date_from=self.date_from,
                date_to=self.date_to,
                criteria_set=self.criteria_set_id.code,
                published_on=decision.decided_on,
                shows_points=self.shows_points,
                results=self._settled(),
            )
        )
        self.env[_PUBLICATION]._create_through(
            [
                {
                    "campaign_id": self.id,
                    "number": number,
                    "document": content.decode(),
                    "digest": manifest.digest(content),
                    "token": secrets.token_urlsafe(32),
                    "decision_id": decision.id,
                }
            ]
        )

    def _check_sealed(self):
        """:raises UserError: if points or class of an evaluation are not those that were sealed"""
        # sudo: agency.evaluation.seal - that all is as it was sealed does not depend on who asks
        env = self.sudo().env
        approved = env["agency.evaluation.ranking"].search(
            [("campaign_id", "=", self.id), ("progress", "=", "approved")]
        )
        wrong = []
        for start in range(0, len(approved), _MANIFESTS):
            lines = approved[start : start + _MANIFESTS]
            seals = env["agency.evaluation.seal"].search_fetch(
                [("evaluation_id", "in", lines.evaluation_id.ids)], ["evaluation_id", "manifest"]
            )
            by_evaluation = {seal.evaluation_id: seal for seal in seals}
            wrong += [line for line in lines if not _is_as_sealed(line, by_evaluation.get(line.evaluation_id))]
            seals.invalidate_recordset(["manifest"], flush=False)
        if wrong:
            names = ", ".join(line.evaluation_id.name for line in wrong)
            raise UserError(
                self.env._("What was approved is not as it was sealed: %(evaluations)s.", evaluations=names)
            )

    def _then_withdraw_publication(self):
        for campaign in self:
            # sudo: agency.evaluation.campaign - the guards of the step stand for the access rights
            decision = campaign.sudo().decision_ids.filtered(lambda one: one.step == "unpublish")[:1]
            campaign._publication()._write_through({"withdrawal_id": decision.id})


def _is_as_sealed(line, seal):
    """Tell whether points and class of a line of the ranking are what the seal of its evaluation holds."""
    content = (seal.manifest if seal else "").encode()
    if not seal or manifest.digest(content) != line.evaluation_id.seal:
        return False
    try:
        sealed = manifest.read(content)
        (header,) = sealed.records[line.evaluation_id._name].values()
        points = of_sheet(float(header["final_points"]))
    except (ValueError, KeyError):
        return False
    return (sealed.grade or "") == (line.grade or "") and points == of_sheet(line.evaluation_id.total_id.final_points)
