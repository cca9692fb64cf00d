import uuid

from psycopg2.extras import execute_values

from odoo import api, fields, models
from odoo.sql_db import db_connect

from ...scoring import event_chain
from ...scoring.event_chain import NOTHING_BEFORE, Checker, Entry, Fault
from ..lock.after_commit import AfterCommit
from ..lock.own_transaction import own_transaction

#: Entries that are linked, or read, at a time.
_BATCH = 500


class EventChain(models.Model):
    """The chain of a company's events: its name, and how far it goes.

    Entries are linked in a transaction of its own after each commit that made some, by whoever gets the chain; who does
    not get it goes on, for the one who has it looks again when done. What a process that was killed leaves unlinked is
    linked with the next entry, or by the scheduled action.
    """

    _name = "agency.evaluation.event.chain"
    _description = "Chain of Events"
    _inherit = ["agency.evaluation.register"]
    _rec_name = "company_id"

    company_id = fields.Many2one("res.company", readonly=True, required=True, ondelete="restrict")
    key = fields.Char(readonly=True, required=True, help="The name of the chain, which every entry holds.")
    count = fields.Integer(readonly=True, required=True, aggregator=None)
    head = fields.Char(string="SHA-256 of the Last Entry", size=64, readonly=True, required=True)

    _company_unique = models.Constraint("UNIQUE (company_id)", "A company has one chain.")

    @api.model
    def _link_after_commit(self, company):
        _LINK.note(self.env, company.ids)

    @api.model
    def _cron_link(self):
        """Link what was left unlinked: a process may be killed between the commit and what follows it."""
        self.env.cr.execute("SELECT DISTINCT company_id FROM agency_evaluation_event WHERE number = 0")
        _LINK.do(self.env.cr.dbname, {company_id for (company_id,) in self.env.cr.fetchall()})

    @api.model
    def _of(self, company):
        """Return the chain of a company, none as long as nothing happened there."""
        # sudo: agency.evaluation.event.chain - how far the chain goes is no secret
        return self.sudo().search([("company_id", "=", company.id)])

    @api.model
    def _waiting(self, company):
        """Return how many entries of a company are not linked yet."""
        events = self.env["agency.evaluation.event"].sudo()
        return events.search_count([("company_id", "=", company.id), ("number", "=", 0)])

    def _anchors(self):
        """Return the SHA-256 that entries are known to have had, by their numbers: those that were stamped."""
        # sudo: agency.evaluation.time.stamp - what was stamped counts, whoever asks
        stamps = self.env["agency.evaluation.time.stamp"].sudo().search([("chain_id", "in", self.ids)])
        return {stamp.number: stamp.digest for stamp in stamps}

    def _check(self, checker=None):
        """Check the whole chain; return what is wrong, as :class:`Fault`, and the :class:`Checker`."""
        checker, faults, is_done = checker or Checker(), [], False
        while not is_done:
            found, is_done = self._check_some(checker)
            faults += found
        return faults, checker

    def _check_some(self, checker, limit=_BATCH):
        """Check the entries that come next; return what is wrong, and whether they were the last ones."""
        self.ensure_one()
        self.env.flush_all()
        self.invalidate_recordset()
        checker.chain, checker.anchors = self.key, self._anchors()
        entries = list(self._entries(checker.number, limit))
        faults = [fault for entry in entries for fault in checker.check(entry)]
        if len(entries) == limit:
            return faults, False
        faults += checker.finish()
        # How far it went is kept apart from the entries, too.
        if checker.number < self.count:
            faults.append(Fault("cut", self.count))
        elif checker.number > self.count:
            faults.append(Fault("added", checker.number))
        elif checker.sha256 != self.head:
            faults.append(Fault("anchor", checker.number))
        return faults, True

    def _entries(self, after=0, limit=None):
        """Yield the entries with numbers above `after`, in their order."""
        cr = self.env.cr
        cr.execute(
            """
            SELECT number, content, sha256, happened_on, kind, user_key, who, evaluation_key, evaluation_name
              FROM agency_evaluation_event
             WHERE company_id = %s AND number > %s
          ORDER BY number
             LIMIT %s
            """,
            [self.company_id.id, after, limit],
        )
        for number, content, sha256, *beside in cr.fetchall():
            yield Entry(number, content, sha256 or "", _shown(content, beside))


