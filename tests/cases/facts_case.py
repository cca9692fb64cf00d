import ast

from lxml import etree

from odoo.fields import Command
from odoo.tools import file_open

from .common import EvaluationCase
from .score_sheet_case import ScoreSheetCase

#: A sheet that is like no other: code, parent, printed number, points.
FACTS_SHEET = [
    ("M", None, "A", 6.0),
    ("M.1", "M", "1", 3.0),
    ("M.2", "M", "2", 1.0),
    ("M.3", "M", "3", 2.0),
    ("N", None, "B", 4.0),
    ("N.1", "N", "1", 3.0),
    ("N.2", "N", "2", 1.0),
]
#: The facts of that sheet: what its evaluations state so that nothing is found.
CONSISTENT_FACTS = {
    "hop": (6, ""),
    "so_hop": (6, "Sổ họp"),
    "nop": (10, ""),
    "da_nop": (10, ""),
    "chua_nop": (0, ""),
    "bao_cao": ({1: 2, 2: 2, 3: 2}, ""),
}
CONSISTENT_POINTS = {"M.1": 3.0, "M.2": 1.0, "M.3": 2.0, "N.1": 3.0, "N.2": 0.0}


class FactsCase(EvaluationCase):
    """An evaluation on a made-up sheet with facts, rules, relations and grades that contradicts nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criteria_set = cls.make_facts_set("FACTS")
        cls.evaluation = cls.make_consistent(cls.criteria_set)

    @classmethod
    def make_facts_set(cls, code, severities=None, texts=None, sections=(), publish=True, **values):
        """Make a set on :data:`FACTS_SHEET`.

        :param severities: the changed severities by check code
        :param texts: other texts of rows, by row code
        :param sections: the titles of the sections of its report
        """
        criteria_set = cls.make_criteria_set(code, FACTS_SHEET, publish=False, **values)
        rows = {row.code: row for row in criteria_set.criterion_ids}
        rows["M.1"].evidence_required = rows["N.2"].is_bonus = True
        rows["N.2"].may_not_apply = True  # by default, a bonus is earned or not
        rows["M.3"].base_points = 2.0
        for row, text in (texts or {}).items():
            rows[row].name = text
        facts = cls._make_indicators(criteria_set)
        cls._make_rules(rows, facts)
        cls.env["agency.evaluation.relation"].create(
            [
                {
                    "set_id": criteria_set.id,
                    "name": name,
                    "whole_id": facts[whole].id,
                    "part_ids": [Command.set([facts[part].id for part in parts])],
                }
                for name, whole, parts in (
                    ("Họp", "hop", ["so_hop"]),
                    ("Hồ sơ", "nop", ["da_nop", "chua_nop"]),
                )
            ]
        )
        cls.env["agency.evaluation.grade"].create(
            [
                {
                    "set_id": criteria_set.id,
                    "name": name,
                    "min_points": low,
                    "max_points": high,
                    "include_max": high == 10.0,
                    "floor_percent": floor,
                    "blocking_indicator_ids": [Command.set([facts[fact].id for fact in blocking])],
                }
                for name, low, high, floor, blocking in (
                    ("Tốt", 8.5, 10.0, 70.0, ["chua_nop"]),
                    ("Khá", 5.0, 8.5, 0.0, []),
                    ("Yếu", 0.0, 5.0, 0.0, []),
                )
            ]
        )
        cls.env["agency.evaluation.check.setting"].create(
            [
                {"set_id": criteria_set.id, "code": check, "severity": severity}
                for check, severity in (severities or {}).items()
            ]
        )
        cls.env["agency.evaluation.section.template"].create(
            [{"set_id": criteria_set.id, "title": title, "criterion_id": rows["M"].id} for title in sections]
        )
        if publish:
            criteria_set.action_publish()
        return criteria_set

    @classmethod
    def _make_indicators(cls, criteria_set):
        definitions = {
            "hop": {"name": "Cuộc họp"},
            "so_hop": {"name": "Cuộc họp trong sổ"},
            "nop": {"name": "Hồ sơ phải nộp"},
            "da_nop": {"name": "Hồ sơ đã nộp"},
            "chua_nop": {"name": "Hồ sơ chưa nộp", "decimals": 0},
            "bao_cao": {"name": "Báo cáo quý I", "frequency": "month", "months": "1-3"},
            "ty_le": {"name": "Tỷ lệ nộp", "unit": "%", "formula": "percent(da_nop, nop)"},
        }
        return {
            code: cls.env["agency.evaluation.indicator"].create(
                {"set_id": criteria_set.id, "code": code, "sequence": sequence, **values}
            )
            for sequence, (code, values) in enumerate(definitions.items())
        }

    @classmethod
    def _make_rules(cls, rows, facts):
        rules = {
            "M.1": {"effect": "award", "points": 0.5, "basis": "each", "indicator_id": facts["hop"].id},
            "M.2": {
                "effect": "award",
                "points": 1.0,
                "basis": "when",
                "indicator_id": facts["ty_le"].id,
                "operator": ">=",
                "threshold": 80,
            },
            "M.3": {
                "effect": "deduct",
                "points": 0.25,
                "basis": "period",
                "indicator_id": facts["bao_cao"].id,
                "operator": "<",
                "threshold": 2,
            },
        }
        cls.env["agency.evaluation.rule"].create(
            [{"criterion_id": rows[code].id, "name": f"Quy tắc {code}", **values} for code, values in rules.items()]
        )

    @classmethod
    def make_consistent(cls, criteria_set, **values):
        """Make an evaluation on a set of :meth:`make_facts_set` in which no check finds anything."""
        evaluation = cls.make_evaluation(criteria_set, **values)
        evaluation._state_facts(CONSISTENT_FACTS)
        for code, points in CONSISTENT_POINTS.items():
            cls.row(code, evaluation).write({"self_points": points})
        cls.make_paper(evaluation, codes=["M.1"], number="01/BB")
        return evaluation

    @classmethod
    def make_paper(cls, evaluation, codes=(), **values):
        """Make a document that is kept on paper, for the rows `codes`."""
        return cls.env["agency.evaluation.evidence"].create(
            {
                "evaluation_id": evaluation.id,
                "name": "Biên bản họp",
                "held_elsewhere": True,
                "register_reference": "Sổ họp 2020",
                "line_ids": [Command.set([cls.row(code, evaluation).id for code in codes])],
                **values,
            }
        )

    @classmethod
    def fact(cls, code, evaluation=None):
        """Return the fact of that code, as the superuser of the tests."""
        facts = (evaluation or cls.evaluation).fact_ids.filtered(lambda fact: fact.code == code)
        assert len(facts) == 1, f"{len(facts)} facts with the code {code}"
        return facts

    def submit(self):
        self.as_user("evaluator").action_submit()

    def check(self, evaluation=None):
        """Check as the evaluator; return the findings as the superuser of the tests."""
        evaluation = evaluation or self.evaluation
        self.as_user("evaluator", evaluation).action_check()
        evaluation.invalidate_recordset()
        return evaluation.finding_ids


class Sheet2020Case(ScoreSheetCase):
    """The 2020 sheet with the points of the paper and the facts of the report."""

    fact = FactsCase.__dict__["fact"]
    check = FactsCase.check

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.evaluation._state_facts(cls.facts_of_the_report())

    @classmethod
    def facts_of_the_report(cls):
        """Return the facts that the demo states, so that they are written in one place."""
        with file_open("agency_evaluation/demo/evaluation_2020_facts.xml", "rb") as file:
            (entries,) = etree.parse(file).xpath("//function[@name='_state_facts']/value[2]/@eval")
        return ast.literal_eval(entries.strip())
