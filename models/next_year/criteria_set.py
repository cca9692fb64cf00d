from dataclasses import replace

from odoo import fields, models
from odoo.exceptions import UserError

from ...scoring import marked_html, set_checks
from ...scoring.round.years import find_years, move_years
from ..revision.line import NEW_ROW


class CriteriaSetNextYear(models.Model):
    """The set of the next year: a copy of this one, with what is to be looked at in it."""

    _inherit = "agency.evaluation.criteria.set"

    previous_set_id = fields.Many2one(
        "agency.evaluation.criteria.set",
        string="Set Before",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The set of the year before, of which this one was made.",
    )

    def action_next_year(self):
        """Copy the set for the next year, and list where it still names the year of this one; return what opens it.

        Its year, its code and its name are those of the next year. Every other text stays until somebody changes it.

        :raises AccessError: unless the user is a manager
        :raises UserError: if the set is a draft, or if its year is the last that there is
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self._next_year().id,
            "views": [(False, "form")],
        }

    def _next_year(self):
        """Return the set of the next year that was made of this one; make it where there is none."""
        self.ensure_one()
        self._check_manager()
        self.check_access("read")
        if self.state == "draft":
            raise UserError(self.env._("%(set)s is a draft; publish it first.", set=self.display_name))
        if following := self.search([("previous_set_id", "=", self.id)], order="id desc", limit=1):
            return following
        following = self.copy(self._next_year_values())
        # What points back is said by own code alone.
        following._write_through({"previous_set_id": self.id})
        following._refresh_findings()
        return following

    def _next_year_values(self):
        year = self.year + 1
        moved = {name: move_years(self[name], [self.year], 1) for name in ("name", "code")}
        code = moved["code"] if moved["code"] != self.code else f"{self.code}-{year}"
        taken = self.search([("code", "=like", f"{code}%")]).mapped("code")
        if code in taken:
            code = next(new for number in range(2, len(taken) + 3) if (new := f"{code}-{number}") not in taken)
        name = moved["name"] if moved["name"] != self.name else f"{self.name} – {year}"
        return {"year": year, "name": name, "code": code}

    def _checked_set(self):
        checked = super()._checked_set()
        # sudo: agency.evaluation.criteria.set - what the set was made of is no secret to who authors it
        previous = self.sudo().previous_set_id
        if not previous or previous.year == self.year:
            return checked
        old = set(previous._dated_texts())
        years = previous._named_years()
        stayed = [
            set_checks.OldText(row, place, " · ".join(found))
            for row, place, text in self._dated_texts()
            if (row, place, text) in old and (found := list(find_years(text, years)))
        ]
        return replace(checked, old_texts=stayed)

    def _named_years(self):
        """Return the years that texts of the set may speak of as its own time: its year, and those beside it."""
        self.ensure_one()
        return self.year - 1, self.year, self.year + 1

    def _dated_texts(self):
        """Yield (code of the row or None, where it stands, text) of all that somebody wrote in the set."""
        self.ensure_one()
        for name in ("paper_title", "report_title", "note"):
            yield None, name, self[name] or ""
        for row in self.criterion_ids:
            yield row.code, "name", row.name or ""
            yield row.code, "guidance", row.guidance or ""
            for place, rule in enumerate(row.rule_ids, 1):
                yield row.code, f"rule {place}", "\n".join(filter(None, (rule.name, rule.note)))
        for indicator in self.indicator_ids:
            yield None, f"fact {indicator.name}", "\n".join(filter(None, (indicator.name, indicator.note)))
        for section in self.section_ids:
            yield None, f"section {section.title}", f"{section.title}\n{marked_html.plain(section.body)}"

    def _row_changes(self):
        """Return the names of what changed in each row since the set before, by its code; all rows are in it."""
        self.ensure_one()
        # sudo: agency.evaluation.criteria.set - in what a set changed is no secret to who reads it
        previous = self.sudo().previous_set_id
        if not previous:
            return {}
        old, new = previous._revision_sheet(), self.sudo()._revision_sheet()
        return {
            code: [NEW_ROW] if source is None else [aspect.value for aspect in new.changes(code, old, source)]
            for source, code in new.pair_up(old)
            if code is not None
        }
