import hashlib

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..agency import file_types
from ..lock.ir_attachment import FILE_FIELDS

_EVIDENCE = "agency.evaluation.evidence"
#: What is told of a file by its content alone, whatever a client says.
_UNTOLD = {"evidence_sha256": False, "evidence_dangers": False}


class IrAttachment(models.Model):
    """Files of documents: their type is told by content, and their SHA-256 is kept."""

    _inherit = "ir.attachment"

    evidence_sha256 = fields.Char("SHA-256", size=64, readonly=True, copy=False, help="Of files that are evidence.")

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{**vals, **_UNTOLD} for vals in vals_list]
        default_model = self.env.context.get("default_res_model")
        if not any(vals.get("res_model", default_model) == _EVIDENCE for vals in vals_list):
            return super().create(vals_list)
        # Odoo's upload route goes on after an error: nothing of what is refused may stay.
        with self.env.cr.savepoint():
            attachments = super().create(vals_list)
            attachments._check_evidence_files()
        return attachments

    def write(self, vals):
        if self._is_own_write(vals):
            return super().write(vals)
        attachments = self
        if vals.get("res_model", _EVIDENCE) == _EVIDENCE and self._evidence_files():
            # Proof is kept byte for byte; Odoo would shrink large pictures.
            attachments = self.with_context(image_no_postprocess=True)
        if is_checked := bool(vals.keys() & {*FILE_FIELDS, *_UNTOLD}):
            # What is no evidence has none, and evidence gets it from its content below.
            vals = {**vals, **_UNTOLD}
        result = super(IrAttachment, attachments).write(vals)
        if is_checked:
            self._check_evidence_files()
        return result

    def _postprocess_contents(self, values):
        if values.get("res_model") == _EVIDENCE:
            return values
        return super()._postprocess_contents(values)

    def _evidence_files(self):
        # Whatever field a client says that a file belongs to: evidence has none that holds one.
        # sudo: ir.attachment - whose a file is, is asked of whoever writes it
        return self.sudo().filtered(lambda attachment: attachment.res_model == _EVIDENCE)

    def _check_evidence_files(self):
        """Check the files that are evidence and keep their SHA-256.

        :raises ValidationError: if one is empty, too large, of a type that is not allowed, public or a mere link
        """
        for attachment in self._evidence_files():
            content = attachment.raw or attachment._stored_content(attachment.name)
            if attachment.type != "binary" or attachment.public or attachment.access_token:
                raise ValidationError(
                    self.env._(
                        "%(file)s: evidence is a stored file that only those see who may read its evaluation.",
                        file=attachment.name,
                    )
                )
            if attachment.res_id:
                # sudo: agency.evaluation.evidence - whose a file is, is asked of whoever writes it
                document = self.env[_EVIDENCE].sudo().browse(attachment.res_id)
                document.evaluation_id.sudo(False).with_env(self.env)._check_consent()
                if document.is_secret:
                    raise ValidationError(
                        self.env._("%(document)s: a state secret is never stored here.", document=document.display_name)
                    )
            values = self._check_evidence_content(attachment.name, content)
            if any(attachment[name] != value for name, value in values.items()):
                attachment._write_through(values)

    @api.model
    def _check_evidence_content(self, name, content):
        """Return what is kept of a file of this name and content: its right name, type, SHA-256, and what it carries.

        :param content: the file in bytes
        :raises ValidationError: if it is empty, larger than the setting, of a type that is not allowed, bears the mark
            of a state secret, or carries what is refused
        """
        self._check_evidence_size(name, content)
        mimetype = file_types.content_type(content)
        right_name = file_types.right_name(name, mimetype)
        allowed = file_types.parse_extensions(self.env.company.agency_file_extensions)
        if not file_types.is_allowed(right_name, mimetype, allowed):
            raise ValidationError(
                self.env._(
                    "%(file)s is not allowed: its content is %(type)s. Allowed are files whose name and content are "
                    "one of: %(allowed)s.",
                    file=name,
                    type=mimetype,
                    allowed=", ".join(sorted(allowed)),
                )
            )
        dangers = self._check_file_dangers(name, content)
        self._check_secret_marks(name, content)
        self._check_viruses(name, content)
        return {
            "name": right_name,
            "mimetype": mimetype,
            "evidence_sha256": hashlib.sha256(content).hexdigest(),
            "evidence_dangers": dangers or False,
        }

    @api.model
    def _check_evidence_size(self, name, content):
        limit = self.env.company.agency_file_megabytes
        if not content:
            raise ValidationError(self.env._("%(file)s is empty.", file=name))
        if len(content) > limit * file_types.MEGABYTE:
            raise ValidationError(
                self.env._(
                    "%(file)s has %(size).1f MB; at most %(limit)s MB are allowed.",
                    file=name,
                    size=len(content) / file_types.MEGABYTE,
                    limit=limit,
                )
            )
