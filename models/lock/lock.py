from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .patience import say_in_words
from .values import check_form, check_values

#: The pseudo-state of a record that is being made.
NEW = "new"
#: Whose fields are no content: Odoo guards the chatter itself, and :mod:`.mail_message` the files in it.
_FREE_MIXINS = ("mail.thread", "mail.activity.mixin")


def is_locked_model(env, model):
    """Tell whether records of `model` (a name, or False) follow the lock; of a mixin there are none."""
    if not model or model not in env.registry:
        return False
    cls = env.registry[model]
    return issubclass(cls, env.registry[Lock._name]) and not cls._abstract


def check_files_open(env, homes):
    """Check that files of some records may be added, changed and taken away now.

    :param homes: (model, id) of each record, such as a file or a message names it
    :raises UserError: if the lock of a record closes its files
    """
    ids_by_model = defaultdict(set)
    for model, id_ in homes:
        if id_ and is_locked_model(env, model):
            ids_by_model[model].add(id_)
    for model, ids in ids_by_model.items():
        env[model].browse(ids).exists()._prepare_file_change()


class Lock(models.AbstractModel):
    """A record whose fields say beside themselves when they may be written, by whatever client.

    ``open_in=("draft", …)`` names the states in which a field is open: states of the record at the end of
    :attr:`_lock_path`, :data:`NEW` while the record is made, or what :meth:`_special_states` adds. A field that does
    not say it is written by the addon's own code alone (:class:`~.door.Door`). A field that an administrator has added
    by hand cannot say it and is open while the record is made and in its first state.

    The lock is code that runs for every client: RPC, import, chatter and sudo. No context key changes it.
    """

    _name = "agency.evaluation.lock"
    _description = "Record Locked by Its State"
    _inherit = ["agency.evaluation.door"]

    #: The path of fields that leads to the record whose state counts; empty where it is this one.
    _lock_path = ""
    #: The state in which that record is when it is new.
    _first_state = "draft"
    #: The states in which records may be added and taken away.
    _structure_open_in = ("draft",)
    #: The states in which files of a record may be added, changed and taken away.
    _files_open_in = ("draft",)

    def _valid_field_parameter(self, field, name):
        return name == "open_in" or super()._valid_field_parameter(field, name)

    @api.model_create_multi
    def create(self, vals_list):
        new = self.browse()
        for vals in vals_list:
            check_values(new, vals)
        new.check_access("create")  # before the lock, which has no business with strangers
        is_own = new._is_written_through()
        clean = new._without_closed_defaults()
        records = super(Lock, clean).create([new._prepare_new(vals) for vals in vals_list])
        records = records.with_env(self.env)
        if not is_own and self._lock_path:  # others are in their first state, and nobody else sees them yet
            records._check_structure()
        return records

    def write(self, vals):
        check_values(self, vals)
        names = {name for name, value in vals.items() if not self._is_own(name, value)}
        self._check_open_for(names)
        result = super().write(vals)
        if self._lock_path.partition(".")[0] in names:
            self._check_structure()  # where it was may be open, and where it is now locked
        return result

    def onchange(self, values, field_names, fields_spec):
        check_form(self, values)
        return super().onchange(values, field_names, fields_spec)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self._check_structure()

    def _claim(self):
        """Make every other transaction that claims the same records wait for this one, and then see what it did.

        Under REPEATABLE READ a row lock alone would let a transaction go on with the state it saw before it waited.
        Touching the row makes PostgreSQL refuse that transaction instead, and Odoo runs it again on the new state.
        """
        say_in_words(self.env)
        if ids := tuple(sorted(id_ for id_ in self._ids if id_)):
            self.env.execute_query(
                SQL(
                    "UPDATE %s SET write_date = now() AT TIME ZONE 'UTC' WHERE id IN %s RETURNING id",
                    SQL.identifier(self._table),
                    ids,
                )
            )

    @api.model
    def _open_fields(self, *states):
        """Return the names of the fields that may be written in one of `states`, those that are no content left out."""
        return {name for name in self._fields if not self._is_free(name) and not self._closed([name], states)}

    @api.model
    def _open_in(self, name):
        """Return the states in which the field `name` may be written."""
        field = self._fields[name]
        if field.related:
            return frozenset()  # it is another record's, and has the parameter from there
        by_hand = (NEW, self._first_state) if field.manual else ()
        return frozenset(getattr(field, "open_in", by_hand))

    @api.model
    def _is_free(self, name):
        """Tell whether the field `name` is none of this lock's: chatter, or records that have a lock of their own."""
        field = self._fields.get(name)
        if field is None:  # the ORM says so better
            return True
        if field.type == "one2many" and is_locked_model(self.env, field.comodel_name):
            return True
        # Every model has a name that it is shown by, and so has that of the chatter.
        return name != "display_name" and any(name in self.pool[mixin]._fields for mixin in _FREE_MIXINS)

    def _lock_root(self):
        """Return the records whose states count."""
        return self.mapped(self._lock_path) if self._lock_path else self

    def _special_states(self):
        """Return the states in which this single record is by itself, whatever that of its root."""
        self.ensure_one()
        return frozenset()

    def _check_open_for(self, names):
        """:raises UserError: if a field of `names` is not open in the state of these records"""
        names = {name for name in names if not self._is_free(name)}
        if not names:
            return
        # sudo: every locked model - the lock holds for whoever writes, whatever they may read
        locked = self.sudo()
        locked._keep_state()
        for record in locked:
            closed = self._closed(names, {record._lock_root().state})
            # Special states may cost a query, so that nobody asks for them in vain.
            if closed and (closed := self._closed(closed, record._special_states())):
                self._check_told(record)
                raise UserError(record.with_env(self.env)._locked_message(closed))

    @api.model
    def _closed(self, names, states):
        """Return those of the fields `names` that are open in none of `states`."""
        return {name for name in names if self._open_in(name).isdisjoint(states)}

    def _check_structure(self):
        """:raises UserError: if the state of these records lets none be added or taken away"""
        self._check_states(self._structure_open_in)

    def _prepare_file_change(self):
        """:raises UserError: if files of these records cannot be added, changed or taken away, in messages either"""
        self._check_states(self._files_open_in)

    def _keeps_messages(self):
        """Tell whether what is said of this record, and tracked of it, stays for good: once it left its first state."""
        self.ensure_one()
        # sudo: every locked model - what is kept is kept whoever asks
        return self.sudo()._lock_root().state != self._first_state

    def _check_states(self, states):
        # sudo: every locked model - the lock holds for whoever writes, whatever they may read
        locked = self.sudo()
        locked._keep_state()
        for record in locked:
            if record._lock_root().state not in states and record._special_states().isdisjoint(states):
                self._check_told(record)
                raise UserError(record.with_env(self.env)._locked_message())

    def _check_told(self, record):
        """:raises AccessError: if the user may not even read what a refusal would tell of"""
        record.with_env(self.env).check_access("read")

    def _locked_message(self, names=()):
        """Return why these records are not changed, in the user's language.

        :param names: of the fields that are closed; none where records or files may not be added or taken away
        """
        # sudo: every locked model - what locks a record is no secret to who may write it
        return self.sudo()._lock_root()[:1].with_env(self.env)._describe_lock(self, names)

    def _describe_lock(self, records, names):
        """Return why this record keeps the fields `names` of `records`, or their number, as they are."""
        raise NotImplementedError

    @api.model
    def _prepare_new(self, vals):
        """Return the values of a new record without those that only own code gives it.

        Clients such as forms send what a new record has anyway, so that is no error.

        :raises UserError: if a value is closed and means something
        """
        kept, refused = {}, set()
        for name, value in vals.items():
            # perf: in this order, for most values are of open fields
            is_open = name in self._fields and self._is_open_to_new(name)
            if is_open or self._is_free(name) or self._is_own(name, value):
                kept[name] = value
            elif value and value != self._default_of(name):
                refused.add(name)
        if refused:
            raise UserError(self._locked_message(refused))
        return kept | self._own_new_values()

    @api.model
    def _own_new_values(self):
        """Return what own code gives a new record whatever a client says."""
        return {}

    @api.model
    def _is_open_to_new(self, name):
        return not self._open_in(name).isdisjoint((NEW, self._first_state))

    @api.model
    def _default_of(self, name):
        default = self._fields[name].default
        return default(self) if default else None

    def _without_closed_defaults(self):
        """Return the same records in a context whose defaults fill in nothing that values may not."""
        context = self.env.context
        closed = {
            key
            for key in context
            if key.startswith("default_") and (name := key[8:]) in self._fields and not self._is_open_to_new(name)
        }
        if not closed:
            return self
        return self.with_env(self.env(context={key: value for key, value in context.items() if key not in closed}))
