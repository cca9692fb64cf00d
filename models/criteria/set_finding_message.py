from odoo import api, fields, models

from ...scoring.points import format_points


def describe_wording(env, subject, points):
    """Return in what the text of a row contradicts its numbers, in the user's language.

    :param subject: which of them do
    :param points: "stated" and "expected", as they are written
    """
    if subject == "words":
        return env._("The text says %(stated)s points each, its product says %(expected)s.", **points)
    if subject == "product":
        return env._("The product in the text says %(stated)s, it gives %(expected)s.", **points)
    return env._("The product in the text gives %(stated)s, the maximum is %(expected)s.", **points)


class SetFindingMessage(models.Model):
    """What a finding on a set says, each check by a method that is named after its code."""

    _inherit = "agency.evaluation.set.finding"

    message = fields.Char(compute="_compute_message")

    @api.depends("code", "subject", "details")
    @api.depends_context("lang")
    def _compute_message(self):
        for finding in self:
            finding.message = finding.code and getattr(finding, f"_describe_{finding.code}")(finding.details or {})

    def _describe_wording_contradicts_numbers(self, details):
        return describe_wording(self.env, self.subject, {name: format_points(value) for name, value in details.items()})

    def _describe_grade_without_scale(self, _details):
        return self.env._("The section “%(section)s” names the grade, but the set has no grades.", section=self.subject)

    def _describe_no_scale(self, _details):
        return self.env._("The set has no grades: nobody is classed by it.")

    def _describe_bonus_without_rule(self, details):
        return self.env._(
            "A bonus of up to %(maximum)s points; the sheet does not say for what.",
            maximum=format_points(details["maximum"]),
        )

    def _describe_rule_without_data(self, _details):
        return self.env._("The row states a rule, but none that gives points by a fact: it is judged.")

    def _describe_judged_without_guidance(self, details):
        return self.env._(
            "%(count)s rows say neither by a rule nor in words how points are shared out: %(rows)s", **details
        )

    def _describe_text_of_year_before(self, details):
        kind, _space, name = (self.subject or "").partition(" ")
        texts = {
            "name": self.env._("The text of the row"),
            "guidance": self.env._("The guidance"),
            "rule": self.env._("A rule"),
            "fact": self.env._("The fact “%(name)s”", name=name),
            "section": self.env._("The section “%(name)s”", name=name),
            "paper_title": self.env._("The title of the sheet"),
            "report_title": self.env._("The title of the report"),
            "note": self.env._("The note"),
        }
        return self.env._(
            "%(text)s says “%(years)s”, as the set before did.", text=texts.get(kind, kind), years=details["years"]
        )
