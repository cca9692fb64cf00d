from contextvars import ContextVar

from odoo import models

_tracking = ContextVar("tracking", default=False)
_notified = ContextVar("notified", default=frozenset())


def is_tracking():
    """Tell whether Odoo itself is noting now what has changed in records."""
    return _tracking.get()


def is_notified(message):
    """Tell whether Odoo itself is telling people of this very message now, and so gives it what e-mails need."""
    return message.id in _notified.get()


class MailThread(models.AbstractModel):
    """Tells what Odoo has tracked from what a client says was tracked, and e-mails of a message from its author."""

    _inherit = "mail.thread"

    def _message_track(self, fields_iter, initial_values_dict):
        token = _tracking.set(True)
        try:
            return super()._message_track(fields_iter, initial_values_dict)
        finally:
            _tracking.reset(token)

    def _notify_thread(self, message, *args, **kwargs):
        token = _notified.set(_notified.get() | set(message.ids))
        try:
            return super()._notify_thread(message, *args, **kwargs)
        finally:
            _notified.reset(token)
