from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ...scoring import secrecy


class EvidenceSecrecy(models.Model):
    """Whoever uploads files confirms once, by name, that no state secret is among them."""

    _inherit = "agency.evaluation.evidence"

    confirms_no_secret = fields.Boolean(
        string="I confirm: no state secret",
        compute="_compute_confirms_no_secret",
        inverse="_inverse_confirms_no_secret",
        help="Asked once of each person in an evaluation, before the first file. It is kept with name and time.",
        open_in=("draft", "questioned"),
    )
    danger_text = fields.Char(string="Warning About Files", compute="_compute_danger_text")

    @api.depends("evaluation_id.consent_ids.user_id")
    @api.depends_context("uid")
    def _compute_confirms_no_secret(self):
        for evaluation, documents in self.grouped("evaluation_id").items():
            documents.confirms_no_secret = evaluation._has_consent()

    def _inverse_confirms_no_secret(self):
        self.filtered("confirms_no_secret").evaluation_id._give_consent()

    @api.depends("attachment_ids.evidence_dangers")
    @api.depends_context("lang")
    def _compute_danger_text(self):
        for document in self:
            # sudo: ir.attachment - whoever may read a document may read its files
            marked = document.sudo().attachment_ids.filtered("evidence_dangers")
            texts = (f"{file.name}: {file.evidence_danger_text}" for file in marked.with_env(self.env).sudo())
            document.danger_text = "; ".join(texts)

    def _checked_document(self):
        marks = [secrecy.find_in_number(self.number or ""), secrecy.find_in_name(self.name or "")]
        # sudo: ir.attachment - whoever may read a document may read its files
        marks += [secrecy.find_in_name(file.name) for file in self.sudo().attachment_ids]
        certain = next((mark.word for mark in marks if mark and mark.is_certain), "")
        doubt = next((mark.word for mark in marks if mark and not mark.is_certain), "")
        return super()._checked_document().with_marks(certain, doubt)


class EvaluationSecrecy(models.Model):
    """Who has confirmed that no state secret is uploaded here."""

    _inherit = "agency.evaluation"

    consent_ids = fields.One2many("agency.evaluation.consent", "evaluation_id", readonly=True)
    has_consent = fields.Boolean(
        string="Confirmed by Me",
        compute="_compute_has_consent",
        help="The user has confirmed that no secret is uploaded.",
    )

    @api.depends("consent_ids.user_id")
    @api.depends_context("uid")
    def _compute_has_consent(self):
        for evaluation in self:
            evaluation.has_consent = evaluation._has_consent()

    def action_confirm_no_secret(self):
        """Confirm by name that nothing that the user uploads to the evaluation is a state secret.

        :raises AccessError: if the user may not change the evaluation's documents
        """
        for evaluation in self:
            evaluation.check_access("read")
            evaluation.env["agency.evaluation.evidence"].with_user(self.env.user).check_access("create")
            evaluation._give_consent()
        return True

    def _has_consent(self):
        """Tell whether the user has confirmed; the addon itself, which no client is, uploads nothing of its own."""
        self.ensure_one()
        # sudo: agency.evaluation.consent - everyone knows what they confirmed themselves
        return self.env.uid == SUPERUSER_ID or self.env.user in self.sudo().consent_ids.user_id

    def _give_consent(self):
        for evaluation in self:
            if evaluation.env.user not in evaluation.sudo().consent_ids.user_id:
                # sudo: agency.evaluation.consent - it comes from its button and its field alone
                self.env["agency.evaluation.consent"].sudo()._create_through(
                    [{"evaluation_id": evaluation.id, "user_id": self.env.uid, "given_on": fields.Datetime.now()}]
                )
        self.invalidate_recordset(["consent_ids", "has_consent"])

    def _check_consent(self):
        """:raises UserError: unless the user has confirmed that no state secret is uploaded"""
        if not self._has_consent():
            raise UserError(
                self.env._(
                    "Before the first file, confirm that nothing you upload to %(evaluation)s is a state secret: tick "
                    "“I confirm: no state secret” (confirms_no_secret), or call action_confirm_no_secret.",
                    evaluation=self.display_name,
                )
            )
