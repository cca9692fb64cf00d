from odoo import models
from odoo.tools import LazyTranslate

from ...scoring.formula_language import FUNCTIONS, Trouble

_lt = LazyTranslate(__name__)
#: What a formula does that has no number, by the trouble that it makes.
_REASONS = {
    Trouble.SYNTAX: _lt("cannot be read"),
    Trouble.END: _lt("cannot be read, for it breaks off"),
    Trouble.UNCLOSED: _lt("has a bracket that is not closed"),
    Trouble.LONG: _lt("is longer than %(most)s characters"),
    Trouble.DEEP: _lt("has brackets within more than %(most)s brackets"),
    Trouble.FUNCTION: _lt("calls an unknown function (there are %(functions)s)"),
    Trouble.ARGUMENTS: _lt("gives %(function)s %(given)s values instead of %(wanted)s"),
    Trouble.TRUTH: _lt("has a comparison where a number is wanted"),
    Trouble.NUMBER: _lt("has a number where a comparison is wanted"),
    Trouble.PLACES: _lt("rounds to something else than a whole number of decimals, %(most)s at most"),
    Trouble.PREVIOUS: _lt("calls prev with something else than the code of one fact"),
    Trouble.AMBIGUOUS: _lt("can be read in two ways, with “%(first)s” or with “%(second)s”"),
    Trouble.UNKNOWN: _lt("names the unknown fact %(piece)s"),
    Trouble.CYCLE: _lt("depends on itself: %(chain)s"),
    Trouble.DIVISION: _lt("divides by zero"),
    Trouble.OVERFLOW: _lt("gives no usable number"),
    Trouble.NOT_STATED_BEFORE: _lt("needs the number of “%(fact)s” in the last period, which is not stated"),
}
#: Of a longer chain of facts only the ends are named.
_LONGEST_CHAIN = 10


class IndicatorFormula(models.Model):
    """What the formulas of facts are said to be at fault for."""

    _inherit = "agency.evaluation.indicator"

    def _describe_formula_error(self, error):
        """Return the message for a :class:`formula_language.FormulaError` of one of these facts."""
        names = {indicator.code: indicator.name for indicator in self}
        terms = {**error.terms, "piece": error.detail}
        if error.trouble is Trouble.FUNCTION:
            terms["functions"] = ", ".join(sorted([*FUNCTIONS, "prev"]))
        if error.trouble is Trouble.ARGUMENTS:
            terms["wanted"] = self._describe_count(terms["least"], terms["most"])
        if error.trouble is Trouble.CYCLE:
            terms["chain"] = _shortened(terms["chain"])
        if error.trouble is Trouble.NOT_STATED_BEFORE:
            terms["fact"] = names.get(terms["fact"], terms["fact"])
        said = {
            "fact": names.get(error.code, error.code),
            "reason": self.env._(_REASONS[error.trouble]) % terms,
            "piece": error.detail,
        }
        if error.position is None:
            return self.env._("The formula of “%(fact)s” %(reason)s: %(piece)s.", **said)
        return self.env._(
            "The formula of “%(fact)s” %(reason)s, at position %(position)s: “%(piece)s”.",
            position=error.position,
            **said,
        )

    def _describe_count(self, least, most):
        if not most:
            return self.env._("%(least)s or more", least=least)
        return least if least == most else f"{least}–{most}"


def _shortened(chain):
    codes = chain.split(" → ")
    if len(codes) <= _LONGEST_CHAIN:
        return chain
    half = _LONGEST_CHAIN // 2
    return " → ".join([*codes[:half], "…", *codes[-half:]])
