from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from odoo import api, models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


@dataclass(frozen=True, slots=True)
class _OwnWrite:
    """Values that the addon's own code is writing; new records have no ids yet."""

    model: str
    ids: frozenset
    values: tuple

    def is_on(self, records):
        """Tell whether it writes to all of these records, or makes records where these are none."""
        return (
            records._name == self.model and bool(self.ids) == bool(records._ids) and self.ids.issuperset(records._ids)
        )

    def holds(self, name, value):
        """Tell whether this very value is among those written: an equal one of somebody else's is not."""
        return any(name in values and values[name] is value for values in self.values)

    def is_within(self, vals):
        """Tell whether all values written are in `vals`, whatever else is."""
        return all(
            values and all(name in vals and vals[name] is value for name, value in values.items())
            for values in self.values
        )


_own_writes = ContextVar("own_writes", default=())


@contextmanager
def _bound(records, vals_list):
    # The dicts are copied, so that nothing that is added to them on their way is taken for ours.
    values = tuple(dict(vals) for vals in vals_list)
    token = _own_writes.set((*_own_writes.get(), _OwnWrite(records._name, frozenset(records._ids), values)))
    try:
        yield
    finally:
        _own_writes.reset(token)


class Door(models.AbstractModel):
    """The private door by which the addon's own code writes what is closed to every client.

    What passes it is bound for the length of one call: these very values, on these records. No values, context, RPC or
    sudo can say so. Other modules may copy the values on their way; what they add is checked as a client's.
    """

    _name = "agency.evaluation.door"
    _description = "Door for the Addon's Own Writes"

    def unlink(self):
        return super(Door, self._without_word_of_uninstall()).unlink()

    def _without_word_of_uninstall(self):
        """Return the same records in a context that does not say that a module is being uninstalled.

        Odoo then asks no guard whether a record may be deleted. It says so itself while it loads modules, when no
        client is served; everybody else who says so is a client.
        """
        if self.pool.ready and self.env.context.get(MODULE_UNINSTALL_FLAG):
            return self.with_context(**{MODULE_UNINSTALL_FLAG: False})
        return self

    def _write_through(self, vals):
        with _bound(self, [vals]):
            return self.write(vals)

    @api.model
    def _create_through(self, vals_list):
        new = self.browse()
        with _bound(new, vals_list):
            return new.create(vals_list)

    def _is_written_through(self):
        """Tell whether own code is writing to these records now, or making some where these are none."""
        return any(own.is_on(self) for own in _own_writes.get())

    @api.model
    def _being_made(self):
        """Return the values of the records of this model that own code is making now, as dicts."""
        new = self.browse()
        return [values for own in _own_writes.get() if own.is_on(new) for values in own.values]

    def _is_own_write(self, vals):
        """Tell whether `vals` are what own code is writing to these records now, with what was added on their way.

        Another write to the same records meanwhile, such as a command nested in a value of ours, is a client's.
        """
        return any(own.is_on(self) and own.is_within(vals) for own in _own_writes.get())

    def _is_own(self, name, value):
        """Tell whether own code is writing this very value to the field `name` of these records now."""
        return any(own.is_on(self) and own.holds(name, value) for own in _own_writes.get())
