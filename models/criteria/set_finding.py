from odoo import api, fields, models

from ...scoring import checks, set_checks
from .check_setting import SEVERITIES

SET_CHECKS = [(check.code, check.title) for check in set_checks.SET_CHECKS.values()]
#: The order in which findings are listed.
SEVERITY_RANKS = {severity.value: rank for rank, severity in enumerate(checks.Severity, 1)}


class SetFinding(models.Model):
    """What is wrong with the sheet itself, and how its author settled it for every unit.

    A finding is the same as long as its cause, its numbers and the text of its row are, so its justification outlives a
    new check, and a copy of the set. It may be justified after publication too, for sets that were published before
    anybody asked; no seal covers it.
    """

    _name = "agency.evaluation.set.finding"
    _description = "Finding on a Criteria Set"
    _inherit = ["agency.evaluation.set.part", "agency.evaluation.justified"]
    _order = "set_id, severity_rank, sequence, id"
    _rec_name = "message"

    criterion_id = fields.Many2one(
        "agency.evaluation.criterion", string="Row", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    row_code = fields.Char(related="criterion_id.code", string="Row Code")
    code = fields.Selection(SET_CHECKS, string="Check", required=True, readonly=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
    severity_rank = fields.Integer(readonly=True, aggregator=None)
    sequence = fields.Integer(readonly=True, aggregator=None, help="The place of the row, else after all rows.")
    subject = fields.Char(readonly=True, help="What in the row or the set the finding is about.")
    details = fields.Json(readonly=True, help="The numbers and names that do not agree.")
    row_text = fields.Text(readonly=True, help="What the row says; with another text the finding is another one.")
    justification = fields.Text(open_in=("draft", "published"))

    @api.depends("message", "criterion_id.code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for finding in self:
            code = finding.criterion_id.code
            finding.display_name = f"{code}: {finding.message}" if code else finding.message

    def _locked_message(self, names=()):
        if not self:
            return self.env._("Findings come from the consistency check alone.")
        return super()._locked_message(names)

    @api.readonly
    def action_open(self):
        """Open the row that the finding is about."""
        self.ensure_one()
        if not self.criterion_id:
            return False
        return {
            "type": "ir.actions.act_window",
            "name": self.criterion_id.display_name,
            "res_model": self.criterion_id._name,
            "res_id": self.criterion_id.id,
            "view_mode": "form",
            "target": "new",
        }

    def _describe_choice(self):
        """Return what was found and how it was settled, in the user's language."""
        self.ensure_one()
        return " ".join(filter(None, [self.message, (self.justification or "").strip()]))

    def _check_may_justify(self):
        self.set_id._check_manager()
        self._check_open_for({"justification"})

    def _cause(self):
        """Return what makes two findings the same."""
        self.ensure_one()
        details = frozenset((self.details or {}).items())
        return self.code, self.criterion_id.code or None, self.subject or "", details, self.row_text or ""

    def _replace_by(self, criteria_set, found):
        """Bring these findings of a set in line with what a check finds now.

        :param found: the values of each finding
        """
        known = {finding._cause(): finding for finding in self}
        new = []
        for values in found:
            same = known.pop(self.new(values)._cause(), None)
            if same is None:
                new.append({**values, "set_id": criteria_set.id})
            elif same.severity != values["severity"]:
                same._write_through({name: values[name] for name in ("severity", "severity_rank")})
        self.browse().union(*known.values()).unlink()
        self._create_through(new)

    def _copy_to(self, criteria_set, twins):
        """Give a copy of the set the same findings, for it has the same text.

        :param twins: the ids of the copied rows by the original ones
        """
        names = ("code", "severity", "severity_rank", "sequence", "subject", "details", "row_text", "justification")
        self._create_through(
            [
                {
                    **{name: finding[name] for name in names},
                    "set_id": criteria_set.id,
                    "criterion_id": twins.get(finding.criterion_id),
                }
                for finding in self
            ]
        )
