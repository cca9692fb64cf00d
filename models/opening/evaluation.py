from odoo import models

from ..agency.identity import COMPANY_FIELDS
from ..sheet.once import reading
from .read_ahead import Children, Links, Records, find, keep, keep_related

#: What forms show, and what follows from it.
WHOLE_LISTS = ("line_ids", "finding_ids", "section_ids", "fact_ids")
#: The lists into which forms divide the facts.
_FACT_LISTS = ("monthly_fact_ids", "quarterly_fact_ids", "yearly_fact_ids")


class EvaluationOpening(models.Model):
    """What the form of an evaluation shows, read in one statement."""

    _inherit = "agency.evaluation"

    def web_read(self, specification):
        with reading(self.env):
            if len(self) == 1 and self.id and "line_ids" in specification:
                self.fetch()
                self._read_ahead(WHOLE_LISTS, specification)
            return super().web_read(specification)

    def _read_ahead(self, lists, others=()):
        """Fill the cache with what is shown of this evaluation, itself read already, and what that follows from.

        The lists have the records that the user may read.

        :param lists: those of :data:`WHOLE_LISTS` of which everything is read; the facts are always among them
        :param others: names among which are other lists, of which ids are read
        """
        # sudo: points follow from all facts and from the criteria set, whoever looks at them
        evaluation = self.sudo()
        parts = [*evaluation._lists_ahead(lists, others, self.env), *evaluation._names_ahead()]
        keep(parts, find(self.env, parts))
        evaluation.criteria_set_id._keep_ahead()
        self._keep_facts()
        if "line_ids" in lists:
            keep_related(self.line_ids)

    def _lists_ahead(self, lists, others, reader):
        whole = {name: Children(self, name, reader=reader) for name in lists}
        measures = Children(whole["fact_ids"], "measure_ids", domain=[("evaluation_id", "=", self.id)])
        ids = [
            Children(self, name, [], reader=reader)
            for name in others
            if self._is_list_of_ours(name) and name not in {*whole, *_FACT_LISTS}
        ]
        links = [Links(whole["line_ids"], "evidence_ids")] if "line_ids" in whole else []
        return [*whole.values(), measures, *ids, *links]

    def _is_list_of_ours(self, name):
        """Tell whether a field lists records that a user finds wherever rules let them be read.

        Models of other addons may find less than that, as activities do.
        """
        field = self._fields[name]
        return field.type == "one2many" and field.comodel_name.startswith(f"{self._name}.")

    def _keep_facts(self):
        """Put the lists into which forms divide the facts into the cache."""
        for name in _FACT_LISTS:
            field = self._fields[name]
            # sudo: agency.evaluation.indicator - which list a fact stands in is no secret to who sees it
            found = self.fact_ids.sudo().filtered_domain(field.get_comodel_domain(self))
            field._insert_cache(self, [found._ids])

    def _names_ahead(self):
        """Return whose names are shown, and what unit and agency were called."""
        unit, agency, criteria_set = self.department_id, self.company_id, self.criteria_set_id
        users = self.user_id | self.reviewer_id | self.approver_id
        return [
            Records(criteria_set, [("id", "=", criteria_set.id)]),
            Records(criteria_set, [("id", "=", criteria_set.id)], ["write_date"]),
            Records(unit, [("id", "=", unit.id)]),
            Children(unit, "agency_former_name_ids"),
            Records(agency, [("id", "=", agency.id)], [*COMPANY_FIELDS.values()]),
            Children(agency, "agency_former_identity_ids"),
            Records(users, [("id", "in", users.ids)], ["partner_id"]),
            Records(users.env["res.partner"], [("user_ids", "in", users.ids)], ["name"]),
        ]
