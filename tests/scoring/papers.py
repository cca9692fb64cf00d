"""The 2020 sheet as the paper prints it, from its transcription, to be recognised again."""

import json
from pathlib import Path

PAPER = json.loads((Path(__file__).parent.parent / "data" / "sheet_2020.json").read_text(encoding="utf-8"))
HEADER = PAPER["sheet"]["columns"]
TITLE = PAPER["sheet"]["title"]
#: What the rules of the transcription say: kind of rule, and its points, times, step and threshold where it has any.
RULES = {
    "I.1.2-1": [("award", "each", 0.25, 12)],
    "I.1.2-2": [("award", "each", 0.25, 12)],
    "I.1.3-1": [("deduct", "each", 0.5, 1)],
    "I.1.3-2": [("award", "when", 1.0, ">=", 90)],
    "I.2.1-1": [("award", "each", 0.25, 10)],
    "I.2.1-2": [("award", "each", 0.25, 10)],
    "I.5-1": [("deduct", "each", 0.25, 1)],
    "I.5-2": [("deduct", "each", 0.25, 1)],
    "I.5-3": [("award", "period", 0.25, ">=", 1)],
    **dict.fromkeys(["II.2-2", "II.2-3", "II.2-4"], [("award", "when", 1.0, ">=", 1)] * 2),
    "II.2-7": [("award", "when", 1.0, ">=", 1)] * 4,
    "IV.1": [("deduct", "when", 0.5, ">=", 1), ("deduct", "when", 0.5, ">=", 2)],
    "IV.2": [("deduct", "when", 1.0, ">=", 1), ("deduct", "when", 0.5, ">=", 1)],
    "IV.3": [("award", "when", 0.5, ">=", 1), ("deduct", "each", 0.5, 1)],
    "IV.4": [
        ("deduct", "when", 0.5, ">=", 1),
        ("deduct", "when", 0.5, ">=", 1),
        ("deduct", "period", 0.5, "<", 10),
    ],
    "IV.5": [("deduct", "each", 0.5, 1), ("deduct", "each", 0.5, 2)],
}


def nodes(rows=PAPER["groups"]):
    """Yield the rows of the transcription in printed order."""
    for row in rows:
        yield row
        yield from nodes(row.get("children", ()))


def paper_rows():
    """Return the cells of every printed line of the table: header, criteria, lines of rules, page breaks and total."""
    lines = {168: HEADER, **{line: [] for line in PAPER["counts"]["blank_lines_inside_table"]}}
    for row in nodes():
        lines[row["line"]] = [row["number"], row["name"], row["max_raw"], row["self_raw"]]
        for rule in row.get("rule_rows", ()):
            lines[rule["line"]] = ["", rule["text"], "", ""]
    total = PAPER["total"]
    lines[total["line"]] = ["", total["label"], total["max_raw"], total["self_raw"]]
    return [lines[line] for line in sorted(lines)]


def paper_text(title=True):
    """Return the table as it is copied out of the document: a tab between cells."""
    above = ["(họ và tên người ký)", "", TITLE, PAPER["sheet"]["attached_to"], ""] if title else []
    return "\n".join([*above, *("\t".join(cells) for cells in paper_rows())])


def expected_criteria():
    """Return code, number, text, level from 0, maximum, own points, bonus and printed rules of every criterion."""
    return [
        (
            row["code"],
            row["number"],
            row["name"],
            row["depth"] - 1,
            row["max"],
            row["self"],
            row.get("is_bonus", False),
            [rule["text"] for rule in row.get("rule_rows", ())],
        )
        for row in nodes()
    ]
