from odoo import models


class ResDeviceLog(models.Model):
    """Odoo notes about hourly, in the request that happens to come then, which device a session is used on.

    It is stored at once, before the request itself begins: a step that has written nothing can begin its view anew.
    """

    _inherit = "res.device.log"

    def _update_device(self, request):
        cr = self.env.cr
        before = cr.sql_log_count
        result = super()._update_device(request)
        if cr.sql_log_count != before and not cr.readonly:
            cr.commit()  # pylint: disable=invalid-commit; nothing else is written yet
        return result
