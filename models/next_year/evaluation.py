from odoo import models
from odoo.exceptions import AccessError, UserError

#: More rows than these are not named one by one in a message.
_LISTED_ROWS = 10


class EvaluationLastPeriod(models.Model):
    """What the unit may take over from its last period, row by row or all at once, and never without asking for it.

    A row is offered what was answered where its digest is the same: text, headings above it, points and rules. What the
    reviewer gave is not offered, and documents only if they still are in force. Of a unit that came from another one,
    the last period is that of this one (:meth:`_choose_previous`).
    """

    _inherit = "agency.evaluation"

    def action_take_over_answers(self):
        """Answer all blank rows as they were answered in the last period, with documents and assignments.

        :return: a notification that says what was taken over, and what was not
        :raises AccessError: unless the user is an evaluator who may write the evaluation
        :raises UserError: unless it is a draft
        """
        self.ensure_one()
        self._start("check")
        if not (previous := self._evaluation_before()):
            return self._tell_no_last_period()
        # sudo: agency.evaluation.line - whoever takes over the whole sheet does so for colleagues, too
        lines = self.sudo().line_ids.with_env(self.env)
        return self._tell_taken_over(previous, *lines._take_over_from(previous))

    def action_take_over_numbers(self):
        """State the facts that have no number yet by those of the last period; each of them is to be looked at.

        :return: a notification that says how many
        :raises AccessError: unless the user is an evaluator who may write the evaluation
        :raises UserError: unless it is a draft
        """
        self.ensure_one()
        self._start("check")
        if not (previous := self._evaluation_before()):
            return self._tell_no_last_period()
        taken = self.fact_ids.filtered(lambda fact: not fact.measure_ids)._take_over_from(previous)
        message = self.env._(
            "%(count)s facts have the numbers of %(evaluation)s now: put right what is otherwise in this period.",
            count=len(taken),
            evaluation=previous.display_name,
        )
        return self._notify([message], is_whole=bool(taken))

    def _check_taking_over(self, part):
        """Check that the user may take over what `part`, a row or a fact, was in the last period, in sudo too.

        :raises AccessError: if the user is no evaluator, or may not write the part
        :raises UserError: unless the evaluation is a draft
        """
        self.ensure_one()
        part.check_access("write")
        if not self._has_role(("evaluator",)):
            raise AccessError(self.env._("Only an evaluator takes over what was in the last period."))
        if self.state != "draft":
            raise UserError(part._locked_message({"evaluation_id"}))

    def _evaluation_before(self):
        """Return the approved evaluation of the unit for the period before this one, in sudo; empty if there is none.

        A revision has everything from what it revises.
        """
        self.ensure_one()
        if self.origin_id or not self.date_from:
            # sudo: agency.evaluation - none, in the environment of the one that is found otherwise
            return self.sudo().browse()
        # What a user may see of either alone may be left in the cache.
        previous = self._choose_previous(self._previous_approved())
        (self | previous).invalidate_recordset(["line_ids", "fact_ids", "evidence_ids"], flush=False)
        return previous

    def _offered_rows(self, previous):
        """Return (row, row of `previous`, names of what changed) for each leaf, in sudo; the second None for new rows.

        What may be taken over has a row there and no changes.
        """
        # sudo: agency.evaluation - a row that another one answers counts, too
        evaluation = self.sudo()
        return [
            (line, before, changes)
            for line, (before, changes) in evaluation._rows_before(previous).items()
            if not line.is_heading and not line._is_relieved()
        ]

    def _take_over_documents(self, previous, rows):
        """Take over the documents that prove rows of `previous` and still are in force.

        What is here already proves the rows, too.

        :param rows: the rows that took over, by the ones there
        :return: how many documents prove something new here, and how many are no longer in force
        """
        self.ensure_one()
        # sudo: agency.evaluation.evidence - whoever answers the rows has their documents
        evaluation = self.sudo()
        proving = previous.evidence_ids.filtered(lambda document: any(line in rows for line in document.line_ids))
        lasting = proving._still_in_force(evaluation.date_to)
        here = {document._named(): document for document in evaluation.evidence_ids}
        known = lasting.filtered(lambda document: document._named() in here)
        proven = 0
        for document in known:
            twin = here[document._named()]
            new = [rows[line].id for line in document.line_ids if line in rows and rows[line] not in twin.line_ids]
            twin._link_beside("line_ids", new)
            proven += bool(new)
        ids = {before.id: line.id for before, line in rows.items()}
        evaluation._carry_documents(lasting - known, ids, {})
        return proven + len(lasting - known), len(proving - lasting)

    def _tell_no_last_period(self):
        return self._notify(
            [self.env._("There is no approved evaluation of the last period that answers could be taken over from.")],
            is_whole=False,
        )

    def _tell_taken_over(self, previous, taken, changed, documents, outdated):
        """Return the notification of what was taken over.

        :param taken: the rows that took over an answer
        :param changed: those whose text or rules have changed
        :param documents: how many documents prove something new
        :param outdated: how many are no longer in force
        """
        lines = [
            self.env._(
                "Taken over from %(evaluation)s: %(rows)s rows, %(documents)s documents.",
                evaluation=previous.display_name,
                rows=len(taken),
                documents=documents,
            )
        ]
        if changed:
            named = [*changed[:_LISTED_ROWS].mapped("code"), *(["…"] if len(changed) > _LISTED_ROWS else [])]
            lines.append(
                self.env._(
                    "%(count)s rows are not the same any more: %(rows)s.", count=len(changed), rows=", ".join(named)
                )
            )
        if outdated:
            lines.append(
                self.env._("%(count)s documents prove the last period alone, and are not proposed.", count=outdated)
            )
        return self._notify(lines, is_whole=len(lines) == 1)
