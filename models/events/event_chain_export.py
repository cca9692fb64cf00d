from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.modules.registry import Registry

from ...scoring.event_chain import FORM, Stamp

#: Entries that are in memory at a time.
_BATCH = 500


class EventChainExport(models.Model):
    """The register of a company as a file, whole and in the order of its entries."""

    _inherit = "agency.evaluation.event.chain"

    @api.readonly
    def action_export_csv(self):
        """Download the register as CSV; the address asks for the right to read it."""
        return self._download("events.csv")

    @api.readonly
    def action_export_json(self):
        """Download the register as JSON; the address asks for the right to read it."""
        return self._download("events.json")

    @api.readonly
    def action_download_check(self):
        """Download the script that checks an export; the address asks for the right to read registers."""
        url = "/agency_evaluation/events/kiem_tra_nhat_ky.py"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _download(self, name):
        self.ensure_one()
        url = f"/agency_evaluation/events/{self.id}/{name}"
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    def _export_pieces(self, write):
        """Yield the export in UTF-8, read with a cursor of its own: that of a request is closed before the last piece.

        :param write: one of the writers of :mod:`scoring.event_chain`
        """
        self.ensure_one()
        return _pieces(partial(Registry(self.env.cr.dbname).cursor, readonly=True), self.id, write)

    def _export_records(self, count):
        """Yield the entries up to the number `count`, and the time stamps on them."""
        after = 0
        while entries := list(self._entries(after, _BATCH)):
            yield from (entry for entry in entries if entry.number <= count)
            after = entries[-1].number
        # sudo: agency.evaluation.time.stamp - whoever has the register has its time stamps
        stamps = self.env["agency.evaluation.time.stamp"].sudo()
        for stamp in stamps.search([("chain_id", "=", self.id), ("number", "<=", count)], order="number"):
            yield Stamp(stamp.number, stamp.digest, stamp._bytes())


def _pieces(cursor, chain_id, write):
    with cursor() as cr:
        chain = api.Environment(cr, SUPERUSER_ID, {})["agency.evaluation.event.chain"].browse(chain_id)
        head = {
            "form": FORM,
            "chain": chain.key,
            "company": chain.company_id.name,
            "made": f"{fields.Datetime.now().isoformat()}Z",
        }
        end = {"count": chain.count, "head": chain.head, "waiting": chain._waiting(chain.company_id)}
        for piece in write(head, chain._export_records(chain.count), end):
            yield piece.encode()
