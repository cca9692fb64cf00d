from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

#: What refused rows of the file that is being imported because others were faster.
_refusals = ContextVar("refusals", default=None)


class Imports(models.AbstractModel):
    """Odoo's import goes on with the next row of a file, and tells at the end what went wrong with each.

    That others were faster is nothing that a row tells: the transaction has an old view, and so is run again as a
    whole, as any other is.
    """

    _inherit = "agency.evaluation.lock"

    @api.model
    def load(self, fields, data):
        token = _refusals.set([])
        try:
            result = super().load(fields, data)
            if refusals := _refusals.get():
                raise refusals[0]
            return result
        finally:
            _refusals.reset(token)

    def _load_records(self, data_list, update=False):
        try:
            records = super()._load_records(data_list, update=update)
            self.env.cr.flush()  # else it would be written where nobody tells why that fails
            return records
        except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError) as error:
            if (refusals := _refusals.get()) is not None:
                refusals.append(error)
            raise
