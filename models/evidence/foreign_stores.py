from functools import wraps

from odoo import SUPERUSER_ID, api, models

#: The methods of OCA's addons that ask nobody for rights, by model: those that reach whatever lies in a store by its
#: path, and one that writes files anew, for which it may load all of Odoo again.
_UNGUARDED = {
    "fs.storage": ("add", "delete", "find_files", "get", "list_files", "move_files"),
    "ir.attachment": ("force_storage_to_db_for_special_fields",),
}


class ForeignStores(models.Model):
    """What OCA fs_storage and fs_attachment leave open to every user, and would open evidence with."""

    _inherit = "ir.attachment"

    def _register_hook(self):
        super()._register_hook()
        for model, names in _UNGUARDED.items():
            unguarded = self.env.registry.get(model)
            for name in names:
                if method := getattr(unguarded, name, None):
                    setattr(unguarded, name, _closed(method))

    def _get_datas_related_values(self, data, mimetype):
        return super(ForeignStores, self._stored_as_set_up())._get_datas_related_values(data, mimetype)

    @api.model
    def _storage_file_write(self, bin_data):
        return super(ForeignStores, self._stored_as_set_up())._storage_file_write(bin_data)

    @api.model
    def _stored_as_set_up(self):
        """Return the same records in a context in which no client says in which store new files are kept."""
        context = self.env.context
        if not context.get("storage_location") or self.env.uid == SUPERUSER_ID or self.env.user._is_system():
            return self
        return self.with_context(storage_location=None)


def _closed(method):
    """Return a method that own code calls as before, and no client."""

    @wraps(method)
    def closed(self, *args, **kwargs):
        return method(self, *args, **kwargs)

    return api.private(closed)
