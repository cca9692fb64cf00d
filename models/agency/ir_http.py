from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_user_or_key(cls):
        """Let in who is logged in, and who has an API key as Odoo's JSON-2 takes it.

        It is for routes that only read: another site may let a browser ask for them, and is told nothing.
        """
        if request.httprequest.headers.get("Authorization", "").lower().startswith("bearer "):
            cls._auth_method_bearer()
        else:
            cls._auth_method_user()
