from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...scoring import rules


class Rule(models.Model):
    """One scoring rule of a criterion: its text, and as data what it awards or deducts.

    A rule without an effect is text alone; points are then judged. See :mod:`..scoring.rules` for what the fields mean.
    """

    _name = "agency.evaluation.rule"
    _description = "Scoring Rule"
    _order = "criterion_id, sequence, id"

    criterion_id = fields.Many2one("agency.evaluation.criterion", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Text", required=True, help="What the rule says; exactly as printed if it is printed.")
    is_printed = fields.Boolean(
        string="Printed", default=True, help="The sheet prints the rule as a line of its own below the criterion."
    )
    effect = fields.Selection([("award", "Award"), ("deduct", "Deduct")])
    points = fields.Float(digits=(7, 2), help="What one application of the rule is worth.")
    basis = fields.Selection(
        [("each", "For Each"), ("when", "Once, When"), ("period", "For Each Month, When")],
        help="For each: once for every whole step of the fact. When: once, if the fact compares to the threshold. "
        "For each month, when: once for every month whose number compares to the threshold.",
    )
    # Only an uninstallation cascades: a fact that a rule reads refuses to be deleted.
    indicator_id = fields.Many2one(
        "agency.evaluation.indicator", string="Fact", ondelete="cascade", index="btree_not_null"
    )
    step = fields.Float(default=1.0, help="How much of the fact one application takes.")
    operator = fields.Selection([(sign, sign) for sign in rules.OPERATORS], default=">=")
    threshold = fields.Float(default=1.0)
    max_times = fields.Integer(string="At Most", help="The most often that the rule applies; 0 for no limit.")
    note = fields.Text(help="How an ambiguous text was understood, and why.")

    _effect_check = models.Constraint(
        "CHECK (effect IS NULL OR (basis IS NOT NULL AND indicator_id IS NOT NULL AND points >= 0 AND step > 0))",
        "A rule with an effect needs a basis, a fact, points of zero or more and a step above zero.",
    )

    @api.constrains("indicator_id", "criterion_id")
    def _check_indicator(self):
        for rule in self:
            if rule.indicator_id and rule.indicator_id.set_id != rule.criterion_id.set_id:
                raise ValidationError(
                    self.env._("The rule “%(rule)s” reads a fact of another criteria set.", rule=rule.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.criterion_id.set_id._check_draft()
        return rules

    def write(self, vals):
        self.criterion_id.set_id._check_draft()
        result = super().write(vals)
        self.criterion_id.set_id._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self.criterion_id.set_id._check_draft()

    def _scoring_rules(self):
        """Return the rules that have an effect, in order, as :class:`rules.Rule`."""
        return [
            rules.Rule(
                effect=rules.Effect(rule.effect),
                points=rule.points,
                basis=rules.Basis(rule.basis),
                fact=rule.indicator_id.code,
                step=rule.step,
                operator=rule.operator,
                threshold=rule.threshold,
                max_times=rule.max_times or None,
            )
            for rule in self
            if rule.effect
        ]
