from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.binary import Binary

from ..models.keeping.file_check import KEPT_MODELS


def _is_read_only(_controller, _rule, arguments):
    """Tell whether a request for content leaves nothing on record; files of evidence do."""
    if arguments.get("model", "ir.attachment") != "ir.attachment":
        return True
    id_ = arguments.get("id") or request.httprequest.args.get("id", "")
    # sudo: ir.attachment - only whether the access is recorded follows from it
    file = request.env["ir.attachment"].sudo().browse(int(id_) if str(id_).isdecimal() else []).exists()
    return file.res_model not in KEPT_MODELS


class KeptContent(Binary):
    """Content as Odoo serves it; what is kept on record needs a cursor that writes."""

    @http.route(readonly=_is_read_only)
    def content_common(self, *args, **kwargs):
        return super().content_common(*args, **kwargs)

    @http.route(readonly=_is_read_only)
    def content_image(self, *args, **kwargs):
        return super().content_image(*args, **kwargs)
