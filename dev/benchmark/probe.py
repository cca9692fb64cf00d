"""The measuring process: Odoo with one database, told by lines of JSON what to do; runs in Odoo's shell."""

import dataclasses
import json
import logging
import os
import socket
import traceback
from typing import Any

from .cost import Meter
from .operation import Bench, Case, Operation

#: The variable that tells the number of the socket.
SOCKET = "AGENCY_EVALUATION_BENCH_SOCKET"


class Probe:
    """Does what it is told, one operation at a time."""

    def __init__(self, database: str, operations: dict[str, tuple[type[Operation], ...]]):
        self.bench = Bench(database)
        self.meter = Meter(database)
        self.classes = {cls.__name__: cls for classes in operations.values() for cls in classes}
        self.operation: Operation | None = None

    def do(self, what: str, **given: Any) -> Any:
        return getattr(self, f"do_{what}")(**given)

    def do_prepare(self, operation: str, case: dict[str, int]) -> bool:
        """:return: whether this process knows the operation"""
        if operation not in self.classes:
            return False
        self.operation = self.classes[operation](self.bench, Case(**case))
        return True

    def do_run(self) -> dict[str, float]:
        self.operation.before_each()
        return self.meter.measure(self.operation.run).plain()

    def do_refer(self, reference: str) -> dict[str, float]:
        cost = self.meter.measure(lambda: self.operation.refer(reference)).plain()
        scale = self.operation.scale(reference)
        return {name: value * scale for name, value in cost.items()}

    def do_finish(self) -> None:
        self.operation.finish()
        self.operation = None


def serve(database: str, operations: dict[str, tuple[type[Operation], ...]]) -> None:
    """Answer the driver until it hangs up."""
    logging.getLogger("odoo").setLevel(logging.WARNING)
    with socket.socket(fileno=int(os.environ[SOCKET])) as line, line.makefile("rw") as talk:
        probe = Probe(database, operations)
        _say(talk, {"answer": None})
        for request in talk:
            try:
                _say(talk, {"answer": probe.do(**json.loads(request))})
            except Exception:  # whatever it is, the driver tells it and goes on with the next operation
                _say(talk, {"trouble": traceback.format_exc()})


def describe(operations: dict[str, tuple[type[Operation], ...]]) -> dict[str, list[dict[str, Any]]]:
    """Return the operations as plain data, for the driver, which knows no Odoo."""
    return {
        name: [
            {
                "name": cls.__name__,
                "title": cls.title,
                "about": (cls.__doc__ or "").strip(),
                "cases": [dataclasses.asdict(case) for case in cls.cases],
                "times": cls.times,
                "references": cls.references,
            }
            for cls in classes
        ]
        for name, classes in operations.items()
    }


def _say(talk, message: dict[str, Any]) -> None:
    talk.write(json.dumps(message) + "\n")
    talk.flush()
