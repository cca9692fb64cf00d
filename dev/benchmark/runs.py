"""Measure the operations, of each code in turn, so that what disturbs the machine disturbs both."""

import statistics
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
                            results.append(_measure_one(probes, group, cls, case))
                            tell(results[-1])
    order = [(cls["name"], case) for classes in operations.values() for cls in classes for case in cls["cases"]]
    return sorted(results, key=lambda result: order.index((result.name, result.case)))


def _measure_one(
    probes: Mapping[str, shell.Process], group: str, cls: Mapping[str, Any], case: dict[str, int]
) -> Measured:
    measured = Measured(group, cls["name"], cls["title"], case)
    sale = next((title for title in cls["references"] if "sale order" in title), None)
    costs: dict[tuple[str, str | None], list[dict[str, float]]] = {}
    ready = {}
    for label, probe in probes.items():
        if label == SALE and not sale:
            continue
        if answered := _try(measured, label, lambda probe=probe: probe.ask("prepare", operation=cls["name"], case=case)):
            ready[label] = probe
        elif answered is None and label == SALE:
            measured.troubles.pop(label, None)
    warm_up = 1 if cls["times"] > 1 else 0
    for turn in range(cls["times"] + warm_up):
        for label in list(ready):
            for reference in (None, *(title for title in cls["references"] if title != sale and label != SALE)):
                given = {"reference": reference} if reference else {}
                cost = _try(
                    measured, label, lambda: ready[label].ask("refer" if reference else "run", **given)  # noqa: B023
                )
                if cost is None:
                    del ready[label]
                    break
                if turn >= warm_up:
                    costs.setdefault((label, reference), []).append(cost)
    for label, probe in ready.items():
        _try(measured, label, lambda probe=probe: probe.ask("finish"))
    for (label, reference), found in costs.items():
        median = {name: statistics.median(cost[name] for cost in found) for name in FIELDS}
        if label == SALE:
            measured.references[str(sale)] = {other: median for other in probes if other != SALE}
        elif reference:
            measured.references.setdefault(reference, {})[label] = median
        else:
            measured.own[label] = median
    return measured


def _try(measured: Measured, label: str, ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except shell.Trouble as trouble:
        measured.troubles[label] = str(trouble)
        say(f"  {measured.title}, {label}: {str(trouble).rstrip().rsplit(chr(10), 1)[-1]}")
        return None
