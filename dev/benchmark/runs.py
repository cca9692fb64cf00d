"""Measure the operations, of each code in turn, so that what disturbs the machine disturbs both."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from runtime.console import say

from . import bases, shell
from .codes import Code

#: What a cost is made of; :class:`.cost.Cost` says what each is.
FIELDS = ("cpu", "database", "wall", "queries", "bytes")
SALE = "sale"
#: What takes longer than so many seconds in all is measured so many times at least, and then no more.
LONG, FEWEST = 20, 3


@dataclass
class Measured:
    """An operation at one size.

    :ivar own: the median cost by the label of the code; `references` that of each reference, likewise
    :ivar troubles: why there is none
    """

    group: str
    name: str
    title: str
    case: dict[str, int]
    own: dict[str, dict[str, float]] = field(default_factory=dict)
    references: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)

    def ratio(self, label: str, reference: str) -> float | None:
        """How many times the processor time of the reference, or none where either is missing."""
        own, other = self.own.get(label), self.references.get(reference, {}).get(label)
        return own["cpu"] / other["cpu"] if own and other and other["cpu"] else None


Description = Mapping[str, Sequence[Mapping[str, Any]]]


def describe(code: Code, database: str) -> Description:
    """Return the operations, by their group: what :func:`.probe.describe` tells."""
    body = (
        "import json\nfrom benchmark import probe\nfrom benchmark.operations import OPERATIONS\n"
        "print(json.dumps(probe.describe(OPERATIONS)))"
    )
    found: Description = shell.ask(database, code.addons_path(), body, "describe")
    return found


def measure(
    codes: Sequence[Code],
    operations: Description,
    *,
    anew: bool,
    tell: Callable[[Measured], None],
) -> list[Measured]:
    """Measure operations; :param tell: is called with each as soon as it is measured."""
    sizes = sorted({case["base"] for classes in operations.values() for cls in classes for case in cls["cases"]})
    sales = bases.make_sales(codes[0].addons_path()) if {"save", "open"} & operations.keys() else None
    results = []
    for size in sizes:
        databases = {code: bases.make(code, size, anew=anew) for code in codes}
        for database in databases.values():
            bases.used_up(database)
        with ExitStack() as stack:
            probes = {
                code.label: stack.enter_context(
                    shell.process(database, code.addons_path(), f"probe-{code.label}", "operations")
                )
                for code, database in databases.items()
            }
            if sales:
                path = codes[0].addons_path()
                probes[SALE] = stack.enter_context(shell.process(sales, path, "probe-sale", "sales"))
            for group, classes in operations.items():
                for cls in classes:
                    for case in cls["cases"]:
                        if case["base"] == size:
                            results.append(_Case(probes, group, cls, case).measure())
                            tell(results[-1])
    order = [(cls["name"], case) for classes in operations.values() for cls in classes for case in cls["cases"]]
    return sorted(results, key=lambda result: order.index((result.name, result.case)))


class _Case:
    """One operation at one size, measured in each process in turn."""

    def __init__(self, probes: Mapping[str, shell.Process], group: str, cls: Mapping[str, Any], case: dict[str, int]):
        self.cls, self.measured = cls, Measured(group, cls["name"], cls["title"], case)
        self.codes = [label for label in probes if label != SALE]
        self.sale = next((title for title in cls["references"] if "sale order" in title), None)
        self.costs: dict[tuple[str, str | None], list[dict[str, float]]] = {}
        self.ready = {
            label: probe
            for label, probe in probes.items()
            if (label != SALE or self.sale) and self._ask(label, probe, "prepare", operation=cls["name"], case=case)
        }

    def measure(self) -> Measured:
        begun, times = time.monotonic(), self.cls["times"]
        if times > 1:
            self._take_turns()
            self.costs.clear()
        for turn in range(times):
            self._take_turns()
            if turn + 1 >= FEWEST and time.monotonic() - begun > LONG:
                break
        for label, probe in self.ready.items():
            self._ask(label, probe, "finish")
        for (label, reference), found in self.costs.items():
            median = {name: statistics.median(cost[name] for cost in found) for name in FIELDS}
            if label == SALE:
                self.measured.references[str(self.sale)] = dict.fromkeys(self.codes, median)
            elif reference:
                self.measured.references.setdefault(reference, {})[label] = median
            else:
                self.measured.own[label] = median
        return self.measured

    def _take_turns(self) -> None:
        for label, probe in list(self.ready.items()):
            others = () if label == SALE else (title for title in self.cls["references"] if title != self.sale)
            for reference in (None, *others):
                what, given = ("refer", {"reference": reference}) if reference else ("run", {})
                if cost := self._ask(label, probe, what, **given):
                    self.costs.setdefault((label, reference), []).append(cost)
                else:
                    del self.ready[label]
                    break

    def _ask(self, label: str, probe: shell.Process, what: str, **given: Any) -> Any:
        try:
            return probe.ask(what, **given)
        except shell.Trouble as trouble:
            last = str(trouble).rstrip().rsplit("\n", 1)[-1]
            self.measured.troubles[label] = str(trouble)
            say(f"  {self.measured.title}, {label}: {last}")
            return None
