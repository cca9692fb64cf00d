import json

from odoo import api, fields, models
from odoo.exceptions import MissingError
from odoo.tools import SQL

from .way import WAYS

#: Where a transaction keeps what records said before it wrote to them.
NOTES = "agency_evaluation.history"


class Change(models.Model):
    """A value of a row or a fact as somebody changed it: who, when, from what to what, and by which way.

    One entry says what a transaction changed in a field, whatever happened to it in between; the database gets all of
    them in one statement before it commits, or none. Values are kept as plain text: points with a decimal point, the
    keys of selections, days as ISO dates, records by model and id with their names beside, and NULL for what is blank.
    """

    _name = "agency.evaluation.change"
    _description = "Change of a Value"
    _inherit = ["agency.evaluation.register"]
    _order = "id desc"
    _rec_name = "field_name"

    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True, ondelete="cascade", index=True)
    line_id = fields.Many2one(
        "agency.evaluation.line", string="Row", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    fact_id = fields.Many2one("agency.evaluation.fact", readonly=True, ondelete="cascade", index="btree_not_null")
    field_name = fields.Char(string="Technical Name", required=True, readonly=True)
    old_value = fields.Text(string="Old Value as Kept", readonly=True, help="As it is kept; empty where it was blank.")
    new_value = fields.Text(string="New Value as Kept", readonly=True, help="As it is kept; empty where it is blank.")
    old_name = fields.Char(readonly=True, help="Of a record: what it was called then.")
    new_name = fields.Char(readonly=True, help="Of a record: what it was called then.")
    user_id = fields.Many2one("res.users", string="Changed By", required=True, readonly=True, ondelete="restrict")
    user_name = fields.Char(string="Name", required=True, readonly=True, help="What who changed it was called then.")
    changed_on = fields.Datetime(string="Time", required=True, readonly=True)
    way = fields.Selection(list(WAYS.items()), readonly=True, help="How it came, where it was not typed.")

    code = fields.Char(compute="_compute_shown", help="Of the row or the fact.")
    label = fields.Char(string="What", compute="_compute_shown")
    old_text = fields.Text(string="Old Value", compute="_compute_shown")
    new_text = fields.Text(string="New Value", compute="_compute_shown")
    way_text = fields.Char(string="How", compute="_compute_shown")
    changed_text = fields.Char(string="On", compute="_compute_shown", help="By the clock of the agency.")

    _field_name_index = models.Index("(field_name, id DESC)")

    @api.depends(
        "line_id", "fact_id", "field_name", "old_value", "new_value", "old_name", "new_name", "way", "changed_on"
    )
    @api.depends_context("lang")
    def _compute_shown(self):
        ways = dict(self._fields["way"]._description_selection(self.env))
        for change in self:
            about = change._about()
            change.code = about.code
            change.label = about._kept_label(change.field_name)
            change.old_text = change.old_name or about._kept_words(change.field_name, change.old_value)
            change.new_text = change.new_name or about._kept_words(change.field_name, change.new_value)
            change.way_text = ways.get(change.way, False)
            change.changed_text = f"{change.evaluation_id._agency_time(change.changed_on):%d/%m/%Y %H:%M}"

    def _about(self):
        """Return the row or the fact that this entry is about."""
        self.ensure_one()
        return self.line_id or self.fact_id

    @api.model
    def _note(self, record, who):
        """Remember what `record` says now, before `who` (a user and a way) changes it in this transaction."""
        precommit = self.env.cr.precommit
        if NOTES not in precommit.data:
            precommit.data[NOTES] = ({}, [])
            precommit.add(self._keep_noted)
        notes, closed = precommit.data[NOTES]
        key = record._name, record.id
        if key in notes and notes[key][0] != who:
            closed += _changes(record, *notes.pop(key))
        if key not in notes:
            notes[key] = (who, record._kept_values())

    @api.model
    def _keep_noted(self):
        """Keep what has changed in the records that this transaction noted; nothing is noted any more then."""
        notes, changes = self.env.cr.precommit.data.pop(NOTES, ({}, []))
        ids_by_model = {}
        for model, id_ in notes:
            ids_by_model.setdefault(model, []).append(id_)
        for model, ids in ids_by_model.items():
            # sudo: every model with a history - what is kept does not depend on what its writer may read of it
            records = self.env[model].sudo().browse(ids)
            try:
                changes += [change for record in records for change in _changes(record, *notes[model, record.id])]
            except MissingError:
                # What is gone has no history.
                changes += [
                    change for record in records.exists() for change in _changes(record, *notes[model, record.id])
                ]
        if changes:
            self._insert(changes)

    @api.model
    def _insert(self, changes):
        """Insert entries in one statement; the ORM would send one for every hundred."""
        models = {change["model"] for change in changes}
        now = fields.Datetime.to_string(fields.Datetime.now())
        for model in sorted(models):
            # sudo: every model that is named - what it is called does not depend on who writes its name
            records = self.env[model].sudo()
            rows = [
                {
                    "place": place,
                    "record": change["id"],
                    "field_name": change["name"],
                    "old_value": change["old"],
                    "new_value": change["new"],
                    "old_name": records._kept_record_name(change["name"], change["old"]),
                    "new_name": records._kept_record_name(change["name"], change["new"]),
                    "user_id": change["user"],
                    "way": change["way"],
                }
                for place, change in enumerate(changes)
                if change["model"] == model
            ]
            self.env.execute_query(
                SQL(
                    """
                    INSERT INTO agency_evaluation_change (
                        evaluation_id, %(link)s, field_name, old_value, new_value, old_name, new_name,
                        user_id, user_name, way, changed_on,
                        create_uid, create_date, write_uid, write_date
                    )
                    SELECT record.evaluation_id, record.id, field_name, old_value, new_value, old_name, new_name,
                           author.id, person.name, way, %(now)s, author.id, %(now)s, author.id, %(now)s
                      FROM jsonb_to_recordset(%(rows)s::jsonb) AS noted (
                               place integer, record integer, field_name text, old_value text, new_value text,
                               old_name text, new_name text, user_id integer, way text
                           )
                      JOIN %(table)s record ON record.id = noted.record
                      JOIN res_users author ON author.id = noted.user_id
                      JOIN res_partner person ON person.id = author.partner_id
                  ORDER BY place
                 RETURNING agency_evaluation_change.id
                    """,
                    link=SQL.identifier(records._history_link),
                    table=SQL.identifier(records._table),
                    rows=json.dumps(rows),
                    now=now,
                )
            )


def _changes(record, who, before):
    """Return what `record` says otherwise than `before`, as plain data."""
    user, way = who
    now = record._kept_values()
    return [
        {
            "model": record._name,
            "id": record.id,
            "name": name,
            "old": before.get(name),
            "new": now.get(name),
            "user": user,
            "way": way,
        }
        for name in {**before, **now}
        if before.get(name) != now.get(name)
    ]
