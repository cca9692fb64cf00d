"""What an operation is: something that is measured, at several sizes, beside what it is compared with."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from odoo import SUPERUSER_ID, api
from odoo.modules import get_module_path
from odoo.modules.registry import Registry

from .client import Client
from .forms import form_specification, tabs
from .seed import PARAMETER

EVALUATION, LINE = "agency.evaluation", "agency.evaluation.line"
#: By which a form is told what is different since, where the code has it.
SAVE_ROWS = "web_save_rows"
#: The request that costs as little as one can.
TRIVIAL = "read(['state'])"


@dataclass(frozen=True)
class Case:
    """:ivar rows: how many rows a sheet has, about
    :ivar count: how many evaluations it is done with
    :ivar base: how many evaluations there are in the database
    """

    rows: int = 93
    count: int = 1
    base: int = 1000


class Bench:
    """The database that is measured, and its users."""

    def __init__(self, database: str):
        self.database = database
        with self.environment() as env:
            self.noted: dict[str, Any] = json.loads(env["ir.config_parameter"].get_param(PARAMETER) or "{}")
        self._clients: dict[str, Client] = {}
        self._spare = list(self.noted.get("spare", ()))

    def client(self, login: str) -> Client:
        """Return the client of a user: of the demo's, whose passwords are their logins, or of those made for this."""
        if login not in self._clients:
            password = "evaluator" if login.startswith("bench") else login
            self._clients[login] = Client(self.database, login, password)
        return self._clients[login]

    @contextlib.contextmanager
    def environment(self, *, keep: bool = False) -> Iterator[api.Environment]:
        """Give an environment of its own, rolled back at the end unless it is to be kept."""
        with Registry(self.database).cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"lang": "vi_VN", "tracking_disable": True})
            if not keep:
                cr.rollback()

    def sheet(self, rows: int, place: int = 4) -> tuple[str, int]:
        """Return the login of somebody who may write a sheet of that size, full of facts and documents, and its id."""
        if str(rows) in self.noted["large"]:
            return self.noted["logins"][0], self.noted["large"][str(rows)]["evaluation"]
        return self.noted["logins"][place], self.noted["own"][str(place)]

    def spare_unit(self) -> int:
        """Return a unit without evaluation that nobody got so far.

        What was made by an earlier run is skipped, so that a database can be measured again.
        """
        if not self._is_asked:
            with self.environment() as env:
                env.cr.execute("SELECT DISTINCT department_id FROM agency_evaluation")
                taken = {id_ for (id_,) in env.cr.fetchall()}
            self._spare = [id_ for id_ in self._spare if id_ not in taken]
            self._is_asked = True
        return self._spare.pop()

    _is_asked = False

    def criteria_set(self, rows: int) -> int:
        large = self.noted["large"].get(str(rows))
        return large["set"] if large else self.noted["set"]

    def tabs(self, login: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Return what the form of an evaluation asks for: when this user opens it, and then tab by tab.

        Code that reads all tabs at once, as it did until 19.0.1.2.0, asks for nothing later.
        """
        if self._reads_tabs_when_opened():
            return tabs(self.client(login), EVALUATION)
        return form_specification(self.client(login), EVALUATION), []

    def save(self, login: str) -> tuple[str, dict[str, Any]]:
        """Return the method by which the form saves rows, and what it asks for with it."""
        with self.environment() as env:
            if hasattr(env[EVALUATION], SAVE_ROWS):
                return SAVE_ROWS, form_specification(self.client(login), EVALUATION)
        return "web_save", self.tabs(login)[0]

    @staticmethod
    def _reads_tabs_when_opened() -> bool:
        scripts = Path(get_module_path("agency_evaluation"), "static/src").rglob("*.js")
        return any("listsOnTabs" in script.read_text() for script in scripts)


class Operation:
    """Something that users do.

    :cvar title: what the table calls it
    :cvar cases: the sizes that it is measured at
    :cvar times: how often each is measured; the median counts
    :cvar references: what it is compared with, by the titles of the methods that are given to `refer`
    """

    title: ClassVar[str]
    cases: ClassVar[tuple[Case, ...]] = (Case(),)
    times: ClassVar[int] = 7
    references: ClassVar[tuple[str, ...]] = (TRIVIAL,)

    def __init__(self, bench: Bench, case: Case):
        self.bench, self.case = bench, case
        self.prepare()

    def prepare(self) -> None:
        """Do once what is not measured."""

    def before_each(self) -> None:
        """Do what is not measured, before each time."""

    def run(self) -> int:
        """Do it once; return how many bytes the user gets."""
        raise NotImplementedError

    def refer(self, reference: str) -> int:
        """Do once what it is compared with."""
        client = self.bench.client(self.trivial_login())
        client.call(EVALUATION, "read", [self.bench.noted["demo"]], ["state"])
        return client.size

    def trivial_login(self) -> str:
        return "reviewer"

    def scale(self, reference: str) -> float:
        """Return by what the cost of the reference is multiplied to be that of as much."""
        return 1.0

    def finish(self) -> None:
        """Undo what would be in the way of other operations."""
