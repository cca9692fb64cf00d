import json
import unicodedata

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.web.controllers.binary import Binary

_EVIDENCE = "agency.evaluation.evidence"


class _Refused(Exception):
    """Undoes what was kept of the other files."""


class EvidenceUpload(Binary):
    """Files that are to be evidence, uploaded from a form."""

    @http.route()
    def upload_attachment(self, model, id, ufile, callback=None):
        """Say why files are refused; Odoo's own route would only say that something happened, and log a traceback.

        Either all files are kept or none.
        """
        if model != _EVIDENCE or not str(id).isdecimal():
            return super().upload_attachment(model, id, ufile, callback)
        kept, errors = [], []
        try:
            with request.env.cr.savepoint():
                for file in request.httprequest.files.getlist("ufile"):
                    try:
                        kept.append(self._keep(file, int(id)))
                    except UserError as error:
                        errors.append(str(error))
                if errors:
                    raise _Refused
        except _Refused:
            return json.dumps([{"error": "\n".join(errors)}])
        return json.dumps(kept)

    def _keep(self, file, document_id):
        """Store an uploaded file and return what the form is told of it.

        :raises UserError: if it is refused or cannot be stored
        """
        values = {
            # Some systems send letters and their accents apart.
            "name": unicodedata.normalize("NFC", file.filename),
            "raw": file.read(),
            "res_model": _EVIDENCE,
            "res_id": document_id,
        }
        with request.env.cr.savepoint():
            attachment = request.env["ir.attachment"].create(values)
            attachment._post_add_create()
        return {
            "filename": attachment.name,
            "mimetype": attachment.mimetype,
            "id": attachment.id,
            "size": attachment.file_size,
        }
