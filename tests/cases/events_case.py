import json

from ...models.events.event_chain import link_some
from .seal_case import SealCase


class EventsCase(SealCase):
    """What happens to an evaluation as events, linked within the transaction of the test."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.evaluation.company_id

    def link(self, company=None):
        """Link what waits, as it happens after a commit; return the chain."""
        self.env.flush_all()
        while link_some(self.cr, (company or self.company).id):
            pass
        self.env.invalidate_all()
        return self.env["agency.evaluation.event.chain"]._of(company or self.company)

    def events(self, kind=None, evaluation=None):
        domain = [("company_id", "=", self.company.id)]
        domain += [("kind", "=", kind)] if kind else []
        domain += [("evaluation_key", "=", evaluation.id)] if evaluation else []
        return self.env["agency.evaluation.event"].search(domain, order="id")

    def told(self, kind, evaluation=None):
        """Return what the events of a kind tell, in their order."""
        return [json.loads(event.content)["what"] for event in self.events(kind, evaluation)]

    def faults(self, chain):
        return [(fault.kind, fault.number) for fault in chain._check()[0]]
