import hashlib

from markupsafe import Markup

from odoo import api, fields, models

from ...reading import pdf_signatures
from ...reading.pdf_signatures import Coverage, Signature, Trust

_MODEL = "agency.evaluation.signed.copy"


class SignedCopy(models.Model):
    """The signed paper of an approved evaluation, as it was uploaded. Nobody changes or deletes it.

    A wrong upload is followed by another one; the last one counts, and the others are kept beside it.
    """

    _name = _MODEL
    _description = "Signed Copy"
    _inherit = ["agency.evaluation.lock"]
    _lock_path = "evaluation_id"
    _structure_open_in = ()
    _files_open_in = ()
    _order = "evaluation_id, number desc, id desc"
    _rec_name = "report_number"

    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True, ondelete="restrict", index=True)
    number = fields.Integer(readonly=True, required=True, aggregator=None, help="The place in the order of uploads.")
    is_replaced = fields.Boolean(string="Replaced", compute="_compute_is_replaced", help="A later upload counts.")
    report_number = fields.Char(required=True, readonly=True)
    report_date = fields.Date(required=True, readonly=True)
    attachment_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        string="File",
        domain=[("res_model", "=", _MODEL)],
        readonly=True,
        bypass_search_access=True,
    )
    sha256 = fields.Char("SHA-256", size=64, required=True, readonly=True)
    uploaded_by_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    uploaded_on = fields.Datetime(required=True, readonly=True)
    signature_state = fields.Selection(
        [
            ("unchecked", "Not Checked"),
            ("unreadable", "Unreadable"),
            ("none", "No Digital Signature"),
            ("broken", "Changed Since Signed"),
            ("untrusted", "Intact, Signer Not Trusted"),
            ("intact", "Intact"),
        ],
        string="Digital Signatures",
        required=True,
        readonly=True,
        help="As they were when the file was uploaded.",
    )
    signatures = fields.Json(readonly=True)
    signers = fields.Char(string="Signed By", compute="_compute_signature_text")
    signature_text = fields.Html(string="What the Signatures Say", compute="_compute_signature_text")

    _number_unique = models.Constraint(
        "UNIQUE (evaluation_id, number)", "Two signed copies of an evaluation cannot have the same number."
    )

    @api.depends("evaluation_id.signed_copy_ids")
    def _compute_is_replaced(self):
        for copy in self:
            copy.is_replaced = copy != copy.evaluation_id.signed_copy_ids[:1]

    @api.depends("signature_state", "signatures")
    @api.depends_context("lang", "tz")
    def _compute_signature_text(self):
        for copy in self:
            signatures = [Signature.load(values) for values in copy.signatures or []]
            texts = copy._describe_signatures(copy.signature_state, signatures)
            tag = Markup("<li>%s</li>") if signatures else Markup("<p>%s</p>")
            described = Markup("").join(tag % text for text in texts)
            copy.signature_text = Markup("<ol>%s</ol>") % described if signatures else described
            copy.signers = ", ".join(signature.signer for signature in signatures)

    def _locked_message(self, names=()):
        if not self:
            return self.env._("A signed copy is uploaded with the button of its evaluation alone.")
        return self.env._("A signed copy stays as it was uploaded. Upload another one instead.")

    def action_verify(self):
        """Read the file again; tell whether it is as it was uploaded, and what its signatures are now.

        :raises AccessError: if the user may not read the signed copy
        :raises UserError: if the store of its file does not answer
        """
        self.ensure_one()
        self.check_access("read")
        content = self._read_file()
        is_same = hashlib.sha256(content).hexdigest() == self.sha256
        if is_same:
            same = self.env._("The file is byte for byte as it was uploaded.")
        else:
            same = self.env._("The file is not as it was uploaded: it has been changed, or is lost.")
        state, signatures = self._read(content, self.evaluation_id.company_id)
        texts = self._describe_signatures(state, signatures)
        if len(texts) > 1:
            texts = [f"{place}. {text}" for place, text in enumerate(texts, 1)]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Signed Copy %(number)s", number=self.report_number),
                "message": " ".join([same, *texts]),
                "type": "success" if is_same and state in ("none", "intact", "untrusted") else "danger",
                "sticky": True,
            },
        }

    def _read_file(self):
        """Return the bytes of the file as it is stored now, none if it is lost.

        :raises UserError: if its store does not answer
        """
        file = self.attachment_ids[:1]
        return file._stored_content(self.display_name) if file else b""

    @api.model
    def _read(self, content, company):
        """Return the state of the signatures of `content` (bytes), and each as :class:`Signature`.

        :param company: whose trusted certificates count
        """
        try:
            found = pdf_signatures.read_signatures(content, company._trusted_certificates())
        except pdf_signatures.LibraryMissing:
            return "unchecked", []
        except pdf_signatures.Unreadable:
            return "unreadable", []
        if not found:
            return "none", []
        if any(signature.is_broken for signature in found):
            return "broken", found
        return ("intact" if all(signature.trust is Trust.TRUSTED for signature in found) else "untrusted"), found

    @api.model
    def _describe_signatures(self, state, signatures):
        """Return what is known of the signatures: one text each, or why there is none."""
        reasons = {
            "unchecked": self.env._(
                "Signatures are not checked: who signed, when, and whether the file was changed since is not known. "
                "Ask the administrator to install the Python package pyhanko on the server."
            ),
            "unreadable": self.env._(
                "This file cannot be read as a PDF: it is damaged or locked by a password. "
                "Its signatures are not known."
            ),
            "none": self.env._("The file has no digital signature, as a scanned paper has none."),
        }
        return [reasons[state]] if state in reasons else [self._describe_signature(each) for each in signatures]

    @api.model
    def _describe_signature(self, signature):
        values = {
            "signer": signature.signer,
            "issuer": signature.issuer,
            "time": self._format_time(signature.signed_on),
        }
        if signature.is_time_stamp:
            who = self.env._("Time stamp of %(signer)s (certified by %(issuer)s), %(time)s", **values)
        elif signature.is_time_proved:
            who = self.env._("%(signer)s (certified by %(issuer)s), %(time)s by a time stamp", **values)
        else:
            who = self.env._("%(signer)s (certified by %(issuer)s), %(time)s by the signer's own clock", **values)
        if not signature.is_intact:
            intact = self.env._("What was signed has been CHANGED since.")
        else:
            intact = {
                Coverage.WHOLE: self.env._("Intact; covers the whole file."),
                Coverage.EXTENDED: self.env._("Intact; only what is allowed was added since, such as signatures."),
                Coverage.CHANGED: self.env._("Content was CHANGED or added after the signature."),
            }[signature.coverage]
        trust = {
            Trust.TRUSTED: self.env._("The certificate leads to a trusted one."),
            Trust.UNTRUSTED: self.env._("The certificate leads to NO trusted one."),
            Trust.UNKNOWN: self.env._("Whether to trust the certificate is not checked: the settings name none."),
        }[signature.trust]
        return f"{who}. {intact} {trust}"

    def _format_time(self, time):
        if not time:
            return self.env._("at an unknown time")
        local = self.env["agency.evaluation"]._agency_time(time)
        return local.strftime("%H:%M:%S %d/%m/%Y")
