from odoo import api, fields, models

from ..lock.values import check_values


class DocumentType(models.Model):
    """A kind of document, as Điều 7 of Nghị định 30/2020/NĐ-CP lists them; agencies may add their own."""

    _name = "agency.evaluation.document.type"
    _description = "Document Type"
    _order = "sequence, id"

    sequence = fields.Integer(default=100)
    name = fields.Char(required=True)
    abbreviation = fields.Char(help="The part of a document's symbol that tells its kind, such as QĐ in 617/QĐ-TNMT.")
    active = fields.Boolean(default=True)

    _name_unique = models.Constraint("UNIQUE (name)", "There is already a document type of this name.")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            check_values(self.browse(), vals)
        return super().create(vals_list)

    def write(self, vals):
        check_values(self, vals)
        return super().write(vals)
