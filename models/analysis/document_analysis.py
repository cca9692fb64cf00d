from odoo import fields, models
from odoo.tools import SQL

_RELATION = "agency_evaluation_evidence_agency_evaluation_line_rel"


class DocumentAnalysis(models.Model):
    """The documents of evaluations that count, and how many rows each of them proves."""

    _name = "agency.evaluation.document.analysis"
    _description = "Analysis of Documents"
    _inherit = ["agency.evaluation.analysis"]
    _auto = False
    _order = "date_to desc, evaluation_id, issue_date, id"
    _rec_name = "document_id"

    document_id = fields.Many2one("agency.evaluation.evidence", readonly=True)
    document_type_id = fields.Many2one("agency.evaluation.document.type", readonly=True)
    issue_date = fields.Date(readonly=True)
    issuer = fields.Char(readonly=True)
    review_state = fields.Selection(
        [("pending", "To Review"), ("accepted", "Accepted"), ("rejected", "Rejected")],
        string="Review Status",
        readonly=True,
    )
    is_secret = fields.Boolean(string="State Secret", readonly=True)
    held_elsewhere = fields.Boolean(readonly=True)
    row_count = fields.Integer(string="Rows It Proves", readonly=True)
    file_count = fields.Integer(string="Number of Files", readonly=True)

    _depends = {
        "agency.evaluation.evidence": [
            "evaluation_id",
            "document_type_id",
            "issue_date",
            "issuer",
            "review_state",
            "is_secret",
            "held_elsewhere",
            "line_ids",
            "attachment_ids",
        ]
    }

    def _own_columns(self):
        files = self.env["agency.evaluation.evidence"]._fields["attachment_ids"]
        return SQL(
            """
            document.id, document.id AS document_id, document.document_type_id, document.issue_date, document.issuer,
            document.review_state, document.is_secret, document.held_elsewhere,
            (SELECT count(*) FROM %(rows)s proof WHERE proof.agency_evaluation_evidence_id = document.id) AS row_count,
            (SELECT count(*) FROM %(files)s file WHERE file.%(link)s = document.id) AS file_count
            """,
            rows=SQL.identifier(_RELATION),
            files=SQL.identifier(files.relation),
            link=SQL.identifier(files.column1),
        )

    def _own_tables(self, counting):
        return SQL("%s JOIN agency_evaluation_evidence document ON document.evaluation_id = evaluation.id", counting)
