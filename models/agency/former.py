from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..lock.values import check_text, check_values
from .clock import agency_today


class Former(models.AbstractModel):
    """What somebody was called until a day; what they are called now stands with themselves.

    So each day has one name: that of the first record which ends on it or later, else the present one. Records come
    from renaming. Managers put them right, with a reason; none is deleted, for one that does not count is archived.
    """

    _name = "agency.evaluation.former"
    _description = "Former Name"
    _inherit = ["agency.evaluation.door"]
    _order = "date_to desc, id desc"

    #: The field of whoever is meant.
    _holder = ""
    #: The fields that are dated, in the order in which changes tell of them.
    _dated = ()

    date_to = fields.Date(string="Until", required=True, help="The last day on which this was so.")
    date_from = fields.Date(
        string="From", compute="_compute_date_from", help="Empty where nothing is known of what was before."
    )
    active = fields.Boolean(string="Counts", default=True)
    reason = fields.Text(
        string="Reason for the Change",
        compute="_compute_reason",
        inverse="_inverse_reason",
        help="Such as the decision by which the agency was renamed; it is kept on record.",
    )

    def _compute_date_from(self):
        holders = self[self._holder].ids
        counting = self.search([(self._holder, "in", holders), ("active", "=", True)]).grouped(self._holder)
        for former in self:
            ends = [other.date_to for other in counting.get(former[self._holder], ())]
            before = [day for day in ends if former.date_to and day < former.date_to]
            former.date_from = max(before) + timedelta(days=1) if before else False

    def _named_until(self, name):
        """``name`` and the last day of it; empty while the record is being typed and has neither."""
        self.ensure_one()
        if not name or not self.date_to:
            return name or ""
        return self.env._("%(agency)s until %(day)s", agency=name, day=self.date_to.strftime("%d/%m/%Y"))

    def _compute_reason(self):
        self.reason = False  # each change has its own

    def _inverse_reason(self):
        """A reason is kept with the change that it is about."""

    @api.constrains("date_to")
    def _check_date_to(self):
        today = agency_today(self)
        for former in self:
            if former.date_to >= today:
                raise ValidationError(
                    self.env._(
                        "What is so today is no former name: the last day is before %(today)s.",
                        today=today.strftime("%d/%m/%Y"),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        new = self.browse()
        for vals in vals_list:
            check_values(new, vals)
        new.check_access("create")
        if new._is_written_through():
            return super().create(vals_list)
        reasons = [self._checked_reason(vals) for vals in vals_list]
        formers = super().create(vals_list)
        for former, reason in zip(formers, reasons, strict=True):
            former._record_change([], reason)
        return formers

    def write(self, vals):
        check_values(self, vals)
        if self._is_own_write(vals):
            return super().write(vals)
        self.check_access("write")
        reason = self._checked_reason(vals)
        if self._holder in vals:
            raise UserError(self.env._("A former name stays with whoever bore it."))
        before = {former: former._described() for former in self}
        result = super().write(vals)
        for former, described in before.items():
            former._record_change(described, reason)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_none(self):
        raise UserError(self.env._("Former names are kept. Say instead, with a reason, that one does not count."))

    @api.model
    def _keep(self, holder, values):
        """Keep what `holder` was called until yesterday; nothing if today it was called otherwise already."""
        yesterday = agency_today(self) - timedelta(days=1)
        # sudo: every former name - whoever renames something leaves its former name behind
        formers = self.sudo()
        # lock: of two who rename it at once, the second one sees what the first did
        self.env.execute_query(
            SQL("SELECT 1 FROM %s WHERE id = %s FOR UPDATE", SQL.identifier(holder._table), holder.id)
        )
        if formers.search_count([(self._holder, "=", holder.id), ("date_to", "=", yesterday), ("active", "=", True)]):
            return formers.browse()
        former = formers._create_through([{self._holder: holder.id, "date_to": yesterday, "active": True, **values}])
        former._record_change([], "")
        return former

    def _on(self, day):
        """Return the one of these records, all of one holder, that tells of `day`; none where the present does."""
        counting = self.filtered(lambda former: former.active and former.date_to >= day)
        return counting.sorted("date_to")[:1]

    @api.model
    def _checked_reason(self, vals):
        """:raises UserError: if the change has no reason"""
        if not (reason := check_text(self, vals.get("reason")).strip()):
            raise UserError(self.env._("Give a reason."))
        return reason

    def _record_change(self, before, reason):
        """Keep in what the record differs from what it said, as :meth:`_described` has that; nothing of a new one."""
        after = self._described()
        gone, come = (
            [line for line in some if line not in others] for some, others in ((before, after), (after, before))
        )
        # sudo: agency.evaluation.identity.change - entries come from changes alone
        self.env["agency.evaluation.identity.change"].sudo()._create_through(
            [
                {
                    "company_id": self._company().id,
                    "subject": self[self._holder].sudo().display_name,
                    "user_id": self.env.uid,
                    "changed_on": fields.Datetime.now(),
                    "before": "\n".join(gone) or False,
                    "after": "\n".join(come or after[:1]),
                    "reason": reason or False,
                }
            ]
        )

    def _company(self):
        """Return the company whose managers hear of a change."""
        raise NotImplementedError

    def _described(self):
        """Return what the record says, as the register of changes keeps it: until when, and each of its names."""
        self.ensure_one()
        until = self.env._("until %(day)s", day=self.date_to.strftime("%d/%m/%Y"))
        lines = [until if self.active else self.env._("%(until)s, does not count", until=until)]
        for name in self._dated:
            if self[name]:
                lines.append(f"{self._fields[name]._description_string(self.env)}: {self[name]}")
        return lines
