"""Adding up: one sheet, and those of a whole round."""

from ..operation import EVALUATION, Case, Operation

SQL_SUM = "one SQL sum"


class Sum(Operation):
    references = (SQL_SUM,)

    def run(self):
        with self.bench.environment() as env:
            self.add_up(env[EVALUATION].browse(self.ids))
        return 0

    def add_up(self, evaluations):
        for evaluation in evaluations:
            evaluation._rolled_up()

    def refer(self, reference):
        with self.bench.environment() as env:
            env.cr.execute(
                """
                SELECT evaluation_id, sum(self_points),
                       sum(CASE WHEN is_reviewed THEN review_points ELSE self_points END)
                  FROM agency_evaluation_line
                 WHERE evaluation_id = ANY(%s) AND NOT is_heading
              GROUP BY evaluation_id
                """,
                [self.ids],
            )
            env.cr.fetchall()
        return 0


class SumOne(Sum):
    """The rows of one sheet are loaded and added up."""

    title = "add up one sheet"
    cases = (Case(), Case(rows=325), Case(rows=930))
    times = 11

    def prepare(self):
        self.ids = [self.bench.sheet(self.case.rows)[1]]


class SumMany(Sum):
    """The totals of many sheets are made of their rows, and stored where the code stores them by themselves."""

    title = "add up many sheets"
    cases = (Case(count=10), Case(count=100), Case(count=1000))
    times = 3

    def prepare(self):
        with self.bench.environment() as env:
            domain = [("criteria_set_id", "=", self.bench.noted["set"]), ("state", "!=", "cancelled")]
            self.ids = env[EVALUATION].search(domain, limit=self.case.count, order="id").ids

    def add_up(self, evaluations):
        if hasattr(evaluations, "_refresh_totals"):
            evaluations._refresh_totals()
        else:
            super().add_up(evaluations)
