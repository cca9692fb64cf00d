from collections import defaultdict

from odoo import models

from ...scoring.formula_language import FUNCTIONS, Trouble

#: Of a longer chain of facts only the ends are named.
_LONGEST_CHAIN = 10
#: What is wrong with what a formula gives, not with the formula.
_RESULTS = (Trouble.NOT_WHOLE, Trouble.BELOW, Trouble.ABOVE)


class IndicatorFormula(models.Model):
    """What the formulas of facts are said to be at fault for."""

    _inherit = "agency.evaluation.indicator"

    def _describe_formula_error(self, error):
        """Return the message for a :class:`formula_language.FormulaError` of one of these facts."""
        names = {indicator.code: indicator.name for indicator in self}
        terms = defaultdict(str, error.terms)
        terms["detail"], terms["fact"] = error.detail, names.get(terms["fact"], terms["fact"])
        said = {
            "fact": names.get(error.code, error.code),
            "reason": self._formula_reasons(terms)[error.trouble],
            "piece": error.detail,
        }
        if error.trouble in _RESULTS:
            return self.env._("The formula of “%(fact)s” gives %(piece)s, %(reason)s.", **said)
        if error.position is None:
            return self.env._("The formula of “%(fact)s” %(reason)s: %(piece)s.", **said)
        return self.env._(
            "The formula of “%(fact)s” %(reason)s, at position %(position)s: “%(piece)s”.",
            position=error.position,
            **said,
        )

    def _formula_reasons(self, terms):
        """Return what a formula does that has no number, by its :class:`formula_language.Trouble`."""
        return {
            Trouble.SYNTAX: self.env._("cannot be read"),
            Trouble.END: self.env._("cannot be read, for it breaks off"),
            Trouble.UNCLOSED: self.env._("has a bracket that is not closed"),
            Trouble.LONG: self.env._("is longer than %(most)s characters", most=terms["most"]),
            Trouble.DEEP: self.env._("has brackets within more than %(most)s brackets", most=terms["most"]),
            Trouble.FUNCTION: self.env._(
                "calls an unknown function (there are %(functions)s)", functions=", ".join(sorted([*FUNCTIONS, "prev"]))
            ),
            Trouble.ARGUMENTS: self.env._(
                "gives %(function)s %(given)s values instead of %(wanted)s",
                function=terms["function"],
                given=terms["given"],
                wanted=self._describe_count(terms["least"], terms["most"]),
            ),
            Trouble.TRUTH: self.env._("has a comparison where a number is wanted"),
            Trouble.NUMBER: self.env._("has a number where a comparison is wanted"),
            Trouble.PLACES: self.env._(
                "rounds to something else than a whole number of decimals, %(most)s at most", most=terms["most"]
            ),
            Trouble.PREVIOUS: self.env._("calls prev with something else than the code of one fact"),
            Trouble.AMBIGUOUS: self.env._(
                "can be read in two ways, with “%(first)s” or with “%(second)s”",
                first=terms["first"],
                second=terms["second"],
            ),
            Trouble.UNKNOWN: self.env._("names the unknown fact %(piece)s", piece=terms["detail"]),
            Trouble.CYCLE: self.env._("depends on itself: %(chain)s", chain=_shortened(terms["chain"])),
            Trouble.DIVISION: self.env._("divides by zero"),
            Trouble.OVERFLOW: self.env._("gives no usable number"),
            Trouble.NOT_WHOLE: self.env._("which is no whole number"),
            Trouble.BELOW: self.env._("less than %(border)s, the least that is possible", border=terms["border"]),
            Trouble.ABOVE: self.env._("more than %(border)s, the most that is possible", border=terms["border"]),
            Trouble.NOT_STATED_BEFORE: self.env._(
                "needs the number of “%(fact)s” in the last period, which is not stated", fact=terms["fact"]
            ),
        }

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
