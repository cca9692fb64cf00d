from odoo import models
from odoo.fields import Command

from .lock import is_locked_model
from .values import check_values

_PLAIN = frozenset({Command.CREATE, Command.UPDATE, Command.DELETE})


class PartLists(models.AbstractModel):
    """Parts that are saved with the record that many work on, without writing the record itself.

    A form sends what changed in its lists as commands of the record. The ORM would write who changed the record, and
    when, for each of them, and so let colleagues who save other parts stand in each other's way.
    """

    _inherit = "agency.evaluation.lock"

    def write(self, vals):
        check_values(self, vals)
        lists = {name: value for name, value in vals.items() if self._is_part_list(name, value)}
        if not lists:
            return super().write(vals)
        if rest := {name: value for name, value in vals.items() if name not in lists}:
            super().write(rest)
        else:
            self.check_access("write")
        for name, commands in lists.items():
            self._check_field_access(self._fields[name], "write")
            self._write_part_list(self._fields[name], commands)
        return True

    def _is_part_list(self, name, value):
        """Tell whether `value` is what a form changed in a list of parts, and nothing else."""
        field = self._fields[name]
        return (
            self._is_shared
            and all(self._ids)
            and field.type == "one2many"
            and field.store
            and is_locked_model(self.env, field.comodel_name)
            and isinstance(value, (list, tuple))
            and all(isinstance(command, (list, tuple)) and command[0] in _PLAIN for command in value)
        )

    def _write_part_list(self, field, commands):
        """Do as the ORM does with the commands of a list."""
        parts = self.env[field.comodel_name].with_context(**field.context)
        new = []
        for command, id_, values in ((*command, None, None)[:3] for command in commands):
            if command == Command.UPDATE:
                parts.browse(id_).write(values)
            elif command == Command.DELETE:
                parts.browse(id_).unlink()
            else:
                new += [{**values, field.inverse_name: record.id} for record in self]
        if new:
            parts.create(new)
