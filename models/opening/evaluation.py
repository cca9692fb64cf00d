from odoo import models

from ..agency.identity import COMPANY_FIELDS
from .read_ahead import Children, Links, Records, read_ahead


class EvaluationOpening(models.Model):
    """What the form of an evaluation shows, read in one statement."""

    _inherit = "agency.evaluation"

    def web_read(self, specification):
        if len(self) == 1 and self.id and "line_ids" in specification:
            self._read_ahead(specification)
        return super().web_read(specification)

    def _read_ahead(self, specification):
        """Fill the cache with what a form of this evaluation shows and computes."""
        self.fetch()
        # sudo: everything below - points follow from all facts and from the criteria set, whoever looks at them
        evaluation = self.sudo()
        read_ahead(
            self.env,
            [
                *self._lists_ahead(specification),
                *evaluation._facts_ahead(),
                *evaluation._set_ahead(),
                *evaluation._names_ahead(),
            ],
        )

    def _lists_ahead(self, specification):
        """Return the lists of the form: which records they have by the rules of the user, and what is shown of them."""
        lines = Children(self, "line_ids")
        findings = Children(self, "finding_ids")
        sections = Children(self, "section_ids")
        lists = {"line_ids": lines, "finding_ids": findings, "section_ids": sections}
        for name in specification:
            field = self._fields[name]
            if field.type == "one2many" and name not in lists:
                lists[name] = Children(self, name, [])
        return [*lists.values(), Links(lines, "evidence_ids")]

    def _facts_ahead(self):
        of_evaluation = [("evaluation_id", "=", self.id)]
        facts = Children(self, "fact_ids")
        return [facts, Children(facts, "measure_ids", domain=of_evaluation)]

    def _names_ahead(self):
        """Return whose names are shown, and what unit and agency were called."""
        unit, agency = self.department_id, self.company_id
        users = self.user_id | self.reviewer_id | self.approver_id
        return [
            Records(unit, [("id", "=", unit.id)]),
            Children(unit, "agency_former_name_ids"),
            Records(agency, [("id", "=", agency.id)], ["name", *COMPANY_FIELDS.values()]),
            Children(agency, "agency_former_identity_ids"),
            Records(users, [("id", "in", users.ids)], ["partner_id"]),
            Records(users.env["res.partner"], [("user_ids", "in", users.ids)], ["name"]),
        ]

    def _set_ahead(self):
        criteria_set = self.criteria_set_id
        criteria = Children(criteria_set, "criterion_ids")
        relations, grades = Children(criteria_set, "relation_ids"), Children(criteria_set, "grade_ids")
        return [
            Records(criteria_set, [("id", "=", criteria_set.id)]),
            criteria,
            Children(criteria, "rule_ids", domain=[("criterion_id.set_id", "=", criteria_set.id)]),
            Children(criteria_set, "indicator_ids"),
            relations,
            Links(relations, "part_ids"),
            grades,
            Links(grades, "blocking_indicator_ids"),
        ]
