import re

from odoo import api, fields, models

from ...scoring import rules
from ...scoring.borders import steps_around
from ...scoring.numbers import MOST_DECIMALS, format_number, format_result
from ...scoring.points import format_points
from ...scoring.working import Limit, explain

_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠"}
#: The unit of a fact that is stated as 1 or 0, with the word for 1: "có = 1".
_YES = re.compile(r"(?P<word>\S+)\s*=\s*1")


class LineWorking(models.Model):
    """The working of a row in words: the sum in a line, and the facts that it rests on below.

    It is plain text and stands wherever the suggested points do: on the sheet, in the dialog of the row, in the comment
    of a working copy and on the printed findings.
    """

    _inherit = "agency.evaluation.line"

    rule_notes = fields.Text(
        compute="_compute_rule_notes", help="How the author of the sheet understood rules whose text is ambiguous."
    )

    @api.depends("criterion_id")
    def _compute_rule_notes(self):
        for line in self:
            noted = line.criterion_id.rule_ids.filtered("note")
            line.rule_notes = "\n".join(f"“{rule.name}”: {rule.note}" for rule in noted) or False

    def _describe_working(self, suggestion, facts):
        """Return how a :class:`rules.Suggestion` comes about, in the user's language; a line for each effect.

        :param facts: the facts by code that it was made from
        """
        self.ensure_one()
        working = explain(suggestion, facts)
        # sudo: agency.evaluation.indicator - the names of facts are no secret to who sees the row
        indicators = {rule.code: rule for rule in self.sudo().criterion_id.rule_ids.indicator_id}
        if term := working.condition:
            return self._describe_limit(working, self._describe_condition(working, term, indicators[term.rule.fact]))
        return "\n".join(
            [
                self._describe_limit(working, self._describe_sum(working, indicators)),
                *self._describe_effects(working, indicators),
            ]
        )

    def _describe_condition(self, working, term, indicator):
        """Return the one condition on which the points hang: "Tỷ lệ thông qua 92% ≥ 90%: 1,0"."""
        reading, points = self._describe_reading(term, indicator), format_points(working.total)
        is_answer = self._answer(term.value, indicator.unit) is not None
        return f"{indicator.name} ({reading}): {points}" if is_answer else f"{indicator.name} {reading}: {points}"

    def _describe_sum(self, working, indicators):
        """Return the sum, such as "2,0 − 1 nhiệm vụ chậm × 0,25 = 1,75"."""
        parts = [format_points(working.base)] if working.begins_with_base else []
        for term in working.summed:
            sign = "+" if term.rule.effect is rules.Effect.AWARD else "−"
            product = self._describe_product(term, indicators)
            parts.append(f"{sign} {product}" if parts else product)
        said, total = " ".join(parts), rules.format_signed(working.total)
        return said if said == total else f"{said} = {total}"

    def _describe_product(self, term, indicators):
        points = format_points(term.rule.points)
        if term.rule.basis is rules.Basis.WHEN:
            return points
        return f"{self._describe_times(term, indicators)} × {points}"

    def _describe_times(self, term, indicators):
        """Return how often a rule applied, and how that was counted where it is not the number of the fact itself."""
        times = format_number(term.times)
        if term.parts is not None:
            counted = self._describe_parts(term, indicators[term.rule.fact])
            is_plain = term.times == term.counted
            if term.scale != 1:
                counted += f" × {term.scale}"
        else:
            compared = steps_around(term.value, term.rule.step)
            counted = _measure(term.value, indicators[term.rule.fact].unit, *compared)
            is_plain = term.rule.step == 1 and term.times == term.value
            if term.rule.step != 1:
                counted += f" ÷ {format_number(term.rule.step)}"
        if is_plain:
            return counted
        if term.is_limited:
            applied = self.env._("at most %(times)s times", times=times)
        else:
            applied = self.env._("%(times)s times", times=times)
        return f"({counted} → {applied})"

    def _describe_parts(self, term, indicator):
        """Return in how many parts of the period a rule applies, such as "11/12 tháng"."""
        values = {"counted": term.counted, "parts": term.parts}
        if indicator.frequency == "quarter":
            return self.env._("%(counted)s/%(parts)s quarters", **values)
        if indicator.frequency == "half":
            return self.env._("%(counted)s/%(parts)s half-years", **values)
        return self.env._("%(counted)s/%(parts)s months", **values)

    def _describe_limit(self, working, said):
        if working.limit is Limit.ZERO:
            return self.env._("%(working)s; at least 0", working=said)
        if working.limit is Limit.MAXIMUM:
            maximum = format_points(working.maximum)
            return self.env._("%(working)s; at most %(maximum)s", working=said, maximum=maximum)
        return said

    def _describe_effects(self, working, indicators):
        """Yield what was awarded and deducted, and what was not, each with its facts."""

        def told(terms):
            return "; ".join(self._describe_effect(working, term, indicators) for term in terms)

        if awarded := told(working.affecting(rules.Effect.AWARD, True)):
            yield self.env._("Awarded: %(facts)s.", facts=awarded)
        if not_awarded := told(working.affecting(rules.Effect.AWARD, False)):
            yield self.env._("Not awarded: %(facts)s.", facts=not_awarded)
        if deducted := told(working.affecting(rules.Effect.DEDUCT, True)):
            yield self.env._("Deducted: %(facts)s.", facts=deducted)
        if not_deducted := told(working.affecting(rules.Effect.DEDUCT, False)):
            yield self.env._("Not deducted: %(facts)s.", facts=not_deducted)

    def _describe_effect(self, working, term, indicators):
        indicator = indicators[term.rule.fact]
        said = f"{indicator.name}: {self._describe_reading(term, indicator)}"
        if len(working.terms) == 1 or not term.has_applied:
            return said
        return f"{said} ({'+' if term.points >= 0 else ''}{rules.format_signed(term.points)})"

    def _describe_reading(self, term, indicator):
        """Return the number that a rule read, and the threshold that this is compared with."""
        rule, unit = term.rule, indicator.unit
        if rule.basis is rules.Basis.EACH:
            return _measure(term.value, unit, *steps_around(term.value, rule.step))
        if term.parts is None and (answer := self._answer(term.value, unit)):
            return answer
        if term.parts is None:
            number = _measure(term.value, unit, rule.threshold)
        else:
            number = self._describe_parts(term, indicator)
        return f"{number} {_SIGNS.get(term.comparison, term.comparison)} {_measure(rule.threshold, unit)}"

    def _answer(self, value, unit):
        """Return yes or no where that is what a fact states, else None."""
        yes = _YES.fullmatch((unit or "").strip())
        if not yes or value not in (0, 1):
            return None
        return yes["word"] if value else self.env._("no")


def _measure(number, unit, *compared):
    """Return a number with its unit: "4 lần", "92%"; the unit of yes and no stands for itself.

    :param compared: the numbers that it must not seem to be on the other side of
    """
    unit, text = (unit or "").strip(), format_result(number, MOST_DECIMALS, compared)
    if not unit or _YES.fullmatch(unit):
        return text
    return f"{text}%" if unit == "%" else f"{text} {unit}"
