import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..evidence.stored_content import StoreUnanswered

_logger = logging.getLogger(__name__)
#: The models whose files are proof, and the path of fields from them to their evaluation.
KEPT_MODELS = {
    "agency.evaluation.evidence": "evaluation_id",
    "agency.evaluation.section": "evaluation_id",
    "agency.evaluation.signed.copy": "evaluation_id",
    "agency.evaluation.kept.paper": "evaluation_id",
}
#: Each file is read again after as many days.
_DAYS = 7
_BATCH = 50


class FileCheck(models.Model):
    """The periodic check: every file of evidence is read again and compared with the SHA-256 of its intake."""

    _inherit = "ir.attachment"

    evidence_checked_on = fields.Datetime(
        readonly=True, copy=False, help="When a file of evidence was last read again."
    )

    @api.model
    def _check_kept_files(self):
        """Read again the files that are due, one at a time, and go on at the next run where time runs out."""
        silent = set()
        while files := self._files_to_check(silent):
            for file in files:
                # Asking a store that does not answer takes long, so that it is asked once.
                if file._store_code() not in silent and file._check_kept_file() == "unread":
                    silent.add(file._store_code())
                self.env["ir.cron"]._commit_progress(1)
            remaining = self.search_count(self._to_check_domain(silent))
            if not self.env["ir.cron"]._commit_progress(remaining=remaining):
                break
        for store in sorted(silent):
            _logger.error("Files in the store “%s” could not be checked: it does not answer", store or "Odoo's own")

    @api.model
    def _files_to_check(self, silent=()):
        # sudo: ir.attachment - every file is checked, whoever may read it
        due = self._to_check_domain(silent)
        return self.sudo().search(due, order="evidence_checked_on NULLS FIRST, id", limit=_BATCH)

    @api.model
    def _to_check_domain(self, silent=()):
        """Return which files are due.

        :param silent: the codes of stores that do not answer, whose files wait for the next time
        """
        before = fields.Datetime.now() - timedelta(days=_DAYS)
        is_due = Domain("evidence_checked_on", "=", False) | Domain("evidence_checked_on", "<", before)
        of_kept_models = Domain("res_model", "in", list(KEPT_MODELS)) & Domain("res_id", "!=", 0)
        in_stores = Domain.AND(self._not_in_store(code) for code in silent)
        return of_kept_models & Domain("evidence_sha256", "!=", False) & is_due & in_stores

    def _check_kept_file(self, tell=True):
        """Compare this file with its record, and bring it back where a second copy is whole.

        :param tell: managers are told what is wrong
        :return: "recovered", "damaged" or "lost"; "unread" if its store does not answer, so that it stays due; empty
            if it is whole
        """
        self.ensure_one()
        outcome = ""
        try:
            recorded, found = self.evidence_sha256, self._kept_sha256()
        except StoreUnanswered:
            return "unread"
        if found == recorded:
            try:
                self._keep_second_copy()
            except OSError as error:
                _logger.error("The second copy of file %s could not be written: %s", self.id, error)
        else:
            is_recovered = self._is_restored()
            outcome = "recovered" if is_recovered else "damaged" if found else "lost"
            self._report_trouble(found, outcome, tell)
        self.env.cr.execute(
            "UPDATE ir_attachment SET evidence_checked_on = %s WHERE id = %s", [fields.Datetime.now(), self.id]
        )
        self.invalidate_recordset(["evidence_checked_on"])
        return outcome

    def _check_each_kept_file(self):
        """Check these files as :meth:`_check_kept_file` does, and tell nobody; return what is wrong, by file."""
        troubles, silent = {}, set()
        for file in self:
            # Asking a store that does not answer takes long, so that it is asked once.
            outcome = "unread" if file._store_code() in silent else file._check_kept_file(tell=False)
            if outcome == "unread":
                silent.add(file._store_code())
            if outcome:
                troubles[file] = outcome
        return troubles

    def _is_restored(self):
        """Bring this file back from its second copy; tell whether that was done."""
        try:
            return self._restore_from_second_copy()
        except OSError as error:
            _logger.error("File %s could not be brought back: %s", self.id, error)
            return False

    def _kept_evaluation(self):
        """Return the evaluation that this file belongs to, none if its record is gone."""
        record = self.env[self.res_model].browse(self.res_id).exists()
        return record[KEPT_MODELS[self.res_model]] if record else self.env["agency.evaluation"]

    def _report_trouble(self, found, outcome, tell):
        evaluation = self._kept_evaluation()
        trouble = self.env["agency.evaluation.file.trouble"]._create_through(
            [
                {
                    "evaluation_id": evaluation.id,
                    "company_id": (evaluation.company_id or self.env.company).id,
                    "file_name": self.name,
                    "file_key": self.id,
                    "found_on": fields.Datetime.now(),
                    "outcome": outcome,
                    "recorded_sha256": self.evidence_sha256,
                    "found_sha256": found,
                }
            ]
        )
        _logger.error("File %s of %s: %s", self.id, evaluation.display_name, outcome)
        for manager in evaluation._managers() if tell else ():
            texts = trouble.with_context(lang=manager.lang).env
            evaluation.message_notify(
                partner_ids=manager.partner_id.ids,
                subject=texts._("A file is damaged"),
                body=texts._(
                    "“%(file)s” of %(evaluation)s is not as it was recorded: %(outcome)s.",
                    file=self.name,
                    evaluation=evaluation.display_name,
                    outcome=dict(trouble._fields["outcome"]._description_selection(texts))[outcome],
                ),
            )


class EvaluationManagers(models.Model):
    _inherit = "agency.evaluation"

    def _managers(self):
        """Return the managers who are there and work in the company of the evaluation, if there is one."""
        # sudo: res.users - a notice reaches whoever it is for
        managers = self.env.ref("agency_evaluation.group_manager").sudo().all_user_ids
        return managers.filtered(lambda user: user.active and self.company_id <= user.company_ids)
