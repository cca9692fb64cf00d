"""What is worked out once while records are read, however many fields and lists ask for it.

Between `reading` and its end nothing is written, so that nothing which was worked out becomes stale. Outside of it each
call works out anew, as steps and checks need it.
"""

import functools
from contextlib import contextmanager

_KEPT = "agency_evaluation.once"


@contextmanager
def reading(env):
    """Let methods under :func:`once` keep their results until the outermost of these blocks ends.

    :return: whether it is the outermost one
    """
    kept = env.cr.cache
    if _KEPT in kept:
        yield False
        return
    kept[_KEPT] = {}
    try:
        yield True
    finally:
        kept.pop(_KEPT, None)


def once(method):
    """Let a method of records be called once for each of them while a form is read.

    What it returns is not changed by its callers. It may depend on the user and on the language, not on the rest of the
    context, and not on whether it is called in sudo.
    """

    @functools.wraps(method)
    def worked_out(self, *args):
        kept = self.env.cr.cache.get(_KEPT)
        if kept is None:
            return method(self, *args)
        key = (method.__qualname__, self._name, self._ids, self.env.uid, self.env.lang, *args)
        if key not in kept:
            kept[key] = method(self, *args)
        return kept[key]

    return worked_out
