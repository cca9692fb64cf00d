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

    def key_of(records, args):
        return (method.__qualname__, records._name, records._ids, records.env.uid, records.env.lang, *args)

    @functools.wraps(method)
    def worked_out(self, *args):
        kept = self.env.cr.cache.get(_KEPT)
        if kept is None:
            return method(self, *args)
        key = key_of(self, args)
        if key not in kept:
            kept[key] = method(self, *args)
        return kept[key]

    def know(records, result, *args):
        """Let the method return `result` for these records, which was found otherwise, until the form is read."""
        # A savepoint that was rolled back meanwhile has left nothing to keep it in.
        records.env.cr.cache.get(_KEPT, {})[key_of(records, args)] = result

    def is_known(records, *args):
        """Tell whether it was called for these records, or its result is known otherwise."""
        return key_of(records, args) in records.env.cr.cache.get(_KEPT, ())

    worked_out.know, worked_out.is_known = know, is_known
    return worked_out
