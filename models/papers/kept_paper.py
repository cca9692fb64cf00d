import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

_MODEL = "agency.evaluation.kept.paper"


class KeptPaper(models.Model):
    """A paper of an approved evaluation as it was rendered, byte for byte: what is printed again is this file.

    What comes after the approval, such as the number of the report, makes another edition; earlier ones stay.
    """

    _name = _MODEL
    _description = "Official PDF"
    _inherit = ["agency.evaluation.lock"]
    _lock_path = "evaluation_id"
    _structure_open_in = ()
    _files_open_in = ()
    _order = "evaluation_id, paper desc, edition desc, id desc"
    _rec_name = "paper"

    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True, ondelete="restrict", index=True)
    paper = fields.Selection(
        [("score_sheet", "Scoring Sheet"), ("annual_report", "Annual Report")], required=True, readonly=True
    )
    edition = fields.Integer(
        string="Edition No.", required=True, readonly=True, aggregator=None, help="Counted for each paper, from 1."
    )
    report_number = fields.Char(readonly=True)
    report_date = fields.Date(readonly=True)
    notice = fields.Text(readonly=True, help="What it says of files that were taken out.")
    engine = fields.Char(readonly=True, help="What rendered it.")
    made_on = fields.Datetime(string="Rendered On", required=True, readonly=True)
    sha256 = fields.Char("SHA-256", size=64, required=True, readonly=True)
    attachment_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        string="File",
        domain=[("res_model", "=", _MODEL)],
        readonly=True,
        bypass_search_access=True,
    )

    _edition_unique = models.Constraint(
        "UNIQUE (evaluation_id, paper, edition)", "Two editions of a paper cannot have the same number."
    )

    @api.depends("paper", "edition")
    @api.depends_context("lang")
    def _compute_display_name(self):
        papers = dict(self._fields["paper"]._description_selection(self.env))
        for kept in self:
            kept.display_name = self.env._(
                "%(paper)s, edition %(edition)s", paper=papers.get(kept.paper, ""), edition=kept.edition
            )

    def _locked_message(self, names=()):
        if not self:
            return self.env._("Official papers are kept by the approval and by printing alone.")
        return self.env._("An official paper stays as it was rendered.")

    def _read_whole(self):
        """Return the bytes of the paper.

        :raises UserError: if they were taken out, are lost, cannot be read now or are not what was kept
        """
        self.ensure_one()
        # sudo: ir.attachment - whoever may print a paper may read the one that is kept
        file = self.sudo().attachment_ids[:1]
        if file.quarantine_id:
            raise UserError(
                self.env._(
                    "%(paper)s was taken out by %(decision)s.",
                    paper=self.display_name,
                    decision=file.quarantine_id.with_env(self.env).sudo()._describe(),
                )
            )
        content = file._stored_content(self.display_name) if file else b""
        if not content:
            raise UserError(
                self.env._(
                    "%(paper)s is not in the file store. Have the file store restored from a backup.",
                    paper=self.display_name,
                )
            )
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise UserError(
                self.env._(
                    "%(paper)s is not as it was kept: its file has been changed. Have the file store restored from a "
                    "backup.",
                    paper=self.display_name,
                )
            )
        return content
