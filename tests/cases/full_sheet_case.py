from odoo.fields import Command

from .query_case import QueryCase

#: As many facts, sections and documents has the sheet of the demo.
FACTS, SECTIONS, DOCUMENTS = 60, 17, 10


class FullSheetCase(QueryCase):
    """Sheets of any number of rows, as full of facts, sections, documents and findings as the one of the demo."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["evaluator"].group_ids += cls.env.ref("base.group_partner_manager")

    @classmethod
    def make_facts_of(cls, criteria_set, facts=FACTS):
        """Give a draft set facts, a rule for each of its first leaves, a relation and a grade."""
        indicators = cls.env["agency.evaluation.indicator"].create(
            [
                {
                    "set_id": criteria_set.id,
                    "code": f"f{n}",
                    "name": f"Số liệu {n}",
                    "sequence": n,
                    "frequency": "month" if n % 6 == 0 else "year",
                    "formula": f"sum(f{n - 1}, f{n - 2})" if n % 6 == 5 else False,
                }
                for n in range(facts)
            ]
        )
        leaves = criteria_set.criterion_ids.filtered(lambda row: not row.is_heading)
        cls.env["agency.evaluation.rule"].create(
            [
                {
                    "criterion_id": leaf.id,
                    "name": "Quy tắc",
                    "effect": "award",
                    "points": 0.25,
                    "basis": "each",
                    "indicator_id": indicator.id,
                }
                for leaf, indicator in zip(leaves, indicators[:FACTS], strict=False)
            ]
        )
        cls.env["agency.evaluation.relation"].create(
            {
                "set_id": criteria_set.id,
                "name": "Bằng nhau",
                "whole_id": indicators[1].id,
                "part_ids": [Command.set(indicators[2].ids)],
            }
        )
        cls.env["agency.evaluation.grade"].create(
            {
                "set_id": criteria_set.id,
                "name": "Đạt",
                "max_points": criteria_set.total_points,
                "include_max": True,
                "blocking_indicator_ids": [Command.set(indicators[3].ids)],
            }
        )

    @classmethod
    def make_full_set(cls, rows):
        criteria_set = cls.make_large_set(rows, f"FULL-{rows}", publish=False)
        cls.make_facts_of(criteria_set)
        texts = ["<p>Đã ban hành {{f1}} văn bản, đạt {{total}} điểm.</p>", "<ul><li>{{shortcomings}}</li></ul>"]
        cls.env["agency.evaluation.section.template"].create(
            [
                {
                    "set_id": criteria_set.id,
                    "sequence": n,
                    "number": str(n),
                    "title": f"Phần {n}",
                    "body": texts[n] if n < len(texts) else f"<p>Kết quả: {{{{f{n}}}}}, {{{{f{n + 1}}}}}.</p>",
                }
                for n in range(SECTIONS)
            ]
        )
        criteria_set.action_publish()
        return criteria_set

    @classmethod
    def make_full_sheet(cls, criteria_set):
        """Make a draft that is scored, stated, proved, reported and checked, with something found on every row."""
        evaluation = cls.make_evaluation(criteria_set)
        stated = evaluation.fact_ids.filtered(lambda fact: not fact.formula)
        evaluation._state_facts(
            {fact.code: (dict.fromkeys(range(1, 13), 1) if fact.frequency == "month" else 2, "Sổ") for fact in stated}
        )
        leaves = evaluation.line_ids.filtered(lambda line: not line.is_heading)
        leaves.write({"self_points": 0.75})
        cls.env["agency.evaluation.evidence"].create(
            [
                {
                    "evaluation_id": evaluation.id,
                    "name": f"Quyết định {n}",
                    "held_elsewhere": True,
                    "register_reference": f"Hồ sơ {n}",
                    "line_ids": [Command.set(leaves[n::DOCUMENTS].ids)],
                    "fact_ids": [Command.set(stated[n::DOCUMENTS].ids)],
                }
                for n in range(DOCUMENTS)
            ]
        )
        evaluation.section_ids._fill_all()
        evaluation._state_facts({"f2": (4, "Sổ")})  # of which the report now says something else
        evaluation._refresh_findings()
        return evaluation
