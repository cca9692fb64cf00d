import json

from odoo import api, models, tools
from odoo.tools import SQL

from ...scoring import marked_html, report_text


class EvaluationStart(models.Model):
    """The sections that the report of a new evaluation starts with: nothing is stated yet, so its numbers are open."""

    _inherit = "agency.evaluation"

    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create(vals_list)
        if evaluations:
            evaluations._make_sections()
        return evaluations

    def _make_sections(self):
        """Make the sections of new evaluations, as the criteria set words them.

        A text is made ready once for all evaluations in which it reads the same.
        """
        starts, places = [], {}
        # sudo: agency.evaluation.section.template - the report starts as the set says, whoever makes the evaluation
        for evaluation in self.sudo():
            names = evaluation._report_names()
            for template in evaluation.criteria_set_id.section_ids:
                text = evaluation._section_start(template, names)
                place = places.setdefault(text, len(places))
                starts.append({"evaluation": evaluation.id, "template": template.id, "place": place})
        if not starts:
            return
        texts = [{"place": place, "body": body, "filled": filled} for (body, filled), place in places.items()]
        self.env["agency.evaluation.section.template"].flush_model()
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                """
                INSERT INTO agency_evaluation_section (
                    evaluation_id, template_id, sequence, level, body, filled,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT evaluation.id, template.id, template.sequence, template.level, text.body, text.filled::jsonb,
                       evaluation.create_uid, evaluation.create_date, evaluation.create_uid, evaluation.create_date
                  FROM jsonb_to_recordset(%(starts)s::jsonb) AS start (
                           evaluation integer, template integer, place integer
                       )
                  JOIN jsonb_to_recordset(%(texts)s::jsonb) AS text (place integer, body text, filled text)
                    ON text.place = start.place
                  JOIN agency_evaluation evaluation ON evaluation.id = start.evaluation
                  JOIN agency_evaluation_section_template template ON template.id = start.template
              ORDER BY evaluation.id, template.sequence, template.id
                """,
                starts=json.dumps(starts),
                texts=json.dumps(texts),
            )
        )
        self._parts_made("section_ids")

    def _section_start(self, template, names):
        """Return the text of a new section and what its marks are filled with (JSON), both as they are stored.

        :param names: as :meth:`_report_names`
        """
        body = self._for_period(template.body)
        # Those of a published set all stand for something: that of facts is open as long as nothing is stated.
        named = {name: names.get(name, report_text.BLANK) for name in self._placeholders_in(body)}
        if "unit" in named:  # every unit has another one
            return self._made_ready(body, named)
        return self._kept_ready(body, tuple(named.items()))

    @api.model
    @tools.ormcache("body")
    def _placeholders_in(self, body):
        names, _misplaced = marked_html.placeholders(body)
        return tuple(dict.fromkeys(names))

    @api.model
    @tools.ormcache("body", "named")
    def _kept_ready(self, body, named):
        return self._made_ready(body, dict(named))

    @api.model
    def _made_ready(self, body, named):
        """Return `body` with its placeholders as marks, tidied, sanitised and checked as the ORM does it."""
        sections = self.env["agency.evaluation.section"]
        body = marked_html.tidy(body, named)
        sections._with_clean_texts({"body": body})
        in_texts, in_lists = marked_html.marks(body)
        filled = {"texts": dict(in_texts), "lists": {name: {} for name, _items in in_lists}}
        return sections._fields["body"].convert_to_column_insert(body, sections), json.dumps(filled)
