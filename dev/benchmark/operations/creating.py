"""Making evaluations: one, and those of a round."""

from odoo import models

from ..operation import EVALUATION, LINE, Case, Operation

BARE = "bare create of its rows"
BARE_ALL = "bare create of as many records"
#: What an evaluation has beside its rows, by the field of the criteria set that it is made of.
PARTS = {
    "indicator_ids": ("agency.evaluation.fact", "indicator_id"),
    "section_ids": ("agency.evaluation.section", "template_id"),
}
#: Evaluations that are made before what was made is kept, where the code does not say.
BATCH = 100
#: Evaluations whose rows are made by the reference; more of them cost as much each.
BARE_COUNT = 10


class Create(Operation):
    references = (BARE, BARE_ALL)

    def prepare(self):
        self.client = self.bench.client("manager")
        self.people = self.bench.noted["people"]
        with self.bench.environment() as env:
            self.named = {
                f"{login}_id": env.ref(f"agency_evaluation.user_{login}").id for login in ("reviewer", "approver")
            }
            domain = [("set_id", "=", self.bench.criteria_set(self.case.rows))]
            self.criteria = env["agency.evaluation.criterion"].search(domain).ids
            criteria_set = env["agency.evaluation.criteria.set"].browse(self.bench.criteria_set(self.case.rows))
            self.parts = {name: criteria_set[name].ids for name in PARTS}
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
            for table in ("line", "fact", "section"):
                env.cr.execute(f"DELETE FROM agency_evaluation_{table} WHERE evaluation_id = ANY(%s)", [ids])
        return ids

    def before_each(self):
        self.values = [self._values(number) for number in range(self.case.count)]

    def run(self):
        self.client.call(EVALUATION, "create", self.values)
        return self.client.size

    def refer(self, reference):
        """Make as many rows, or records, as Odoo makes any, without what the addon adds to that."""
        with self.bench.environment() as env:
            self._make_bare(env, LINE, "criterion_id", self.criteria, level=0)
            if reference == BARE_ALL:
                for name, (model, link) in PARTS.items():
                    self._make_bare(env, model, link, self.parts[name])
        return 0

    def _make_bare(self, env, model, link, ids, **values):
        records = env[model]
        values_list = [
            {"evaluation_id": evaluation, link: id_, "sequence": place, **values}
            for evaluation in self.empty
            for place, id_ in enumerate(ids, 1)
        ]
        models.BaseModel.create(records, values_list)
        records.flush_model()

    def scale(self, reference):
        return self.case.count / len(self.empty)


class CreateOne(Create):
    """The manager makes one evaluation, with the people named."""

    title = "create an evaluation"
    cases = (Case(), Case(rows=325), Case(rows=930), Case(base=10), Case(base=100))
    times = 5


class Round(Create):
    """The manager makes those of a round, batch by batch as the background does it, with the people named."""

    title = "create those of a round"
    cases = (Case(count=10), Case(count=100), Case(count=1000))
    times = 1

    def run(self):
        with self.bench.environment(keep=True) as env:
            manager = env["res.users"].search([("login", "=", "manager")])
            missing = len(self.values)
            while missing:
                made = env(user=manager, context={"lang": "vi_VN"})[EVALUATION]
                if hasattr(made, "_make_missing"):
                    missing = made._make_missing(self.values)[1]
                else:
                    place = len(self.values) - missing
                    missing -= len(made.create(self.values[place : place + BATCH]))
                env.cr.commit()
        return 0
