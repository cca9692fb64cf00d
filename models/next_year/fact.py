from odoo import api, fields, models

from ...scoring.numbers import format_number
from ...scoring.part_periods import write_number
from ..facts.fact import MONTH_FIELDS
from ..history.way import came_by


class FactLastPeriod(models.Model):
    """The numbers of a fact in the last period, which are offered where the fact is the same."""

    _inherit = "agency.evaluation.fact"

    last_period = fields.Char(compute="_compute_last_period", help="The number of the last period.")

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_last_period(self):
        self.last_period = False
        for evaluation, facts in self.filtered(lambda fact: fact.state == "draft").grouped("evaluation_id").items():
            if not (previous := evaluation._origin._evaluation_before()):
                continue
            # sudo: agency.evaluation - what was approved of the same unit is no secret to who evaluates it
            sources = evaluation._origin.sudo()._facts_before(previous)
            numbers = previous._resolve_facts().facts
            for fact in facts:
                if source := sources.get(fact._origin.sudo()):
                    fact.last_period = format_number(numbers[source.code].final) or False

    def action_take_over(self):
        """State the fact by the numbers of the last period.

        :return: a notification that says whether there were any
        :raises AccessError: if the user may not write the fact
        :raises UserError: unless the evaluation is a draft
        """
        self.ensure_one()
        evaluation = self.evaluation_id
        evaluation._check_taking_over(self)
        if not (previous := evaluation._evaluation_before()):
            return evaluation._tell_no_last_period()
        if self._take_over_from(previous):
            return True
        return evaluation._notify(
            [
                self.env._(
                    "“%(fact)s” has no number of the last period that could be taken over.", fact=self.display_name
                )
            ],
            is_whole=False,
        )

    def _take_over_from(self, previous):
        """State facts of one evaluation by those of `previous` that are the same; return those that have numbers now.

        The number of a month goes to the same month of this period, if it is asked for.
        """
        # sudo: agency.evaluation - what was approved of the same unit is no secret to who evaluates it
        sources = self.evaluation_id.sudo()._facts_before(previous)
        values = {}
        for fact in self:
            source = sources.get(fact.sudo())
            if source and (entries := fact._entries_of(source)):
                values[fact.id] = entries
        taken = self.browse(values)
        with came_by("last_period"):
            taken._write_each(values)
        return taken

    def _entries_of(self, source):
        """Return what is to be typed for the fact to have the numbers of `source`, by the fields of the grid."""
        self.ensure_one()
        if self._is_computed():
            return {}
        stated, asked = source._scoring_fact(), self._days_of_parts()
        if not asked:
            return {} if stated.value is None else {"entry": write_number(stated.value)}
        return {
            MONTH_FIELDS[month]: write_number(number)
            for month, number in (stated.months or {}).items()
            if month in asked
        }
