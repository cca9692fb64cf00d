"""What follows a commit, once for all that the transaction has noted for it on its way."""

import logging
from functools import partial


class AfterCommit:
    """Work that follows the commit of each transaction that notes something for it, on connections of its own.

    It decides nothing by what was noted, and looks at what is stored: a savepoint that is rolled back takes back what
    it wrote, and not what it noted. What was done stays, whatever comes of the work, and nobody hears if it fails.
    """

    def __init__(self, work, left, when=None):
        """
        :param work: called with the name of the database, with what was noted, and with what else it was told
        :param left: what the log says if it fails, with a place for what was noted: what is left, and to whom
        :param when: called with the work when it is committed, to have it done later; at once where it is not given
        """
        self._work = work
        self._left = left
        self._when = when
        self._logger = logging.getLogger(work.__module__)

    def note(self, env, things, *told):
        """Have the work done for `things`, such as ids, when this transaction is committed.

        :param told: what else it is told; what is noted with something else is done apart
        """
        noted, key = env.cr.postcommit.data, (self, told)
        if key not in noted:
            noted[key] = set()
            env.cr.postcommit.add(partial(self._follow, env.cr.dbname, noted[key], told))
        noted[key].update(things)

    def noted(self, env, *told):
        """Return what this transaction has noted: whoever has done it already may take it away."""
        return env.cr.postcommit.data.get((self, told), set())

    def do(self, database, things, *told):
        """Do the work now; what goes wrong is logged."""
        try:
            self._work(database, things, *told)
        except Exception:  # pylint: disable=broad-except; what it follows is stored, and nobody is to hear of it
            self._logger.warning(self._left, sorted(things), exc_info=True)

    def _follow(self, database, things, told):
        if not things:
            return
        work = partial(self.do, database, things, *told)
        if self._when is None:
            work()
        else:
            self._when(work)
