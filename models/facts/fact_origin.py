from markupsafe import Markup

from odoo import api, fields, models

from ...scoring import period_names

#: How the key of a number is written in JSON, which has no others than texts.
_WHOLE = ""


class FactOrigin(models.Model):
    """Where the numbers of a fact were taken over from: the evaluations of parts of the period.

    It is kept as plain data, so that it is sealed as it was, with one entry for each evaluation: its id and reference
    (``evaluation``, ``name``), its period (``from``, ``to``, ``year``), and its ``numbers`` as they were written, by
    the month in which their part begins; by "" the one of its whole period.
    """

    _inherit = "agency.evaluation.fact"

    origin = fields.Json(readonly=True, copy=False, help="The evaluations that the numbers were taken over from.")
    origin_text = fields.Char(string="Taken Over", compute="_compute_origin_text")
    origin_links = fields.Html(string="Taken Over From", compute="_compute_origin_text", sanitize=False)

    @api.depends("origin", "evaluation_id.year")
    @api.depends_context("lang")
    def _compute_origin_text(self):
        for fact in self:
            entries = [fact._describe_origin(entry) for entry in fact.origin or ()]
            fact.origin_text = "; ".join(f"{period}: {numbers}" for _id, period, numbers in entries)
            fact.origin_links = Markup("; ").join(
                Markup('<a href="/odoo/agency-evaluations/%s">%s</a>: %s') % entry for entry in entries
            )

    def _describe_origin(self, entry):
        """Return the id of the evaluation of an entry, what its period is called, and the numbers that it gave."""
        days = tuple(fields.Date.to_date(entry[name]) for name in ("from", "to"))
        named = period_names.name(days, entry["year"])
        evaluations = self.env["agency.evaluation"]
        label = (
            evaluations._short_label_of(named)
            if named.year == self.evaluation_id.year
            else evaluations._label_of(named)
        )
        numbers = entry["numbers"]
        if len(numbers) == 1:
            (text,) = numbers.values()
        else:
            text = self.env._("months %(months)s", months=", ".join(sorted(numbers, key=int)))
        return entry["evaluation"], label[:1].upper() + label[1:], text

    def _stated_numbers(self):
        """Return the numbers that are stated, by the month in which their part begins; by None that of the period."""
        self.ensure_one()
        return {measure._key(): measure.value for measure in self.measure_ids}

    def _keys_taken_over(self):
        """Return the keys of the numbers that were taken over."""
        self.ensure_one()
        keys = {key for entry in self.origin or () for key in entry["numbers"]}
        return {None if key == _WHOLE else int(key) for key in keys}

    def _forget_origin(self, keys):
        """Take from the origin what it says of the numbers `keys`, for they say something else now."""
        self.ensure_one()
        gone = {_written(key) for key in keys}
        kept = []
        for entry in self.origin:
            numbers = {key: text for key, text in entry["numbers"].items() if key not in gone}
            if numbers:
                kept.append({**entry, "numbers": numbers})
        # sudo: agency.evaluation.fact - it goes with the number that the user may write
        self.sudo()._write_through({"origin": kept or False})

    @api.model
    def _origin_entry(self, evaluation, numbers):
        """Return the entry of an evaluation of a part of the period.

        :param numbers: what it gave, as written, by their keys
        """
        return {
            "evaluation": evaluation.id,
            "name": evaluation.name,
            "from": evaluation.date_from.isoformat(),
            "to": evaluation.date_to.isoformat(),
            "year": evaluation.year,
            "numbers": {_written(key): text for key, text in numbers.items()},
        }


def _written(key):
    return _WHOLE if key is None else str(key)
