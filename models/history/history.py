from dataclasses import dataclass
from datetime import datetime

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ...scoring.numbers import as_typed
from ..lock.lock import NEW
from .way import current_way

#: The parameter that says when an older version was upgraded to one that keeps changes.
SINCE = "agency_evaluation.history_since"


@dataclass(frozen=True, slots=True)
class LastChange:
    """The last change of a field.

    :ivar user_id: who changed it
    :ivar user_name: what that person was called then
    :ivar changed_on: when, in UTC without a time zone
    :ivar old: what it said before, as the register keeps it: text, None for blank
    :ivar new: what it says since
    :ivar way: by which way of :data:`way.WAYS`; None where it was written by hand
    """

    user_id: int
    user_name: str
    changed_on: datetime
    old: str | None
    new: str | None
    way: str | None


class History(models.AbstractModel):
    """A record whose changes are kept: each field that some state leaves open, and what steps change in it."""

    _name = "agency.evaluation.history"
    _description = "Record Whose Changes Are Kept"

    #: The field of :class:`~.change.Change` that names the record.
    _history_link = ""

    history_since = fields.Char(
        string="History Kept Since",
        compute="_compute_history_since",
        help="The day from which changes are kept, where the evaluation is older.",
    )

    def _compute_history_since(self):
        # sudo: ir.config_parameter - since when changes are kept is no secret
        since = fields.Datetime.to_datetime(self.env["ir.config_parameter"].sudo().get_param(SINCE))
        for record in self:
            # sudo: agency.evaluation - how old an evaluation is, neither
            evaluation = record.sudo().evaluation_id
            is_older = since and evaluation.create_date and evaluation.create_date < since
            record.history_since = is_older and f"{evaluation._agency_time(since):%d/%m/%Y}"

    def _kept_values(self):
        """Return what this record says, by the names under which its changes are kept; None for what is blank.

        Values are texts as :class:`~.change.Change` keeps them.
        """
        raise NotImplementedError

    @api.model
    @tools.ormcache()
    def _kept_fields(self):
        """Return the names of the columns whose changes are kept: those that are open at some time, and others."""
        stored = {name for name, field in self._fields.items() if field.store and field.column_type}
        return frozenset(name for name in stored if not self._is_free(name) and self._open_in(name) - {NEW})

    def _kept_name(self, name):
        """Return the name under which changes of the field `name` are kept."""
        return name

    def _note_before(self):
        """Remember what these records say, for something of them is written next.

        Whoever writes past `write`, such as in SQL, calls this before. What has changed when the transaction ends is
        kept as a change by the user of now, by the way of now.
        """
        changes = self.env["agency.evaluation.change"]
        who = self.env.uid, current_way()
        # sudo: every model with a history - what a record said does not depend on who writes it
        for record in self.sudo():
            if record.id:
                changes._note(record, who)

    def _last_change(self, names):
        """Return the last change of each of the fields `names`, in one query, as {id: {name: :class:`LastChange`}}.

        What this transaction changes is not among them before it is flushed. Nobody's rights are asked: callers tell of
        records that their user may read.
        """
        kept = {name: self._kept_name(name) for name in names}
        if not self.ids or not kept:
            return {}
        found = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (%(link)s, field_name)
                       %(link)s, field_name, user_id, user_name, changed_on, old_value, new_value, way
                  FROM agency_evaluation_change
                 WHERE %(link)s IN %(ids)s AND field_name IN %(names)s
              ORDER BY %(link)s, field_name, id DESC
                """,
                link=SQL.identifier(self._history_link),
                ids=tuple(self.ids),
                names=tuple(kept.values()),
            )
        )
        last = {(id_, name): LastChange(*values) for id_, name, *values in found}
        return {
            id_: {name: last[id_, key] for name, key in kept.items() if (id_, key) in last}
            for id_ in {id_ for id_, _name in last}
        }

    def _kept_value(self, name):
        """Return the value of a field as :meth:`_kept_values` tells it."""
        field, value = self._fields[name], self[name]
        if field.type == "many2one":
            return f"{value._name},{value.id}" if value else None
        if field.type in ("integer", "float", "monetary"):
            return plain_number(value)
        if field.type == "boolean":
            return "true" if value else None
        if not value:
            return None
        if field.type == "date":
            return fields.Date.to_string(value)
        if field.type == "datetime":
            return fields.Datetime.to_string(value)
        return str(value)

    def _kept_label(self, name):
        """Return what the value is called that is kept as `name`; a field that no longer is has its technical name."""
        field = self._fields.get(name)
        return field._description_string(self.env) if field else name

    def _kept_words(self, name, value):
        """Return a kept value as users read it, in their language; empty for what was blank."""
        field = self._fields.get(name)
        if not value or field is None:
            return value or False
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "boolean":
            return self.env._("Yes")
        if field.type in ("integer", "float", "monetary"):
            return value.replace(".", ",")
        if field.type == "date":
            return f"{fields.Date.to_date(value):%d/%m/%Y}"
        if field.type == "datetime":
            return f"{self.env['agency.evaluation']._agency_time(fields.Datetime.to_datetime(value)):%d/%m/%Y %H:%M}"
        return value

    def _kept_record_name(self, name, value):
        """Return what the record is called that is kept as `value`; None where it is no record."""
        field = self._fields.get(name)
        if value is None or field is None or field.type != "many2one":
            return None
        return self.env[field.comodel_name].browse(int(value.rpartition(",")[2])).display_name


def plain_number(value):
    """Return a number as the register keeps it: all digits that are exact, with a decimal point."""
    return as_typed(value).replace(",", ".")
