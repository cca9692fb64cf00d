#!/usr/bin/env python3
"""Write the 2020 sheet as Odoo data, and its points on paper as demo data, from its transcription.

The transcription (tests/data/sheet_2020.json) holds each row of the printed sheet to the letter; nothing is
retyped here. Run it again after changing it: ``python3 dev/sheet_data.py``.
"""

import json
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "data" / "sheet_2020.json"
SET_FILE = ROOT / "data" / "criteria_set_2020.xml"
DEMO_FILE = ROOT / "demo" / "evaluation_2020_points.xml"
HEADER = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!-- Written by dev/sheet_data.py from tests/data/sheet_2020.json. -->\n'
)


def rows_of(nodes, parent=None):
    """Yield (row, parent code) in printed order."""
    for node in nodes:
        yield node, parent
        yield from rows_of(node.get("children", ()), node["code"])


def xml_id(code):
    """Return the external id of a row: I.1.2-1 becomes criterion_2020_i_1_2_d1, where d marks a dash row."""
    return "criterion_2020_" + code.lower().replace(".", "_").replace("-", "_d")


def field(name, value):
    return f'        <field name="{name}">{escape(str(value))}</field>'


def record(external_id, model, fields):
    return "\n".join([f'    <record id="{external_id}" model="{model}">', *fields, "    </record>\n"])


def criteria_set_xml(sheet):
    """Return the criteria set with its rows and the rules printed below rows."""
    parts = [
        record(
            "criteria_set_2020",
            "agency.evaluation.criteria.set",
            [
                field("name", "Công tác văn phòng năm 2020"),
                field("code", "VP-2020"),
                field("year", sheet["sheet"]["year"]),
                field("declared_points", sheet["total"]["max"]),
                field(
                    "note",
                    "Bảng chấm điểm kèm theo báo cáo kết quả công tác văn phòng năm 2020 của một sở cấp tỉnh.",
                ),
            ],
        )
    ]
    for place, (row, parent) in enumerate(rows_of(sheet["groups"]), 1):
        fields = ['        <field name="set_id" ref="criteria_set_2020"/>']
        if parent:
            fields.append(f'        <field name="parent_id" ref="{xml_id(parent)}"/>')
        fields += [field("sequence", place * 10), field("code", row["code"]), field("number", row["number"])]
        fields += [field("name", row["name"]), field("max_points", row["max"])]
        if row["is_bonus"]:
            fields.append('        <field name="is_bonus" eval="True"/>')
        parts.append(record(xml_id(row["code"]), "agency.evaluation.criterion", fields))
        for number, rule in enumerate(row.get("rule_rows", ()), 1):
            rule_fields = [
                f'        <field name="criterion_id" ref="{xml_id(row["code"])}"/>',
                field("sequence", number * 10),
                field("name", rule["text"]),
            ]
            parts.append(record(f"{xml_id(row['code'])}_rule_{number}", "agency.evaluation.rule", rule_fields))
    return HEADER + '<odoo noupdate="1">\n' + "\n".join(parts) + "</odoo>\n"


def demo_points_xml(sheet):
    """Return the points that the paper states, entered row by row in the demo evaluation."""
    points = {row["code"]: row["self"] for row, _parent in rows_of(sheet["groups"])}
    entries = "\n".join(f"            {code!r}: {value!r}," for code, value in points.items())
    return (
        HEADER
        + '<odoo noupdate="1">\n'
        + '    <function model="agency.evaluation" name="_enter_paper_points">\n'
        + "        <value eval=\"[ref('evaluation_2020')]\"/>\n"
        + f'        <value eval="{{\n{entries}\n        }}"/>\n'
        + f'        <value eval="{sheet["total"]["self"]}"/>\n'
        + "    </function>\n</odoo>\n"
    )


def main():
    sheet = json.loads(SOURCE.read_text(encoding="utf-8"))
    SET_FILE.write_text(criteria_set_xml(sheet), encoding="utf-8")
    DEMO_FILE.write_text(demo_points_xml(sheet), encoding="utf-8")


if __name__ == "__main__":
    main()
