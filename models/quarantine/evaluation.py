from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain


class EvaluationQuarantine(models.Model):
    """Asking that files be taken out: one manager asks with a reason, another one consents."""

    _inherit = "agency.evaluation"

    def action_take_out_files(self, file_ids=None, reason=None, decision_number=None, decision_date=None):
        """Ask that the content of files be taken away, in whatever state; without files, ask in a dialog.

        It happens once another manager consents. Record, size, SHA-256 and decision stay.

        :param file_ids: the ids of files (ir.attachment) of this evaluation
        :param reason: why
        :param decision_number: number and symbol of the decision that it rests on
        :param decision_date: its date, today if none is given
        :return: the action that shows what was asked for, or the dialog
        :raises AccessError: unless the user is a manager
        :raises UserError: if nothing is named, or a file is none of the evaluation's or is taken out already
        :raises ValidationError: if reason or decision is missing
        """
        self.ensure_one()
        self._check_may_take_out()
        if file_ids is None:
            return self.env["agency.evaluation.take.out"]._ask(self, "secret")
        # sudo: ir.attachment - a manager takes out what belongs to the evaluation
        files = self.env["ir.attachment"].sudo().browse(self._checked_ids(file_ids)).exists()
        if not files or files - self._kept_files():
            raise UserError(self.env._("Name files of this evaluation whose content is still there."))
        return self._ask_to_take_out("secret", files, reason, decision_number, decision_date)

    def _check_may_take_out(self):
        self.check_access("read")
        if not self._has_role(("manager",)):
            raise AccessError(self.env._("Your role does not allow this step."))

    def _checked_ids(self, ids):
        if not isinstance(ids, list | tuple) or not all(type(id_) is int for id_ in ids):
            raise UserError(self.env._("Name files of this evaluation whose content is still there."))
        return list(ids)

    def _kept_files(self):
        """Return the files that prove something here and whose content is there."""
        # sudo: ir.attachment - a manager takes out what belongs to the evaluation
        evaluations = self.sudo()
        homes = (evaluations.evidence_ids, evaluations.section_ids, evaluations.signed_copy_ids)
        domain = Domain.OR(Domain("res_model", "=", home._name) & Domain("res_id", "in", home.ids) for home in homes)
        domain &= Domain("quarantine_id", "=", False)
        return self.env["ir.attachment"].sudo().search(domain, order="id")

    def _ask_to_take_out(self, purpose, files, reason, decision_number, decision_date):
        """Record what is asked for, with every copy of the same content, and tell the other managers."""
        reason, number = str(reason or "").strip(), str(decision_number or "").strip()
        if not reason or not number:
            raise ValidationError(self.env._("Give a reason, and the number of the decision that it rests on."))
        company = self.company_id
        company.ensure_one()
        # sudo: agency.evaluation.quarantine - it comes from this step alone
        quarantine = (
            self.env["agency.evaluation.quarantine"]
            .sudo()
            ._create_through(
                [
                    {
                        "company_id": company.id,
                        "state": "asked",
                        "purpose": purpose,
                        "decision_number": number,
                        "decision_date": self._checked_date(decision_date) or self._agency_today(),
                        "reason": reason,
                        "asked_by_id": self.env.uid,
                        "asked_on": fields.Datetime.now(),
                    }
                ]
            )
        )
        wanted = files | files._same_content_in(company).filtered(lambda file: not file.quarantine_id)
        quarantine.file_ids._create_through(
            [{"quarantine_id": quarantine.id, **file._quarantine_values()} for file in wanted]
        )
        self._announce_quarantine(quarantine)
        return {
            "type": "ir.actions.act_window",
            "res_model": quarantine._name,
            "res_id": quarantine.id,
            "views": [(False, "form")],
        }

    def _announce_quarantine(self, quarantine):
        # sudo: agency.evaluation - which managers are asked does not depend on who asks
        evaluation = self[:1].sudo()
        for manager in evaluation._managers() - self.env.user:
            texts = evaluation.with_context(lang=manager.lang).env
            evaluation.message_notify(
                partner_ids=manager.partner_id.ids,
                subject=texts._("Files are to be taken out"),
                body=texts._(
                    "%(user)s asks that %(count)s files be taken out by decision %(number)s. Another manager consents.",
                    user=self.env.user.name,
                    count=len(quarantine.file_ids),
                    number=quarantine.decision_number,
                ),
            )
