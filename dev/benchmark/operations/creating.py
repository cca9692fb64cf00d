"""Making evaluations: one, and those of a round."""

from odoo import models

from ..operation import EVALUATION, LINE, Case, Operation

BARE = "bare create of its rows"
#: Evaluations whose rows are made by the reference; more of them cost as much each.
BARE_COUNT = 10


class Create(Operation):
    references = (BARE,)

    def prepare(self):
        self.client = self.bench.client("manager")
        self.people = self.bench.noted["people"]
        with self.bench.environment() as env:
            self.named = {
                f"{login}_id": env.ref(f"agency_evaluation.user_{login}").id for login in ("reviewer", "approver")
            }
            domain = [("set_id", "=", self.bench.criteria_set(self.case.rows))]
            self.criteria = env["agency.evaluation.criterion"].search(domain).ids
        self.empty = self._make_empty(min(BARE_COUNT, self.case.count))

    def _values(self, number):
        return {
            "criteria_set_id": self.bench.criteria_set(self.case.rows),
            "department_id": self.bench.spare_unit(),
            "user_id": self.people[number % len(self.people)],
            **self.named,
        }

    def _make_empty(self, count):
        """Return new evaluations without rows, for the reference to fill."""
        ids = self.client.call(EVALUATION, "create", [self._values(number) for number in range(count)])
        with self.bench.environment(keep=True) as env:
            env.cr.execute("DELETE FROM agency_evaluation_line WHERE evaluation_id = ANY(%s)", [ids])
        return ids

    def before_each(self):
        self.values = [self._values(number) for number in range(self.case.count)]

    def run(self):
        self.client.call(EVALUATION, "create", self.values)
        return self.client.size

    def refer(self, reference):
        """Make as many rows as Odoo makes any records, without what the addon adds to that."""
        with self.bench.environment() as env:
            lines = env[LINE]
            values = [
                {"evaluation_id": evaluation, "criterion_id": criterion, "sequence": place, "level": 0}
                for evaluation in self.empty
                for place, criterion in enumerate(self.criteria, 1)
            ]
            models.BaseModel.create(lines, values)
            lines.flush_model()
        return 0

    def scale(self, reference):
        return self.case.count / len(self.empty)


class CreateOne(Create):
    """The manager makes one evaluation, with the people named."""

    title = "create an evaluation"
    cases = (Case(), Case(rows=325), Case(rows=930), Case(base=10), Case(base=100))
    times = 5


class Round(Create):
    """The manager makes those of a round in one go, with the people named."""

    title = "create those of a round"
    cases = (Case(count=10), Case(count=100), Case(count=1000))
    times = 1
