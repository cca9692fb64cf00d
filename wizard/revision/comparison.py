import json
from dataclasses import dataclass

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...models.sheet.line import STATUSES
from ...scoring import periods
from ...scoring.points import differ


@dataclass(frozen=True, slots=True)
class _Side:
    """A leaf as one of two evaluations answers it; blank where it has no such row.

    :ivar documents: what is seen of each document
    :ivar proof: what makes each document what it is, its files by their SHA-256
    """

    text: str = ""
    status: str = "todo"
    points: float = 0.0
    explanation: str = ""
    documents: str = ""
    proof: tuple = ()

    @classmethod
    def of(cls, line):
        documents = line.evidence_ids
        described = [" · ".join(filter(None, (document.display_name, document.location))) for document in documents]
        files = [sorted(map(str, document.attachment_ids.mapped("evidence_sha256"))) for document in documents]
        return cls(
            text=line.name or "",
            status="scored" if line.is_reviewed else line.status,
            points=line.final_points,
            explanation=(line.explanation or "").strip(),
            documents="\n".join(described),
            proof=tuple(sorted((text, *digests) for text, digests in zip(described, files, strict=True))),
        )


class EvaluationComparison(models.Model):
    _inherit = "agency.evaluation"

    def action_compare(self):
        """Show row by row in what two evaluations differ, of two periods or revisions.

        A revision is compared with what it revises; of others alone, a dialog asks with which one.

        :raises AccessError: if the user may not read them
        :raises UserError: if there are more than two
        """
        self.check_access("read")
        if not 1 <= len(self) <= 2:
            raise UserError(self.env._("Choose one evaluation, or two of them."))
        if len(self) == 2:
            old, new = self.sorted(
                lambda evaluation: (evaluation.year, evaluation.date_from, evaluation.revision, evaluation.id)
            )
        else:
            old, new = self.origin_id or self, self if self.origin_id else self.later_revision_id
        if new:
            return self.env["agency.evaluation.comparison"].create({"old_id": old.id, "new_id": new.id}).action_show()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Compare"),
            "res_model": "agency.evaluation.comparison",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_old_id": self._previous_period().id,
                "default_new_id": self.id,
            },
        }

    def _previous_period(self):
        """Return the evaluation of the last period, none if there is none, or several of which nobody chose one."""
        return self._choose_previous(self._last_period())

    def _last_period(self):
        """Return the evaluations of the unit, or of those that it came from, for the last period that is as long."""
        self.ensure_one()
        earlier = [
            ("department_id", "in", self._units_before().ids),
            ("date_to", "<", self.date_to),
            ("state", "!=", "cancelled"),
        ]
        # Years are told apart by their numbers, for a report may be closed on an earlier day of the same one.
        found = self.search(earlier, order="date_to desc, revision desc, id desc").filtered(
            lambda other: other.year < self.year or self.period_kind != "year"
        )
        found = found.filtered(lambda other: periods.is_predecessor(other._period(), self._period()))
        last = found[:1]
        is_yearly = self.period_kind == "year"
        return found.filtered(lambda other: other.year == last.year if is_yearly else other.date_to == last.date_to)


