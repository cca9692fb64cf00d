from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...scoring import marked_html, report_text
from ...scoring.report_text import LIST_NAMES, TEXT_NAMES, TITLE_NAMES


class SectionTemplate(models.Model):
    """A section of the yearly report, as every evaluation on the criteria set starts with it.

    Its text names facts by their codes, as in {{vb_di}}, and what :mod:`report_text` names besides.
    """

    _name = "agency.evaluation.section.template"
    _description = "Section of the Report"
    _inherit = ["agency.evaluation.set.part"]
    _order = "set_id, sequence, id"
    _rec_name = "title"

    sequence = fields.Integer(default=10, open_in=("draft",))
    level = fields.Integer(
        default=0,
        aggregator=None,
        help="How deep the section lies: 0 for I, 1 for 1, 2 for 1.1 in the report.",
        open_in=("draft",),
    )
    number = fields.Char(help="As printed, such as II or 1.1, without a point at its end.", open_in=("draft",))
    title = fields.Char(required=True, open_in=("draft",))
    body = fields.Html(
        help="What it starts with. {{code}} stands for the number of a fact; {{period}} and {{next_period}} (at the "
        "start of a sentence {{Period}}, {{Next_period}}), {{year}}, {{next_year}}, {{unit}}, {{agency}}, {{total}}, "
        "{{grade}} and {{documents}} for what they say; {{shortcomings}} and {{directions}}, alone in an item of a "
        "list, for the rows that lost points and for what will be improved.",
        open_in=("draft",),
    )
    criterion_id = fields.Many2one(
        "agency.evaluation.criterion",
        string="Group",
        ondelete="set null",
        index="btree_not_null",
        domain="[('set_id', '=', set_id), ('parent_id', '=', False)]",
        help="The group of criteria that the section tells about.",
        open_in=("draft",),
    )

    _level_check = models.Constraint("CHECK (level BETWEEN 0 AND 2)", "A section lies 0, 1 or 2 levels deep.")

    @api.constrains("body", "title", "set_id")
    def _check_names(self):
        for template in self:
            if faults := template._describe_faults():
                raise ValidationError("\n".join(faults))

    def _describe_faults(self):
        """Return what is wrong with the placeholders of the section, one text each."""
        self.ensure_one()
        codes = self.set_id.indicator_ids.mapped("code")
        place = f"{self.number}. {self.title}" if self.number else self.title
        in_title = [name for _part, name in report_text.split(self.title or "") if name is not None]
        return [
            *self._describe_unknown(place, in_title, TITLE_NAMES),
            *self._describe_misused(place, self.body, {*codes, *TEXT_NAMES}),
        ]

    def _check_placeholders(self, body, names, place):
        """:raises ValidationError: if a placeholder of `body` is none of `names`, or of a list and not in one"""
        if faults := self._describe_misused(place, body, names):
            raise ValidationError("\n".join(faults))

    def _describe_misused(self, place, body, names):
        found, misplaced = marked_html.placeholders(body)
        return [
            *self._describe_unknown(place, found, {*names, *LIST_NAMES}),
            *(
                self.env._(
                    "Section “%(section)s”: {{%(name)s}} becomes a list, so it stands alone in an item of a list.",
                    section=place,
                    name=name,
                )
                for name in dict.fromkeys(misplaced)
            ),
        ]

    def _describe_unknown(self, place, names, known):
        for unknown in report_text.find_unknown(names, known):
            values = {"section": place, "name": unknown.name, "near": ", ".join(unknown.near)}
            if unknown.near:
                yield self.env._(
                    "Section “%(section)s”: {{%(name)s}} stands for nothing. Did you mean %(near)s?", **values
                )
            else:
                yield self.env._("Section “%(section)s”: {{%(name)s}} stands for nothing.", **values)
