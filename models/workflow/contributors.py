from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

#: Who does what is no content of an evaluation.
_PEOPLE = frozenset({"user_id", "reviewer_id", "approver_id"})


class EvaluationContributors(models.Model):
    """Who put in any of the unit's content, in any round: none of them judges it.

    Points, facts, documents, texts and justifications all pass the lock as something that the unit writes; there their
    writer is put on record, once and for good.
    """

    _inherit = "agency.evaluation"

    contributor_ids = fields.Many2many(
        "res.users",
        string="Contributors",
        relation="agency_evaluation_contributor_rel",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Who put in points, facts, documents, texts, justifications or answers, or submitted.",
    )

    barred_user_ids = fields.Many2many(
        "res.users",
        string="Barred From Judging",
        compute="_compute_barred_user_ids",
        compute_sudo=True,
        context={"active_test": False},
        help="Those whose own work is judged: they neither review nor approve.",
    )

    def _check_open_for(self, names):
        result = super()._check_open_for(names)
        if self._is_content(names):
            self._add_contributor()
        return result

    def _add_contributor(self):
        """Put the user on record as one who put in content."""
        if self.env.uid == SUPERUSER_ID:
            return  # nobody logs in as that
        # sudo: agency.evaluation - a row is answered by who cannot write its evaluation
        new = self.sudo().filtered(lambda evaluation: self.env.user not in evaluation.contributor_ids)
        new._link_beside("contributor_ids", self.env.user.ids)

    def _then_contribution(self, _reason):
        self._add_contributor()

    @api.depends("contributor_ids", "company_id.agency_own_approval")
    def _obstacle_own_content(self):
        if self._is_own_content() and not self.company_id.agency_own_approval:
            return UserError(
                self.env._("Whoever put in content of an evaluation or submitted it can neither review nor approve it.")
            )
        return None

    def _is_own_content(self):
        """Tell whether the user put in any of the content."""
        self.ensure_one()
        # sudo: res.users - who put in content is no secret to who takes part
        return self.env.user in self.sudo().contributor_ids

    @api.depends("contributor_ids", "company_id.agency_own_approval")
    def _compute_barred_user_ids(self):
        for evaluation in self:
            may = evaluation.company_id.agency_own_approval
            evaluation.barred_user_ids = False if may else evaluation.contributor_ids

    def _own_content_note(self):
        """Return what papers say of an approval by who had put in content; empty where nobody of them judged."""
        self.ensure_one()
        # sudo: agency.evaluation.decision - whoever holds the paper may know
        decisions = self.sudo().decision_ids.sorted("number")
        submissions = decisions.filtered(lambda decision: decision.step == "submit")
        judged = decisions.filtered(lambda decision: decision.number > max(submissions.mapped("number"), default=0))
        if not any(judged.mapped("is_own_content")):
            return ""
        return self.env._("Reviewed or approved by somebody who had put in content, as the agency allows.")

    def _decision_values(self, step, reason):
        judges = step in ("review", "first_approve", "approve")
        return {**super()._decision_values(step, reason), "is_own_content": judges and self._is_own_content()}


class PartContributors(models.AbstractModel):
    _inherit = "agency.evaluation.part"

    def _check_open_for(self, names):
        result = super()._check_open_for(names)
        if self._is_content(names):
            self.evaluation_id._add_contributor()
        return result

    def _check_structure(self):
        result = super()._check_structure()
        self.evaluation_id._add_contributor()
        return result


class LockContributors(models.AbstractModel):
    _inherit = "agency.evaluation.lock"

    @api.model
    def _is_content(self, names):
        """Tell whether a field of `names` is the unit's to fill in: open while it works, closed while it is judged."""
        return any(
            not self._is_free(name) and "draft" in (states := self._open_in(name)) and "submitted" not in states
            for name in set(names) - _PEOPLE
        )
