from contextlib import contextmanager

import psycopg2
from werkzeug.exceptions import HTTPException

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.web.controllers.binary import Binary

from ..models.evidence.stored_content import StoreUnanswered
from ..models.keeping.file_check import KEPT_MODELS


def _named_file(arguments):
    """Return the file that a request for content names, none where it names another record."""
    # sudo: ir.attachment - Odoo checks who may read it; only whether it is kept, and where, follows from it
    files = request.env["ir.attachment"].sudo()
    if arguments.get("model", "ir.attachment") != "ir.attachment":
        return files
    id_ = arguments.get("id") or request.httprequest.args.get("id", "")
    return files.browse(int(id_) if str(id_).isdecimal() else []).exists()


def _is_read_only(_controller, _rule, arguments):
    """Tell whether a request for content leaves nothing on record; files of evidence do."""
    return _named_file(arguments).res_model not in KEPT_MODELS


@contextmanager
def _told_of_store(arguments):
    """Say in words that the store of a file does not answer, where Odoo would log a traceback."""
    try:
        yield
    except (HTTPException, UserError, psycopg2.Error):
        raise
    except Exception as error:  # pylint: disable=broad-except; each kind of store has exceptions of its own
        file = _named_file(arguments)
        if not file._store_code():
            raise
        try:
            next(file._stored_pieces(1), b"")
        except StoreUnanswered:
            text = file._unanswered_text(file.name)
            answer = request.make_response(text, headers=[("Content-Type", "text/plain; charset=utf-8")], status=503)
            raise HTTPException(response=answer) from error
        except OSError:
            raise request.not_found() from error
        raise


class KeptContent(Binary):
    """Content as Odoo serves it; what is kept on record needs a cursor that writes."""

    @http.route(readonly=_is_read_only)
    def content_common(self, *args, **kwargs):
        with _told_of_store(kwargs):
            return super().content_common(*args, **kwargs)

    @http.route(readonly=_is_read_only)
    def content_image(self, *args, **kwargs):
        with _told_of_store(kwargs):
            return super().content_image(*args, **kwargs)
