import logging
from datetime import timedelta

from psycopg2 import OperationalError
from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
PART = "agency.evaluation.task.part"
_OPEN = ("waiting", "running")
#: What another process that is at the same task makes the database say; whoever hears it begins again.
CONFLICTS = (OperationalError, UniqueViolation)
#: Under which number a task is taken by one process at a time.
_TAKEN = 20260301
#: How many records of each kind are dealt with in one transaction: a few seconds of work.
_PIECES = {"print": 1, "dossier": 1, "create": 100}
#: Days after which files, and later the task itself, are removed.
FILES_DAYS, TASK_DAYS = 7, 90


class Task(models.Model):
    """Something that a user asked for and that takes too long to wait for, such as the papers of many evaluations.

    What it deals with are records by their ids, `keys`. Each that is dealt with has a part, committed with what was
    done for it: so what is left is what has none, and nothing is done twice.
    """

    _name = "agency.evaluation.task"
    _description = "Background Task"
    _inherit = ["agency.evaluation.register", "agency.evaluation.work"]
    _order = "id desc"
    _work_cron = "agency_evaluation.ir_cron_background"

    name = fields.Char(string="Task", readonly=True, required=True)
    kind = fields.Selection(
        [("print", "Papers"), ("dossier", "Evidence Dossiers"), ("create", "New Evaluations")],
        readonly=True,
        required=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Requested By", readonly=True, required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one("res.company", readonly=True, required=True, ondelete="cascade", index=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        readonly=True,
        required=True,
        default="waiting",
        index=True,
    )
    keys = fields.Json(readonly=True, help="The ids of the records that it deals with, in order.")
    details = fields.Json(readonly=True, help="What else it needs to know.")
    circumstances = fields.Json(readonly=True, help="Language, time zone and companies of the user who asked.")
    asked_on = fields.Datetime(string="Requested On", readonly=True, required=True)
    ended_on = fields.Datetime(readonly=True)
    total_count = fields.Integer(string="In All", readonly=True, aggregator=None)
    part_ids = fields.One2many(PART, "task_id", readonly=True)
    done_count = fields.Integer(compute="_compute_progress", string="Dealt With")
    progress = fields.Float(compute="_compute_progress", help="In percent.")
    left_out = fields.Text(compute="_compute_left_out", help="What could not be done, and why.")
    error = fields.Text(readonly=True, help="Why it was broken off.")
    has_files = fields.Boolean(compute="_compute_has_files")
    is_own = fields.Boolean(compute="_compute_is_own")
    files_until = fields.Date(compute="_compute_files_until", help="Files are removed after this day.")

    @api.depends("state", "total_count")
    def _compute_progress(self):
        # sudo: agency.evaluation.task.part - their number alone
        counts = dict(self.env[PART].sudo()._read_group([("task_id", "in", self.ids)], ["task_id"], ["__count"]))
        by_id = {task.id: count for task, count in counts.items()}
        for task in self:
            task.done_count = by_id.get(task.id, 0)
            task.progress = 100.0 if task.state == "done" else 100.0 * task.done_count / (task.total_count or 1)

    @api.depends("state")
    @api.depends_context("uid", "su")
    def _compute_left_out(self):
        for task in self:
            # sudo: agency.evaluation.task.part - what was left out is told to who asked, and to others as said below
            failed = task.sudo().part_ids.filtered("error")
            if task.user_id != self.env.user and not self.env.su:
                failed = task._readable_parts(failed)
            task.left_out = "\n".join(f"{part.name}: {part.error}" for part in failed) or False

    def _readable_parts(self, parts):
        """Return those of these parts that are about what the user may read; the asker may work for other agencies."""
        model = "hr.department" if self.kind == "create" else "agency.evaluation"
        readable = set(self.env[model].browse(parts.mapped("key")).exists()._filtered_access("read").ids)
        return parts.filtered(lambda part: part.key in readable)

    @api.depends("state", "kind")
    def _compute_has_files(self):
        for task in self:
            # sudo: agency.evaluation.task.part - that there are files is told to who may read the task
            task.has_files = task.state not in _OPEN and bool(task.sudo().part_ids.filtered("has_file"))

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for task in self:
            task.is_own = task.user_id == self.env.user

    @api.depends("ended_on")
    def _compute_files_until(self):
        for task in self:
            task.files_until = task.ended_on and (task.ended_on + timedelta(days=FILES_DAYS)).date()

    def action_cancel(self):
        """Stop the task; what was done so far stays.

        :raises AccessError: unless the user asked for it or is a manager
        """
        for task in self:
            task.check_access("read")
            if task.user_id != self.env.user and not self.env["agency.evaluation"]._has_role(("manager",)):
                raise AccessError(self.env._("Your role does not allow this step."))
            if task.state in _OPEN:
                # sudo: agency.evaluation.task - the guards above stand for the access rights
                task.sudo()._end("cancelled")
        return True

    @api.readonly
    def action_download(self):
        """Download the files of the task as one ZIP.

        :raises AccessError: unless the user asked for it
        """
        self.ensure_one()
        self._check_is_own()
        return {
            "type": "ir.actions.act_url",
            "url": f"/agency_evaluation/task/{self.id}/files.zip",
            "target": "download",
        }

    @api.readonly
    def action_view_evaluations(self):
        """Show the evaluations that the task has dealt with, as far as the user may read them."""
        self.ensure_one()
        self.check_access("read")
        # sudo: agency.evaluation.task.part - which evaluations; the list shows those that the user may read
        ids = self.sudo().part_ids.evaluation_id.ids
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "agency.evaluation",
            "domain": [("id", "in", ids)],
            "views": [(False, "list"), (False, "form")],
        }

    def _check_is_own(self):
        """:raises AccessError: unless the user asked for the task"""
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("These files belong to whoever asked for them."))

    @api.model
    def _ask(self, name, kind, keys, details=None):
        """Note what the user asks for, have it begun soon, and return the action that shows how far it is."""
        context = self.env.context
        # sudo: agency.evaluation.task - who asks for something has been allowed to by now
        task = self.sudo()._create_through(
            [
                {
                    "name": name,
                    "kind": kind,
                    "user_id": self.env.uid,
                    "company_id": self.env.company.id,
                    "state": "waiting",
                    "keys": list(dict.fromkeys(keys)),
                    "details": details or {},
                    "circumstances": {
                        "lang": self.env.lang,
                        "tz": self._known_zone(context.get("tz")),
                        "allowed_company_ids": self.env.companies.ids,
                    },
                    "asked_on": fields.Datetime.now(),
                    "total_count": len(set(keys)),
                }
            ]
        )
        task._begin_soon()
        return task._show()

    def _show(self):
        """Return the action that shows how far the task is."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Background Task"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @api.model
    def _known_zone(self, name):
        """Return the name of a time zone that a client gave, None where it is none: a client may say anything."""
        return name if name in self.env["res.users"]._fields["tz"].get_values(self.env) else None

    @api.model
    def _cron_work(self):
        """Go on with all tasks in turn, as long as there is time, so that a short one does not wait for a long one."""
        is_busy = True
        while is_busy:
            is_busy = False
            # sudo: agency.evaluation.task - each is worked off by the rights of its own user
            for task in self.sudo().search([("state", "in", _OPEN)], order="id"):
                is_mine = task._do_or_begin_again()
                is_busy = is_busy or is_mine
                left = self.sudo().search_count([("state", "in", _OPEN)])
                if not self.env["ir.cron"]._commit_progress(int(is_mine), remaining=left):
                    return

    def _do_or_begin_again(self):
        """Do the next piece of a task; tell whether this process was the one to do it."""
        try:
            return self._in_words_of_asker()._do_some() is not None
        except CONFLICTS as error:
            _logger.info("Another process changed %s: %s", self, error)
            self.env.cr.rollback()
            return True

    def _in_words_of_asker(self):
        return self.with_context(lang=self._spoken() or self.user_id.lang)

    def _spoken(self):
        """Return the language of who asked, None if it has been switched off since: no word would be said in it."""
        return self.env["res.lang"]._get_code((self.circumstances or {}).get("lang"))

    def _asker(self):
        return self.user_id

    def _left(self):
        return len(self._missing_keys())

    def _missing_keys(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT key FROM agency_evaluation_task_part WHERE task_id = %s", [self.id])
        done = {key for (key,) in self.env.cr.fetchall()}
        return [key for key in self.keys if key not in done]

    def _do_some(self):
        self.ensure_one()
        if not self._take():
            return None
        self.invalidate_recordset()
        if self.state not in _OPEN:
            return True
        if self.state == "waiting":
            self._write_through({"state": "running"})
        piece = _PIECES[self.kind]
        missing = self._missing_keys()
        try:
            with self.env.cr.savepoint():
                getattr(self._as_asker(), f"_do_{self.kind}")(missing[:piece])
        except CONFLICTS:
            raise
        except Exception as error:  # pylint: disable=broad-except; other tasks are not to wait for this one
            if not isinstance(error, UserError):
                _logger.exception("%s is broken off", self)
            self._end("failed", self._describe_error(error))
            return True
        self.invalidate_recordset()
        if len(missing) > piece:
            self._tell_progress()
            return False
        is_void = bool(self.part_ids) and all(part.error for part in self.part_ids)
        self._end("failed" if is_void else "done")
        return True

    def _take(self):
        """Take the task for this transaction; tell whether no other process has it."""
        ((is_taken,),) = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", _TAKEN, self.id))
        return is_taken

    def _as_asker(self):
        """Return the task with the rights, the language and the companies of who asked for it, as far as still given.

        :raises UserError: if the account is no longer active
        """
        user = self.user_id
        if not user.active:
            raise UserError(self.env._("The account of %(user)s is no longer active.", user=user.name))
        circumstances = self.circumstances or {}
        companies = [id_ for id_ in circumstances.get("allowed_company_ids") or () if id_ in user.company_ids.ids]
        return self.with_user(user).with_context(
            lang=self._spoken(), tz=circumstances.get("tz"), allowed_company_ids=companies
        )

    def _do_print(self, keys):
        for key in keys:
            self._keep_files(key)

    def _do_dossier(self, keys):
        for key in keys:
            self._keep_files(key)

    def _keep_files(self, key):
        """Make the file of one evaluation, and keep it; if that cannot be done, say why instead."""
        # sudo: agency.evaluation - what it is called is told to who asked for it, whether or not it is still there
        named = self.env["agency.evaluation"].sudo().browse(key).exists()
        part = {"key": key, "evaluation_id": named.id, "name": named.display_name if named else str(key)}
        # sudo: agency.evaluation.task.part - own code alone keeps them
        parts = self.env[PART].sudo()
        try:
            with self.env.cr.savepoint():
                # sudo: agency.evaluation.task - read by the asker's rights, whatever rule has changed since
                evaluation = named.with_env(self.env)
                evaluation.check_access("read")
                if not named:
                    raise UserError(self.env._("It has been deleted."))
                file_name, pieces = self.sudo()._make_file(evaluation)
                parts._keep(self, {**part, "file_name": file_name}, pieces)
        except CONFLICTS:
            raise
        except Exception as error:  # pylint: disable=broad-except; one that fails is no reason to leave out the others
            if not isinstance(error, UserError):
                _logger.warning("%s leaves out %s", self, named, exc_info=True)
            parts._keep(self, {**part, "error": self._describe_error(error)})

    def _make_file(self, evaluation):
        """Return the name and the content of the file of an evaluation, piece by piece; the papers' floor knows how."""
        raise NotImplementedError

    def _describe_error(self, error):
        """Return in words what went wrong."""
        if isinstance(error, UserError):
            return str(error)
        return self.env._("It could not be done: %(error)s", error=f"{type(error).__name__}: {error}"[:200])

    def _end(self, state, error=False):
        self._write_through({"state": state, "error": error, "ended_on": fields.Datetime.now()})
        self._tell_progress(state=state, name=self.name, has_files=self.has_files, left_out=bool(self.left_out))
        if state in ("done", "failed"):
            self._tell_end()

    def _tell_end(self):
        """Tell who asked that it is ready, also if no browser of theirs is open."""
        if self.state == "failed":
            body = self.env._("“%(task)s” could not be done: %(why)s", task=self.name, why=self.error or self.left_out)
        elif self.left_out:
            body = self.env._(
                "“%(task)s” is ready, but for what is left out: %(what)s", task=self.name, what=self.left_out
            )
        else:
            body = self.env._("“%(task)s” is ready.", task=self.name)
        self.env["mail.thread"].message_notify(
            model=self._name,
            res_id=self.id,
            partner_ids=self.user_id.partner_id.ids,
            subject=self.name,
            body=body,
        )

    def _has_expired(self):
        before = fields.Datetime.now() - timedelta(days=TASK_DAYS)
        return all(task.ended_on and task.ended_on < before for task in self)

    @api.autovacuum
    def _forget_old(self):
        now = fields.Datetime.now()
        # sudo: agency.evaluation.task - the clean-up removes what nobody fetches any more
        ended = self.sudo().search([("ended_on", "<", now - timedelta(days=FILES_DAYS))])
        ended.part_ids._remove_files()
        ended.filtered(lambda task: task._has_expired()).unlink()
