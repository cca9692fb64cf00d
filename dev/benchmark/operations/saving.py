"""Saving a score that was typed in the form."""

from ..operation import EVALUATION, LINE, TRIVIAL, Case, Operation

BARE = "write of the row"
SALE = "a line of a sale order"


class Save(Operation):
    """One score is typed and saved."""

    title = "save a score"
    cases = (Case(), Case(rows=325), Case(rows=930), Case(base=10), Case(base=100))
    times = 11
    references = (BARE, TRIVIAL, SALE)

    def prepare(self):
        self.login, self.evaluation = self.bench.sheet(self.case.rows)
        self.client = self.bench.client(self.login)
        self.method, self.specification = self.bench.save(self.login)
        domain = [["evaluation_id", "=", self.evaluation], ["is_heading", "=", False], ["max_points", ">=", 1]]
        rows = self.client.call(LINE, "search_read", domain, ["self_points", "status"], limit=1)
        self.row, self.points, self.status = rows[0]["id"], rows[0]["self_points"], rows[0]["status"]

    def _next(self):
        """Return what the row says and what it is to say."""
        seen, self.points = self.points, 0.25 if self.points != 0.25 else 0.5
        return seen, self.points

    def run(self):
        seen, points = self._next()
        shown = {LINE: {self.row: {"self_points": seen, "status": self.status}}}
        self.status = "scored"
        self.client.call(
            EVALUATION,
            self.method,
            [self.evaluation],
            {"line_ids": [[1, self.row, {"self_points": points, "status": "scored"}]]},
            specification=self.specification,
            context={"agency_seen": {"tab": "bench", "values": shown}},
        )
        return self.client.size

    def refer(self, reference):
        if reference != BARE:
            return super().refer(reference)
        _seen, points = self._next()
        self.client.call(LINE, "write", [self.row], {"self_points": points})
        return self.client.size
