import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...scoring.event_chain import NOTHING_BEFORE, Checker
from ..agency.clock import agency_time
from ..seal.evaluation import Verification

_logger = logging.getLogger(__name__)
#: Entries of the chain that are checked between two commits.
_ENTRIES = 1000
#: Faults of a chain that are told one by one.
_TOLD = 50


class VerificationRun(models.Model):
    """The verification of everything that an agency keeps: every seal, every file, the chain of events.

    It goes on where it was broken off: what is verified is committed evaluation by evaluation.
    """

    _name = "agency.evaluation.verification.run"
    _description = "Verification of Everything"
    _inherit = ["agency.evaluation.register", "agency.evaluation.work"]
    _order = "id desc"
    _work_cron = "agency_evaluation.agency_evaluation_cron_verify"

    company_id = fields.Many2one("res.company", readonly=True, required=True, index=True, ondelete="restrict")
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("broken_off", "Broken Off")], readonly=True, required=True
    )
    is_in_background = fields.Boolean(readonly=True, help="The scheduled action works it off, and no command.")
    started_by_id = fields.Many2one("res.users", readonly=True, required=True, ondelete="restrict")
    started_on = fields.Datetime(readonly=True, required=True)
    ended_on = fields.Datetime(readonly=True)
    last_evaluation = fields.Integer(readonly=True, aggregator=None, help="The key of the one that was verified last.")
    evaluation_count = fields.Integer(string="Evaluations", readonly=True, aggregator=None)
    seal_count = fields.Integer(string="Seals", readonly=True, aggregator=None)
    file_count = fields.Integer(string="Files", readonly=True, aggregator=None)
    fault_count = fields.Integer(string="Not as They Should Be", readonly=True, aggregator=None)
    progress = fields.Float(compute="_compute_progress", help="In percent of the evaluations and of the chain.")
    entry_count = fields.Integer(string="Entries of the Chain", readonly=True, aggregator=None)
    chain_sha256 = fields.Char("SHA-256 of the Last Entry", size=64, readonly=True)
    chain_fault_count = fields.Integer(string="Faults of the Chain", readonly=True, aggregator=None)
    chain_text = fields.Text(string="What Is Wrong with the Chain", readonly=True)
    waiting_count = fields.Integer(string="Entries That Wait", readonly=True, aggregator=None)
    is_right = fields.Boolean(compute="_compute_is_right", help="Everything is as it should be.")
    result_ids = fields.One2many("agency.evaluation.verification.result", "run_id", string="Results", readonly=True)

    _one_index = models.UniqueIndex(
        "(company_id) WHERE state = 'running' AND is_in_background",
        "Everything of this agency is being verified already.",
    )

    @api.depends("started_on")
    def _compute_display_name(self):
        for run in self:
            begun = run.started_on and agency_time(run, run.started_on)
            run.display_name = begun.strftime("%H:%M %d/%m/%Y") if begun else ""

    @api.depends("state", "fault_count", "chain_fault_count")
    def _compute_is_right(self):
        for run in self:
            run.is_right = run.state == "done" and not run.fault_count and not run.chain_fault_count

    @api.depends("state", "evaluation_count", "entry_count")
    def _compute_progress(self):
        for run in self:
            left = run._left() if run.state == "running" else 0
            done = run.evaluation_count + run.entry_count
            run.progress = 100.0 if run.state == "done" else 100.0 * done / ((done + left) or 1)

    def action_start(self):
        """Verify everything of the user's company in the background, and show how far it is.

        :raises AccessError: unless the user is a manager or an auditor
        :raises UserError: if that is being done already
        """
        if not self.env["agency.evaluation"]._has_role(("manager", "auditor")):
            raise AccessError(self.env._("Your role does not allow this step."))
        company = self.env.company
        # sudo: agency.evaluation.verification.run - it comes from this button alone
        runs = self.sudo()
        if runs.search_count([("company_id", "=", company.id), ("state", "=", "running")], limit=1):
            raise UserError(self.env._("Everything of %(company)s is being verified already.", company=company.name))
        run = runs._begin(company, is_in_background=True)
        run._begin_soon()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": run.id,
            "views": [(False, "form")],
        }

    @api.model
    def _begin(self, company, is_in_background=False):
        return self._create_through(
            [
                {
                    "company_id": company.id,
                    "state": "running",
                    "is_in_background": is_in_background,
                    "started_by_id": self.env.uid,
                    "started_on": fields.Datetime.now(),
                    "chain_sha256": NOTHING_BEFORE,
                }
            ]
        )

    @api.model
    def _resumable(self, company, anew=False):
        """Return the run of a command that was broken off, else a new one.

        :param anew: a new one in any case; those that were broken off end as they are
        """
        left = [("company_id", "=", company.id), ("state", "=", "running"), ("is_in_background", "=", False)]
        if (broken_off := self.search(left, order="id desc")) and not anew:
            return broken_off[0]
        for run in broken_off:
            run._write_through({"state": "broken_off", "ended_on": fields.Datetime.now()})
        return self._begin(company)

    @api.model
    def _cron_verify(self):
        """Go on with what is verified in the background, as long as there is time."""
        # sudo: agency.evaluation.verification.run - everything is verified, whoever may read it
        for run in self.sudo().search([("state", "=", "running"), ("is_in_background", "=", True)], order="id"):
            if not run._work_off():
                return

    def _asker(self):
        return self.started_by_id

    def _in_words_of_asker(self):
        return self.with_context(lang=self.started_by_id.lang)

    def _left(self):
        """Return how many evaluations and entries are not verified yet."""
        # sudo: agency.evaluation - every one is verified, whoever may read it
        evaluations = self.env["agency.evaluation"].sudo().search_count(self._next_domain())
        chain = self.env["agency.evaluation.event.chain"]._of(self.company_id)
        return evaluations + max(chain.count - self.entry_count, 0)

    def _next_domain(self):
        return [("company_id", "=", self.company_id.id), ("id", ">", self.last_evaluation)]

    def _do_some(self):
        """Verify the next evaluation, or entries of the chain where all are; tell whether it is done with that."""
        # lock: of a command and a scheduled action, one goes on
        self.env.cr.execute("SELECT 1 FROM agency_evaluation_verification_run WHERE id = %s FOR UPDATE", [self.id])
        self.invalidate_recordset()
        if self.state == "done":
            return True
        # sudo: agency.evaluation - everything is verified, whoever may read it
        evaluation = self.env["agency.evaluation"].sudo().search(self._next_domain(), order="id", limit=1)
        is_done = False
        if evaluation:
            self._verify_evaluation(evaluation)
        elif self._verify_entries():
            self._end()
            is_done = True
        if self.is_in_background:
            self._tell_progress()
        return is_done

    def _verify_evaluation(self, evaluation):
        is_sealed = evaluation._is_sealed()
        files = evaluation._files_to_verify()
        # Each file is read once: against its own SHA-256 here, which the seal is held to below.
        troubles = files._check_each_kept_file()
        found = self._verification(evaluation) if is_sealed else Verification()
        stamp, is_stamp_wrong = evaluation._describe_time_stamp()
        texts = {
            "differences": [*found.differences, *evaluation._describe_files(troubles, "damaged")],
            "lost": [
                *found.lost,
                *evaluation._describe_files(troubles, "lost"),
                *evaluation._describe_files(troubles, "unread"),
            ],
            "recovered": evaluation._describe_files(troubles, "recovered"),
            "no_longer_kept": found.no_longer_kept,
            "taken_out": evaluation._taken_out_texts(),
        }
        is_wrong = bool(texts["differences"] or texts["lost"] or is_stamp_wrong)
        values = {name: "\n".join(lines) for name, lines in texts.items()}
        self.env["agency.evaluation.verification.result"]._create_through(
            [
                {
                    "run_id": self.id,
                    "company_id": self.company_id.id,
                    "evaluation_id": evaluation.id,
                    "state": "wrong" if is_wrong else "right",
                    "is_sealed": is_sealed,
                    "file_count": len(files),
                    "time_stamp": stamp,
                    **values,
                }
            ]
        )
        self._write_through(
            {
                "last_evaluation": evaluation.id,
                "evaluation_count": self.evaluation_count + 1,
                "seal_count": self.seal_count + is_sealed,
                "file_count": self.file_count + len(files),
                "fault_count": self.fault_count + is_wrong,
            }
        )

    def _verification(self, evaluation):
        """Return how an evaluation compares with its seal, but for files; what cannot be read stops nothing else."""
        try:
            with self.env.cr.savepoint():
                return evaluation._verify(file_budget=0)
        except Exception as error:
            _logger.exception("The seal of %s could not be verified", evaluation.id)
            text = self.env._(
                "What was sealed cannot be read: %(error)s", error=f"{type(error).__name__}: {error}"[:200]
            )
            return Verification(lost=(text,))

    def _verify_entries(self):
        """Check the entries of the chain that come next; tell whether they were the last ones."""
        chain = self.env["agency.evaluation.event.chain"]._of(self.company_id)
        if not chain:
            return True
        checker = Checker(number=self.entry_count, sha256=self.chain_sha256)
        faults, is_done = chain._check_some(checker, _ENTRIES)
        texts = [chain._describe_fault(fault) for fault in faults]
        if is_done:
            texts += chain._describe_wrong_stamps() + chain._describe_lost_beginning()
            texts += self.env["agency.evaluation.publication"]._describe_faults(self.company_id)
        told = [line for line in (self.chain_text or "").splitlines() if line]
        self._write_through(
            {
                "entry_count": checker.number,
                "chain_sha256": checker.sha256,
                "chain_fault_count": self.chain_fault_count + len(texts),
                "chain_text": "\n".join([*told, *texts][:_TOLD]),
            }
        )
        return is_done

    def _end(self):
        waiting = self.env["agency.evaluation.event.chain"]._waiting(self.company_id)
        self._write_through({"state": "done", "ended_on": fields.Datetime.now(), "waiting_count": waiting})
        counts = ("evaluation_count", "seal_count", "file_count", "fault_count", "entry_count", "chain_fault_count")
        what = {"run": self.id, "started_by": self.started_by_id.login, **{name: self[name] for name in counts}}
        self.env["agency.evaluation.event"]._record(self.company_id, [("verification", None, what)])

    def _summary(self):
        """Return what the run came to as plain data for programs."""
        self.ensure_one()
        wrong = self.result_ids.filtered(lambda result: result.state == "wrong")
        names = ("differences", "lost", "recovered", "no_longer_kept", "taken_out", "time_stamp")
        return {
            "company": self.company_id.name,
            "state": self.state,
            "right": self.is_right,
            "evaluations": self.evaluation_count,
            "seals": self.seal_count,
            "files": self.file_count,
            "wrong": [
                {
                    "id": result.evaluation_id.id,
                    "reference": result.evaluation_id.name,
                    **{name: (result[name] or "").splitlines() for name in names},
                }
                for result in wrong
            ],
            "chain": {
                "entries": self.entry_count,
                "head": self.chain_sha256,
                "waiting": self.waiting_count,
                "faults": (self.chain_text or "").splitlines(),
                "fault_count": self.chain_fault_count,
            },
        }
