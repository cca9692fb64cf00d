from odoo import models

from ...scoring.intake.doubts import Trouble
from ...scoring.points import format_points
from .intake import NO_DOUBTS


class IntakeDoubts(models.Model):
    """What a doubt about an imported sheet says to the person who settles it."""

    _inherit = "agency.evaluation.intake"

    def _describe_rows(self, entries, outline, found):
        """Return what is told of each row, in their order: its code, and its doubts as one text.

        :param outline: of the entries
        :param found: the doubts about them
        """
        values = [dict(NO_DOUBTS) for _entry in entries]
        for node in outline.nodes:
            values[node.index] |= {"code": node.code, "is_heading": bool(node.children)}
            for place in node.rules:
                values[place]["criterion_code"] = node.code
        for doubt in found:
            if doubt.index is not None:
                row, text = values[doubt.index], self._describe_doubt(doubt)
                row["doubts"] = f"{row['doubts']}\n{text}" if row["doubts"] else text
                row["is_blocking"] = row["is_blocking"] or doubt.blocks
        return values

    def _describe_doubt(self, doubt):
        """Return the text of a :class:`Doubt`, without the row that it is about."""
        stated, expected = (
            format_points(value) if isinstance(value, float) and value >= 0 else str(value)
            for value in (doubt.stated, doubt.expected)
        )
        return self._doubt_texts()[doubt.kind] % {"stated": stated, "expected": expected}

    def _doubt_texts(self):
        return {
            Trouble.NO_CRITERION: self.env._("There is no criterion."),
            Trouble.NO_TEXT: self.env._("The criterion has no text."),
            Trouble.BAD_POINTS: self.env._("%(stated)s cannot be points: 0 to 99999.99 with two decimals are allowed."),
            Trouble.LEVEL_SKIPPED: self.env._(
                "Level %(stated)s is too deep here: it may be one below the row above at most."
            ),
            Trouble.MAXIMUM_UNREAD: self.env._("“%(stated)s” is no number of points."),
            Trouble.OWN_UNREAD: self.env._("Self-scored “%(stated)s” is no number of points."),
            Trouble.NUMBER_UNREAD: self.env._(
                "“%(stated)s” was not understood as a number; the row counts as one without."
            ),
            Trouble.NUMBER_REPEATED: self.env._("The number %(stated)s stands here twice."),
            Trouble.LEVEL_GUESSED: self.env._("Level %(stated)s is a guess: neither number nor sums confirm it."),
            Trouble.NO_MAXIMUM: self.env._("The criterion has no standard points."),
            Trouble.SUM: self.env._("States %(stated)s points, the rows below give %(expected)s."),
            Trouble.OWN_SUM: self.env._("Self-scored: states %(stated)s, the rows below give %(expected)s."),
            Trouble.OWN_BLANK: self.env._("Self-scored: states %(stated)s, the rows below are blank."),
            Trouble.OWN_ABOVE: self.env._("Self-scored: %(stated)s is above the %(expected)s of the criterion."),
            Trouble.TOTAL: self.env._("The total states %(stated)s, the groups give %(expected)s."),
            Trouble.OWN_TOTAL: self.env._("The self-scored total states %(stated)s, the rows give %(expected)s."),
            Trouble.WORDS: self.env._("The words say %(stated)s points each, the product counts %(expected)s."),
            Trouble.PRODUCT: self.env._("The product says %(stated)s, it comes to %(expected)s."),
            Trouble.NOT_THE_MAXIMUM: self.env._(
                "The product comes to %(stated)s, the criterion is worth %(expected)s."
            ),
            Trouble.RULE_NOT_UNDERSTOOD: self.env._("The rule was not understood: it stays a text, points are judged."),
            Trouble.RULE_UNSURE: self.env._("The rule may mean something else: see how it was understood."),
            Trouble.ASTRAY: self.env._("No criterion stands above this line."),
        }
