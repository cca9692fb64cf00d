from odoo import api, fields, models
from odoo.tools import html_sanitize, is_html_empty

from ...scoring import marked_html, report_text
from ...scoring.report_text import Values
from ..lock.values import check_values
from ..sheet.once import once


class Section(models.Model):
    """A section of the yearly report in one evaluation.

    Its numbers are marks that name their fact (:mod:`marked_html`). They are filled in when the unit asks for it; until
    then a section says which of them are no longer what the fact says.
    """

    _name = "agency.evaluation.section"
    _description = "Section of an Evaluation's Report"
    _inherit = ["agency.evaluation.part"]
    _order = "evaluation_id.id desc, sequence, id"
    _rec_name = "template_id"

    # Found by the index of the order.
    evaluation_id = fields.Many2one(index=False)
    template_id = fields.Many2one(
        "agency.evaluation.section.template",
        string="Section",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
        open_in=("new",),
    )
    sequence = fields.Integer(related="template_id.sequence", store=True)
    level = fields.Integer(related="template_id.level", store=True, aggregator=None)
    number = fields.Char(related="template_id.number")
    title = fields.Char(compute="_compute_title")
    body = fields.Html(open_in=("draft",))
    filled = fields.Json(readonly=True, help="What the marks of the text were filled with last.")
    can_check = fields.Boolean(related="evaluation_id.can_check")

    _in_order_index = models.Index("(evaluation_id DESC, sequence, id)")
    _template_unique = models.Constraint("UNIQUE (evaluation_id, template_id)", "A report has a section once.")

    @api.depends("template_id.title", "evaluation_id.period_name", "evaluation_id.department_id.name")
    def _compute_title(self):
        for evaluation, sections in self.grouped("evaluation_id").items():
            names = evaluation._report_names()
            for section in sections:
                section.title = report_text.fill(evaluation._for_period(section.template_id.title or ""), names)

    @api.depends("number", "title")
    def _compute_display_name(self):
        for section in self:
            section.display_name = f"{section.number}. {section.title}" if section.number else section.title

    def write(self, vals):
        check_values(self, vals)
        if self._is_own_write(vals) or "body" not in vals:
            return super().write(vals)
        self._check_open_for(vals.keys())
        self.check_access("write")
        for section in self:
            body = section._tidy(vals["body"])
            super(Section, section).write({**vals, "body": body})
            section._remember_marks()
        return True

    def action_open(self):
        """Open the section in a dialog wide enough to write in."""
        return {**super().action_open(), "context": {"dialog_size": "extra-large"}}

    def action_fill(self):
        """Fill the sections again: numbers with what their facts say, lists with what the rows say.

        What was typed over by hand stays. One section alone is shown again.

        :raises AccessError: unless the user is an evaluator who may write the evaluation
        :raises UserError: unless it is a draft
        """
        self.evaluation_id._start("check")
        self.evaluation_id._add_contributor()
        self._fill_all()
        return self.action_open() if len(self) == 1 else True

    def _fill_all(self):
        for evaluation, sections in self.grouped("evaluation_id").items():
            now = evaluation._report_values(sections)
            for section in sections:
                section._fill(now)

    def _fill(self, now):
        texts, lists = {**self._filled().texts}, {**self._filled().lists}
        body = marked_html.fill(self.body, self._filled(), now)
        in_texts, in_lists = marked_html.marks(body)
        texts.update({name: now.texts[name] for name, _text in in_texts if name in now.texts})
        lists.update({name: now.lists[name] for name, _items in in_lists if name in now.lists})
        # sudo: agency.evaluation.section - whoever may fill the report may fill each section of it
        self.sudo()._write_through({"body": body, "filled": {"texts": texts, "lists": lists}})

    @once
    def _marks(self):
        """Return the marks and lists of the text as they read, see :func:`marked_html.marks`."""
        self.ensure_one()
        return marked_html.marks(self.body)

    def _filled(self):
        """Return what the marks were filled with last, as :class:`Values`."""
        self.ensure_one()
        return Values(**(self.filled or {}))

    def _tidy(self, body):
        """Return `body` as it is stored.

        :raises ValidationError: if it has a placeholder that stands for nothing
        """
        self.ensure_one()
        body = html_sanitize(body or "", sanitize_attributes=True)  # from here on it can be read as HTML
        texts = self.evaluation_id._report_texts() if "{{" in body else {}
        self.template_id._check_placeholders(body, texts, self.display_name)
        return marked_html.tidy(body, texts, self._filled())

    def _remember_marks(self):
        """Take marks that nobody filled, copied from another section or typed as a placeholder, as filled now."""
        filled = self._filled()
        texts, lists = marked_html.marks(self.body)
        new_texts = {name: text for name, text in texts if name not in filled.texts}
        new_lists = [name for name, _items in lists if name not in filled.lists]
        if not new_texts and not new_lists:
            return
        now = self.evaluation_id._report_lists() if new_lists else {}
        values = {
            "texts": {**new_texts, **filled.texts},
            "lists": {**{name: now.get(name, {}) for name in new_lists}, **filled.lists},
        }
        # sudo: agency.evaluation.section - it goes with the text that the user may write
        self.sudo()._write_through({"filled": values})

    def _is_empty(self):
        self.ensure_one()
        return is_html_empty(self.body)

    def _empty_titles(self):
        """Return the titles of the sections of one evaluation that say nothing, and are not there for those below."""
        levels = [*self.mapped("level"), 0]
        return [
            section.display_name
            for section, level, next_level in zip(self, levels, levels[1:], strict=False)
            if section._is_empty() and next_level <= level
        ]

    def _plain_texts(self):
        """Return what the sections of one evaluation say, by their titles."""
        return {section.display_name: text for section in self if (text := marked_html.plain(section.body))}

    def _tells_shortcomings(self):
        """Tell whether the section is where the report says in what the unit fell short."""
        self.ensure_one()
        _texts, lists = marked_html.marks(self.body)
        names, _misplaced = marked_html.placeholders(self.template_id.body)
        return "shortcomings" in {*dict(lists), *names}

    def _printed_body(self):
        """Return the text as it is printed: numbers filled in, no marks, and "……" where nothing is known."""
        self.ensure_one()
        return marked_html.printed(self.body, self.evaluation_id._report_texts)
