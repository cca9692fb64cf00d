from collections import defaultdict
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from odoo import models
from odoo.exceptions import ValidationError

from ..sheet.once import reading

_LINE = "agency.evaluation.line"
#: What the points of rows, and what follows from them, are worked out of.
_FOLLOWED = ("line_ids", "fact_ids", "section_ids")
#: The cursor of the save that notes what is modified, and what that is so far: ids by field.
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


class NotedModification(models.AbstractModel):
    """What a save modifies is noted while a form waits for the answer to it."""

    _inherit = "agency.evaluation.lock"

    def modified(self, fnames, create=False, before=False):
        noted = _noted_by(self.env)
        if noted is not None:
            for name in fnames:
                noted[self._fields[name]].update(self._ids)
        return super().modified(fnames, create=create, before=before)


class EvaluationSaved(models.Model):
    """A form that saves rows is told what follows from them, and not all that it shows already."""

    _inherit = "agency.evaluation"

    def web_save_rows(self, vals, specification):
        """Save as ``web_save`` does, and return of `specification` what may be different since.

        That is of the evaluation whatever depends on what was written, as fields declare it, and the rows that were
        written with the headings above them, of these too only what was written or depends on that. A list that is not
        returned has the records that it had.

        :param vals: what ``web_save`` takes; of lists, commands alone that update rows
        :return: as ``web_save`` does, with some of the fields and some of the rows
        :raises ValidationError: if the specification is none
        """
        self.ensure_one()
        rows = self._specified_rows(specification)
        noted = defaultdict(set)
        with _noting(self.env, noted):
            self.web_save(vals, {})
        with reading(self.env):
            self._read_ahead(_FOLLOWED)
            return [self._read_changed(noted, specification, rows)]

    def _specified_rows(self, specification):
        """Return the fields of rows that `specification` asks for.

        :raises ValidationError: if it is no specification
        """
        listed = specification.get("line_ids") or {} if isinstance(specification, Mapping) else None
        rows = listed.get("fields") or {} if isinstance(listed, Mapping) else None
        if not isinstance(rows, Mapping):
            raise ValidationError(self.env._("What is to be returned has to be given by the names of fields."))
        return rows

    def _read_changed(self, noted, specification, rows):
        """Return what `specification`, and `rows` of rows, ask for of what depends on the fields that were noted."""
        names = self._names_changed(noted)
        own = {name: what for name, what in specification.items() if name in names[self._name] and name != "line_ids"}
        rows = {name: what for name, what in rows.items() if name in names[_LINE]}
        reader = self.with_context(bin_size=True)
        [values] = reader.web_read(own)
        return {**values, "line_ids": reader._rows_changed(noted).web_read(rows)}

    def _names_changed(self, noted):
        """Return the names of the fields that were noted or depend on them, by model."""
        names = defaultdict(set)
        for field in noted:
            for changed in (field, *self.env.registry.get_dependent_fields(field)):
                names[changed.model_name].add(changed.name)
        return names

    def _rows_changed(self, noted):
        """Return the rows that were noted, of those that the user may read, with the headings above them."""
        lines = self.env[_LINE].browse(
            {id_ for field, ids in noted.items() if field.model_name == _LINE for id_ in ids}
        )
        lines = lines.filtered(lambda line: line.evaluation_id == self)
        above = lines
        while above := above.parent_id:
            lines |= above
        return lines._filtered_access("read")
