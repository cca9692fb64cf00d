from odoo import models
from odoo.exceptions import UserError

from ...scoring import period_names
from ...scoring.facts import is_code
from ...scoring.intake.fact_names import make_code
from ...scoring.intake.outline import base_points, make_outline
from ...scoring.points import sum_points
from ...scoring.rules import Basis


class IntakeMaking(models.Model):
    """From the rows of an import to a criteria set, and to an evaluation with the points that the paper states."""

    _inherit = "agency.evaluation.intake"

    def _make_criteria_set(self):
        """Return a draft criteria set made of the rows.

        :raises UserError: if doubts stand in its way
        """
        self.ensure_one()
        entries = self.line_ids._entries()
        outline = make_outline(entries)
        if texts := self._describe_blocking(entries, outline):
            raise UserError(
                self.env._(
                    "%(sheet)s cannot become a criteria set:\n%(doubts)s",
                    sheet=self.name,
                    doubts="\n".join(f"- {text}" for text in texts),
                )
            )
        criteria_set = self.env["agency.evaluation.criteria.set"].create(self._prepare_set_values(outline))
        criteria = self._make_criteria(criteria_set, outline, entries)
        self._make_rules(criteria_set, outline, criteria)
        return criteria_set

    def _prepare_set_values(self, outline):
        total = self._total_line()._entries()
        points = sum_points(node.maximum for node in outline.groups)
        values = {
            "name": self.name,
            "code": (self.code or "").strip() or self._free_code(),
            "year": self.year,
            "company_id": False if self.is_shared else self.company_id.id,
            "declared_points": points if not total or total[0].maximum is None else total[0].maximum,
            "note": self.env._("Imported from %(origin)s.", origin=self.filename or self.env._("pasted rows")),
        }
        if self.paper_title:
            values["paper_title"] = self.paper_title
        return values

    def _free_code(self):
        """Return a code from the year that no criteria set has."""
        # sudo: agency.evaluation.criteria.set - codes of sets that the user does not see are taken too
        taken = set(self.env["agency.evaluation.criteria.set"].sudo().search([("year", "=", self.year)]).mapped("code"))
        code, again = f"BCD-{self.year}", 2
        while code in taken:
            code, again = f"BCD-{self.year}-{again}", again + 1
        return code

    def _make_criteria(self, criteria_set, outline, entries):
        """Return the criterion of each node by its place among the rows; a level at a time, for parents come first."""
        Criterion = self.env["agency.evaluation.criterion"]
        made = {}
        by_depth = {}
        for sequence, node in enumerate(outline.nodes, 1):
            by_depth.setdefault(node.depth, []).append((sequence, node))
        for _depth, nodes in sorted(by_depth.items()):
            records = Criterion.create(
                [
                    {
                        "set_id": criteria_set.id,
                        "parent_id": made[node.parent.index].id if node.parent else False,
                        "sequence": sequence,
                        "code": node.code,
                        "number": node.entry.number,
                        "name": node.text,
                        "max_points": node.maximum,
                        "is_bonus": node.entry.bonus,
                        "base_points": base_points(node.maximum, [entries[place] for place in node.rules]),
                    }
                    for sequence, node in nodes
                ]
            )
            made.update({node.index: record for (_sequence, node), record in zip(nodes, records, strict=True)})
        return made

    def _make_rules(self, criteria_set, outline, criteria):
        """Make the rules, with one fact for each code that they name."""
        lines = self.line_ids
        owners = {place: node for node in outline.nodes for place in node.rules}
        facts = self._make_facts(criteria_set, [(lines[place], node) for place, node in sorted(owners.items())])
        self.env["agency.evaluation.rule"].create(
            [
                {
                    "criterion_id": criteria[node.index].id,
                    "sequence": place,
                    "name": lines[place].name or lines[place].fact_name,
                    "is_printed": lines[place].is_printed,
                    **(self._prepare_effect(lines[place], facts[lines[place]]) if lines[place].effect else {}),
                }
                for place, node in sorted(owners.items())
            ]
        )
        for node in outline.nodes:
            lines[node.index]._write_through({"criterion_id": criteria[node.index].id})

    def _prepare_effect(self, line, fact):
        rule = line._rule()
        return {
            "effect": rule.effect.value,
            "points": rule.points,
            "basis": rule.basis.value,
            "indicator_id": fact.id,
            "step": rule.step,
            "operator": rule.operator,
            "threshold": rule.threshold,
            "max_times": line.max_times,
            "note": False if line.is_sure else self.env._("Read from the text by the import; to be checked."),
        }

    def _make_facts(self, criteria_set, rules):
        """Return the fact of each rule with an effect, by its row.

        :param rules: (row, node of its criterion)
        :raises UserError: if a code cannot name a fact
        """
        codes = {line: (line.fact_code or "").strip() for line, _node in rules if line.effect}
        taken = set(filter(None, codes.values()))
        values = {}
        for line, node in rules:
            if not line.effect:
                continue
            code = codes[line]
            if code and not is_code(code):
                raise UserError(
                    self.env._(
                        "%(row)s: %(code)s cannot name a fact: use letters without accents, digits and underscores.",
                        row=node.code,
                        code=code,
                    )
                )
            if not code:
                codes[line] = code = make_code(line.fact_name or line.name or "", taken)
                taken.add(code)
            values.setdefault(code, self._prepare_fact(criteria_set, line, node, code, len(values)))
        facts = self.env["agency.evaluation.indicator"].create(list(values.values()))
        by_code = dict(zip(values, facts, strict=True))
        return {line: by_code[code] for line, code in codes.items()}

    def _prepare_fact(self, criteria_set, line, node, code, place):
        basis, is_share = line._rule().basis, (line.fact_unit or "").strip() == "%"
        # What is taken step by step is counted; whatever else may be measured, too.
        decimals = {"decimals": 2} if is_share else {"decimals": 0} if basis is Basis.EACH else {}
        return {
            "set_id": criteria_set.id,
            "sequence": 10 * (place + 1),
            "code": code,
            "name": line.fact_name or line.name,
            "unit": line.fact_unit,
            "frequency": "month" if line.is_monthly or basis.is_monthly else "year",
            "aggregate": "mean" if is_share else "sum",
            **decimals,
            "note": f"{node.code}: {node.text}",
        }

    def _prepare_period(self):
        """Return the days of the part of the year that the title is about; none where it is about the year."""
        period = period_names.read(self.name or "")
        if not period or period[0].year != self.criteria_set_id.year:
            return {}
        return dict(zip(("date_from", "date_to"), period, strict=True))

    def _make_evaluation(self):
        """Return an evaluation in which the paper's points stand beside the rows."""
        self.ensure_one()
        if self.criteria_set_id.state == "draft":
            self.criteria_set_id.action_publish()
        evaluation = self.env["agency.evaluation"].create(
            {
                "criteria_set_id": self.criteria_set_id.id,
                "department_id": self.department_id.id,
                "user_id": self.user_id.id,
                **self._prepare_period(),
            }
        )
        criteria = self.line_ids.filtered("criterion_id")
        points = {line.criterion_id.code: line._entry().own for line in criteria}
        total = self._total_line()
        evaluation._state_paper_points(points, total._entry().own if total else None)
        return evaluation
