"""The figures as tables: on the screen, and in docs/benchmark.md."""

import math
from collections.abc import Iterable, Mapping, Sequence

from .runs import Measured

#: What a size is about, by the name of the case's field.
AXES = {"rows": "rows", "count": "evaluations", "base": "evaluations in the database"}


def operations(results: Sequence[Measured], labels: Sequence[str]) -> str:
    """What each operation costs."""
    head = ["operation", "of"]
    head += [f"{column}, {label}" for column in ("CPU ms", "wall ms", "queries", "kB") for label in labels]
    head += ["compared with", *(f"times, {label}" for label in labels)]
    rows = []
    for result in results:
        first = [result.title, size(result)]
        for name, factor in (("cpu", 1e3), ("wall", 1e3), ("queries", 1), ("bytes", 1e-3)):
            first += [_number(result.own.get(label), name, factor) for label in labels]
        for reference in result.references or {"": {}}:
            ratios = [result.ratio(label, reference) for label in labels]
            rows.append([*first, reference, *(_times(ratio) for ratio in ratios)])
            first = [""] * len(first)
    return _markdown(head, rows)


def exponents(results: Sequence[Measured], labels: Sequence[str]) -> str:
    """How what an operation costs grows: 1 where it is in proportion, 0 where it stays the same."""
    rows = []
    for name in dict.fromkeys(result.name for result in results):
        own = [result for result in results if result.name == name]
        for axis, about in AXES.items():
            fixed = [result for result in own if _others(result, axis) == _most_common(own, axis)]
            if len({result.case[axis] for result in fixed}) < 2:
                continue
            values = [_slope(fixed, axis, label, "cpu") for label in labels]
            queries = [_slope(fixed, axis, label, "queries") for label in labels]
            sizes = ", ".join(str(result.case[axis]) for result in sorted(fixed, key=lambda found: found.case[axis]))
            rows.append([own[0].title, f"{about}: {sizes}", *map(_exponent, values), *map(_exponent, queries)])
    head = ["operation", "over", *(f"CPU, {label}" for label in labels), *(f"queries, {label}" for label in labels)]
    return _markdown(head, rows)


def size(result: Measured) -> str:
    case = result.case
    if case["count"] > 1:
        return f"{case['count']} × {case['rows']} rows"
    return f"{case['rows']} rows" + (f", base of {case['base']}" if case["base"] != 1000 else "")


def lines(result: Measured, labels: Sequence[str]) -> str:
    """One operation in one line, for whoever waits."""
    said = []
    for label in labels:
        if own := result.own.get(label):
            ratios = (
                f"{_times(result.ratio(label, name))} × {name}"
                for name in result.references
                if result.ratio(label, name) is not None
            )
            said.append(
                f"{label}: {own['cpu'] * 1e3:.1f} ms CPU, {own['queries']:.0f} queries,"
                f" {own['bytes'] / 1e3:.1f} kB; {', '.join(ratios)}"
            )
        else:
            said.append(f"{label}: not measured")
    return f"{result.title} ({size(result)})\n" + "\n".join(f"    {text}" for text in said)


def load(results: Mapping[str, Mapping[str, object]]) -> str:
    """What happened under load, a column for each code."""
    names = list(dict.fromkeys(name for result in results.values() for name in result))
    return _markdown(
        ["under load", *results], [[name, *(_cell(found.get(name)) for found in results.values())] for name in names]
    )


def _cell(value: object) -> str:
    return "—" if value is None else f"{value:.1f}" if isinstance(value, float) else str(value)


def _others(result: Measured, axis: str) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((name, value) for name, value in result.case.items() if name != axis))


def _most_common(results: Sequence[Measured], axis: str) -> tuple[tuple[str, int], ...]:
    found = [_others(result, axis) for result in results]
    return max(found, key=found.count)


def _slope(results: Iterable[Measured], axis: str, label: str, name: str) -> float | None:
    points = [
        (math.log(result.case[axis]), math.log(result.own[label][name]))
        for result in results
        if label in result.own and result.own[label][name] > 0
    ]
    if len(points) < 2:
        return None
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / sum((x - middle_x) ** 2 for x, _ in points)


def _exponent(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def _times(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _number(cost: Mapping[str, float] | None, name: str, factor: float) -> str:
    if cost is None:
        return "—"
    value = cost[name] * factor
    return f"{value:.0f}" if name == "queries" or value >= 100 else f"{value:.1f}"


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join([*text, *("| " + " | ".join(row) + " |" for row in rows)])
