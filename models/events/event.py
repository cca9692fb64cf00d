from odoo import api, fields, models

from ...scoring import event_chain

_EVALUATION = "agency.evaluation"


class Event(models.Model):
    """Something that happened in an agency: an entry of its chain, in which each has the SHA-256 of the one before.

    An entry is made in the transaction of what happened, so that both are there or neither. Its number and hashes come
    right after the commit (:mod:`.event_chain`), for nobody is to wait for what others do in the same agency. From then
    on the content is the very text that was hashed; the fields beside it are there to be searched, and are held to it.

    Nothing here refers to users and evaluations by key: an entry outlives both, and locks neither.
    """

    _name = "agency.evaluation.event"
    _description = "Event"
    _inherit = ["agency.evaluation.register"]
    _order = "id desc"
    _rec_name = "number"

    company_id = fields.Many2one("res.company", readonly=True, required=True, ondelete="restrict", index=True)
    number = fields.Integer(
        readonly=True, required=True, aggregator=None, help="The place in the chain; zero until it is linked."
    )
    happened_on = fields.Datetime(string="Time", readonly=True, required=True, index=True)
    kind = fields.Selection(
        [
            ("begin", "Register Begins"),
            ("decision", "Step Taken"),
            ("desk", "Change of Desk"),
            ("round", "Decision on a Round"),
            ("row_reopened", "Row Reopened"),
            ("row_settled", "Row Settled by Itself"),
            ("consent", "No State Secret Confirmed"),
            ("seal", "Sealed"),
            ("paper", "Official PDF Kept"),
            ("signed_copy", "Signed Copy Uploaded"),
            ("access", "File or Paper Taken"),
            ("file_trouble", "Damaged File Found"),
            ("quarantine", "Taking Out of Files"),
            ("taken_out", "Files Named to Be Taken Out"),
            ("retention", "Retention Changed"),
            ("relief", "Relief from Rows"),
            ("substitution", "Substitute"),
            ("renaming", "Former Name Changed"),
            ("succession", "Succession of Units"),
            ("time_stamp", "Time Stamp"),
            ("verification", "Everything Verified"),
            ("export", "Register Exported"),
        ],
        readonly=True,
        required=True,
        index=True,
    )
    user_key = fields.Many2oneReference("User", model_field="user_model", readonly=True, aggregator=None)
    user_model = fields.Char(compute="_compute_models")
    who = fields.Char(readonly=True, help="The account, as it was called then.")
    evaluation_key = fields.Many2oneReference(
        model_field="evaluation_model", readonly=True, index=True, aggregator=None
    )
    evaluation_model = fields.Char(compute="_compute_models")
    evaluation_name = fields.Char(string="Reference", readonly=True)
    content = fields.Text(readonly=True, required=True, help="Its SHA-256 in UTF-8 is that of the entry.")
    previous = fields.Char(string="SHA-256 of the One Before", compute="_compute_previous")
    sha256 = fields.Char("SHA-256", size=64, readonly=True)

    _number_unique = models.UniqueIndex("(company_id, number) WHERE number > 0")
    _waiting_index = models.Index("(company_id, id) WHERE number = 0")

    def _compute_models(self):
        self.user_model, self.evaluation_model = "res.users", _EVALUATION

    @api.depends("content")
    def _compute_previous(self):
        for event in self:
            try:
                event.previous = event_chain.read(event.content).get("previous")
            except ValueError:
                event.previous = False

    @api.depends("number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            event.display_name = f"{event.number or '…'}: {kinds.get(event.kind, event.kind)}"

    @api.readonly
    def action_open_evaluation(self):
        """Open the evaluation that the entry is about, if it is there and the user may read it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": _EVALUATION,
            "res_id": self.evaluation_key,
            "views": [(False, "form")],
        }

    @api.model
    def _record(self, company, events):
        """Keep what happened in a company, by whoever works now.

        :param events: (kind, evaluation or None, what happened as plain data) of each
        """
        company.ensure_one()
        now = fields.Datetime.now()
        who = self._who(company)
        values = []
        for kind, evaluation, what in events:
            about = None
            if evaluation:
                # sudo: agency.evaluation - what an entry is about does not depend on who may read it
                about = {"id": evaluation.id, "reference": evaluation.sudo().name}
            told = {"time": f"{now.isoformat()}Z", "kind": kind, "who": who, "evaluation": about, "what": what}
            values.append(
                {
                    "company_id": company.id,
                    "number": 0,
                    "happened_on": now,
                    "kind": kind,
                    "user_key": who["id"],
                    "who": who["login"],
                    "evaluation_key": about and about["id"],
                    "evaluation_name": about and about["reference"],
                    "content": event_chain.write(told),
                }
            )
        if values:
            # sudo: agency.evaluation.event - entries come from what happens alone
            self.sudo()._create_through(values)
            self.env["agency.evaluation.event.chain"]._link_after_commit(company)

    @api.model
    def _who(self, company):
        """Return who works now as plain data: the account, its name, and what the person is in the company."""
        # Asked once in a transaction: a step makes several entries.
        known = self.env.cr.cache.setdefault("agency_evaluation.who", {})
        if (self.env.uid, company.id) not in known:
            # sudo: res.users - who did something is on record whoever may read it
            user = self.env.user.sudo()
            function = self._function(user, company)
            who = {"id": user.id, "login": user.login, "name": user.name, "function": function}
            known[self.env.uid, company.id] = who
        return known[self.env.uid, company.id]

    @api.model
    def _function(self, user, company):
        """Return what a user is in a company, by the employee there; empty where there is none."""
        # perf: an employee is read with everything that is known of the person
        employees = user.env["hr.employee"].with_context(active_test=True)
        query = employees._search([("user_id", "=", user.id), ("company_id", "=", company.id)], limit=1)
        title = employees._field_to_sql(query.table, "job_title", query)
        return next((found for (found,) in self.env.execute_query(query.select(title))), None) or ""
