from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ...scoring.succession import Link, cite, follows_itself
from ..agency.clock import agency_today
from ..lock.values import check_text, check_values

#: What a manager says of a succession; the rest is put in by the system.
_STATED = frozenset(
    {
        "company_id",
        "kind",
        "predecessor_ids",
        "successor_id",
        "is_ended",
        "date_from",
        "decision_number",
        "decision_date",
        "note",
    }
)
_RELATION = "agency_evaluation_succession_predecessor_rel"


class Succession(models.Model):
    """That a unit came from others, or that units ended, from a day on, by a decision: recorded by a manager for good.

    What was recorded wrongly is revoked, with a reason, and stays on record.
    """

    _name = "agency.evaluation.succession"
    _description = "Succession of Units"
    _inherit = ["agency.evaluation.register"]
    _order = "date_from desc, id desc"
    _rec_name = "decision_number"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(
        [
            ("merge", "Merger"),
            ("split", "Split"),
            ("reorganise", "Renaming or Reorganisation"),
            ("dissolve", "Dissolution Without Successor"),
        ],
        string="Kind of Change",
        required=True,
        default="merge",
    )
    predecessor_ids = fields.Many2many(
        "hr.department",
        relation=_RELATION,
        string="Former Units",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    successor_id = fields.Many2one(
        "hr.department", string="Succeeding Unit", ondelete="restrict", index="btree_not_null", check_company=True
    )
    is_ended = fields.Boolean(
        string="Former Units End",
        default=True,
        help="People of the succeeding unit take over their evaluations; not so where the former unit goes on without a"
        " part of it.",
    )
    date_from = fields.Date(
        string="In Force From", required=True, help="The first day of the succeeding unit in their place."
    )
    decision_number = fields.Char(
        string="Legal Basis", required=True, help="Number and symbol of the decision, such as 1658/NQ-UBTVQH15."
    )
    decision_date = fields.Date(string="Date of the Basis", required=True)
    note = fields.Text()
    user_id = fields.Many2one("res.users", string="Recorded By", required=True, readonly=True, ondelete="restrict")
    recorded_on = fields.Datetime(required=True, readonly=True)
    revocation = fields.Text(string="Why Revoked")
    revoked_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    revoked_on = fields.Datetime(readonly=True)

    _successor_check = models.Constraint(
        "CHECK ((kind = 'dissolve') = (successor_id IS NULL))",
        "A unit succeeds the former ones, but where these are dissolved without a successor.",
    )
    _decision_number_check = models.Constraint(
        r"CHECK (decision_number ~ '\S')", "Give number and symbol of the decision."
    )
    _ended_check = models.Constraint(
        "CHECK (is_ended OR kind = 'split')", "The former unit goes on only where a part of it is split off."
    )

    def init(self):
        """Let the database itself refuse a unit that would come from itself, whoever writes it."""
        self.env.execute_query(SQL(_GUARD))

    @api.depends("kind", "predecessor_ids", "successor_id", "date_from")
    def _compute_display_name(self):
        for succession in self:
            # sudo: hr.department - what units are called is no secret to who reads what became of them
            formers = ", ".join(succession.sudo().predecessor_ids.mapped("name"))
            later = succession.sudo().successor_id.name
            succession.display_name = f"{formers} → {later}" if later else formers

    @api.model_create_multi
    def create(self, vals_list):
        new = self.browse()
        if new._is_written_through():
            return super().create(vals_list)
        prepared = [self._prepare(vals) for vals in vals_list]
        new.check_access("create")
        self._claim_units()
        successions = self._create_through(prepared)
        successions.check_access("create")  # of the company that they are about
        # sudo: hr.department - which units there are does not depend on what the user may read of them
        successions.sudo()._check_units()
        successions._take_effect()
        return successions

    def write(self, vals):
        check_values(self, vals)
        if self._is_own_write(vals):
            return super().write(vals)
        self.check_access("write")
        if vals.keys() != {"revocation"}:
            raise UserError(self._kept_message())
        if not (reason := check_text(self, vals["revocation"]).strip()):
            raise UserError(self.env._("Give a reason."))
        if self.filtered("revoked_on"):
            raise UserError(self.env._("This is revoked already."))
        values = {"revocation": reason, "revoked_by_id": self.env.uid, "revoked_on": fields.Datetime.now()}
        result = self._write_through(values)
        self._take_effect()
        return result

    @api.model
    def _prepare(self, vals):
        """Return the values of a new record: what the manager states, and who does."""
        check_values(self.browse(), vals)
        if any(value for name, value in vals.items() if name not in _STATED):
            raise UserError(self._kept_message())
        defaults = self.default_get([*_STATED])
        stated = {**defaults, **{name: value for name, value in vals.items() if name in _STATED}}
        # Said by nobody, whatever defaults a client has in its context.
        unsaid = dict.fromkeys(("revocation", "revoked_by_id", "revoked_on"), False)
        return {**stated, **unsaid, "user_id": self.env.uid, "recorded_on": fields.Datetime.now()}

    @api.model
    def _claim_units(self):
        """Make others who record a succession wait, and then see this one: a circle may close through any of them."""
        first = SQL("(SELECT min(id) FROM res_company)")
        self.env.execute_query(SQL("UPDATE res_company SET write_date = write_date WHERE id = %s RETURNING id", first))

    def _check_units(self):
        """:raises ValidationError: unless units are named, of which none comes from itself"""
        for succession in self:
            if not succession.predecessor_ids:
                raise ValidationError(self.env._("Name the units that are succeeded or dissolved."))
        if follows_itself(self._links()):
            raise ValidationError(self.env._("A unit cannot come from itself, neither directly nor through others."))

    def _take_effect(self):
        """Let those who work in the succeeding units have what is theirs now."""
        self.env.flush_all()
        self.env.invalidate_all()
        # sudo: agency.evaluation - whose turn it is does not depend on who records a succession
        self.env["agency.evaluation"].sudo()._sync_desks_in(self.company_id)

    def _ending(self, unit):
        """Return those of these successions by which `unit` ended."""
        return self.filtered(lambda succession: succession.is_ended and unit in succession.predecessor_ids)

    @api.model
    def _links(self, day=None, ended=False):
        """Return what units came from which, as :class:`Link`, whoever asks.

        :param day: of what counts on that day; without one, at any time
        :param ended: of units that ended alone
        """
        # sudo: agency.evaluation.succession - what became of a unit is no secret to who takes part
        found = self.sudo().search(self._domain_of(day, ended) + [("successor_id", "!=", False)])
        return [Link(former, each.successor_id.id) for each in found for former in each.predecessor_ids._ids]

    @api.model
    def _domain_of(self, day=None, ended=False):
        domain = [("revoked_on", "=", False)]
        if day:
            domain.append(("date_from", "<=", day))
        if ended:
            domain.append(("is_ended", "=", True))
        return domain

    @api.model
    def _today(self):
        return agency_today(self)

    def _basis(self):
        """Return the decision as papers name it."""
        self.ensure_one()
        return cite(self.decision_number, self.decision_date)


_GUARD = """
    CREATE OR REPLACE FUNCTION agency_evaluation_succession_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
    BEGIN
        IF EXISTS (
            WITH RECURSIVE link AS (
                SELECT former.hr_department_id AS former, succession.successor_id AS later
                  FROM agency_evaluation_succession succession
                  JOIN agency_evaluation_succession_predecessor_rel former
                    ON former.agency_evaluation_succession_id = succession.id
                 WHERE succession.revoked_on IS NULL AND succession.successor_id IS NOT NULL
            ), path AS (
                SELECT former, later FROM link
                 UNION
                SELECT path.former, link.later FROM path JOIN link ON link.former = path.later
            )
            SELECT FROM path WHERE former = later
        ) THEN
            RAISE EXCEPTION 'a unit cannot come from itself'
                  USING ERRCODE = 'check_violation', CONSTRAINT = 'agency_evaluation_succession_circle';
        END IF;
        RETURN NULL;
    END
    $guard$;
    CREATE OR REPLACE TRIGGER agency_evaluation_succession_guard
        AFTER INSERT OR UPDATE ON agency_evaluation_succession
        FOR EACH STATEMENT EXECUTE FUNCTION agency_evaluation_succession_guard();
    CREATE OR REPLACE TRIGGER agency_evaluation_succession_guard
        AFTER INSERT OR UPDATE ON agency_evaluation_succession_predecessor_rel
        FOR EACH STATEMENT EXECUTE FUNCTION agency_evaluation_succession_guard();
"""
