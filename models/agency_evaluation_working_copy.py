from odoo import api, fields, models
from odoo.exceptions import UserError

from ..reading import working_copy as layout
from ..report import paper, working_copy_xlsx
from ..report.score_sheet import NOT_APPLICABLE
from ..report.working_copy_xlsx import CopyFact, CopyRow
from ..scoring.numbers import parse_number
from ..scoring.points import format_points
from .agency_evaluation_fact import MONTH_FIELDS


class WorkingCopy(models.Model):
    """The working copy of a draft: what whoever asks for it may fill in, in a workbook to be taken back."""

    _inherit = "agency.evaluation"

    can_fill_copy = fields.Boolean(compute="_compute_can_fill_copy", help="The user may fill in something.")

    @api.depends("state", "can_submit", "line_ids.user_id", "line_ids.is_heading")
    @api.depends_context("uid")
    def _compute_can_fill_copy(self):
        for evaluation in self:
            # sudo: agency.evaluation.line - which rows are assigned to the user is no secret to the user
            assigned = evaluation.sudo().line_ids.filtered(lambda line: line.user_id == self.env.user)
            evaluation.can_fill_copy = evaluation.state == "draft" and (
                evaluation.can_submit or not all(assigned.mapped("is_heading"))
            )

    def action_export_working_copy(self):
        """Download a workbook to fill in.

        :raises UserError: unless it is a draft in which the user may write something
        """
        self.ensure_one()
        self._check_copy_open()
        return {
            "type": "ir.actions.act_url",
            "url": f"/agency_evaluation/{self.id}/working_copy.xlsx",
            "target": "download",
        }

    def _check_copy_open(self):
        """:raises UserError: unless it is a draft in which the user may write something"""
        self.check_access("read")
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(evaluation)s is %(state)s: a working copy is filled in while it is a draft.",
                    evaluation=self.display_name,
                    state=self._state_label(),
                )
            )
        if not self.can_fill_copy:
            raise UserError(
                self.env._("There is nothing in %(evaluation)s that you may fill in.", evaluation=self.display_name)
            )

    def _copy_parts(self):
        """Return the rows and the facts that the user sees.

        They are searched for, for the cached ones may be those of another user.
        """
        self.ensure_one()
        tied = [("evaluation_id", "=", self.id)]
        return self.env["agency.evaluation.line"].search(tied), self.env["agency.evaluation.fact"].search(tied)

    def _copy_reference(self):
        """Return what names the evaluation in its working copies."""
        return f"{self.name}:{self.id}"

    def _collect_working_copy(self):
        """Return the working copy of the user as :class:`working_copy_xlsx.Copy`.

        :raises UserError: unless it is a draft in which the user may write something
        """
        self.ensure_one()
        self._check_copy_open()
        evaluation = paper.in_vietnamese(self)
        lines, facts = evaluation._copy_parts()
        places = {line: place for place, line in enumerate(lines)}
        below = {parent: tuple(places[line] for line in rows) for parent, rows in lines.grouped("parent_id").items()}
        rolled_up = evaluation._rolled_up()
        is_whole = len(evaluation._all_lines()) == len(lines)
        return working_copy_xlsx.Copy(
            reference=self._copy_reference(),
            name=self.name,
            # sudo: hr.department - whoever sees an evaluation knows its unit
            unit=evaluation.sudo().department_id.name,
            year=self.year,
            policy=rolled_up.own.plan.policy,
            rows=tuple(line._copy_row(below.get(line, ())) for line in lines),
            groups=below.get(lines.browse(), ()),
            # Whoever states none of them gets the rows alone.
            facts=tuple(fact._copy_fact() for fact in facts) if any(facts.mapped("can_check")) else (),
            maximum=rolled_up.own.total.maximum if is_whole else None,
            total=rolled_up.own.points,
            texts={name: lines._fields[name]._description_string(lines.env) for name in layout.TEXTS},
        )


class WorkingCopyLine(models.Model):
    """A row in a working copy."""

    _inherit = "agency.evaluation.line"

    def _copy_values(self):
        """Return the unit's part of the row as text, by field: what is handed out and compared again."""
        self.ensure_one()
        if self.is_heading:
            return {}
        answer = {"scored": format_points(self.self_points), "not_applicable": NOT_APPLICABLE}.get(self.status, "")
        texts = {name: layout.fitting(self[name] or "") for name in layout.TEXTS}
        return {layout.ANSWER: answer, **texts}

    def _copy_row(self, children):
        self.ensure_one()
        criterion = self.criterion_id
        parts = [*criterion.rule_ids.mapped("name"), criterion.guidance, self.working]
        return CopyRow(
            code=self.code,
            number=criterion.number or "",
            text=criterion.name,
            level=self.level,
            is_heading=self.is_heading,
            maximum=self.max_points,
            points=self.self_points if self.has_points else None,
            is_not_applicable=self.status == "not_applicable",
            suggestion=self.suggested_points if self.has_suggestion else None,
            help="" if self.is_heading else "\n".join(f"• {part}" for part in parts if part),
            is_open=self.can_answer,
            values=self._copy_values(),
            children=children,
        )


class WorkingCopyFact(models.Model):
    """A fact in a working copy."""

    _inherit = "agency.evaluation.fact"

    def _copy_values(self):
        """Return what is stated as text, by field: what is handed out and compared again."""
        self.ensure_one()
        note = layout.fitting(self.note or "")
        if self.formula:
            return {layout.ENTRY: self.total or "", layout.NOTE: note}
        if self.frequency == "month":
            return {**{name: self[name] or "" for name in MONTH_FIELDS.values()}, layout.NOTE: note}
        return {layout.ENTRY: self.entry or "", layout.NOTE: note}

    def _copy_open_fields(self):
        """Return the fields that the user may fill in."""
        self.ensure_one()
        if not self.can_check:
            return frozenset()
        if self.formula:
            return frozenset({layout.NOTE})
        expected = self.indicator_id._expected_months()
        # A number of a month that is not asked for may still be taken back.
        closed = {name for month, name in MONTH_FIELDS.items() if month not in expected and not self[name]}
        return frozenset(self._copy_values().keys() - closed)

    def _copy_fact(self):
        self.ensure_one()
        values = self._copy_values()
        numbers = {name: parse_number(value) for name, value in values.items() if name != layout.NOTE and value}
        return CopyFact(
            code=self.code,
            name=self.indicator_id.name,
            unit=self.unit or "",
            is_monthly=self.frequency == "month" and not self.formula,
            help=self.guidance or "",
            values=values,
            numbers=numbers,
            open_fields=self._copy_open_fields(),
        )
