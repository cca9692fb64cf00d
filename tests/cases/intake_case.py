import base64

from ..scoring import papers
from .common import EvaluationCase


class IntakeCase(EvaluationCase):
    """Imports made by the manager."""

    @classmethod
    def make_intake(cls, content=None, filename="sheet.docx", role="manager", **values):
        """Make an import of a file, or of what is pasted.

        :param content: the bytes of a file, or a text to paste
        """
        if isinstance(content, bytes):
            values = {"file": base64.b64encode(content), "filename": filename, **values}
        elif content is not None:
            values = {"pasted": content, **values}
        return cls.env["agency.evaluation.intake"].with_user(cls.users[role]).create(values)

    @classmethod
    def import_sheet(cls, content=None, **values):
        intake = cls.make_intake(content, **values)
        intake.action_read()
        return intake

    def made_criteria(self, criteria_set):
        """Return the criteria of a set in the form of :func:`papers.expected_criteria`, without own points."""
        return [
            (
                row.code,
                row.number,
                row.name,
                row.level,
                row.max_points,
                row.is_bonus,
                row.rule_ids.filtered("is_printed").mapped("name"),
            )
            for row, _level in criteria_set._criteria_in_order()
        ]

    def expected_criteria(self):
        return [
            (code, number, name, level, maximum, bonus, rules)
            for code, number, name, level, maximum, _own, bonus, rules in papers.expected_criteria()
        ]

    def made_rules(self, criteria_set):
        """Return the rules that have an effect in the form of :data:`papers.RULES`."""
        found = {}
        for row, _level in criteria_set._criteria_in_order():
            for rule in row.rule_ids.filtered("effect"):
                limits = (rule.max_times or rule.step,) if rule.basis == "each" else (rule.operator, rule.threshold)
                found.setdefault(row.code, []).append((rule.effect, rule.basis, rule.points, *limits))
        return found
