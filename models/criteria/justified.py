from odoo import fields, models
from odoo.exceptions import UserError

from ...scoring import checks
from ..lock.values import check_text


class Justified(models.AbstractModel):
    """What a check found, and why it may stay: a warning needs a justification, an information does not."""

    _name = "agency.evaluation.justified"
    _description = "Finding That Is Justified"

    justification = fields.Text()

    def action_justify(self, text):
        """Justify findings together, by the same words.

        :param text: why they may stay; replaces what was said before
        :raises AccessError: if the user may not justify one of them
        :raises UserError: if there is nothing to justify in one of them, or its state leaves it as it is
        :raises UserError: if the text is blank
        """
        self._check_may_justify()
        text = check_text(self, text)
        if not text.strip():
            raise UserError(self.env._("Say why it may stay: the justification is blank."))
        if others := self - self._warnings():
            raise UserError(
                self.env._(
                    "Only warnings are justified: %(findings)s", findings="; ".join(others.mapped("display_name"))
                )
            )
        self.write({"justification": text})
        return True

    def action_justify_together(self):
        """Open the dialog that asks for one justification of these findings."""
        self._check_may_justify()
        return self.env["agency.evaluation.justification"]._ask(self)

    def _check_may_justify(self):
        """:raises AccessError: unless the user may justify these findings
        :raises UserError: unless their state leaves it to the user
        """
        raise NotImplementedError

    def _errors(self):
        return self.filtered(lambda finding: finding.severity == checks.Severity.ERROR.value)

    def _warnings(self):
        return self.filtered(lambda finding: finding.severity == checks.Severity.WARNING.value)

    def _unjustified(self):
        """Return the warnings that are not justified yet."""
        return self._warnings().filtered(lambda finding: not (finding.justification or "").strip())
