from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...scoring import aggregates, part_periods, period_names, periods
from ...scoring.numbers import exact

#: More facts than these are not named one by one in a message.
_LISTED_FACTS = 6


@dataclass(slots=True)
class _Outcome:
    """What came of taking over facts.

    :ivar taken: the facts whose numbers were taken over
    :ivar kept: those that were typed by hand, and have another number than what would be taken over
    :ivar missing: those that stay open, by the periods that lack them
    :ivar refused: why facts do not take what the parts come to, one text each
    """

    taken: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    missing: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    refused: list[str] = field(default_factory=list)


class EvaluationParts(models.Model):
    """The approved evaluations of parts of the period, and what the facts of this one take over from them."""

    _inherit = "agency.evaluation"

    can_take_over_facts = fields.Boolean(compute="_compute_can_take_over_facts")
    has_origins = fields.Boolean(compute="_compute_has_origins")

    @api.depends("fact_ids.origin")
    def _compute_has_origins(self):
        for evaluation in self:
            evaluation.has_origins = any(evaluation.fact_ids.mapped("origin"))

    @api.depends("can_check", "state", "date_from", "date_to", "fact_ids")
    def _compute_can_take_over_facts(self):
        for evaluation in self:
            evaluation.can_take_over_facts = bool(
                evaluation.state == "draft"
                and evaluation.can_check
                and evaluation.fact_ids
                # sudo: agency.evaluation - whether there are parts decides on the button, whoever may read them
                and evaluation.sudo().search_count(evaluation._parts_domain(), limit=1)
            )

    def action_take_over_facts(self):
        """State the facts by those of the quarters, or of whatever approved evaluations of parts of the period.

        Months go over as they are; what is stated for the whole period follows from all of its parts. What was typed
        by hand stays, and what was taken over before is taken over again.

        :return: a notification that says what was taken over, what stays open, and for want of what
        :raises AccessError: unless the user is an evaluator who may write the facts
        :raises UserError: unless the evaluation is a draft
        """
        self.ensure_one()
        self._start("check")
        # sudo: agency.evaluation - what is approved of the same unit is no secret to who evaluates it
        evaluation = self.sudo()
        parts = evaluation._parts()
        if not parts and not any(evaluation.fact_ids.mapped("origin")):
            return self._notify(
                [
                    self.env._(
                        "There is no approved evaluation of a part of the %(period)s on this criteria set.",
                        period=self._period_label(),
                    )
                ],
                is_whole=False,
            )
        outcome = _Outcome()
        for fact in evaluation.fact_ids:
            if not fact._is_computed():
                evaluation._take_over(fact, parts, outcome)
        return self._report_taking_over(parts, outcome)

    def _parts_domain(self):
        return [
            ("criteria_set_id", "=", self.criteria_set_id.id),
            ("department_id", "in", self._units_before().ids),
            ("state", "=", "approved"),
            ("date_from", ">=", self.date_from),
            ("date_to", "<=", self.date_to),
            ("id", "not in", self.ids),
        ]

    def _parts(self):
        """Return the approved evaluations of the parts of the period, in order: the last revision of each."""
        latest, versions = self.browse(), self.browse()
        for evaluation in self.search(self._parts_domain(), order="revision desc, id desc"):
            if evaluation not in versions:
                latest |= evaluation
                versions |= evaluation._lineage()
        latest = self._distinct_parts(latest - self._lineage())
        return self.browse(part_periods.choose(self._period(), {part.id: part._period() for part in latest}))

    def _distinct_parts(self, parts):
        """Return those of `parts` that may be taken over."""
        return parts

    def _take_over(self, fact, parts, outcome):
        """State one fact by those of the parts, and note in `outcome` what came of it."""
        facts = {part: part.fact_ids.filtered(lambda other: other.indicator_id == fact.indicator_id) for part in parts}
        is_whole = fact.frequency == "year"
        found = self._find_whole(fact, facts, outcome) if is_whole else self._find_by_month(facts)
        numbers, sources = found
        stated, taken_before = fact._stated_numbers(), fact._keys_taken_over()
        typed = {key for key in stated if key not in taken_before}
        if any(key in numbers and exact(stated[key]) != exact(numbers[key]) for key in typed):
            outcome.kept.append(fact.display_name)
        new = {key: number for key, number in numbers.items() if key not in typed}
        gone = {key for key in taken_before if key not in new}
        try:
            entries = fact._parse_entries({key: part_periods.write_number(number) for key, number in new.items()})
        except ValidationError as error:
            outcome.refused.append(str(error))
            return
        fact._state({fact: {**entries, **dict.fromkeys(gone)}})
        origin = [
            fact._origin_entry(part, kept)
            for part, texts in sources.items()
            if (kept := {key: text for key, text in texts.items() if key in new})
        ]
        if origin or fact.origin:
            fact._write_through({"origin": origin or False})
        if new:
            outcome.taken.append(fact.display_name)

    def _find_whole(self, fact, facts, outcome):
        """Return what the numbers of the parts come to, and which they are.

        :param facts: the fact in each part, in order
        :return: the number by None, nothing where one is missing; and the texts by None, by the part
        """
        numbers = {part: other._stated_numbers().get(None) for part, other in facts.items()}
        lacking = [part._named_period() for part, number in numbers.items() if number is None]
        gaps = periods.find_gaps(self._period(), [part._period() for part in facts])
        lacking += [period_names.name(gap, self.year) for gap in gaps]
        if lacking:
            lacking.sort(key=lambda named: named.period)
            outcome.missing[", ".join(map(self._label_of, lacking))].append(fact.display_name)
            return {}, {}
        how = aggregates.Aggregate(fact.indicator_id.aggregate)
        values = [(part._period(), number) for part, number in numbers.items()]
        try:
            number = part_periods.combine_parts(values, how)
        except ValueError:  # it follows from other facts
            return {}, {}
        texts = {part: {None: part_periods.write_number(number)} for part, number in numbers.items()}
        return ({}, {}) if number is None else ({None: number}, texts)

    def _find_by_month(self, facts):
        """Return the numbers of the parts by the months in which they begin, and their texts by these and the part."""
        owners = part_periods.divide_months(self._period(), {part: part._period() for part in facts})
        numbers, texts = {}, defaultdict(dict)
        for month, part in owners.items():
            number = facts[part]._stated_numbers().get(month)
            if number is not None:
                numbers[month] = number
                texts[part][month] = part_periods.write_number(number)
        return numbers, texts

    def _report_taking_over(self, parts, outcome):
        """Return the notification of what was taken over and what was not."""
        lines = [
            self.env._(
                "Taken over from %(periods)s: %(count)s facts.",
                periods=", ".join(part._period_label() for part in parts) or "–",
                count=len(outcome.taken),
            )
        ]
        for period, names in outcome.missing.items():
            lines.append(
                self.env._(
                    "Left open (%(count)s), for they are not stated or approved for %(periods)s: %(facts)s.",
                    count=len(names),
                    periods=period,
                    facts=_list_some(names),
                )
            )
        if outcome.kept:
            lines.append(self.env._("Kept as they were typed: %(facts)s.", facts=_list_some(outcome.kept)))
        lines += outcome.refused
        return self._notify(lines, is_whole=len(lines) == 1)

    @api.model
    def _notify(self, lines, is_whole):
        """Return the action that shows `lines`, for as long as the user wants where not all was taken over."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if is_whole else "warning",
                "sticky": not is_whole,
                "message": " ".join(lines),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


def _list_some(names):
    return ", ".join([*names[:_LISTED_FACTS], *(["…"] if len(names) > _LISTED_FACTS else [])])
