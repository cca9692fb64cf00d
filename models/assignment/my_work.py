from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..agency.clock import agency_today

_EVALUATION = "agency.evaluation"
#: What a record of this list is about, and the model where it is found.
PLACES = {
    "desk": _EVALUATION,
    "document": "agency.evaluation.line",
    "fact": "agency.evaluation.fact",
    "finding": "agency.evaluation.finding",
    "question": "agency.evaluation.line",
    "refused": "agency.evaluation.evidence",
    "round": "agency.evaluation.campaign",
    "row": "agency.evaluation.line",
}


class MyWork(models.Model):
    """What somebody has to do, as one list of everything: found by one statement, and kept nowhere.

    What is assigned to nobody is the business of who is named to evaluate the unit; where nobody is, it is nobody's by
    itself, for the evaluation is on the desks of all who may. What is assigned stays in it when it is done, so that the
    unit sees who has handed in.
    """

    _name = "agency.evaluation.my.work"
    _description = "My Work"
    _auto = False
    _order = "kind, deadline, evaluation_id, sequence, id"
    _depends = {
        _EVALUATION: [
            "state", "user_id", "submit_by", "review_by", "approve_by", "reviewed_on", "date_from", "date_to", "name",
            "campaign_id", "department_id", "company_id", "desk_user_ids",
        ],
        "agency.evaluation.line": ["user_id", "status", "handed_in_on", "sent_back_note", "relief_id", "evidence_ids"],
        "agency.evaluation.fact": ["user_id", "handed_in_on", "sent_back_note"],
        "agency.evaluation.measure": ["fact_id", "period"],
        "agency.evaluation.finding": ["severity", "justification", "line_id", "subject", "code"],
        "agency.evaluation.question": ["state", "line_id", "text"],
        "agency.evaluation.evidence": ["review_state", "review_note", "number", "name"],
        "agency.evaluation.campaign": ["state", "hand_in", "fill_days", "submit_by", "review_by", "approve_by"],
    }  # fmt: skip

    kind = fields.Selection(
        [
            ("desk", "Evaluations Waiting for Me"),
            ("document", "Documents Missing"),
            ("fact", "Facts to State"),
            ("finding", "Findings to Settle"),
            ("question", "Questions to Answer"),
            ("refused", "Documents Refused"),
            ("round", "Rounds to Run"),
            ("row", "Rows to Fill In"),
        ],
        string="Kind of Work",
        readonly=True,
    )
    user_id = fields.Many2one("res.users", string="Whose", readonly=True)
    evaluation_id = fields.Many2one(_EVALUATION, readonly=True)
    campaign_id = fields.Many2one("agency.evaluation.campaign", string="Round", readonly=True)
    department_id = fields.Many2one("hr.department", string="Unit", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    res_id = fields.Integer(string="Place", readonly=True, aggregator=None, help="The id of what it is about.")
    res_model = fields.Char(compute="_compute_res_model")
    sequence = fields.Integer(readonly=True, aggregator=None)
    title = fields.Char(string="What", readonly=True)
    progress = fields.Selection(
        [
            ("todo", "To Do"),
            ("answered", "To Hand In"),
            ("sent_back", "Sent Back"),
            ("done", "Done"),
            ("handed_in", "Handed In"),
        ],
        readonly=True,
    )
    is_assigned = fields.Boolean(string="Assigned", readonly=True)
    is_done = fields.Boolean(string="Done", readonly=True)
    done_count = fields.Integer(
        string="Done of It", readonly=True, help="1 where it is done, so that groups add it up."
    )
    left_count = fields.Integer(string="Left", readonly=True, help="1 where it is not done, so that groups add it up.")
    note = fields.Char(readonly=True)
    deadline = fields.Date(readonly=True)
    is_late = fields.Boolean(string="Late", readonly=True)
    days_left = fields.Integer(readonly=True, aggregator="min")

    @api.depends("kind")
    def _compute_res_model(self):
        for work in self:
            work.res_model = PLACES.get(work.kind, False)

    @property
    def _table_query(self):
        today = agency_today(self)
        rounds = self.env.user.has_group("agency_evaluation.group_manager")
        parts = SQL(" UNION ALL ").join(
            [SQL(part) for part in (_DESKS, _ROWS, _DOCUMENTS, _FINDINGS, _QUESTIONS, _REFUSED)]
            + [SQL(_FACTS, today=today)]
            + ([SQL(_ROUNDS, user=self.env.uid)] if rounds else [])
        )
        return SQL(_ALL, parts=parts, today=today)

    def action_open(self):
        """Open the place where it is done.

        :raises UserError: if it is none single one
        :raises AccessError: if the user may not read what it is about
        """
        if len(self) != 1:
            raise UserError(self.env._("Choose one entry."))
        self.check_access("read")
        place = self.env[self.res_model].browse(self.res_id)
        place.check_access("read")
        if self.kind == "finding":
            return place.action_open() or self._show(place.evaluation_id)
        return self._show(place)

    @api.model
    def _show(self, place):
        return {
            "type": "ir.actions.act_window",
            "res_model": place._name,
            "res_id": place.id,
            "views": [(False, "form")],
        }

    def action_hand_in(self):
        """Hand in the rows and facts among these that are assigned.

        :raises UserError: if there are none; else as :meth:`Assigned.action_hand_in`
        """
        self.check_access("read")
        own = self.filtered(lambda work: work.kind in ("row", "fact") and work.is_assigned)
        if not own:
            raise UserError(self.env._("Choose rows or facts that are assigned."))
        for model, works in own.grouped("res_model").items():
            self.env[model].browse(works.mapped("res_id")).action_hand_in()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_send_back(self):
        """Ask for a word with which what was handed in of these is sent back: rows, or facts.

        :raises UserError: if there is nothing, or both
        """
        self.check_access("read")
        own = self.filtered(lambda work: work.kind in ("row", "fact") and work.progress == "handed_in")
        if len(set(own.mapped("res_model"))) != 1:
            raise UserError(self.env._("Choose either rows or facts that are handed in."))
        return self.env[own[0].res_model].browse(own.mapped("res_id")).action_send_back()


#: Every part has the columns of this one, in the same order: what is about one person and one thing, with what decides.
_ALL = """
    SELECT work.id, work.kind, work.user_id, work.evaluation_id, work.campaign_id, work.department_id, work.company_id,
           work.res_id, work.sequence, work.title, work.progress, work.is_assigned, work.note, work.deadline,
           work.progress IN ('done', 'handed_in') AS is_done,
           (work.progress IN ('done', 'handed_in'))::int AS done_count,
           (work.progress NOT IN ('done', 'handed_in'))::int AS left_count,
           COALESCE(work.deadline < %(today)s, FALSE) AND work.progress NOT IN ('done', 'handed_in') AS is_late,
           work.deadline - %(today)s AS days_left
      FROM (%(parts)s) work
"""

_DESKS = """
    SELECT (evaluation.id::bigint * 1048576 + desk.res_users_id) * 8 AS id, 'desk' AS kind,
           desk.res_users_id AS user_id, evaluation.id AS evaluation_id, evaluation.campaign_id,
           evaluation.department_id, evaluation.company_id, evaluation.id AS res_id, 0 AS sequence,
           evaluation.name AS title, 'todo' AS progress, FALSE AS is_assigned, NULL::text AS note,
           CASE WHEN evaluation.state = 'draft' THEN evaluation.submit_by
                WHEN evaluation.reviewed_on IS NULL THEN evaluation.review_by
                ELSE evaluation.approve_by END AS deadline
      FROM agency_evaluation_desk_user_rel desk
      JOIN agency_evaluation evaluation ON evaluation.id = desk.agency_evaluation_id
     WHERE evaluation.state IN ('draft', 'submitted')
"""

_ROWS = """
    SELECT line.id::bigint * 8 + 1, 'row', COALESCE(assigned.id, evaluation.user_id), evaluation.id,
           evaluation.campaign_id, evaluation.department_id, evaluation.company_id, line.id, line.sequence,
           criterion.code || ' ' || criterion.name,
           CASE WHEN line.handed_in_on IS NOT NULL THEN 'handed_in'
                WHEN line.sent_back_note IS NOT NULL THEN 'sent_back'
                WHEN line.status = 'todo' THEN 'todo'
                WHEN round.hand_in != 'none' THEN 'answered'
                ELSE 'done' END,
           assigned.id IS NOT NULL, line.sent_back_note,
           CASE WHEN assigned.id IS NULL THEN evaluation.submit_by
                ELSE evaluation.submit_by - COALESCE(round.fill_days, 0) END
      FROM agency_evaluation_line line
      JOIN agency_evaluation evaluation ON evaluation.id = line.evaluation_id
      JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
 LEFT JOIN res_users assigned ON assigned.id = line.user_id AND assigned.active
 LEFT JOIN agency_evaluation_campaign round ON round.id = evaluation.campaign_id
     WHERE evaluation.state = 'draft' AND NOT COALESCE(line.is_heading, FALSE) AND line.relief_id IS NULL
       AND (assigned.id IS NOT NULL OR line.status = 'todo')
"""

_DOCUMENTS = """
    SELECT line.id::bigint * 8 + 2, 'document', COALESCE(assigned.id, evaluation.user_id), evaluation.id,
           evaluation.campaign_id, evaluation.department_id, evaluation.company_id, line.id, line.sequence,
           criterion.code || ' ' || criterion.name, 'todo', assigned.id IS NOT NULL, NULL,
           CASE WHEN assigned.id IS NULL THEN evaluation.submit_by
                ELSE evaluation.submit_by - COALESCE(round.fill_days, 0) END
      FROM agency_evaluation_line line
      JOIN agency_evaluation evaluation ON evaluation.id = line.evaluation_id
      JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
 LEFT JOIN res_users assigned ON assigned.id = line.user_id AND assigned.active
 LEFT JOIN agency_evaluation_campaign round ON round.id = evaluation.campaign_id
     WHERE evaluation.state = 'draft' AND criterion.evidence_required AND line.status = 'scored'
       AND NOT COALESCE(line.is_heading, FALSE) AND line.relief_id IS NULL AND line.self_points > 0
       AND NOT EXISTS (
           SELECT FROM agency_evaluation_evidence_agency_evaluation_line_rel proof
            WHERE proof.agency_evaluation_line_id = line.id
       )
"""

#: A number is missing of the year, or of a part of the period that has begun.
_FACTS = """
    SELECT fact.id::bigint * 8 + 3, 'fact', COALESCE(assigned.id, evaluation.user_id), evaluation.id,
           evaluation.campaign_id, evaluation.department_id, evaluation.company_id, fact.id, fact.sequence,
           indicator.name,
           CASE WHEN fact.handed_in_on IS NOT NULL THEN 'handed_in'
                WHEN fact.sent_back_note IS NOT NULL THEN 'sent_back'
                WHEN missing.is_missing THEN 'todo'
                WHEN round.hand_in != 'none' THEN 'answered'
                ELSE 'done' END,
           assigned.id IS NOT NULL, fact.sent_back_note,
           CASE WHEN assigned.id IS NULL THEN evaluation.submit_by
                ELSE evaluation.submit_by - COALESCE(round.fill_days, 0) END
      FROM agency_evaluation_fact fact
      JOIN agency_evaluation evaluation ON evaluation.id = fact.evaluation_id
      JOIN agency_evaluation_indicator indicator ON indicator.id = fact.indicator_id
 LEFT JOIN res_users assigned ON assigned.id = fact.user_id AND assigned.active
 LEFT JOIN agency_evaluation_campaign round ON round.id = evaluation.campaign_id
CROSS JOIN LATERAL (
           SELECT indicator.is_required AND CASE
                  WHEN indicator.frequency = 'year' THEN NOT EXISTS (
                       SELECT FROM agency_evaluation_measure measure WHERE measure.fact_id = fact.id
                  )
                  ELSE EXISTS (
                       SELECT FROM (SELECT CASE indicator.frequency WHEN 'half' THEN 6 WHEN 'quarter' THEN 3 ELSE 1 END)
                                   AS frequency (months),
                              generate_series(
                                  date_trunc('month', evaluation.date_from) - (months - 1) * interval '1 month',
                                  LEAST(evaluation.date_to, %(today)s), interval '1 month'
                              ) AS part (day)
                        WHERE (EXTRACT(MONTH FROM day)::int - 1) %% months = 0
                          AND (months > 1 OR COALESCE(indicator.months, '') = '' OR EXISTS (
                               SELECT FROM regexp_matches(indicator.months, '(\\d+)\\s*(?:-\\s*(\\d+))?', 'g') AS asked
                                WHERE EXTRACT(MONTH FROM day)
                                      BETWEEN asked[1]::int AND COALESCE(asked[2], asked[1])::int
                          ))
                          AND NOT EXISTS (
                              SELECT FROM agency_evaluation_measure measure
                               WHERE measure.fact_id = fact.id AND measure.period = day::date
                          )
                  ) END AS is_missing
           ) missing
     WHERE evaluation.state = 'draft' AND COALESCE(indicator.formula, '') = ''
       AND (indicator.frequency = 'year' OR indicator.aggregate IS DISTINCT FROM 'ratio')
       AND (assigned.id IS NOT NULL OR missing.is_missing)
"""

_FINDINGS = """
    SELECT finding.id::bigint * 8 + 4, 'finding', COALESCE(assigned.id, evaluation.user_id), evaluation.id,
           evaluation.campaign_id, evaluation.department_id, evaluation.company_id, finding.id, finding.sequence,
           COALESCE(criterion.code || ' ' || criterion.name, finding.subject), 'todo', assigned.id IS NOT NULL,
           finding.code, evaluation.submit_by
      FROM agency_evaluation_finding finding
      JOIN agency_evaluation evaluation ON evaluation.id = finding.evaluation_id
 LEFT JOIN agency_evaluation_line line ON line.id = finding.line_id
 LEFT JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
 LEFT JOIN res_users assigned ON assigned.id = line.user_id AND assigned.active
     WHERE evaluation.state = 'draft'
       AND (finding.severity = 'error'
            OR finding.severity = 'warning' AND COALESCE(btrim(finding.justification), '') = '')
"""

_QUESTIONS = """
    SELECT question.id::bigint * 8 + 5, 'question', COALESCE(assigned.id, evaluation.user_id), evaluation.id,
           evaluation.campaign_id, evaluation.department_id, evaluation.company_id, line.id, line.sequence,
           criterion.code || ' ' || criterion.name, 'todo', assigned.id IS NOT NULL, question.text, evaluation.review_by
      FROM agency_evaluation_question question
      JOIN agency_evaluation_line line ON line.id = question.line_id
      JOIN agency_evaluation evaluation ON evaluation.id = line.evaluation_id
      JOIN agency_evaluation_criterion criterion ON criterion.id = line.criterion_id
 LEFT JOIN res_users assigned ON assigned.id = line.user_id AND assigned.active
     WHERE evaluation.state = 'submitted' AND question.state = 'open'
"""

_REFUSED = """
    SELECT document.id::bigint * 8 + 6, 'refused', COALESCE(evaluation.user_id, document.create_uid), evaluation.id,
           evaluation.campaign_id, evaluation.department_id, evaluation.company_id, document.id, 0,
           CONCAT_WS(' – ', document.number, document.name), 'todo', FALSE, document.review_note, evaluation.submit_by
      FROM agency_evaluation_evidence document
      JOIN agency_evaluation evaluation ON evaluation.id = document.evaluation_id
     WHERE evaluation.state = 'draft' AND document.review_state = 'rejected'
"""

_ROUNDS = """
    SELECT round.id::bigint * 8 + 7, 'round', %(user)s::int, NULL, round.id, NULL, round.company_id, round.id, 0,
           round.name, 'todo', FALSE, NULL,
           CASE WHEN round.state = 'closed' THEN NULL ELSE round.approve_by END
      FROM agency_evaluation_campaign round
     WHERE round.state IN ('open', 'closed')
"""
