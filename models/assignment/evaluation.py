from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...scoring import desks
from .assigned import LISTED

#: The models of what is assigned.
_ASSIGNED = ("agency.evaluation.line", "agency.evaluation.fact")


class EvaluationAssignment(models.Model):
    """What of an evaluation is assigned and handed in, which the unit is told when it submits."""

    _inherit = "agency.evaluation"

    fill_by = fields.Date(
        string="Due to the Unit", compute="_compute_fill_by", help="Until when assigned rows and facts are handed in."
    )

    @api.depends("submit_by", "campaign_id.fill_days")
    def _compute_fill_by(self):
        for evaluation in self:
            # sudo: agency.evaluation.campaign - until when a row is due is no secret to whom it is assigned to
            days = evaluation.sudo().campaign_id.fill_days
            evaluation.fill_by = evaluation.submit_by and evaluation.submit_by - relativedelta(days=days)

    def _due(self, desk):
        return self.fill_by if desk == desks.FILL else super()._due(desk)

    def _rows_that_wait(self):
        """Who has something to hand in where a round asks for it has it on the desk until then, answered or not."""
        rows = super()._rows_that_wait()
        drafts = self.filtered(lambda evaluation: evaluation.state == "draft" and evaluation.campaign_id)
        for evaluation_id, user_id in drafts._waited_for():
            rows[evaluation_id]["assigned"].add(user_id)
            rows[evaluation_id]["blank"].add(user_id)
        return rows

    def _waited_for(self):
        """Return who has not handed in everything of these drafts, as ids of evaluation and user, in one query."""
        # sudo: agency.evaluation.campaign - whose turn it is does not depend on who asks
        asked = self.filtered(lambda evaluation: evaluation.sudo().campaign_id.hand_in != "none")
        if not asked:
            return []
        selects = []
        for model in _ASSIGNED:
            query = self.env[model].sudo()._search(asked._domain_not_handed_in(model))
            columns = (self.env[model]._field_to_sql(query.table, name, query) for name in ("evaluation_id", "user_id"))
            selects.append(query.select(*columns))
        return self.env.execute_query(SQL("%s UNION %s", *selects))

    def _domain_not_handed_in(self, model):
        """Return the domain of what of these evaluations is assigned and not handed in."""
        own = {
            "agency.evaluation.line": [("is_heading", "=", False), ("relief_id", "=", False)],
            "agency.evaluation.fact": [("indicator_id.formula", "=", False), ("indicator_id.aggregate", "!=", "ratio")],
        }
        return [
            ("evaluation_id", "in", self.ids),
            ("user_id", "!=", False),
            ("handed_in_on", "=", False),
            *own[model],
        ]

    def _describe_not_handed_in(self):
        """Return in words what of this evaluation others have not handed in, by person; empty where nothing is left.

        Who evaluates the unit hands in nothing to themselves.
        """
        self.ensure_one()
        left = {}
        for model in _ASSIGNED:
            # sudo: every assigned part - what is waited for is said whoever submits
            for part in self.env[model].sudo().search(self._domain_not_handed_in(model)):
                if part.user_id not in (self.env.user, self.user_id):
                    left.setdefault(part.user_id, []).append(part.code)
        return "; ".join(
            f"{user.name}: {', '.join(codes[:LISTED] + (['…'] if len(codes) > LISTED else []))}"
            for user, codes in left.items()
        )

    def _wait_for_hand_in(self):
        """:raises UserError: if the round wants everything to be handed in, and something is not"""
        for evaluation in self:
            # sudo: agency.evaluation.campaign - what the round asks for holds for who may not read it
            if evaluation.sudo().campaign_id.hand_in == "must" and (left := evaluation._describe_not_handed_in()):
                raise UserError(
                    self.env._(
                        "The round asks for everything to be handed in first. Not handed in: %(left)s.", left=left
                    )
                )

    def _hand_in_warning(self):
        """Return what the unit is told before it submits; empty where there is nothing to be told."""
        told = []
        for evaluation in self:
            # sudo: agency.evaluation.campaign - what the round asks for holds for who may not read it
            if evaluation.sudo().campaign_id.hand_in == "warn" and (left := evaluation._describe_not_handed_in()):
                told.append(self.env._("Not handed in: %(left)s.", left=left))
        return "\n".join(told)

    def _then_tell_hand_in(self, _reason):
        """Keep in the chatter what the unit was warned of and submitted all the same."""
        for evaluation in self:
            if warning := evaluation._hand_in_warning():
                evaluation.message_post(body=warning, subtype_xmlid="mail.mt_note")

    def _take_off_rows(self, situations):
        result = super()._take_off_rows(situations)
        gone = {
            id_: situation.assigned - desks.able_assignees(situation)
            for id_, situation in situations.items()
            if situation.state == "draft"
        }
        if concerned := [id_ for id_, users in gone.items() if users]:
            # sudo: agency.evaluation.fact - whose a fact is does not depend on who asks
            facts = self.env["agency.evaluation.fact"].sudo()
            found = facts.search(
                [("evaluation_id", "in", concerned), ("user_id", "in", [*set().union(*gone.values())])]
            )
            found = found.filtered(lambda fact: fact.user_id.id in gone[fact.evaluation_id.id])
            found._write_through({"user_id": False})
        return result

    @api.readonly
    def action_view_hand_in(self):
        """Show what of this evaluation is assigned: by whom it is handed in, and by whom not.

        :raises AccessError: unless the user may read the evaluation
        """
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("agency_evaluation.agency_evaluation_hand_in_action")
        return {**action, "domain": [("evaluation_id", "=", self.id), ("is_assigned", "=", True)]}

    def _title_sent_back(self, codes, text):
        return self.env._("Sent back to you: %(codes)s", codes=codes)

    def _news_sent_back(self, codes, text):
        return self.env._("%(user)s sends back %(codes)s: %(text)s", user=self.env.user.name, codes=codes, text=text)

    def _unsealed_fields(self, model):
        unsealed = super()._unsealed_fields(model)
        return unsealed | {"handed_in_on", "handed_in_by_id", "sent_back_note"} if model in _ASSIGNED else unsealed
