import base64
import binascii
import hashlib

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...reading.dangers import Danger
from ..agency import file_types
from ..lock.values import shown

_PDF = "application/pdf"
#: What the state of the signatures tells of a paper: a damaged one may be the only one there is.
_TOLD_BY_SIGNATURES = frozenset({Danger.DAMAGED, Danger.ENCRYPTED, Danger.TOO_COMPLEX})
#: What an approved evaluation has from its signed copy, once there is one.
_REPORT_FIELDS = frozenset({"report_number", "report_date"})


class EvaluationSigning(models.Model):
    """Taking the signed paper of an approved evaluation back in, beside what is sealed.

    The paper is signed after the approval and gets its number and date last (Nghị định 30/2020/NĐ-CP, Điều 14, 15), so
    it is no part of the seal. An evaluator of the unit or a manager uploads it: they are who has the paper registered.
    """

    _inherit = "agency.evaluation"

    signed_copy_ids = fields.One2many(
        "agency.evaluation.signed.copy", "evaluation_id", string="Signed Copies", readonly=True
    )

    @api.depends("is_of_own_unit")
    def _obstacle_other_unit_unless_manager(self):
        if not (self.is_of_own_unit or self.env.user.has_group("agency_evaluation.group_manager")):
            return AccessError(self.env._("Only an evaluator of the unit or a manager uploads the signed copy."))
        return None

    def action_upload_signed_copy(self, content=None, name=None, number=None, date=None):
        """Keep the signed paper of an approved evaluation; without `content`, ask for it in a dialog.

        What was uploaded before is kept too, and marked as replaced. The number and date of the report become those of
        the signed paper.

        :param content: the PDF in base64
        :param name: its file name
        :param number: the official number and symbol of the paper
        :param date: the date of the paper
        :raises AccessError: unless the user is an evaluator of the unit or a manager
        :raises UserError: unless the evaluation is approved
        :raises ValidationError: if number or date is missing, or the file is no PDF, empty or too large
        """
        self.ensure_one()
        self._start("sign")
        if content is None:
            return self._ask_for_signed_copy()
        number, date = str(number or "").strip(), self._checked_date(date)
        if not number or not date:
            raise ValidationError(self.env._("Give the official number and the date of the signed paper."))
        raw = self._checked_pdf(content)
        files = self.env["ir.attachment"]
        files._check_file_dangers(str(name or ""), raw, ignoring=_TOLD_BY_SIGNATURES)
        files._check_viruses(str(name or ""), raw)
        # sudo: agency.evaluation.signed.copy - copies come from this button alone, so no role may make them
        copies = self.sudo().signed_copy_ids
        state, signatures = copies._read(raw, self.company_id)
        copy = copies._create_through(
            [
                {
                    "evaluation_id": self.id,
                    "number": max(copies.mapped("number"), default=0) + 1,
                    "report_number": number,
                    "report_date": date,
                    "sha256": hashlib.sha256(raw).hexdigest(),
                    "uploaded_by_id": self.env.uid,
                    "uploaded_on": fields.Datetime.now(),
                    "signature_state": state,
                    "signatures": [signature.dump() for signature in signatures],
                }
            ]
        )
        file_name = str(name or "").strip() or self.name.replace("/", "-")
        if file_types.extension_of(file_name) != "pdf":
            file_name += ".pdf"
        # sudo: ir.attachment - the file comes from this button alone, and so do number and date
        file = (
            self.env["ir.attachment"]
            .sudo()
            ._create_through(
                [{"name": file_name, "raw": raw, "mimetype": _PDF, "res_model": copy._name, "res_id": copy.id}]
            )
        )
        file._write_through({"evidence_sha256": copy.sha256})  # so that the periodic check reads it, too
        self.sudo()._write_through({"report_number": number, "report_date": date})
        self._announce_signed_copy(copy)
        return True

    def _checked_date(self, date):
        try:
            return fields.Date.to_date(date or False)
        except (TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("%(date)s is no date. Write it like 2020-12-31.", date=shown(date))
            ) from error

    def _checked_pdf(self, content):
        """Return the bytes of `content` (base64).

        :raises ValidationError: if they are no PDF, empty or too large
        """
        # sudo: res.company - how large files may be is no secret
        limit = self.company_id.sudo().agency_file_megabytes
        try:
            raw = base64.b64decode(content, validate=True)
        except (TypeError, ValueError, binascii.Error) as error:
            raise ValidationError(self.env._("The file did not arrive whole; upload it again.")) from error
        if not raw:
            raise ValidationError(self.env._("The file is empty."))
        if len(raw) > limit * file_types.MEGABYTE:
            raise ValidationError(
                self.env._(
                    "The file has %(size).1f MB; at most %(limit)s MB are allowed.",
                    size=len(raw) / file_types.MEGABYTE,
                    limit=limit,
                )
            )
        if (found := file_types.content_type(raw)) != _PDF:
            raise ValidationError(
                self.env._("The signed copy is a PDF file; the content of this one is %(type)s.", type=found)
            )
        return raw

    def _ask_for_signed_copy(self):
        """Return the action that opens the dialog."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signed Copy"),
            "res_model": "agency.evaluation.signed.upload",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_evaluation_id": self.id,
                "default_report_number": self.report_number,
                "default_report_date": self.report_date,
            },
        }

    def _announce_signed_copy(self, copy):
        text = self.env._(
            "Signed copy %(number)s of %(date)s uploaded, SHA-256 %(sha256)s",
            number=copy.report_number,
            date=copy.report_date.strftime("%d/%m/%Y"),
            sha256=copy.sha256,
        )
        # sudo: mail.message - who uploads may have no right to write on an approved evaluation
        self.sudo().message_post(body=Markup("<p>%s</p>") % text, subtype_xmlid="mail.mt_note")

    def _check_open_for(self, names):
        """:raises UserError: if number and date of the report are those of a signed copy"""
        result = super()._check_open_for(names)
        # sudo: agency.evaluation.signed.copy - the lock holds whatever the user may read
        if _REPORT_FIELDS.intersection(names) and self.sudo().signed_copy_ids:
            raise UserError(
                self.env._(
                    "Number and date of the report are those of the signed copy. Upload it again with the right ones."
                )
            )
        return result
