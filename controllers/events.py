from pathlib import Path

from odoo.http import Controller, content_disposition, request, route

from ..scoring import event_chain

_CHAIN = "agency.evaluation.event.chain"
_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
_WRITERS = {"csv": event_chain.write_csv, "json": event_chain.write_json}


class EventsController(Controller):
    @route("/agency_evaluation/events/<int:chain_id>/events.csv", type="http", auth="user_or_key", readonly=False)
    def events_csv(self, chain_id):
        """Download the register of events of a company as CSV, entry by entry as it is read.

        :raises NotFound: if there is no such register
        :raises AccessError: unless the user is a manager or an auditor of the company
        """
        return self._send(chain_id, "csv")

    @route("/agency_evaluation/events/<int:chain_id>/events.json", type="http", auth="user_or_key", readonly=False)
    def events_json(self, chain_id):
        """Download the register of events of a company as JSON, entry by entry as it is read.

        :raises NotFound: if there is no such register
        :raises AccessError: unless the user is a manager or an auditor of the company
        """
        return self._send(chain_id, "json")

    @route("/agency_evaluation/events/kiem_tra_nhat_ky.py", type="http", auth="user_or_key", readonly=True)
    def check_script(self):
        """Download the script that checks an export with the standard library of Python alone.

        :raises AccessError: unless the user is a manager or an auditor
        """
        request.env[_CHAIN].check_access("read")
        content = Path(event_chain.__file__).read_bytes()
        return request.make_response(content, headers=_headers("text/x-python", "kiem_tra_nhat_ky.py"))

    def _send(self, chain_id, form):
        chain = request.env[_CHAIN].browse(chain_id)
        chain.check_access("read")
        if not chain.exists():
            raise request.not_found()
        # sudo: agency.evaluation.event.chain - whoever may read the register of a company may have all of it
        pieces = chain.sudo()._export_pieces(_WRITERS[form])
        request.env["agency.evaluation.event"]._record(chain.company_id, [("export", None, {"form": form})])
        name = f"nhat-ky-su-kien-{chain.company_id.id}.{form}"
        response = request.make_response(pieces, headers=_headers(_TYPES[form], name))
        response.direct_passthrough = True
        return response


def _headers(kind, name):
    return [
        ("Content-Type", kind),
        ("Content-Disposition", content_disposition(name)),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store, private"),
    ]