class Comparison(models.TransientModel):
    """Two evaluations, and the rows of both side by side."""

    _name = "agency.evaluation.comparison"
    _description = "Comparison of Evaluations"
    _inherit = ["agency.evaluation.dialog"]

    old_id = fields.Many2one("agency.evaluation", string="Earlier Evaluation", required=True)
    new_id = fields.Many2one("agency.evaluation", string="Later Evaluation", required=True)
    beginning_note = fields.Text(related="new_id.beginning_note")
    row_ids = fields.One2many("agency.evaluation.comparison.row", "comparison_id", readonly=True)

    def action_show(self):
        """Compare, and open the rows; at first those that differ, by group.

        :raises AccessError: if the user may not read one of the evaluations
        :raises UserError: if they are the same
        """
        self.ensure_one()
        self.check_access("read")
        both = self.old_id | self.new_id
        both.check_access("read")
        if len(both) < 2:
            raise UserError(self.env._("Choose two evaluations that are not the same."))
        if not self.row_ids:
            self._insert_rows(list(self._compare()))
        rows_action = "agency_evaluation.agency_evaluation_comparison_row_action"
        action = self.env["ir.actions.act_window"]._for_xml_id(rows_action)
        title = self.env._("%(new)s compared with %(old)s", new=self.new_id.display_name, old=self.old_id.display_name)
        return {
            **action,
            "name": title,
            "display_name": title,
            "domain": [("comparison_id", "=", self.id)],
        }

    def _compare(self):
        """Yield the values of each leaf of both sheets, as far as the user may read them."""
        old, new = (evaluation.criteria_set_id._revision_sheet() for evaluation in (self.old_id, self.new_id))
        old_lines, new_lines = self._readable_lines(self.old_id), self._readable_lines(self.new_id)
        for sequence, (old_code, new_code) in enumerate(new.pair_up(old), 1):
            before, after = old_lines.get(old_code), new_lines.get(new_code)
            if (old_code and not before) or (new_code and not after):
                continue  # the user may not read both
            lines = [line for line in (before, after) if line]
            if all(line.is_heading for line in lines):
                continue
            changes = new.changes(new_code, old, old_code) if old_code and new_code else ()
            yield {
                "sequence": sequence,
                "code": new_code or old_code,
                "group_name": self._group_of(lines[-1]),
                **self._compare_row(before, after, [aspect.value for aspect in changes]),
            }

    def _readable_lines(self, evaluation):
        """Return the rows that the user may read by their codes; all that is shown of them is fetched at once."""
        lines = self.env["agency.evaluation.line"].search([("evaluation_id", "=", evaluation.id)])
        return {line.code: line for line in lines}

    def _group_of(self, line):
        # sudo: agency.evaluation.line - the headings above a row are no secret to who reads it
        group = line.sudo()._group()
        return f"{group.number or group.code}. {group.name}"

    def _compare_row(self, before, after, changes):
        """Return the values of a row.

        :param changes: the names of what changed in its criterion
        """
        old, new = (_Side.of(line) if line and not line.is_heading else _Side() for line in (before, after))
        labels = self.env["agency.evaluation"]._change_labels()
        found = [
            self.env._("points") if old.status != new.status or differ(old.points, new.points) else None,
            self.env._("explanation") if old.explanation != new.explanation else None,
            self.env._("documents") if old.proof != new.proof else None,
            *(labels[change] for change in changes),
        ]
        found = [label for label in found if label]
        if before and after:
            change = "criterion" if changes else "answer" if found else "same"
        else:
            change, found = ("added" if after else "removed"), []
        return {
            "change": change,
            "differences": ", ".join(found),
            "name": new.text or old.text,
            **{f"old_{name}": getattr(old, name) for name in ("text", "status", "points", "explanation", "documents")},
            **{f"new_{name}": getattr(new, name) for name in ("text", "status", "points", "explanation", "documents")},
            "points_difference": new.points - old.points,
        }

    def _insert_rows(self, rows):
        """Insert the rows in one statement; the ORM would send one for every hundred."""
        if not rows:
            return
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO agency_evaluation_comparison_row (
                    comparison_id, %(names)s, create_uid, create_date, write_uid, write_date
                )
                SELECT %(comparison)s, %(names)s,
                       %(user)s, now() AT TIME ZONE 'UTC', %(user)s, now() AT TIME ZONE 'UTC'
                  FROM jsonb_populate_recordset(NULL::agency_evaluation_comparison_row, %(rows)s::jsonb)
             RETURNING id
                """,
                comparison=self.id,
                user=self.env.uid,
                names=SQL(", ").join(SQL.identifier(name) for name in rows[0]),
                rows=json.dumps(rows),
            )
        )
        self.invalidate_recordset(["row_ids"])


class ComparisonRow(models.TransientModel):
    """A row of two evaluations side by side."""

    _name = "agency.evaluation.comparison.row"
    _description = "Row of a Comparison"
    _inherit = ["agency.evaluation.dialog"]
    _order = "comparison_id, sequence, id"
    _rec_name = "code"

    comparison_id = fields.Many2one(
        "agency.evaluation.comparison", required=True, readonly=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(readonly=True, aggregator=None)
    code = fields.Char(string="Row", readonly=True)
    group_name = fields.Char(string="Group", readonly=True)
    name = fields.Text(string="Criterion", readonly=True)
    change = fields.Selection(
        [
            ("same", "Unchanged"),
            ("answer", "Answered Otherwise"),
            ("criterion", "Criterion Changed"),
            ("added", "New Row"),
            ("removed", "No Longer There"),
        ],
        readonly=True,
    )
    differences = fields.Text(readonly=True, help="What is not the same.")
    old_text = fields.Text(string="Criterion Before", readonly=True)
    new_text = fields.Text(string="Criterion After", readonly=True)
    old_status = fields.Selection(STATUSES, string="Answer Before", readonly=True)
    new_status = fields.Selection(STATUSES, string="Answer After", readonly=True)
    old_points = fields.Float(string="Points Before", digits=(7, 2), readonly=True)
    new_points = fields.Float(string="Points After", digits=(7, 2), readonly=True)
    points_difference = fields.Float(string="Difference", digits=(7, 2), readonly=True)
    old_explanation = fields.Text(string="Explanation Before", readonly=True)
    new_explanation = fields.Text(string="Explanation After", readonly=True)
    old_documents = fields.Text(string="Documents Before", readonly=True)
    new_documents = fields.Text(string="Documents After", readonly=True)
