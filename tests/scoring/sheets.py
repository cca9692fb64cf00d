"""Recognised sheets as plain tuples, for tests to compare."""

from scoring.intake.doubts import find_doubts
from scoring.intake.outline import make_outline
from scoring.intake.recognition import best_table, recognise
from scoring.intake.source import make_table


def read(rows, columns=None):
    """Return the sheet in rows of texts."""
    table = rows if hasattr(rows, "rows") else make_table("", rows)
    return recognise(table, columns)


def read_lines(text):
    """Return the sheet in lines whose cells are parted by "|"."""
    return read([line.split("|") for line in text.strip("\n").split("\n")])


def criteria(sheet):
    """Return code, number, text, level, maximum, own points, bonus and printed rules of every criterion."""
    return [
        (
            node.code,
            node.entry.number,
            node.text,
            node.entry.level,
            node.maximum,
            node.entry.own,
            node.entry.bonus,
            [sheet.entries[place].text for place in node.rules if sheet.entries[place].printed],
        )
        for node in make_outline(sheet.entries).nodes
    ]


def outline(sheet):
    """Return code, level and maximum of every criterion."""
    return [(node.code, node.entry.level, node.maximum) for node in make_outline(sheet.entries).nodes]


def rules(sheet):
    """Return the rules by the code of their criterion: effect, basis, points, and times or step, or the comparison."""
    found = {}
    for node in make_outline(sheet.entries).nodes:
        for place in node.rules:
            rule = sheet.entries[place].rule
            if rule:
                each = rule.basis.value == "each"
                limits = (rule.max_times or rule.step,) if each else (rule.operator, rule.threshold)
                found.setdefault(node.code, []).append((rule.effect.value, rule.basis.value, rule.points, *limits))
    return found


def doubts(sheet):
    """Return (kind, code or kind of the row, stated, expected) of every doubt."""
    codes = {node.index: node.code for node in make_outline(sheet.entries).nodes}
    return [
        (
            doubt.kind.name,
            None if doubt.index is None else codes.get(doubt.index, sheet.entries[doubt.index].kind.value),
            doubt.stated,
            doubt.expected,
        )
        for doubt in find_doubts(sheet.entries)
    ]


__all__ = ["best_table", "criteria", "doubts", "make_table", "outline", "read", "read_lines", "rules"]
