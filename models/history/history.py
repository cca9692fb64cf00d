from dataclasses import dataclass
from datetime import datetime

from odoo import fields, models
from odoo.tools import SQL

from .way import current_way


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

    def _kept_values(self):
        """Return what this record says, by the names under which its changes are kept; None for what is blank.

        Values are texts, and ids where the field is a many2one.
        """
        raise NotImplementedError

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
            return value.id or None
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

    def _kept_text(self, name, value):
        """Return a value of :meth:`_kept_values` as the register keeps it: records are named as they are called now."""
        field = self._fields.get(name)
        if value is None or field is None or field.type != "many2one":
            return value
        return self.env[field.comodel_name].browse(value).display_name


def plain_number(value):
    """Return a number as the register keeps it: as short as it is exact, with a decimal point."""
    return f"{value:.15g}" if value % 1 else str(int(value))
