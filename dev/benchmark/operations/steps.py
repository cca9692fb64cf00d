"""Steps: submitting, returning, approving."""

from ..operation import EVALUATION, Operation

#: Whose sheets are submitted here; nobody else touches them.
PLACE = 55


class OfOwnSheet(Operation):
    times = 5

    def prepare(self):
        self.login, self.evaluation = self.bench.sheet(self.case.rows, PLACE)
        self.client = self.bench.client(self.login)

    def _submit(self):
        self.client.call(EVALUATION, "action_submit", [self.evaluation])
        return self.client.size

    def _return(self):
        client = self.bench.client("reviewer")
        client.call(EVALUATION, "action_return", [self.evaluation], reason="Bổ sung thuyết minh")
        return client.size

    def _state(self):
        return self.client.call(EVALUATION, "read", [self.evaluation], ["state"])[0]["state"]

    def finish(self):
        if self._state() == "submitted":
            self._return()


class Submit(OfOwnSheet):
    """The evaluator submits a sheet that is complete."""

    title = "submit"

    def before_each(self):
        self.finish()

    def run(self):
        return self._submit()


class Return(OfOwnSheet):
    """The reviewer gives it back."""

    title = "return"

    def before_each(self):
        if self._state() == "draft":
            self._submit()

    def run(self):
        return self._return()


class Approve(Operation):
    """The approver approves what is reviewed: it is sealed, and its papers are printed and kept."""

    title = "approve, with seal and papers"
    times = 3

    def prepare(self):
        with self.bench.environment() as env:
            waiting = env[EVALUATION].browse(self.bench.noted["to_approve"])
            self.waiting = waiting.filtered(lambda evaluation: evaluation.state == "submitted").ids
        self.client = self.bench.client("approver")

    def run(self):
        self.client.call(EVALUATION, "action_approve", [self.waiting.pop()])
        return self.client.size
