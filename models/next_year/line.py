from odoo import api, fields, models

from ...scoring import desks
from ...scoring.points import format_points
from ..history.way import came_by
from ..revision.line import NEW_ROW


class LineLastPeriod(models.Model):
    """What a row is offered of the last period."""

    _inherit = "agency.evaluation.line"

    last_period = fields.Text(
        compute="_compute_last_period", help="What was answered in the last period, or why that is not offered."
    )
    can_take_over = fields.Boolean(
        compute="_compute_last_period", help="The answer of the last period may be taken over."
    )

    @api.depends("state", "status")
    @api.depends_context("lang", "uid")
    def _compute_last_period(self):
        self.last_period = self.can_take_over = False
        labels = self.env["agency.evaluation"]._change_labels()
        for evaluation, lines in self.filtered(lambda line: line.state == "draft").grouped("evaluation_id").items():
            if not (previous := evaluation._origin._evaluation_before()):
                continue
            offered = {line.id: offer for line, *offer in evaluation._origin._offered_rows(previous)}
            for line in lines:
                before, changes = offered.get(line._origin.id, (None, [NEW_ROW]))
                if before and before.status != "todo":
                    line.last_period = line._describe_last_period(before, changes, labels)
                    line.can_take_over = not changes and line._may_take_over(before)

    def action_take_over(self):
        """Answer the row as it was answered in the last period, with the documents that still are in force.

        :return: a notification that says what was taken over
        :raises AccessError: if the user may not write the row
        :raises UserError: unless the evaluation is a draft
        """
        self.ensure_one()
        evaluation = self.evaluation_id
        evaluation._check_taking_over(self)
        if not (previous := evaluation._evaluation_before()):
            return evaluation._tell_no_last_period()
        return evaluation._tell_taken_over(previous, *self._take_over_from(previous, is_asked=True))

    def _take_over_from(self, previous, is_asked=False):
        """Answer rows of one evaluation as those of `previous` that they go back to; see :meth:`_offered_rows`.

        :param is_asked: whether the user asked for these very rows, so that an answer that is there gives way
        :return: what :meth:`_tell_taken_over` tells of
        """
        evaluation = self.evaluation_id
        offered = [
            (line.with_env(self.env), before, changes)
            for line, before, changes in evaluation._offered_rows(previous)
            if line.id in self._ids and before and before.status != "todo" and (is_asked or line.status == "todo")
        ]
        changed = self.browse(line.id for line, _before, changes in offered if changes)
        rows = {before: line for line, before, changes in offered if not changes and line._may_take_over(before)}
        # sudo: agency.evaluation - who is there and has which role does not depend on who takes over
        able = desks.able_assignees(evaluation.sudo()._situations()[evaluation.id])
        taken = self.browse(line.id for line in rows.values())
        with came_by("last_period"):
            taken._write_each({line.id: line._taken_over_values(before, able) for before, line in rows.items()})
        return taken, changed, *evaluation._take_over_documents(previous, rows)

    def _may_take_over(self, before):
        return before.status == "scored" or self.may_not_apply

    def _taken_over_values(self, before, able):
        """Return the values by which the row answers what `before` answered.

        :param able: the ids of those to whom a row may be assigned
        """
        self.ensure_one()
        answer = {"self_points": before.self_points} if before.status == "scored" else {"status": before.status}
        # Who answers it now stays; so does nobody, where whoever did is gone.
        is_free = not self.user_id and before.user_id.id in able
        assigned = {"user_id": before.user_id.id} if is_free else {}
        return {**answer, "explanation": before.explanation, **assigned}

    def _describe_last_period(self, before, changes, labels):
        if changes:
            names = ", ".join(labels[change] for change in changes)
            return self.env._("Answered in the last period, but changed since: %(changes)s.", changes=names)
        points = (
            self.env._(
                "%(points)s of %(maximum)s points",
                points=format_points(before.self_points),
                maximum=format_points(before.max_points),
            )
            if before.status == "scored"
            else self.env._("Claimed not to apply")
        )
        return "\n".join(filter(None, (points, (before.explanation or "").strip())))
