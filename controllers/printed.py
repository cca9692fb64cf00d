from werkzeug.exceptions import InternalServerError

from odoo import http
from odoo.http import request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.web.controllers.report import ReportController

_EVALUATION = "agency.evaluation"
#: What a paper is called in the access log, by what it is printed as.
_EXTENSIONS = {"pdf": "pdf", "html": "html", "text": "txt"}


def _is_read_only(_controller, _rule, arguments):
    """Tell whether a request for a report leaves nothing on record; papers of evaluations do."""
    return not _is_paper(str(arguments.get("reportname")))


def _is_paper(name):
    # sudo: ir.actions.report - which papers there are is no secret; Odoo checks who may print it
    return request.env["ir.actions.report"].sudo()._get_report_from_name(name).model == _EVALUATION


class PrintedPapers(ReportController):
    """Papers that are printed from the menu, which Odoo serves itself: whoever takes one is kept on record."""

    @http.route(readonly=_is_read_only)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        if converter in _EXTENSIONS:
            self._record_papers(str(reportname), str(docids or ""), _EXTENSIONS[converter])
        return super().report_routes(reportname, docids=docids, converter=converter, **data)

    @http.route()
    def report_download(self, *args, **kwargs):
        """Odoo wraps whatever fails, so that it would not run a request again that met another one, as it does else.

        Whoever prints at once after an approval meets the papers that are kept just then.
        """
        try:
            return super().report_download(*args, **kwargs)
        except InternalServerError as error:
            if isinstance(error.__cause__, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                raise error.__cause__ from None
            raise

    def _record_papers(self, name, ids, extension):
        if not _is_paper(name):
            return
        evaluations = request.env[_EVALUATION].browse(int(id_) for id_ in ids.split(",") if id_.isdecimal())
        # Whoever may not read one is refused by the report itself.
        for evaluation in evaluations.exists()._filtered_access("read"):
            target = f"{name.rpartition('.')[2].removeprefix('report_')}.{extension}"
            request.env["agency.evaluation.access.log"]._record(evaluation, target)
