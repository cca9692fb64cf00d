import json

from odoo import http
from odoo.exceptions import ValidationError
from odoo.http import request

from odoo.addons.web.controllers.binary import Binary


class EvidenceUpload(Binary):
    """Files that are to be evidence, uploaded from a form."""

    @http.route()
    def upload_attachment(self, model, id, ufile, callback=None):
        """Say why files are refused; Odoo's own route would only say that something happened, and log a traceback.

        Either all files are kept or none.
        """
        if model == "agency.evaluation.evidence" and (errors := self._evidence_refusals()):
            return json.dumps([{"error": "\n".join(errors)}])
        return super().upload_attachment(model, id, ufile, callback)

    def _evidence_refusals(self):
        errors = []
        for file in request.httprequest.files.getlist("ufile"):
            try:
                request.env["ir.attachment"]._check_evidence_content(file.filename, file.read())
            except ValidationError as error:
                errors.append(str(error))
            file.seek(0)
        return errors
