from collections.abc import Mapping

from odoo import models

from ..agency.identity import COMPANY_FIELDS
from ..sheet.once import reading
from .read_ahead import Children, Links, Plain, Records, find, keep, keep_related

#: What forms show, and what follows from it.
WHOLE_LISTS = ("line_ids", "finding_ids", "section_ids", "fact_ids", "evidence_ids")
#: The lists into which forms divide the facts.
_FACT_LISTS = ("monthly_fact_ids", "quarterly_fact_ids", "yearly_fact_ids")
#: What of facts is looked at whatever is shown of them.
_OF_FACTS = ("indicator_id", "origin")


class EvaluationOpening(models.Model):
    """What the form of an evaluation shows, read in one statement."""

    _inherit = "agency.evaluation"

    def web_read(self, specification):
        with reading(self.env):
            if len(self) == 1 and self.id and (lists := self._lists_shown(specification)):
                self.fetch()
                self._read_ahead(lists, specification)
            return super().web_read(specification)

    def _lists_shown(self, specification):
        """Return the names of the lists of which everything is read, as :meth:`_read_ahead` takes them."""
        shown = {name for name, what in specification.items() if isinstance(what, Mapping) and what.get("fields")}
        lists = shown & {*WHOLE_LISTS}
        if shown & {*_FACT_LISTS}:
            lists.add("fact_ids")
        # What is found in rows is shown with them, and findings name documents.
        if "line_ids" in specification:
            lists |= {"line_ids", "finding_ids"}
        elif "finding_ids" in lists:
            lists.add("evidence_ids")
        return lists

    def _read_ahead(self, lists, others=(), of_set=None):
        """Fill the cache with what is shown of this evaluation, itself read already, and what that follows from.

        The lists have the records that the user may read.

        :param lists: those of :data:`WHOLE_LISTS` of which everything is read; of facts a little is read always
        :param others: names among which are other lists, of which ids are read
        :param of_set: what is read of the criteria set, as :meth:`CriteriaSetOpening._keep_ahead` takes it; None for
            what the lists show
        """
        # sudo: points follow from all facts and from the criteria set, whoever looks at them
        evaluation = self.sudo()
        parts = [
            *evaluation._names_ahead("line_ids" in lists),
            *evaluation._lists_ahead(lists, others, self.env),
            *evaluation._plain_ahead(lists),
        ]
        keep(parts, find(self.env, parts))
        evaluation.criteria_set_id._keep_ahead(of_set or self._shown_of_set(lists))
        self._keep_facts()
        if "line_ids" in lists:
            keep_related(self.line_ids)

    def _shown_of_set(self, lists):
        if "line_ids" not in lists:
            return "tabs"
        return "sheet" if {"fact_ids", "section_ids"}.isdisjoint(lists) else "all"

    def _lists_ahead(self, lists, others, reader):
        whole = {name: Children(self, name, reader=reader) for name in lists}
        facts = whole.setdefault("fact_ids", Children(self, "fact_ids", _OF_FACTS, reader=reader))
        measures = Children(facts, "measure_ids", domain=[("evaluation_id", "=", self.id)])
        ids = [
            Children(self, name, [], reader=reader)
            for name in others
            if self._is_list_of_ours(name) and name not in {*whole, *_FACT_LISTS}
        ]
        links = [Links(whole["line_ids"], "evidence_ids")] if "line_ids" in whole else []
        return [*whole.values(), *([measures] if "fact_ids" in lists else []), *ids, *links]

    def _plain_ahead(self, lists):
        """Return what points and badges follow from, and is read as plain values."""
        numbers = Plain(self._select_numbers(), self._keep_numbers)
        if {"line_ids", "section_ids"}.isdisjoint(lists):
            return [numbers]
        return [
            numbers,
            Plain(self._select_marked(), lambda rows: self._marked_sections.know(self, self._marked_found(rows))),
            Plain(self._select_reported(), lambda rows: self._report_lists.know(self, self._lists_found(rows))),
            Plain(self._select_sums(), self._keep_sums),
        ]

    def _is_list_of_ours(self, name):
        """Tell whether a field lists records that a user finds wherever rules let them be read.

        Models of other addons may find less than that, as activities do.
        """
        field = self._fields[name]
        return field.type == "one2many" and field.comodel_name.startswith(f"{self._name}.")

    def _keep_facts(self):
        """Put the lists into which forms divide the facts into the cache."""
        listed = {name: [] for name in _FACT_LISTS}
        # sudo: agency.evaluation.indicator - which list a fact stands in is no secret to who sees it
        asked, indicator_of = self._indicators(), {fact.id: fact.indicator_id.id for fact in self.sudo().fact_ids}
        for id_ in self.fact_ids._ids:
            listed[self._list_of(asked[indicator_of[id_]])].append(id_)
        for name, ids in listed.items():
            self._fields[name]._insert_cache(self, [tuple(ids)])

    def _names_ahead(self, has_people):
        """Return whose names are shown, and what unit and agency were called.

        :param has_people: whether users are among them
        """
        unit, agency, criteria_set = self.department_id, self.company_id, self.criteria_set_id
        users = self.user_id | self.reviewer_id | self.approver_id
        people = [
            Records(users, [("id", "in", users.ids)], ["partner_id"]),
            Records(users.env["res.partner"], [("user_ids", "in", users.ids)], ["name"]),
        ]
        return [
            Records(criteria_set, [("id", "=", criteria_set.id)], more=["write_date"]),
            Records(unit, [("id", "=", unit.id)]),
            Children(unit, "agency_former_name_ids"),
            Records(agency, [("id", "=", agency.id)], [*COMPANY_FIELDS.values()]),
            Children(agency, "agency_former_identity_ids"),
            *(people if has_people else ()),
        ]
