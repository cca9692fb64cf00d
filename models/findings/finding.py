import json

from odoo import api, fields, models
from odoo.tools import SQL

from ...scoring import checks
from ..criteria.check_setting import CHECKS, SEVERITIES
from ..criteria.set_finding import SEVERITY_RANKS


class Finding(models.Model):
    """What the consistency check found in an evaluation, and how the unit justifies it.

    A finding is the same as long as its cause and its numbers are, so its justification outlives a new check.
    """

    _name = "agency.evaluation.finding"
    _description = "Finding"
    _inherit = ["agency.evaluation.part", "agency.evaluation.justified"]
    _order = "evaluation_id.id desc, severity_rank, sequence, id"
    _rec_name = "message"

    # Found by the index of the order.
    evaluation_id = fields.Many2one(index=False)
    line_id = fields.Many2one(
        "agency.evaluation.line", string="Row", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    row_code = fields.Char(related="line_id.code", string="Row Code")
    code = fields.Selection(CHECKS, string="Check", required=True, readonly=True)
    severity = fields.Selection(SEVERITIES, required=True, readonly=True)
    severity_rank = fields.Integer(readonly=True, aggregator=None)
    sequence = fields.Integer(readonly=True, aggregator=None, help="The place of the row, else after all rows.")
    subject = fields.Char(readonly=True, help="The fact, document or section that the finding is about.")
    details = fields.Json(readonly=True, help="The numbers and names that do not agree.")
    justification = fields.Text(open_in=("draft",))
    can_open = fields.Boolean(compute="_compute_can_open")

    _in_order_index = models.Index("(evaluation_id DESC, severity_rank, sequence, id)")

    @api.depends("code", "line_id", "subject", "details")
    def _compute_can_open(self):
        for finding in self:
            finding.can_open = bool(finding.code and finding._about())

    @api.depends("message", "line_id.code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for finding in self:
            code = finding.line_id.code
            finding.display_name = f"{code}: {finding.message}" if code else finding.message

    def _locked_message(self, names=()):
        if not self:
            return self.env._("Findings come from the consistency check alone.")
        return super()._locked_message(names)

    @api.readonly
    def action_open(self):
        """Open what the finding is about: the row, fact, document or section that has to be put right."""
        self.ensure_one()
        about = self._about()
        return about.action_open() if about else False

    def _about(self):
        """Return the record that the finding is about, None for what is about the whole evaluation."""
        self.ensure_one()
        find = {
            checks.About.ROW: lambda: self.line_id,
            checks.About.FACT: self._about_fact,
            checks.About.DOCUMENT: self._about_document,
            checks.About.SECTION: self._about_section,
            checks.About.WHOLE: lambda: None,
        }
        return find[checks.CHECKS[self.code].about]()

    def _about_fact(self):
        code, *_others = (self.subject or "").split()
        return self.evaluation_id.fact_ids.filtered(lambda fact: fact.code == code)

    def _about_document(self):
        key = (self.details or {}).get("document_1") or self.subject
        return self.evaluation_id.evidence_ids.filtered(lambda document: str(document.id) == key)

    def _about_section(self):
        return self.evaluation_id.section_ids.filtered(lambda section: section.display_name == self.subject)

    def _check_may_justify(self):
        self.evaluation_id._start("check")

    def _replace_by(self, evaluation, found):
        """Bring these findings of `evaluation` in line with `found`; what is found again keeps its justification.

        :param found: (:class:`checks.Finding`, severity) each
        """
        known = {finding._cause(): finding for finding in self}
        new = []
        for finding, severity in found:
            same = known.pop((finding.check.code, finding.row, finding.subject, frozenset(finding.details)), None)
            if same is None:
                new.append((finding, severity))
            elif same.severity != severity:
                same._write_through({"severity": severity, "severity_rank": SEVERITY_RANKS[severity]})
        self.browse().union(*known.values()).unlink()
        self._insert(evaluation, new)

    def _cause(self):
        """Return what makes two findings the same."""
        self.ensure_one()
        return self.code, self.line_id.code or None, self.subject or "", frozenset((self.details or {}).items())

    @api.model
    def _insert(self, evaluation, found):
        """Insert findings in one statement; the ORM would send one for every hundred."""
        lines = {line.code: line for line in evaluation.line_ids}
        places = {code: len(lines) + place for place, code in enumerate(checks.CHECKS, 1)}
        rows = [
            {
                "line_id": lines[finding.row].id if finding.row else None,
                "code": finding.check.code,
                "severity": severity,
                "severity_rank": SEVERITY_RANKS[severity],
                "sequence": lines[finding.row].sequence if finding.row else places[finding.check.code],
                "subject": finding.subject,
                "details": dict(finding.details),
            }
            for finding, severity in found
        ]
        inserted = self.env.execute_query(
            SQL(
                """
                INSERT INTO agency_evaluation_finding (
                    evaluation_id, line_id, code, severity, severity_rank, sequence, subject, details,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT %(evaluation)s, line_id, code, severity, severity_rank, sequence, subject, details,
                       %(user)s, now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
                  FROM jsonb_to_recordset(%(rows)s::jsonb) AS found (
                           line_id integer, code text, severity text, severity_rank integer, sequence integer,
                           subject text, details jsonb
                       )
             RETURNING id
                """,
                evaluation=evaluation.id,
                user=self.env.uid,
                rows=json.dumps(rows),
            )
        )
        evaluation.invalidate_recordset(["finding_ids"])
        self.browse(id_ for (id_,) in inserted).modified(self._fields)
