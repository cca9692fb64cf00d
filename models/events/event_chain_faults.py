import hashlib

from odoo import api, models

from ...scoring import event_chain, manifest

#: Decisions that are read at a time.
_BATCH = 1000


class EventChainFaults(models.Model):
    """What is wrong with a chain, in words; and what stands at its beginning."""

    _inherit = "agency.evaluation.event.chain"

    def _describe_fault(self, fault):
        texts = {
            "unreadable": self.env._("Entry %(number)s cannot be read."),
            "changed": self.env._("Entry %(number)s has been changed: its SHA-256 is another one."),
            "foreign": self.env._("Entry %(number)s belongs to another chain."),
            "gap": self.env._("Right before entry %(number)s something is missing."),
            "unlinked": self.env._("Entry %(number)s does not follow the one before it."),
            "shown": self.env._("The fields beside entry %(number)s do not say what it says."),
            "anchor": self.env._("Entry %(number)s is not the one that was stamped or counted."),
            "added": self.env._("Entry %(number)s is beyond the end of the chain."),
            "cut": self.env._("Entry %(number)s was there and is not: the chain has been cut."),
        }
        return texts[fault.kind] % {"number": fault.number}

    def _describe_wrong_stamps(self):
        """Return what is wrong with the time stamps of the chain, one text each."""
        # sudo: agency.evaluation.time.stamp - whoever may verify the chain is told of its stamps
        stamps = self.env["agency.evaluation.time.stamp"].sudo().search([("chain_id", "=", self.id)], order="number")
        described = [(stamp, *stamp.with_env(self.env).sudo()._describe()) for stamp in stamps]
        return [
            self.env._("Time stamp on entry %(number)s: %(text)s", number=stamp.number, text=text)
            for stamp, text, is_wrong in described
            if is_wrong
        ]

    @api.model
    def _begin(self, company):
        """Begin the chain of a company that has decisions from before: the first entry tells them by their SHA-256."""
        count, last, names = self._decisions_before(company)
        if not count:
            return
        what = {
            "decisions": count,
            "last_id": last,
            "fields": names,
            "sha256": self._digest_of_decisions(company, names, last),
        }
        self.env["agency.evaluation.event"]._record(company, [("begin", None, what)])

    @api.model
    def _decisions_before(self, company):
        # sudo: agency.evaluation.decision - every decision is told
        decisions = self.env["agency.evaluation.decision"].sudo()
        domain = [("evaluation_id.company_id", "=", company.id)]
        ((count, last),) = decisions._read_group(domain, aggregates=["__count", "id:max"])
        # What others add to decisions may be gone some day, and then could not be compared.
        own = (decisions._original_module,)
        names = [name for name in decisions._event_names() if decisions._fields[name]._modules[:1] == own]
        return count, last or 0, names

    @api.model
    def _digest_of_decisions(self, company, names, last):
        """Return the SHA-256 of the decisions up to the id `last`, one canonical line each, in the order of ids."""
        # sudo: agency.evaluation.decision - every decision is told
        decisions, after, sha = self.env["agency.evaluation.decision"].sudo(), 0, hashlib.sha256()
        of_company = [("evaluation_id.company_id", "=", company.id), ("id", "<=", last)]
        while some := decisions.search([*of_company, ("id", ">", after)], order="id", limit=_BATCH):
            for values in some.read(names, load=None):
                plain = {name: values[name] or None for name in ["id", *names]}
                sha.update(manifest.canonical(plain) + b"\n")
            after = some[-1].id
            some.invalidate_recordset()
        return sha.hexdigest()

    def _describe_lost_beginning(self):
        """Return what is wrong with the decisions from before the chain, of which its first entry has the SHA-256."""
        first = next(self._entries(0, 1), None)
        try:
            told = event_chain.read(first.content) if first else {}
            what = told.get("what") or {}
            if told.get("kind") != "begin":
                return []
            known = [name for name in what["fields"] if name in self.env["agency.evaluation.decision"]._fields]
            is_same = known == what["fields"] and what["sha256"] == self._digest_of_decisions(
                self.company_id, known, what["last_id"]
            )
        except (ValueError, KeyError, TypeError):
            return []  # what is wrong with the entry itself is told already
        if is_same:
            return []
        return [self.env._("The decisions from before the register are not those that its first entry tells.")]
