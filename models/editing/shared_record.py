from collections import defaultdict

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import format_date, html_sanitize

from ...scoring import marked_html
from ...scoring.points import differ, format_points
from ..lock.values import check_values
from .conflict import ChangedMeanwhile, Conflict
from .seen import KEY, read_seen

_TEXTS = ("char", "text")
_LISTS = ("one2many", "many2many")
#: As much of a text is quoted in a message; clients that show both get them whole.
_QUOTED = 200


class SharedRecord(models.AbstractModel):
    """A record that several people edit at a time.

    A save may carry what the editor had before him (:mod:`.seen`). Where the stored value is by now neither that nor
    what he writes, nothing at all is written. It refuses more, and opens nothing: who may write what is asked as ever.

    The comparison needs no lock of its own: where others saved the same record since this transaction began to look,
    PostgreSQL refuses the write that follows, and Odoo runs all of it again on what they left.
    """

    _name = "agency.evaluation.shared.record"
    _description = "Record That Several People Edit"

    #: Overridden where :class:`~..history.history.History` keeps what was changed.
    _history_link = ""

    def web_save(self, vals, specification, next_id=None):
        records, seen = self._with_seen()
        if seen:
            records._check_unchanged(vals, seen)
        return super(SharedRecord, records).web_save(vals, specification, next_id=next_id)

    def _with_seen(self):
        """Return these records without what the client has seen in their context, and that; None where it says nothing.

        :raises ValidationError: if it is nothing that can have been seen
        """
        plain = self.env.context.get(KEY)
        if plain is None:
            return self, None
        seen = read_seen(self.env, plain)
        self._note_tab(seen.tab)
        context = {key: value for key, value in self.env.context.items() if key != KEY}
        return self.with_env(self.env(context=context)), seen

    def _note_tab(self, tab):
        """Keep in mind, for as long as the transaction lasts, which browser tab saves."""

    def _check_unchanged(self, vals, seen):
        """:raises ChangedMeanwhile: if others changed since `seen` what `vals` change"""
        check_values(self, vals, leave={name for name, field in self._fields.items() if field.type == "float"})
        changes = defaultdict(dict)
        for model, id_, values in self._edited_in(vals):
            changes[model].setdefault(id_, {}).update(values)
        self._check_no_conflicts(
            conflict
            for model, values_by_id in changes.items()
            for conflict in self.env[model]._find_conflicts(values_by_id, seen)
        )

    def _check_no_conflicts(self, found):
        """:raises ChangedMeanwhile: if there are conflicts among `found`"""
        if conflicts := list(found):
            raise ChangedMeanwhile(self._describe_conflicts(conflicts), conflicts)

    def _edited_in(self, vals):
        """Yield the model, the id and the values of each record that `vals` change, nested ones too."""
        for id_ in self.ids:
            yield self._name, id_, vals
        for name, value in vals.items():
            field = self._fields[name]
            if field.type not in _LISTS or not isinstance(value, (list, tuple)):
                continue
            comodel = self.env[field.comodel_name]
            if isinstance(comodel, self.env.registry[SharedRecord._name]):
                for command in value:
                    if isinstance(command, (list, tuple)) and command[0] == Command.UPDATE:
                        yield from comodel.browse(command[1])._edited_in(command[2])

    def _find_conflicts(self, values_by_id, seen):
        """Yield a :class:`Conflict` for whatever others changed of the records of `values_by_id`."""
        known = {id_: values for id_, values in values_by_id.items() if seen.of(self._name, id_)}
        if not known:
            return
        names = {name for id_ in known for name in seen.of(self._name, id_) if self._is_compared(name)}
        # perf: all that the write reads anyway, so that this query takes the place of its own
        columns = {name for name, field in self._fields.items() if self._is_column(field)}
        # sudo: every shared record - what the user may not read is left out; rules cost more in the query than after it
        there = self.sudo().search_fetch([("id", "in", list(known))], sorted(names | columns), order="id")
        for record in there.with_env(self.env)._filtered_access("read"):
            loaded = seen.of(self._name, record.id)
            for group in self._group_edited(loaded.keys() & known[record.id].keys() & names):
                if record._was_changed_since(group, loaded, known[record.id]):
                    yield record._make_conflict(group, known[record.id])
        # Whoever may not read a record any more is told so by the write itself.
        for gone in self.browse(known) - there:
            yield gone._make_removal(known[gone.id])

    def _is_compared(self, name):
        field = self._fields.get(name)
        return field is not None and field.type not in (*_LISTS, "binary", "json", "properties")

    def _is_column(self, field):
        return field.store and field.prefetch is True and self._has_field_access(field, "read")

    def _group_edited(self, names):
        """Return `names` in groups that are one value to the reader, such as points and whether there are any."""
        groups = [group for group in self._edited_together() if names & {*group}]
        grouped = {name for group in groups for name in group}
        return [*groups, *((name,) for name in sorted(names - grouped))]

    def _edited_together(self):
        """Return groups of fields that make one value; the first one names it."""
        return ()

    def _was_changed_since(self, group, loaded, values):
        """Tell whether the stored value is neither the one that was loaded nor the one that is to be written."""
        return any(
            name in loaded and not self._is_same_value(name, self._stored_value(name), loaded[name]) for name in group
        ) and any(
            name in values and not self._is_same_value(name, self._stored_value(name), values[name]) for name in group
        )

    def _stored_value(self, name):
        """Return the value of a field as clients load it."""
        field, value = self._fields[name], self[name]
        if field.type == "many2one":
            return value.id
        if field.type == "date":
            return fields.Date.to_string(value) or False
        if field.type == "datetime":
            return fields.Datetime.to_string(value) or False
        return str(value) if field.type == "html" and value else value

    def _is_same_value(self, name, one, other):
        """Tell whether two values of a field, as clients write them, say the same."""
        kind = self._fields[name].type
        if kind == "float":
            try:
                return not differ(float(one or 0), float(other or 0))
            except (TypeError, ValueError):
                return False
        if kind in _TEXTS:
            return _plain_text(one) == _plain_text(other)
        if kind == "html":
            return one == other or _plain_html(one) == _plain_html(other)
        return (one or False) == (other or False)

    def _make_conflict(self, group, values):
        user, at = self._last_editor(group)
        return Conflict(
            model=self._name,
            id=self.id,
            record=self._name_in_conflict(),
            label=self._label_in_conflict(group),
            mine=self._text_in_conflict(group, {**{name: self._stored_value(name) for name in group}, **values}),
            theirs=self._text_in_conflict(group, {name: self._stored_value(name) for name in group}),
            stored={name: self._stored_value(name) for name in group},
            user=user,
            at=at,
        )

    def _make_removal(self, values):
        """Return the conflict of values for this record, which is there no longer."""
        texts = [
            f"{self._label_in_conflict(group)}: {self._text_in_conflict(group, values)}"
            for group in self._group_edited({name for name in values if self._is_compared(name)})
        ]
        return Conflict(
            model=self._name,
            id=self.id,
            label=self.env["ir.model"]._get(self._name).name,
            mine="\n".join(texts),
            theirs=self.env._("(removed)"),
            is_removed=True,
        )

    def _name_in_conflict(self):
        """Return what the record is called in a conflict."""
        return self.display_name or ""

    def _label_in_conflict(self, group):
        return self._fields[group[0]]._description_string(self.env)

    def _last_editor(self, group):
        """Return the name of who wrote these fields last, in sudo, and when; where no history is kept, the record."""
        changes = self._last_change(group).get(self.id) if self._history_link else None
        if changes:
            last = max(changes.values(), key=lambda change: change.changed_on)
            return last.user_name, last.changed_on
        # sudo: res.users - who works on the same record is no secret to who may read it
        return self.sudo().write_uid.name or "", self.write_date

    def _text_in_conflict(self, group, values):
        """Return the value that a group of fields has in `values`, as it is shown on the screen."""
        name = group[0]
        field, value = self._fields[name], values.get(name)
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if value is None or value is False or value == "":
            return ""
        if field.type == "float":
            return format_points(value) if isinstance(value, (int, float)) else str(value)
        if field.type == "many2one":
            # sudo: whatever the field leads to - what it is called is shown on the record itself
            return self.env[field.comodel_name].sudo().browse(value).exists().display_name or ""
        if field.type == "date":
            return format_date(self.env, value, date_format="dd/MM/y")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, str(value))
        return marked_html.plain(_plain_html(value)) if field.type == "html" else str(value)

    def _describe_conflicts(self, conflicts):
        """Return for whoever sees no dialog what was changed meanwhile, by whom, and what it is now."""
        lines = []
        for conflict in conflicts:
            what = ", ".join(filter(None, (conflict.record, conflict.label)))
            who = conflict.user or self.env._("somebody else")
            if conflict.at:
                who = f"{who}, {self.env['agency.evaluation']._agency_time(conflict.at):%H:%M %d/%m/%Y}"
            lines.append(
                self.env._(
                    "%(what)s: “%(theirs)s” by now (%(who)s), “%(mine)s” was to be saved",
                    what=what,
                    theirs=conflict.theirs[:_QUOTED],
                    mine=conflict.mine[:_QUOTED],
                    who=who,
                )
            )
        return self.env._("Nothing was saved, for it was changed meanwhile:") + "\n" + "\n".join(lines)


def _plain_text(value):
    return str(value or "").replace("\r\n", "\n").strip()


def _plain_html(value):
    return html_sanitize(str(value or ""), sanitize_attributes=True)
