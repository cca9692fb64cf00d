from odoo import fields, models
from odoo.exceptions import UserError

from ...scoring.round.years import move_years

#: What of a place is written anew, and where it stands; a section is moved on by hand, for its text has marks.
_FIELDS = {
    "name": ("name",),
    "guidance": ("guidance",),
    "rule": ("name", "note"),
    "fact": ("name", "note"),
    "note": ("note",),
    "paper_title": ("paper_title",),
    "report_title": ("report_title",),
}


class SetFindingNextYear(models.Model):
    """A text of the year before, which whoever has looked at it moves on."""

    _inherit = "agency.evaluation.set.finding"

    can_move_on = fields.Boolean(compute="_compute_can_move_on", help="The years that the text names can be moved on.")

    def _compute_can_move_on(self):
        for finding in self:
            is_old = finding.code == "text_of_year_before" and finding.set_id.state == "draft"
            finding.can_move_on = is_old and (finding.subject or "").partition(" ")[0] in _FIELDS

    def action_move_on(self):
        """Let the texts that these findings are about name the years of their set, as far as they name those before.

        :raises AccessError: unless the user is a manager
        :raises UserError: unless the set is a draft, or if a finding is about no such text
        """
        self.set_id._check_manager()
        self.set_id._check_structure()
        if not all(finding.can_move_on for finding in self):
            raise UserError(self.env._("Only texts that name the year before are moved on; open it and write it anew."))
        for criteria_set, findings in self.grouped("set_id").items():
            # sudo: agency.evaluation.criteria.set - the year of the set before, for a manager who has the later one
            previous = criteria_set.sudo().previous_set_id
            by = criteria_set.year - previous.year
            for finding in findings:
                record, names = finding._dated_record()
                texts = {name: record[name] for name in names if record[name]}
                record.write({name: move_years(text, previous._named_years(), by) for name, text in texts.items()})
        self.set_id._refresh_findings()
        return True

    def _dated_record(self):
        """Return the record whose text the finding is about, and the names of its fields."""
        self.ensure_one()
        kind, _space, name = self.subject.partition(" ")
        if kind == "rule":
            record = self.criterion_id.rule_ids[int(name) - 1 : int(name)]
        elif kind == "fact":
            record = self.set_id.indicator_ids.filtered(lambda indicator: indicator.name == name)
        else:
            record = self.criterion_id or self.set_id
        return record, _FIELDS[kind]
