from dataclasses import dataclass

from odoo import api, models
from odoo.tools import SQL

from ...scoring import desks
from ...scoring.round.reminders import Open
from ..agency.clock import agency_time
from ..desks.evaluation import LIVE_STATES
from ..workflow.steps import DESKS, STEPS
from .campaign import DEADLINES

_EVALUATION = "agency.evaluation"
_UNIT = "agency.evaluation.campaign.unit"
#: Where the unit is waited for, whose head then is told that it is late.
_OF_UNIT = (desks.EVALUATE, desks.FILL, desks.ANSWER)
#: The desk of a unit in a round that has no evaluation yet.
WITHOUT = "without"
#: What brings an evaluation to other people: it is another thing for them from then on.
_TURNS = tuple(step.name for step in STEPS.values() if step.leads_to)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is waited for: an evaluation at a desk, or a unit in a round that has none yet.

    :ivar items: the same for each person who has it
    """

    desk: str
    company: int
    items: tuple[Open, ...]
    evaluation: int | None = None
    unit: int | None = None


class ReminderThings(models.Model):
    """What waits for whom, and until when: as the desks say it, with as many queries for many as for one."""

    _inherit = "agency.evaluation.reminder"

    @api.model
    def _open_things(self, companies):
        """Return everything in these agencies that has a deadline and waits for somebody, by its key."""
        if not companies:
            return {}
        dated = ["|", "|", *((name, "!=", False) for name in DEADLINES)]
        domain = [("company_id", "in", companies.ids), ("state", "in", LIVE_STATES), *dated]
        # sudo: agency.evaluation, agency.evaluation.campaign.unit - what waits for whom does not depend on who asks
        evaluations = self.env[_EVALUATION].sudo().search(domain, order="id")
        units = self.env[_UNIT].sudo().search([("company_id", "in", companies.ids), ("state", "=", "open")])
        return self._things_of(evaluations, units)

    @api.model
    def _things_of(self, evaluations, units):
        """Return what waits of these evaluations, and of those of these units that have none, by its key."""
        # sudo: agency.evaluation, agency.evaluation.campaign.unit - what waits for whom does not depend on who asks
        evaluations = evaluations.sudo().filtered(lambda evaluation: evaluation.state in LIVE_STATES)
        units = units.sudo().filtered(lambda unit: unit.progress == "waiting")
        staff = (evaluations.company_id | units.company_id)._agency_staff()
        heads = self._heads(evaluations.department_id)
        since = self._turns(evaluations)
        things = {}
        for id_, found in evaluations._desks().items():
            evaluation = evaluations.browse(id_).with_prefetch(evaluations.ids)
            managers = staff[evaluation.company_id.id].managers
            for desk, people in found.items():
                turn, day = since[id_, desk == desks.ANSWER]
                key = f"evaluation {id_} {desk} {turn}"
                head = heads.get(evaluation.department_id.id) if desk in _OF_UNIT else None
                items = _items(key, people, _due(evaluation, desk), day, head, managers)
                things[key] = Thing(desk, evaluation.company_id.id, items, evaluation=id_)
        for unit in units:
            key = f"unit {unit.id}"
            items = _items(key, staff[unit.company_id.id].managers, unit.due or None)
            things[key] = Thing(WITHOUT, unit.company_id.id, items, unit=unit.id)
        return things

    @api.model
    def _heads(self, departments):
        """Return the user who heads each unit, by its id; none who has left."""
        # sudo: hr.employee - who heads a unit is no secret
        departments = departments.sudo()
        employees = departments.manager_id
        users = {
            employee: employee.user_id.id
            for employee in employees
            if employee.active and employee.user_id.active and not employee.user_id.share
        }
        return {unit.id: users.get(unit.manager_id) for unit in departments}

    @api.model
    def _turns(self, evaluations):
        """Return a mark of the turn and its day, by the id of each evaluation and whether questions are answered."""
        decision, question = self.env["agency.evaluation.decision"], self.env["agency.evaluation.question"]
        decision.flush_model(["evaluation_id", "step", "decided_on"])
        question.flush_model(["evaluation_id", "state", "asked_on"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT evaluation_id, FALSE, max(id), max(decided_on) FROM agency_evaluation_decision
                 WHERE evaluation_id = ANY(%(ids)s) AND step = ANY(%(steps)s) GROUP BY evaluation_id
                 UNION ALL
                SELECT evaluation_id, TRUE, min(id), min(asked_on) FROM agency_evaluation_question
                 WHERE evaluation_id = ANY(%(ids)s) AND state = 'open' GROUP BY evaluation_id
                """,
                ids=evaluations.ids,
                steps=list(_TURNS),
            )
        )
        found = {(id_, is_question): (turn, moment) for id_, is_question, turn, moment in rows}
        return {
            (evaluation.id, is_question): (turn, agency_time(evaluation, moment).date())
            for evaluation in evaluations
            for is_question in (False, True)
            for turn, moment in (found.get((evaluation.id, is_question), (0, evaluation.create_date)),)
        }


def _items(key, people, due, since=None, head=None, managers=frozenset()):
    """Return a thing for each of the people who have it; of whom each is told of their own, and not of the others'."""
    return tuple(
        Open(
            person=person,
            item=key,
            due=due,
            since=since,
            head=None if head in people else head,
            managers=tuple(sorted(managers - people)),
        )
        for person in sorted(people)
    )


def _due(evaluation, desk):
    """Return until when a desk has an evaluation; the manager who has to name somebody has the time of that one."""
    if name := DESKS[desk].due:
        return evaluation[name] or None
    if evaluation.state == "draft":
        return evaluation.submit_by or None
    return (evaluation.approve_by if evaluation.reviewed_on else evaluation.review_by) or None
