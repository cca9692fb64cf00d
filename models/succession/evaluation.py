from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..agency.clock import agency_today

#: As long as a succession is news to the evaluations of the succeeding unit.
_NEWS = timedelta(days=366)


class EvaluationSuccession(models.Model):
    """An evaluation of a unit that ended is finished under its name, or cancelled by the decision that ended it."""

    _inherit = "agency.evaluation"

    ending_note = fields.Text(
        string="End of the Unit",
        compute="_compute_succession",
        help="By what decision the unit ended, and who goes on with its evaluations.",
    )
    beginning_note = fields.Text(string="Succeeds", compute="_compute_succession")
    is_of_ended_unit = fields.Boolean(compute="_compute_succession", search="_search_is_of_ended_unit")

    @api.depends("department_id", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_succession(self):
        successions = self.department_id._agency_successions(agency_today(self))
        for evaluation in self:
            unit = evaluation.department_id._origin
            endings = successions._ending(unit)
            candidates = evaluation._previous_candidates() if unit in successions.successor_id else evaluation.browse()
            evaluation.is_of_ended_unit = bool(endings)
            evaluation.ending_note = evaluation._describe_endings(endings)
            evaluation.beginning_note = evaluation._describe_beginnings(successions)
            evaluation.previous_candidate_ids = candidates
            evaluation.has_previous_choice = len(candidates) > 1

    def _search_is_of_ended_unit(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: agency.evaluation.succession - which units ended is no secret to who takes part
        successions = self.env["agency.evaluation.succession"].sudo()
        ended = Domain(
            "department_id",
            "in",
            successions.search(successions._domain_of(agency_today(self), ended=True)).predecessor_ids.ids,
        )
        return Domain.OR(ended if wanted else ~ended for wanted in value)

    @api.constrains("department_id", "date_from")
    def _check_unit_was_there(self):
        # sudo: hr.department - which units there are does not depend on who evaluates them
        successions = self.sudo().department_id._agency_successions(max(self.mapped("date_from")))
        for evaluation in self.sudo():
            endings = successions._ending(evaluation.department_id)
            if ended := endings.filtered(lambda each, first=evaluation.date_from: each.date_from <= first):
                raise ValidationError(evaluation._describe_endings(ended))

    def _describe_endings(self, endings):
        """Return by which decisions the unit ended, and who goes on with its evaluations."""
        unit, lines = self._unit_name(), []
        for ending in endings:
            values = {"unit": unit, "day": ending.date_from.strftime("%d/%m/%Y"), "decision": ending._basis()}
            if ending.successor_id:
                later = ending.successor_id._agency_name_on(ending.date_from)
                lines.append(
                    self.env._(
                        "%(unit)s ended on %(day)s by %(decision)s; %(later)s succeeds it.", later=later, **values
                    )
                )
            else:
                lines.append(
                    self.env._("%(unit)s ended on %(day)s by %(decision)s, and no unit succeeds it.", **values)
                )
        return "\n".join(lines)

    def _describe_beginnings(self, successions):
        """Return from what units this one came, by those of `successions` that are news to the period."""
        first, last = self._period()
        if not first or not last:
            return ""
        lines = []
        for each in successions.filtered(lambda each: each.successor_id == self.department_id._origin):
            if first - _NEWS <= each.date_from <= last:
                day = each.date_from - timedelta(days=1)
                units = [unit._agency_name_on(day) for unit in each.predecessor_ids]
                values = {
                    "units": ", ".join(units),
                    "day": each.date_from.strftime("%d/%m/%Y"),
                    "decision": each._basis(),
                }
                lines.append(self.env._("Succeeds %(units)s from %(day)s on, by %(decision)s.", **values))
        return "\n".join(lines)

    def _proposed_reason(self, step):
        if step == "cancel" and len(self) == 1 and self.is_of_ended_unit:
            return self.ending_note
        return super()._proposed_reason(step)

    def _decision_values(self, step, reason):
        """Let a cancellation name the decision that ended the unit, whatever else its reason says."""
        if step == "cancel":
            unit = self.department_id
            ended = unit._agency_successions(agency_today(self))._ending(unit)
            unnamed = [each for each in ended if each.decision_number.strip() not in reason]
            if unnamed:
                reason = "\n".join([reason, *(self._describe_endings(each) for each in unnamed)])
        return super()._decision_values(step, reason)
