"""Opening the form of an evaluation."""

from ..operation import EVALUATION, TRIVIAL, Case, Operation

SALE = "a sale order with as many lines"


class Open(Operation):
    """The form reads what it shows; its views are there already."""

    title = "open the form"
    cases = (Case(), Case(rows=325), Case(rows=930), Case(base=10), Case(base=100))
    times = 11
    references = (TRIVIAL, SALE)

    def prepare(self):
        login, self.evaluation = self.bench.sheet(self.case.rows)
        self.client = self.bench.client(login)
        self.specification, self.later = self.bench.tabs(login)

    def run(self):
        self.client.call(EVALUATION, "web_read", [self.evaluation], specification=self.specification)
        return self.client.size


class OpenTabs(Open):
    """The form is opened, and then each of its tabs."""

    title = "open the form and every tab"
    cases = (Case(), Case(rows=325), Case(rows=930))
    times = 7

    def prepare(self):
        super().prepare()
        [known] = self.client.call(EVALUATION, "web_read", [self.evaluation], specification=self.specification)
        # A list without records is known by having no ids.
        filled = [{name: what for name, what in lists.items() if known[name]} for lists in self.later]
        self.later = [lists for lists in filled if lists]

    def run(self):
        size = super().run()
        for lists in self.later:
            self.client.call(EVALUATION, "web_read", [self.evaluation], specification=lists)
            size += self.client.size
        return size
