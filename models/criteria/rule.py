from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...scoring import rules
from ...scoring.choices import choices

EFFECTS = choices({rules.Effect.AWARD: "Award", rules.Effect.DEDUCT: "Deduct"})
BASES = choices(
    {
        rules.Basis.EACH: "For Each",
        rules.Basis.WHEN: "Once, When",
        rules.Basis.PERIOD: "For Each Month or Quarter, When",
    }
)
OPERATORS = [(sign, sign) for sign in rules.OPERATORS]


class Rule(models.Model):
    """One scoring rule of a criterion: its text, and as data what it awards or deducts.

    A rule without an effect is text alone; points are then judged. What the fields mean: :mod:`...scoring.rules`.
    """

    _name = "agency.evaluation.rule"
    _description = "Scoring Rule"
    _inherit = ["agency.evaluation.lock"]
    _lock_path = "criterion_id.set_id"
    _order = "criterion_id, sequence, id"

    criterion_id = fields.Many2one(
        "agency.evaluation.criterion", required=True, ondelete="cascade", index=True, open_in=("draft",)
    )
    sequence = fields.Integer(default=10, open_in=("draft",))
    name = fields.Char(
        string="Text",
        required=True,
        help="What the rule says; exactly as printed if it is printed.",
        open_in=("draft",),
    )
    is_printed = fields.Boolean(
        string="Printed",
        default=True,
        help="The sheet prints the rule as a line of its own below the criterion.",
        open_in=("draft",),
    )
    effect = fields.Selection(EFFECTS, open_in=("draft",))
    points = fields.Float(digits=(7, 2), help="What one application of the rule is worth.", open_in=("draft",))
    basis = fields.Selection(
        BASES,
        help="For each: once for every whole step of the fact. When: once, if the fact compares to the threshold. "
        "For each month or quarter, when: once for every one whose number compares to the threshold.",
        open_in=("draft",),
    )
    # Only an uninstallation cascades: a fact that a rule reads refuses to be deleted.
    indicator_id = fields.Many2one(
        "agency.evaluation.indicator",
        string="Fact",
        ondelete="cascade",
        index="btree_not_null",
        open_in=("draft",),
    )
    step = fields.Float(default=1.0, help="How much of the fact one application takes.", open_in=("draft",))
    operator = fields.Selection(OPERATORS, default=">=", open_in=("draft",))
    threshold = fields.Float(default=1.0, open_in=("draft",))
    max_times = fields.Integer(
        string="At Most", help="The most often that the rule applies; 0 for no limit.", open_in=("draft",)
    )
    note = fields.Text(help="How an ambiguous text was understood, and why.", open_in=("draft",))

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
