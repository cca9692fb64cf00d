from odoo import api, models
from odoo.exceptions import AccessError

from ..models.lock.values import check_values

#: What a dialog may name for anybody: users, companies and the like guard themselves.
_GUARDED = "agency.evaluation"


class Dialog(models.AbstractModel):
    """What every dialog is: it names nothing that its user may not read, so that it tells nothing of it.

    The ORM lets whoever may make a record name any other in it, and shows what that is called.
    """

    _name = "agency.evaluation.dialog"
    _description = "Dialog About Evaluations"

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        self._check_named(values)
        return values

    def onchange(self, values, field_names, fields_spec):
        self._check_named(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_named(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_named(vals)
        return super().write(vals)

    def _check_named(self, values):
        """:raises AccessError: if a record that `values` name is gone, or the user may not read it"""
        check_values(self, values)
        for name, value in values.items():
            field = self._fields.get(name)
            if not field or not (field.comodel_name or "").startswith(_GUARDED):
                continue
            # What is archived is named as well, and whether it is need not be read.
            named = self.with_context(active_test=False).new({name: value})[name]._origin.with_env(self.env)
            # Whether it exists is told no more than what it is.
            # sudo: every model - that it exists is asked here, and told to nobody
            if named and (named.sudo().exists() != named or not named.has_access("read")):
                raise AccessError(
                    self.env._("You may not read what “%(field)s” names.", field=field._description_string(self.env))
                )
