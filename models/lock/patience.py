"""What a user reads where Odoo has run a request again as often as it does, and others were in the way each time."""

import sys
from contextlib import contextmanager
from functools import partial
from weakref import WeakKeyDictionary

from odoo.exceptions import ConcurrencyError, UserError
from odoo.service import model as service

_NOTED = "agency_evaluation.patience"
#: How often in a row each open connection was refused, for the one request that it serves.
_refusals = WeakKeyDictionary()


def say_in_words(env):
    """Let whoever is refused as often as Odoo tries a request be told so in words, by whatever client.

    Odoo runs a request again on the same connection, and rolls back before it gives up: that is where it is counted.
    What works off one thing after another on a connection commits in between, and begins to count anew.
    """
    cr = env.cr
    if _NOTED not in cr.postrollback.data:
        cr.postrollback.data[_NOTED] = True
        cr.postrollback.add(partial(_count, env))
        if cr in _refusals:
            cr.postcommit.add(partial(_refusals.pop, cr, None))


@contextmanager
def same_try(env):
    """Let a commit in the block be no success yet: what was refused before still counts, and so does what follows."""
    count = _refusals.get(env.cr)
    yield
    if count:
        _refusals[env.cr] = count
    say_in_words(env)


def _count(env):
    """:raises UserError: if it was the last time; a class of its own would be shown with its traceback"""
    refusal = sys.exc_info()[1]
    if not isinstance(refusal, (*service.PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)):
        return
    count = _refusals[env.cr] = _refusals.get(env.cr, 0) + 1
    if count >= service.MAX_TRIES_ON_CONCURRENCY_FAILURE:
        del _refusals[env.cr]
        busy = UserError(
            env._("Others are saving on the same sheet at this moment. Nothing of yours was saved; try again.")
        )
        busy.http_status = 409
        raise busy from refusal