def _shown(content, beside):
    """Return what the fields beside the content of an entry say, as :func:`event_chain.shown` gives it.

    They are held to the content here, with the keys that no export shows.
    """
    happened_on, kind, user_key, who, evaluation_key, reference = beside
    data = {
        "time": f"{happened_on.isoformat()}Z",
        "kind": kind,
        "who": {"login": who},
        "evaluation": {"reference": reference},
    }
    try:
        told = event_chain.read(content)
        keys = (told.get("who") or {}).get("id"), (told.get("evaluation") or {}).get("id")
    except (ValueError, AttributeError):
        keys = None
    return event_chain.shown(data) if keys == (user_key, evaluation_key or None) else ()


def link_waiting(database, company_ids):
    """Link the entries of companies that wait for it, in transactions of its own."""
    for company_id in sorted(company_ids):
        while _link_next(database, company_id):
            pass


#: Where it fails, nothing is lost: they are linked with the next entry, or by the scheduled action.
_LINK = AfterCommit(link_waiting, "Events of companies %s wait to be linked")


def _link_next(database, company_id):
    """Link what comes next of a company; tell whether there is more."""
    # Every statement sees what was committed before it, so that whoever gets the chain sees where it ends.
    with own_transaction(db_connect(database), read_committed=True) as cr:
        linked = link_some(cr, company_id)
    if linked is None:
        return False
    # Somebody who did not get the chain while this one had it relies on this look.
    with db_connect(database).cursor() as cr:
        cr.execute("SELECT 1 FROM agency_evaluation_event WHERE company_id = %s AND number = 0 LIMIT 1", [company_id])
        return bool(cr.fetchone())


def link_some(cr, company_id, limit=_BATCH):
    """Give the next entries of a company that wait for it their numbers and hashes.

    :return: how many; None if somebody else has the chain
    """
    cr.execute(
        """
        INSERT INTO agency_evaluation_event_chain (company_id, key, count, head)
             SELECT %s, %s, 0, %s
              WHERE EXISTS (SELECT 1 FROM agency_evaluation_event WHERE company_id = %s AND number = 0)
                AND NOT EXISTS (SELECT 1 FROM agency_evaluation_event_chain WHERE company_id = %s)
        ON CONFLICT (company_id) DO NOTHING
        """,
        [company_id, str(uuid.uuid4()), NOTHING_BEFORE, company_id, company_id],
    )
    cr.execute(
        "SELECT id, key, count, head FROM agency_evaluation_event_chain WHERE company_id = %s FOR UPDATE SKIP LOCKED",
        [company_id],
    )
    chain = cr.fetchone()
    if not chain:
        return None
    id_, key, count, head = chain
    cr.execute(
        """
        SELECT id, content
          FROM agency_evaluation_event
         WHERE company_id = %s AND number = 0
      ORDER BY kind != 'begin', id
         LIMIT %s
        """,
        [company_id, limit],
    )
    linked = []
    for event_id, content in cr.fetchall():
        entry = event_chain.link(content, key, count + 1, head)
        count, head = entry.number, entry.sha256
        linked.append((event_id, entry.number, entry.content, entry.sha256))
    if linked:
        execute_values(
            cr._obj,
            """
            UPDATE agency_evaluation_event event
               SET number = linked.number, content = linked.content, sha256 = linked.sha256
              FROM (VALUES %s) AS linked (id, number, content, sha256)
             WHERE event.id = linked.id
            """,
            linked,
        )
        cr.execute("UPDATE agency_evaluation_event_chain SET count = %s, head = %s WHERE id = %s", [count, head, id_])
    return len(linked)
