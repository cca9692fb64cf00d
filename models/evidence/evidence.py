from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...scoring import checked_sheet
from ..lock.values import check_values

#: What a state secret must not leave in the database. Luật Bảo vệ bí mật nhà nước forbids storing it on a network.
_NEVER_FOR_SECRETS = ("name", "number", "issue_date", "issuer", "location", "attachment_ids")


class Evidence(models.Model):
    """A document that proves points: files, or a reference to the register where it is held."""

    _name = "agency.evaluation.evidence"
    _description = "Evidence"
    _inherit = ["agency.evaluation.part"]
    _structure_open_in = ("draft", "questioned")
    _files_open_in = ("draft", "questioned")
    _order = "evaluation_id.id desc, issue_date, id"
    _rec_names_search = ["number", "name", "register_reference"]

    # Found by the index of the order.
    evaluation_id = fields.Many2one(index=False)
    name = fields.Char(
        string="Abstract", help="What the document is about, as its own heading says.", open_in=("draft", "questioned")
    )
    number = fields.Char(
        string="Number and Symbol", help="Such as 617/QĐ-TNMT.", index="trigram", open_in=("draft", "questioned")
    )
    document_type_id = fields.Many2one(
        "agency.evaluation.document.type", ondelete="restrict", index=True, open_in=("draft", "questioned")
    )
    issue_date = fields.Date(open_in=("draft", "questioned"))
    issuer = fields.Char(open_in=("draft", "questioned"))
    location = fields.Char(
        string="Section and Page", help="Where in the document the proof stands.", open_in=("draft", "questioned")
    )
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Files", bypass_search_access=True, open_in=("draft", "questioned")
    )
    file_count = fields.Integer(compute="_compute_file_count", string="Number of Files")
    held_elsewhere = fields.Boolean(
        help="The document is kept on paper or in another system; no file is stored here.",
        open_in=("draft", "questioned"),
    )
    is_secret = fields.Boolean(
        string="State Secret",
        help="A state secret is never stored here: only the register that holds it is named, without abstract or file.",
        open_in=("draft", "questioned"),
    )
    register_reference = fields.Char(
        help="The register and the entry in it where the document is found.", open_in=("draft", "questioned")
    )
    fact_ids = fields.Many2many(
        "agency.evaluation.fact",
        string="Facts",
        domain="[('evaluation_id', '=', evaluation_id)]",
        open_in=("draft",),
    )
    line_ids = fields.Many2many(
        "agency.evaluation.line",
        string="Criteria",
        domain="[('evaluation_id', '=', evaluation_id)]",
        open_in=("draft",),
    )

    _in_order_index = models.Index("(evaluation_id DESC, issue_date, id)")

    @api.depends("attachment_ids")
    def _compute_file_count(self):
        for document in self:
            document.file_count = len(document.attachment_ids)

    @api.depends("name", "number", "is_secret", "register_reference")
    def _compute_display_name(self):
        for document in self:
            if document.is_secret:
                document.display_name = self.env._("In register: %(register)s", register=document.register_reference)
            else:
                document.display_name = " – ".join(filter(None, (document.number, document.name)))

    @api.onchange("is_secret")
    def _onchange_is_secret(self):
        if self.is_secret:
            self.held_elsewhere = True
            self.update(dict.fromkeys(_NEVER_FOR_SECRETS, False))

    @api.constrains("is_secret", "held_elsewhere", "register_reference", *_NEVER_FOR_SECRETS)
    def _check_content(self):
        for document in self:
            if document.is_secret:
                if stored := [name for name in _NEVER_FOR_SECRETS if document[name]]:
                    labels = [self._fields[name]._description_string(self.env) for name in stored]
                    raise ValidationError(
                        self.env._(
                            "A state secret is never stored here. Remove: %(fields)s. "
                            "Name only the register that holds it.",
                            fields=", ".join(labels),
                        )
                    )
            elif not document.name:
                raise ValidationError(self.env._("Give the abstract of the document."))
            if document.is_secret or document.held_elsewhere:
                if document.attachment_ids:
                    raise ValidationError(
                        self.env._(
                            "%(document)s is held elsewhere, so it has no files.", document=document.display_name
                        )
                    )
                if not (document.register_reference or "").strip():
                    raise ValidationError(self.env._("Name the register and the entry where the document is found."))
            elif not document.attachment_ids:
                raise ValidationError(
                    self.env._(
                        "%(document)s has no file. Attach one, or say that the document is held elsewhere.",
                        document=document.display_name,
                    )
                )

    @api.constrains("fact_ids", "evaluation_id")
    def _check_facts(self):
        for document in self:
            # sudo: agency.evaluation.fact - a fact of another evaluation is refused even if the user may not see it
            if document.sudo().fact_ids.evaluation_id - document.evaluation_id:
                raise ValidationError(
                    self.env._("%(document)s proves facts of another evaluation.", document=document.display_name)
                )

    @api.constrains("line_ids", "evaluation_id")
    def _check_lines(self):
        for document in self:
            # sudo: agency.evaluation.line - a row of another evaluation is refused even if the user may not see it
            for line in document.sudo().line_ids:
                if line.evaluation_id != document.evaluation_id:
                    raise ValidationError(
                        self.env._(
                            "%(document)s and row %(code)s belong to different evaluations.",
                            document=document.display_name,
                            code=line.code,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{**vals, "held_elsewhere": True} if vals.get("is_secret") else vals for vals in vals_list]
        documents = super().create(vals_list)
        documents._adopt_files()
        return documents

    def write(self, vals):
        check_values(self, vals)
        if vals.get("is_secret"):
            vals = {**vals, "held_elsewhere": True}
        if "attachment_ids" not in vals:
            return super().write(vals)
        before = self.attachment_ids
        result = super().write(vals)
        self._adopt_files()
        # sudo: ir.attachment - a file that was taken off its document has no other home
        (before - self.attachment_ids).sudo().exists().unlink()
        return result

    def _checked_document(self):
        """Return the document as the consistency checks see it, as :class:`checked_sheet.Document`."""
        self.ensure_one()
        return checked_sheet.Document(
            key=str(self.id),
            number=(self.number or "").strip(),
            issued=self.issue_date or None,
            rows=len(self.line_ids) + len(self.fact_ids),
            digests=tuple(self.attachment_ids.mapped("evidence_sha256")),
            leaves=len(self.line_ids),
            abstract=self.name or "",
            issuer=(self.issuer or "").strip(),
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_files(self):
        # sudo: ir.attachment - the files go with their document
        self.sudo().attachment_ids.unlink()

    def _adopt_files(self):
        """Tie the files to their document, so that whoever may read it may read them, and nobody else.

        :raises UserError: if a file was uploaded by another user or belongs to another record
        """
        for document in self:
            # sudo: ir.attachment - a file without a record is its uploader's alone
            for attachment in document.sudo().attachment_ids:
                home = (attachment.res_model, attachment.res_id)
                if home == (self._name, document.id):
                    continue
                if attachment.res_id or (attachment.create_uid != self.env.user and not self.env.su):
                    raise UserError(self.env._("The file %(name)s belongs to another document.", name=attachment.name))
                attachment.write({"res_model": self._name, "res_id": document.id})
