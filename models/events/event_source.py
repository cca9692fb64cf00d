from odoo import api, fields, models
from odoo.models import MAGIC_COLUMNS

from ...scoring import manifest
from ..lock.values import check_values


class EventSource(models.AbstractModel):
    """Records whose making is an event, and, where they say so, their changes and their end.

    What an event tells of a record are the values of its fields as they were then, in no language, with the names of
    what they refer to.
    """

    _name = "agency.evaluation.event.source"
    _description = "Source of Events"

    #: What kind of event it is.
    _event_kind = ""
    #: The fields that are told; None for all that are stored.
    _event_fields = None
    #: The fields whose change is an event too.
    _event_changes = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._record_events("made")
        return records

    def write(self, vals):
        check_values(self, vals)
        told = self._event_changes & vals.keys()
        before = {record: record._event_values() for record in self} if told else {}
        result = super().write(vals)
        if told:
            changed = self.filtered(lambda record: record._event_values() != before[record])
            changed._record_events("changed", before)
        return result

    def unlink(self):
        gone = [(record._event_place(), record._event_values()) for record in self] if self._event_changes else []
        result = super().unlink()
        for (company, evaluation), values in gone:
            what = {"model": self._name, "done": "deleted", "values": values}
            self.env["agency.evaluation.event"]._record(company, [(self._event_kind, evaluation, what)])
        return result

    def _record_events(self, done, before=None):
        """Keep an event for each of these records.

        :param done: what was done with them
        :param before: the values that they had, by record
        """
        by_company = {}
        for record in self:
            if not record._is_event():
                continue
            company, evaluation = record._event_place()
            what = {"model": self._name, "id": record.id, "done": done, "values": record._event_values()}
            if before:
                what["before"] = before[record]
            by_company.setdefault(company, []).append((self._event_kind, evaluation, what))
        for company, events in by_company.items():
            self.env["agency.evaluation.event"]._record(company, events)

    def _is_event(self):
        """Tell whether what happens to this record is an event at all."""
        return True

    def _event_place(self):
        """Return the company that this record belongs to, and the evaluation, None if there is none."""
        self.ensure_one()
        # sudo: every source - where something happened does not depend on who may read it
        record = self.sudo()
        evaluation = record["evaluation_id"] if "evaluation_id" in record._fields else None
        company = record["company_id"] if "company_id" in record._fields else evaluation.company_id
        return company or evaluation.company_id or self.env.company, evaluation or None

    def _event_values(self):
        """Return the values of this record that are told, as plain data."""
        self.ensure_one()
        # sudo: every source - what happened does not depend on who may read it, nor on the language
        record = self.sudo().with_context(lang=None)
        return {name: _plain(record, name) for name in self._event_fields or self._event_names()}

    @api.model
    def _event_names(self):
        """Return the names of the fields that are stored, but for what is kept of every record and what is large."""
        return sorted(
            name
            for name, field in self._fields.items()
            if field.store and field.column_type and name not in MAGIC_COLUMNS and field.type not in ("binary", "json")
        )


def _plain(record, name):
    field, value = record._fields[name], record[name]
    if field.type in ("boolean", "integer"):
        return value
    if field.type in ("float", "monetary"):
        return manifest.write_decimal(value)
    if field.type == "many2one":
        return _named(value) if value else None
    if field.relational:
        return [_named(one) for one in value]
    if field.type in ("date", "datetime"):
        return fields.Datetime.to_string(value) if field.type == "datetime" else fields.Date.to_string(value)
    return str(value) if value else None


def _named(record):
    name = record.login if record._name == "res.users" else record.display_name
    return {"id": record.id, "name": name or ""}
