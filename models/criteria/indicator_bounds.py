from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...scoring.numbers import MOST_DECIMALS, MOST_DIGITS, Bounds, NumberError, Trouble, format_number, parse_number


class IndicatorBounds(models.Model):
    """What the numbers of a fact may be."""

    _inherit = "agency.evaluation.indicator"

    decimals = fields.Integer(
        default=MOST_DECIMALS,
        required=True,
        help="How many decimals its numbers may have, 6 at most; 0 for whole numbers only.",
        open_in=("draft",),
    )
    # Texts, for nothing is another thing than zero.
    least = fields.Char(default="0", help="The least that its numbers may be; empty for anything.", open_in=("draft",))
    most = fields.Char(
        help="The most that its numbers may be, such as 100 for a percentage; empty for anything.", open_in=("draft",)
    )

    _decimals_check = models.Constraint(
        f"CHECK (decimals BETWEEN 0 AND {MOST_DECIMALS})", "A fact has from 0 to 6 decimals."
    )

    @api.constrains("decimals", "least", "most")
    def _check_bounds(self):
        for indicator in self:
            fineness = Bounds(indicator.decimals)
            for text in filter(None, (indicator.least, indicator.most)):
                number = indicator._parse(text)
                if number is not None and fineness.refuse(number):
                    raise ValidationError(
                        self.env._(
                            "“%(fact)s” cannot reach %(value)s: it has %(decimals)s decimals.",
                            fact=indicator.name,
                            value=text,
                            decimals=indicator.decimals,
                        )
                    )
            bounds = indicator._bounds()
            if bounds.least is not None and bounds.most is not None and bounds.least > bounds.most:
                raise ValidationError(
                    self.env._(
                        "The least of “%(fact)s”, %(least)s, is more than the most, %(most)s.",
                        fact=indicator.name,
                        least=indicator.least,
                        most=indicator.most,
                    )
                )

    def _bounds(self):
        """Return what the numbers of the fact may be, as :class:`numbers.Bounds`."""
        self.ensure_one()
        return Bounds(self.decimals, parse_number(self.least or ""), parse_number(self.most or ""))

    def _parse(self, text):
        """Return the number that was typed for the fact, None for nothing.

        :raises ValidationError: if it is no number, may mean two, or has more digits than are kept
        """
        try:
            return parse_number(text)
        except NumberError as error:
            raise ValidationError(self._describe_unreadable(error)) from error

    def _parse_within(self, text):
        """Return the number that was typed for the fact, None for nothing.

        :raises ValidationError: if it cannot be read, see :meth:`_parse`, or is none that the fact may have
        """
        number = self._parse(text)
        if number is not None and self._bounds().refuse(number):
            raise ValidationError(
                self.env._(
                    "“%(fact)s”: %(value)s is not possible, only %(allowed)s.",
                    fact=self.name,
                    value=text.strip(),
                    allowed=self._describe_allowed(),
                )
            )
        return number

    def _describe_unreadable(self, error):
        values = {"fact": self.name, "value": error.value}
        if error.trouble is Trouble.AMBIGUOUS:
            first, second = error.readings
            return self.env._(
                "“%(fact)s”: %(value)s can be read in two ways, %(first)s or %(second)s. Write it in one of them.",
                first=first,
                second=second,
                **values,
            )
        if error.trouble is Trouble.TOO_LONG:
            return self.env._("“%(fact)s”: %(value)s has more than %(most)s digits.", most=MOST_DIGITS, **values)
        if error.trouble is Trouble.TOO_FINE:
            return self.env._("“%(fact)s”: %(value)s has more than %(most)s decimals.", most=MOST_DECIMALS, **values)
        return self.env._("“%(fact)s”: %(value)s is not a number. Write it like 7219 or 91,2.", **values)

    def _describe_allowed(self):
        """Return in words what the numbers of the fact may be."""
        bounds = self._bounds()
        values = {
            "least": format_number(bounds.least),
            "most": format_number(bounds.most),
            "decimals": bounds.decimals,
        }
        if bounds.least is not None and bounds.most is not None:
            if not bounds.decimals:
                return self.env._("a whole number from %(least)s to %(most)s", **values)
            return self.env._("a number from %(least)s to %(most)s with %(decimals)s decimals at most", **values)
        if bounds.least is not None:
            if not bounds.decimals:
                return self.env._("a whole number, %(least)s or more", **values)
            return self.env._("a number with %(decimals)s decimals at most, %(least)s or more", **values)
        if bounds.most is not None:
            if not bounds.decimals:
                return self.env._("a whole number, %(most)s or less", **values)
            return self.env._("a number with %(decimals)s decimals at most, %(most)s or less", **values)
        if not bounds.decimals:
            return self.env._("a whole number")
        return self.env._("a number with %(decimals)s decimals at most", **values)
