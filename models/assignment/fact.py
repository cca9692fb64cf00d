from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ...scoring import desks
from ..desks.evaluation_news import News
from ..lock.values import check_values


class FactAssignment(models.Model):
    """A fact that is assigned is stated and handed in by whom it is assigned to."""

    _name = "agency.evaluation.fact"
    _inherit = ["agency.evaluation.fact", "agency.evaluation.assigned"]

    can_answer = fields.Boolean(compute="_compute_can_answer", help="The user may state this fact.")
    department_id = fields.Many2one(related="evaluation_id.department_id", string="Unit Evaluated")
    campaign_id = fields.Many2one(related="evaluation_id.campaign_id", string="Round")

    @api.depends("evaluation_id.state", "evaluation_id.can_check", "user_id", "handed_in_on")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        is_evaluator = self.env["agency.evaluation"]._is_evaluator()
        for fact in self:
            is_own = is_evaluator and fact.user_id == self.env.user and not fact.handed_in_on
            fact.can_answer = fact.state == "draft" and (fact.evaluation_id.can_check or is_own)

    def _check_open_for(self, names):
        result = super()._check_open_for(names)
        self._check_in_hand(set(names))
        return result

    def write(self, vals):
        check_values(self, vals)
        if "user_id" not in vals or self._is_own_write(vals):
            return super().write(vals)
        before = {fact: fact.user_id for fact in self}
        result = super().write(vals)
        handed = self.browse(fact.id for fact, user in before.items() if fact.user_id != user)
        handed._check_assigned()
        handed._take_out_of_hands()
        handed._tell_assigned()
        return result

    @api.model
    @tools.ormcache()
    def _kept_fields(self):
        return super()._kept_fields() | self._kept_by_hand_in()

    def _is_blank(self):
        return self._lacks_numbers()

    def _ask_send_back(self):
        return self.env["agency.evaluation.remark"]._ask("send_back", facts=self)

    def _check_assigned(self):
        """:raises ValidationError: if facts are assigned to somebody who cannot state them"""
        # sudo: agency.evaluation.fact - who may state facts is no secret to who assigns them
        facts = self.sudo().filtered("user_id")
        situations = facts.evaluation_id._situations() if facts else {}
        for fact in facts:
            if fact.user_id.id not in desks.able_assignees(situations[fact.evaluation_id.id]):
                raise ValidationError(
                    self.env._(
                        "%(code)s cannot be assigned to %(user)s, who is no evaluator of %(company)s.",
                        code=fact.display_name,
                        user=fact.user_id.name,
                        company=fact.evaluation_id.company_id.name,
                    )
                )

    def _tell_assigned(self):
        """Tell those to whom these facts were just assigned; what their desks are then follows, too."""
        # sudo: agency.evaluation - who is told does not depend on who assigned the facts
        for evaluation, facts in self.sudo().grouped("evaluation_id").items():
            for user, own in facts.filtered("user_id").grouped("user_id").items():
                names = ", ".join(own.mapped("display_name"))
                news = News("assignment", frozenset(user.ids), values={"codes": names})
                evaluation._tell({evaluation.id: {}}, {}, news)
            evaluation._sync_desks_among_colleagues(quiet=True)
