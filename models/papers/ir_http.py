from odoo import models
from odoo.http import request

#: Where a request keeps the answer that it is about to give.
_REPLY = "agency_evaluation.reply"


class IrHttp(models.AbstractModel):
    """Each request knows its answer, so that work may wait until it has been sent."""

    _inherit = "ir.http"

    @classmethod
    def _post_dispatch(cls, response):
        note_reply(response)
        return super()._post_dispatch(response)


def note_reply(response):
    """Keep the answer of the request that is being dealt with; of one that is dealt with again, the last one."""
    request.httprequest.environ[_REPLY] = response


def after_reply(work):
    """Call `work` when the answer to the request has been sent, or at once where there is none that somebody awaits.

    What comes after the commit of a request is still waited for by whoever sent it. `work` runs in the same worker,
    outside of the request.
    """
    reply = request.httprequest.environ.get(_REPLY) if request else None
    if reply is None:
        work()
    else:
        reply.call_on_close(work)
