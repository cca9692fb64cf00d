from odoo import api, fields, models

from ...scoring import report_text
from ...scoring.report_text import State


class SectionOutdated(models.Model):
    """What a section of the report says otherwise than the facts and rows do by now."""

    _inherit = "agency.evaluation.section"

    outdated = fields.Json(
        compute="_compute_outdated", help="The marks that are open or say something else than their facts, by name."
    )
    outdated_text = fields.Text(string="Out of Date", compute="_compute_outdated")
    outdated_count = fields.Integer(compute="_compute_outdated")
    open_count = fields.Integer(string="Left Open", compute="_compute_outdated")
    can_fill = fields.Boolean(compute="_compute_outdated", help="Filling the section again would change it.")

    @api.depends(
        "body",
        "filled",
        "evaluation_id.fact_ids.measure_ids.value",
        "evaluation_id.claimed_grade_id",
        "evaluation_id.period_name",
        "evaluation_id.grade_label",
        "evaluation_id.summed_up",
        "evaluation_id.evidence_ids",
        "evaluation_id.line_ids.explanation",
        "evaluation_id.line_ids.improvement",
    )
    @api.depends_context("lang")
    def _compute_outdated(self):
        for evaluation, sections in self.grouped("evaluation_id").items():
            now = evaluation._report_values(sections) if evaluation else report_text.Values()
            for section in sections:
                section._show_outdated(section._outdated(now))

    def _outdated(self, now):
        """Return how the section differs from what it would be filled with `now`, as :class:`report_text.Outdated`."""
        self.ensure_one()
        return report_text.find_outdated(*self._marks(), self._filled(), now)

    def _outdated_by_title(self):
        """Return, by their titles, how the sections of one evaluation differ from what they would be filled with."""
        if not self:
            return {}
        now = self.evaluation_id._report_values(self)
        return {section.display_name: section._outdated(now) for section in self}

    def _show_outdated(self, found):
        differing = found.differing
        self.outdated = {text.name: {"state": text.state.name, "value": text.value} for text in found.texts}
        self.outdated_count = found.count
        self.open_count = found.open_places
        self.can_fill = found.can_be_filled
        texts = [self._describe_text(text.name, text.state.name, text.text, text.value) for text in differing]
        texts += [self._describe_list(name, plan.changes) for name, plan in found.lists]
        self.outdated_text = "\n".join(texts) or False

    def _describe_text(self, name, state, text, value):
        """Return in words that a mark says `text` and its fact says `value`."""
        values = {"fact": self._describe_name(name), "text": text, "value": value}
        if name in report_text.PERIOD_NAMES:
            return self.env._("“%(fact)s”: the text says %(text)s, but it is %(value)s.", **values)
        if state == State.TYPED.name:
            return self.env._("“%(fact)s”: %(text)s was typed over, the fact says %(value)s.", **values)
        return self.env._("“%(fact)s”: the text says %(text)s, the fact says %(value)s.", **values)

    def _describe_list(self, name, changes):
        """Return in words how a list would change: the texts of its items by “added”, “changed” and “removed”."""
        kinds = {
            "added": self.env._("new: %(items)s", items=changes.get("added", "")),
            "changed": self.env._("changed: %(items)s", items=changes.get("changed", "")),
            "removed": self.env._("no longer: %(items)s", items=changes.get("removed", "")),
        }
        return self.env._(
            "The list “%(list)s” is not up to date; %(changes)s",
            list=self._describe_name(name),
            changes="; ".join(text for kind, text in kinds.items() if changes.get(kind)),
        )

    def _describe_name(self, name):
        names = {
            "total": self.env._("Total of the points"),
            "grade": self.env._("Self-Classification"),
            "documents": self.env._("Documents of the evidence"),
            **dict.fromkeys(("period", "Period"), self.env._("Period")),
            **dict.fromkeys(("next_period", "Next_period"), self.env._("Next Period")),
            "shortcomings": self.env._("Shortcomings"),
            "directions": self.env._("Directions"),
        }
        # sudo: agency.evaluation.fact - the names of facts are no secret to who reads the report
        facts = self.sudo().evaluation_id.fact_ids
        return names.get(name) or facts.filtered(lambda fact: fact.code == name).display_name or name
