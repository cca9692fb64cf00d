"""How a value comes about, where that is known: other than typed by hand."""

from contextlib import contextmanager
from contextvars import ContextVar

#: Each way by its name. A way that is not named is a form, a client or a step of the workflow.
WAYS = {
    "suggestion": "Suggestion Taken Over",
    "stated": "Taken Over from Paper",
    "accepted": "Accepted as Scored",
    "filled_copy": "Filled Working Copy",
    "import": "Import",
    "parts": "Taken Over from Parts of the Period",
    "carried_over": "Carried Over",
    "last_period": "Taken Over from the Last Period",
}

_way = ContextVar("way", default=None)


@contextmanager
def came_by(name):
    """Let what is written meanwhile be kept as having come by the way `name` of :data:`WAYS`.

    No client can name a way: it is bound by the code that goes it.
    """
    token = _way.set(name)
    try:
        yield
    finally:
        _way.reset(token)


def current_way():
    """Return the way of what is written now, None where it is written by hand."""
    return _way.get()
