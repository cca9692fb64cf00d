from odoo import api, fields, models
from odoo.exceptions import UserError

from ...reading import working_copy as layout
from ...report import paper, working_copy_xlsx


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
        # sudo: agency.evaluation.line - to tell whether rows are left out that the user may not see
        is_whole = len(evaluation.sudo().line_ids) == len(lines)
        return working_copy_xlsx.Copy(
            reference=self._copy_reference(),
            name=self.name,
            # sudo: hr.department - whoever sees an evaluation knows its unit
            unit=evaluation.sudo().department_id.name,
            year=self.year,
            policy=evaluation._na_policy(),
            rows=tuple(line._copy_row(below.get(line, ())) for line in lines),
            groups=below.get(lines.browse(), ()),
            # Whoever states none of them gets the rows alone.
            facts=tuple(fact._copy_fact() for fact in facts) if any(facts.mapped("can_check")) else (),
            maximum=evaluation.max_points if is_whole else None,
            total=evaluation.self_points if evaluation.answered_count else None,
            texts={name: lines._fields[name]._description_string(lines.env) for name in layout.TEXTS},
        )
