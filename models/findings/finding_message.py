from datetime import date

from odoo import api, fields, models
from odoo.tools import format_date

from ...scoring.checked_sheet import Comparison
from ...scoring.facts import write_months
from ...scoring.formula_language import FormulaError
from ...scoring.numbers import format_apart, format_number
from ...scoring.points import format_points
from ..criteria.set_finding_message import describe_wording


class FindingMessage(models.Model):
    """What a finding says: its numbers in words, in the language of the user.

    The findings of each check are worded by a method that is named after its code.
    """

    _inherit = "agency.evaluation.finding"

    message = fields.Char(compute="_compute_message")

    @api.depends("code", "subject", "details", "line_id")
    @api.depends_context("lang")
    def _compute_message(self):
        for finding in self:
            finding.message = finding.code and finding._describe()

    def _describe(self):
        """Return the finding in words and numbers, in the language of the user."""
        self.ensure_one()
        details = self.details or {}
        points = {name: format_points(value) for name, value in details.items() if isinstance(value, int | float)}
        return getattr(self, f"_describe_{self.code}")(details, points)

    def _describe_unanswered(self, _details, _points):
        return self.env._("The row is not answered.")

    def _describe_points_differ_from_rule(self, details, points):
        if details.get("limit") == "most":
            return self.env._(
                "Scored %(points)s, the rule can give %(suggested)s at most; no reason is given.", **points
            )
        if details.get("limit") == "least":
            return self.env._("Scored %(points)s, the rule gives %(suggested)s at least; no reason is given.", **points)
        return self.env._("Scored %(points)s, the rule gives %(suggested)s; no reason is given.", **points)

    def _describe_points_deviate(self, details, points):
        values = {**points, "reason": details["reason"]}
        if details.get("limit") == "most":
            return self.env._(
                "Scored %(points)s, the rule can give %(suggested)s at most, because: %(reason)s", **values
            )
        if details.get("limit") == "least":
            return self.env._("Scored %(points)s, the rule gives %(suggested)s at least, because: %(reason)s", **values)
        return self.env._("Scored %(points)s, the rule gives %(suggested)s, because: %(reason)s", **values)

    def _describe_not_applicable_without_reason(self, _details, _points):
        return self.env._("Not applicable, but the explanation does not say why.")

    def _describe_not_applicable_not_allowed(self, _details, _points):
        return self.env._("Not applicable, but the row applies to every unit; give points, zero is possible.")

    def _describe_group_not_applicable(self, details, _points):
        return self.env._(
            "None of the %(rows)s rows of the group is said to apply.", rows=format_number(details["rows"])
        )

    def _describe_stated_differs_from_rows(self, _details, points):
        return self.env._("The paper states %(stated)s, its rows give %(computed)s.", **points)

    def _describe_stated_total_differs(self, _details, points):
        return self.env._("The paper states a total of %(stated)s, its rows give %(computed)s.", **points)

    def _describe_wording_contradicts_numbers(self, _details, points):
        return describe_wording(self.env, self.subject, points)

    def _describe_fact_missing(self, _details, _points):
        return self.env._("“%(fact)s” is not stated.", fact=self._fact_names()[0])

    def _describe_months_missing(self, details, _points):
        months = write_months([int(month) for month in details["months"].split(",")])
        return self.env._("“%(fact)s”: months %(months)s are missing.", fact=self._fact_names()[0], months=months)

    def _describe_fact_outside_period(self, details, _points):
        return self.env._(
            "“%(fact)s”: the numbers of %(parts)s are not of the period and do not count.",
            fact=self._fact_names()[0],
            **details,
        )

    def _describe_formula_without_value(self, details, _points):
        error = FormulaError.from_details(self.subject, details)
        return self._indicators()._describe_formula_error(error)

    def _describe_parts_differ_from_whole(self, details, _points):
        whole, *parts = self._fact_names()
        values = {"fact": whole, "names": " + ".join(parts), **self._sides(details)}
        if "comparison" in details:
            return self._describe_comparison(
                details["comparison"], whole, self.env._("the sum of %(names)s", names=values["names"]), details
            )
        message = self.env._("“%(fact)s” is %(whole)s, but its parts come to %(parts)s: %(names)s.", **values)
        return self._with_tolerance(message, details)

    def _describe_facts_disagree(self, details, _points):
        one, other = self._fact_names()
        if "comparison" in details:
            return self._describe_comparison(details["comparison"], one, f"“{other}”", details)
        message = self.env._(
            "“%(one)s” is %(whole)s, but “%(other)s” is %(parts)s.", one=one, other=other, **self._sides(details)
        )
        return self._with_tolerance(message, details)

    def _with_tolerance(self, message, details):
        if "tolerance" not in details:
            return message
        return self.env._(
            "%(message)s They may differ by %(tolerance)s %%.", message=message, tolerance=details["tolerance"]
        )

    def _describe_comparison(self, comparison, fact, other, details):
        """Return in words that `fact` does not compare to `other`, one fact or a sum, as the relation says."""
        values = {"fact": fact, "other": other, **self._sides(details)}
        if comparison == Comparison.AT_LEAST.value:
            return self.env._("“%(fact)s” is %(whole)s, less than %(other)s: %(parts)s.", **values)
        if comparison == Comparison.OF.value:
            return self.env._("“%(fact)s” is %(whole)s out of %(other)s: %(parts)s.", **values)
        return self.env._("“%(fact)s” is %(whole)s, more than %(other)s: %(parts)s.", **values)

    def _sides(self, details):
        whole, parts = _written(details["whole"], details["parts"])
        return {"whole": whole, "parts": parts}

    def _describe_full_marks_without_evidence(self, _details, points):
        return self.env._("Full marks (%(points)s) without a document.", **points)

    def _describe_bonus_without_reason(self, _details, points):
        return self.env._("A bonus of %(points)s without both a reason and a document.", **points)

    def _describe_lost_without_explanation(self, _details, points):
        return self.env._("%(points)s of %(maximum)s points, without an explanation.", **points)

    def _describe_loss_by_rule_without_reason(self, _details, points):
        return self.env._("%(points)s of %(maximum)s points by its rule; the report does not say why.", **points)

    def _describe_improvement_overdue(self, details, _points):
        return self.env._(
            "It was to be done by %(deadline)s and is not: %(action)s",
            deadline=self._day(details["deadline"]),
            action=details["action"],
        )

    def _describe_shortcoming_against_full_marks(self, details, _points):
        return self.env._("Full marks, but the report says: “%(text)s”", text=details["text"])

    def _describe_full_marks_against_fact(self, details, points):
        return self.env._(
            "Full marks (%(points)s), but “%(fact)s” is %(value)s %%.",
            points=points["points"],
            fact=self._fact_names()[0],
            value=_written(details["value"], 100)[0],
        )

    def _describe_document_outside_period(self, details, _points):
        return self.env._(
            "%(document)s is dated %(issued)s, outside the period.",
            document=self._document_names()[0],
            issued=self._day(details["issued"]),
        )

    def _describe_document_after_period(self, details, _points):
        return self.env._(
            "%(document)s is dated %(issued)s, after the end of the period.",
            document=self._document_names()[0],
            issued=self._day(details["issued"]),
        )

    def _describe_document_number_malformed(self, details, _points):
        return self.env._("“%(number)s” is no number of a document.", number=details["number"])

    def _describe_document_number_twice(self, details, _points):
        return self.env._(
            "Number %(number)s has two dates or two abstracts: %(documents)s.",
            number=self.subject,
            documents="; ".join(self._document_names(list(details.values()))),
        )

    def _describe_document_proves_many(self, details, _points):
        return self.env._(
            "%(document)s proves %(rows)s of %(leaves)s rows.",
            document=self._document_names()[0],
            rows=format_number(details["rows"]),
            leaves=format_number(details["leaves"]),
        )

    def _describe_document_twice_with_other_files(self, _details, _points):
        return self.env._("Documents numbered %(number)s have different files.", number=self.subject)

    def _describe_document_without_row(self, _details, _points):
        return self.env._("%(document)s proves no criterion.", document=self._document_names()[0])

    def _describe_document_marked_secret(self, details, _points):
        return self.env._(
            "%(document)s bears the mark “%(mark)s”: a state secret is never stored here. Remove it, and name only the "
            "register that holds it.",
            document=self._document_names()[0],
            mark=details["mark"],
        )

    def _describe_document_maybe_secret(self, details, _points):
        return self.env._(
            "%(document)s says “%(mark)s”: say why it is no state secret, or remove it.",
            document=self._document_names()[0],
            mark=details["mark"],
        )

    def _describe_file_on_two_documents(self, details, _points):
        return self.env._(
            "The same file is on several documents: %(documents)s.",
            documents="; ".join(self._document_names(list(details.values()))),
        )

    def _describe_grade_differs(self, details, _points):
        if not details["computed"]:
            return self.env._("Claimed is “%(claimed)s”, but no grade is reached.", **details)
        return self.env._("Claimed is “%(claimed)s”, the points give “%(computed)s”.", **details)

    def _describe_grade_undecided(self, details, _points):
        facts = []
        for place, name in enumerate(self._fact_names()):
            months = details.get(f"months_{place}")
            facts.append(f"{name} ({months})" if months else name)
        return self.env._(
            "Claimed is “%(claimed)s”, but there is not enough to go on for “%(grade)s”: %(facts)s.",
            claimed=details["claimed"],
            grade=details["grade"],
            facts=", ".join(facts),
        )

    def _describe_section_empty(self, _details, _points):
        return self.env._("The section “%(section)s” of the report is empty.", section=self.subject)

    def _describe_section_unfinished(self, details, _points):
        return self.env._(
            "The section “%(section)s” of the report still has %(places)s open places.",
            section=self.subject,
            places=details["places"],
        )

    def _describe_text_differs_from_fact(self, details, _points):
        said = self._about()._describe_text(details["name"], details["state"], details["text"], details["value"])
        return self._in_section(said)

    def _describe_list_differs_from_rows(self, details, _points):
        return self._in_section(self._about()._describe_list(details["name"], details))

    def _describe_text_dated_outside_period(self, details, _points):
        return self._in_section(self.env._("“%(text)s” is outside the period.", text=details["text"]))

    def _describe_legal_text_replaced(self, details, _points):
        return self._in_section(
            self.env._(
                "%(number)s is cited; %(by)s has replaced it since %(since)s.",
                number=details["number"],
                by=details["by"],
                since=self._day(details["since"]),
            )
        )

    def _describe_cited_without_document(self, details, _points):
        return self._in_section(
            self.env._("%(number)s is cited, but no document has that number.", number=details["number"])
        )

    def _describe_cited_with_other_date(self, details, _points):
        return self._in_section(
            self.env._(
                "%(number)s is cited with the date %(cited)s, the document is dated %(issued)s.",
                number=details["number"],
                cited=self._day(details["cited"]),
                issued=self._day(details["issued"]),
            )
        )

    def _describe_symbols_differ(self, details, _points):
        return self.env._("The papers write one body in two ways: %(one)s and %(other)s.", **details)

    def _day(self, text):
        return format_date(self.env, date.fromisoformat(text))

    def _in_section(self, said):
        return self.env._("Section “%(section)s”: %(said)s", section=self.subject, said=said)

    def _fact_names(self):
        names = {indicator.code: indicator.name for indicator in self._indicators()}
        return [names.get(code, code) for code in (self.subject or "").split()]

    def _indicators(self):
        # sudo: agency.evaluation.fact - the names of facts are no secret to who sees the finding
        return self.sudo().evaluation_id.fact_ids.indicator_id

    def _document_names(self, keys=None):
        keys = [self.subject] if keys is None else keys
        documents = {str(document.id): document.display_name for document in self.evaluation_id.evidence_ids}
        return [documents.get(key, self.env._("a deleted document")) for key in keys]


def _written(one, other):
    """Return two numbers of a finding in writing that compares as they do; texts are in writing already."""
    return (one, other) if isinstance(one, str) else format_apart(one, other)
