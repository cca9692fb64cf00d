"""Lists: the first page of each, with its count."""

from odoo.tools.safe_eval import safe_eval

from ..forms import list_specification
from ..operation import EVALUATION, LINE, Case, Operation


class List(Operation):
    """The first 80 records, as the action of the menu shows them."""

    model = EVALUATION
    action: str
    login = "reviewer"
    cases = (Case(base=10), Case(base=100), Case())
    times = 9

    def prepare(self):
        self.client = self.bench.client(self.login)
        self.specification = list_specification(self.client, self.model)
        with self.bench.environment() as env:
            user = env["res.users"].search([("login", "=", self.login)])
            action = env.ref(f"agency_evaluation.{self.action}")
            self.domain = safe_eval(action.domain or "[]", {"uid": user.id})

    def run(self):
        self.client.call(
            self.model,
            "web_search_read",
            domain=self.domain,
            specification=self.specification,
            limit=80,
            count_limit=10001,
        )
        return self.client.size


class Evaluations(List):
    """The reviewer, who sees all."""

    title = "list of evaluations"
    action = "agency_evaluation_action"


class Rows(List):
    """The reviewer, who sees all."""

    title = "list of rows"
    model = LINE
    action = "agency_evaluation_line_action"


class OwnRows(Rows):
    """An evaluator, who sees those of one unit."""

    title = "list of rows, of an evaluator"
    login = "bench05"


class Desk(List):
    """What waits for the reviewer."""

    title = "list of what waits for me"
    action = "agency_evaluation_waiting_action"
