from odoo import fields, models

_EVALUATION = "agency.evaluation"


class CampaignUnitMaking(models.Model):
    """Making the evaluations of units when a round is opened, or taking over those that are there."""

    _inherit = "agency.evaluation.campaign.unit"

    why_skipped = fields.Text(readonly=True, help="Why no evaluation was made when the round was opened.")

    def _make_evaluations(self):
        """Make what is missing of these units, all of one open round; return why not, by the ids of those left out.

        It never commits, and looks anew what is missing: whoever is stopped begins again, and nothing is made twice.
        """
        campaign = self.campaign_id
        waiting = self.filtered(lambda unit: unit.progress == "waiting")
        left_out = {unit.id: unit.people_fault for unit in waiting if unit.people_fault}
        able = waiting.filtered(lambda unit: unit.id not in left_out)
        left_out |= able._take_over()
        self.invalidate_recordset(["evaluation_id", "progress", "due", "is_late", "is_settled"])
        rest = able.filtered(lambda unit: unit.id not in left_out and unit.progress == "waiting")
        plan = [unit._planned_values() for unit in rest]
        made, _missing = self.env[_EVALUATION]._make_missing(plan, limit=len(plan))
        for unit in rest.filtered(lambda unit: unit.department_id not in made.department_id):
            # What is there of the period and was not taken over has been cancelled before.
            left_out[unit.id] = self.env._(
                "its evaluation of this period was cancelled before the round: reopen that one, or excuse the unit"
            )
        self._note_left_out(left_out)
        campaign.invalidate_recordset(["evaluation_ids"])
        self.invalidate_recordset(["evaluation_id", "progress", "due", "is_late", "is_settled"])
        return left_out

    def _note_left_out(self, left_out):
        """Keep with each unit why it was left out, or that it was not."""
        by_reason = {}
        for unit in self:
            reason = left_out.get(unit.id, False)
            if unit.why_skipped != reason:
                by_reason.setdefault(reason, []).append(unit.id)
        for reason, ids in by_reason.items():
            # sudo: agency.evaluation.campaign.unit - own code says so
            self.browse(ids).sudo()._write_through({"why_skipped": reason})

    def _planned_values(self):
        """Return the values of the evaluation of the unit."""
        self.ensure_one()
        campaign = self.campaign_id
        return {
            "campaign_id": campaign.id,
            "criteria_set_id": campaign.criteria_set_id.id,
            "department_id": self.department_id.id,
            "company_id": campaign.company_id.id,
            "date_from": fields.Date.to_string(campaign.date_from),
            "date_to": fields.Date.to_string(campaign.date_to),
            "user_id": self.user_id.id,
            "reviewer_id": self.reviewer_id.id,
            "approver_id": self.approver_id.id,
            **self._own_deadlines(),
        }

    def _take_over(self):
        """Let evaluations of the same period that were made without the round belong to it.

        What is approved already counts, too. People and deadlines are put in where there are none.

        :return: why a unit cannot have one, by its id, where another round has it
        """
        campaign = self.campaign_id
        # sudo: agency.evaluation - one that the user may not see is there all the same
        found = (
            self.env[_EVALUATION]
            .sudo()
            .search(
                [
                    ("criteria_set_id", "=", campaign.criteria_set_id.id),
                    ("department_id", "in", self.department_id.ids),
                    ("date_from", "=", campaign.date_from),
                    ("date_to", "=", campaign.date_to),
                    ("state", "!=", "cancelled"),
                ]
            )
        )
        units = {unit.department_id: unit for unit in self}
        left_out = {}
        for evaluation in found:
            unit = units[evaluation.department_id]
            if evaluation.campaign_id:
                left_out[unit.id] = self.env._(
                    "its evaluation %(evaluation)s of this period belongs to the round %(round)s",
                    evaluation=evaluation.name,
                    round=evaluation.campaign_id.name,
                )
            else:
                evaluation._hold()
                evaluation._write_through(unit._taken_over_values(evaluation))
        return left_out

    def _taken_over_values(self, evaluation):
        vals = {"campaign_id": self.campaign_id.id}
        if evaluation.state in ("draft", "submitted"):
            given = {name: self[name].id for name in ("reviewer_id", "approver_id")} | self._own_deadlines()
            vals |= {name: value for name, value in given.items() if value and not evaluation[name]}
            vals |= {name: day for name, day in self._own_deadlines().items() if day}
        return vals
