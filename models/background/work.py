from odoo import SUPERUSER_ID, models

#: Of OCA's queue_job. It comes with a capacity of one where nobody gives it another: `root.agency_evaluation:1`.
CHANNEL = "root.agency_evaluation"
#: What the browsers of who asked hear each time that a piece is done.
NOTIFICATION = "agency_evaluation/work"


class Work(models.AbstractModel):
    """Work that is done piece by piece in the background, each piece in a transaction of its own.

    What is left is searched anew before each piece, so that whoever is killed loses one piece, and whoever comes goes
    on. A scheduled action of Odoo does it; where OCA's queue_job is installed in the database, its jobs do, one for
    each piece, so that several hosts share them. The scheduled action then takes over what a job has left behind.
    """

    _name = "agency.evaluation.work"
    _description = "Work in the Background"

    #: The scheduled action that does it.
    _work_cron = ""

    def _do_some(self):
        """Do the next piece without committing it; tell whether all is done then.

        :return: None where another process is at it
        """
        raise NotImplementedError

    def _left(self):
        """Return how many pieces are left."""
        raise NotImplementedError

    def _in_words_of_asker(self):
        """Return the same record, which tells what it has to tell in the language of who asked."""
        return self

    def _asker(self):
        """Return the user who asked for it."""
        raise NotImplementedError

    def _tell_progress(self, **told):
        """Tell the browsers of who asked that there is something new, as soon as it is committed."""
        self._asker()._bus_send(NOTIFICATION, {"model": self._name, "id": self.id, **told})

    def _begin_soon(self):
        """Have the work begun as soon as what was done so far is committed."""
        self.ensure_one()
        if hasattr(self, "with_delay"):
            self._delay_piece()
        else:
            # sudo: ir.cron - that it is due follows from the work that somebody was allowed to ask for
            self.env.ref(self._work_cron).sudo()._trigger()

    def _delay_piece(self):
        # The server works it off, as it does for a scheduled action; each kind of work knows whose rights count.
        work = self.env(user=SUPERUSER_ID, context={})[self._name].browse(self.id)
        key = f"{self._name}-{self.id}-{self._left()}"
        work.with_delay(channel=CHANNEL, identity_key=key, description=self.display_name)._work_piece()

    def _work_piece(self):
        """Do one piece as a job of queue_job, which commits it, and leave the next one to another job."""
        self.ensure_one()
        if not self.exists():
            return
        if self._in_words_of_asker()._do_some() is False:
            self._delay_piece()

    def _work_off(self, heed=lambda work: None):
        """Do what is left, and commit after each piece; tell whether all is done.

        Where another process is at it, it is left to that one.

        :param heed: called after each piece, such as to show how far it is
        """
        self.ensure_one()
        work = self._in_words_of_asker()
        while True:
            is_done = work._do_some()
            left = 0 if is_done else max(work._left(), 1)
            has_time = self.env["ir.cron"]._commit_progress(int(is_done is not None), remaining=left)
            heed(work)
            if is_done is not False or not has_time:
                return bool(is_done)
