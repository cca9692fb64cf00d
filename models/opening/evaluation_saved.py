from collections import defaultdict
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...scoring.report_text import LIST_NAMES, ROW_NAMES
from ..lock.values import check_values
from ..sheet.line import POINTS_FIELDS
from ..sheet.once import reading
from .read_ahead import Plain, Records, find, keep

_LINE = "agency.evaluation.line"
#: What of a row follows from how it is answered only as far as it is claimed not to apply.
_BY_CLAIM = ("_compute_suggestion", "_compute_working")
#: The cursor of the save that notes what is modified, and its :class:`Noted`.
_noted = ContextVar("noted", default=(None, None))


@contextmanager
def _noting(env, noted):
    """Note in `noted` what this transaction modifies in the block, whatever savepoint is rolled back meanwhile."""
    token = _noted.set((env.cr, noted))
    try:
        yield
    finally:
        _noted.reset(token)


def _noted_by(env):
    """Return where this transaction notes what it modifies, None where it does not."""
    cr, noted = _noted.get()
    return noted if cr is env.cr else None


class Noted:
    """What a save modifies.

    :ivar ids: the ids of modified records, by field
    :ivar is_claim: whether a row was or is claimed not to apply
    """

    def __init__(self, seen):
        """:param seen: the :class:`Seen` of who saves, None where nothing is known of it"""
        self.ids, self.is_claim, self._same, self._seen = defaultdict(set), False, frozenset(), seen

    def note(self, records, names):
        for name in names:
            if name not in self._same:
                self.ids[records._fields[name]].update(records._ids)

    @contextmanager
    def of_write(self, records, vals):
        """Leave out, while `vals` are written to `records`, what says the same already, and said so to who saves."""
        self._same = {name for name in vals if all(self._is_same(record, name, vals[name]) for record in records)}
        try:
            yield
        finally:
            self._same = frozenset()

    def _is_same(self, record, name, value):
        field = record._fields[name]
        if field.type not in ("float", "boolean", "selection", "char", "text"):
            return False
        loaded = self._seen.of(record._name, record.id) if self._seen else {}
        return all(record._is_same_value(name, record[name], other) for other in (value, loaded.get(name, value)))


class NotedModification(models.AbstractModel):
    """What a save modifies is noted while a form waits for the answer to it."""

    _inherit = "agency.evaluation.lock"

    def modified(self, fnames, create=False, before=False):
        noted = _noted_by(self.env)
        if noted is not None:
            noted.note(self, fnames)
        return super().modified(fnames, create=create, before=before)


class NotedLine(models.Model):
    """Of a row, what was saved as it was is not modified, though forms send answers as a whole."""

    _inherit = "agency.evaluation.line"

    def write(self, vals):
        check_values(self, vals, leave=POINTS_FIELDS)
        noted = _noted_by(self.env)
        if noted is None or not self._is_own_write(vals):
            return super().write(vals)
        noted.is_claim |= "not_applicable" in {vals.get("status"), *self.mapped("status")}
        with noted.of_write(self, vals):
            return super().write(vals)


class EvaluationSaved(models.Model):
    """A form that saves rows is told what follows from them, and not all that it shows already."""

    _inherit = "agency.evaluation"

    def web_save_rows(self, vals, specification):
        """Save as ``web_save`` does, and return of `specification` what may be different since.

        That is of the evaluation whatever depends on what was changed, as fields declare it, and the rows that were
        written with the headings above them, of these too only what was written or depends on what was changed. A list
        that is not returned has the records that it had.

        :param vals: what ``web_save`` takes; of lists, commands alone that update rows
        :return: as ``web_save`` does, with some of the fields and some of the rows
        :raises ValidationError: if the specification is none
        """
        self.ensure_one()
        rows = self._specified_rows(specification)
        evaluation, seen = self._with_seen()
        noted = Noted(seen)
        with _noting(self.env, noted):
            self.web_save(vals, {})
        # perf: in one statement what was sent and what rows compute of it, before sums are read
        self.env[_LINE].flush_model()
        with reading(self.env):
            return [evaluation._read_changed(noted, vals, specification, rows)]

    def _specified_rows(self, specification):
        """Return the fields of rows that `specification` asks for.

        :raises ValidationError: if it is no specification
        """
        listed = specification.get("line_ids") or {} if isinstance(specification, Mapping) else None
        rows = listed.get("fields") or {} if isinstance(listed, Mapping) else None
        if not isinstance(rows, Mapping):
            raise ValidationError(self.env._("What is to be returned has to be given by the names of fields."))
        return rows

    def _read_changed(self, noted, vals, specification, rows):
        """Return what `specification`, and `rows` of rows, ask for of what was sent or depends on what changed."""
        names = self._names_changed(noted)
        sent = {name for _command, _id, values in vals.get("line_ids", ()) for name in values}
        own = {name: what for name, what in specification.items() if name in names[self._name] and name != "line_ids"}
        rows = {name: what for name, what in rows.items() if name in names[_LINE] | sent}
        reader = self.with_context(bin_size=True)
        lines = reader._rows_changed(noted, vals, own)
        [values] = reader.web_read(own)
        return {**values, "line_ids": lines.web_read(rows)}

    def _names_changed(self, noted):
        """Return the names of the fields that were noted or depend on them, by model."""
        names = defaultdict(set)
        for field in noted.ids:
            for changed in (field, *self.env.registry.get_dependent_fields(field)):
                names[changed.model_name].add(changed.name)
        if not noted.is_claim:
            names[_LINE] -= {name for name, field in self.env[_LINE]._fields.items() if field.compute in _BY_CLAIM}
        return names

    def _rows_changed(self, noted, vals, names):
        """Return the rows that were sent or noted, of those that the user may read, with the headings above them.

        :param names: of fields of the evaluation that are read next, so that what these follow from is read with them
        """
        ids = {id_ for field, ids in noted.ids.items() if field.model_name == _LINE for id_ in ids}
        ids |= {id_ for _command, id_, _values in vals.get("line_ids", ())}
        # sudo: agency.evaluation.line - of these, those are left below that the user may read
        lines = self.env[_LINE].sudo().browse(ids).filtered(lambda line: line.evaluation_id == self)
        above = self.criteria_set_id.sudo()._headings_above(lines.criterion_id.ids)
        headings = Records(lines.browse(), [("evaluation_id", "=", self.id), ("criterion_id", "in", sorted(above))])
        parts = [headings, *self.sudo()._plain_of_rows(names)]
        keep(parts, find(self.env, parts))
        return (lines | headings.records).with_env(self.env)._filtered_access("read")

    def _plain_of_rows(self, names):
        """Return what fields follow from that follow from rows, by the names of these fields, read as plain values."""
        parts = [Plain(self._select_sums(), self._keep_sums)]
        if "grade_label" in names:
            codes = self._blocking_codes()
            numbers = self._select_numbers(self._ids_of_facts(codes))
            parts.append(Plain(numbers, lambda rows: self._some_numbers.know(self, self._numbers_found(rows), codes)))
        if "outdated_by_rows" in names:
            marked = self._select_marked(self._has_marks(ROW_NAMES))
            lists = SQL("EXISTS (%s)", self._select_marked(self._has_marks(LIST_NAMES)))
            reported = self._select_reported(lists)
            parts += [
                Plain(marked, lambda rows: self._marked_by_rows.know(self, self._marked_found(rows))),
                Plain(reported, lambda rows: self._report_lists.know(self, self._lists_found(rows))),
            ]
        return parts
