from odoo import api, fields, models

from ...scoring import rules
from ...scoring.choices import choices
from ...scoring.intake.entries import Entry, Kind, ProposedRule
from ...scoring.intake.printed_points import read_points
from ...scoring.intake.rule_texts import read_line
from ...scoring.points import format_points
from ..criteria.rule import BASES, EFFECTS, OPERATORS
from ..lock.values import check_values
from .intake import NO_DOUBTS

#: What says how a rule was understood: whoever corrects it is sure of it.
_RULE_FIELDS = frozenset(
    {"effect", "points", "basis", "step", "operator", "threshold", "max_times", "fact_name", "fact_code", "is_sure"}
)


class IntakeLine(models.Model):
    """A row of an imported sheet, as it was recognised and as a person corrected it.

    Points are kept as printed, so that nothing is lost that could not be read.
    """

    _name = "agency.evaluation.intake.line"
    _description = "Row of an Imported Sheet"
    _inherit = ["agency.evaluation.lock"]
    _lock_path = "intake_id"
    _first_state = "source"
    _structure_open_in = ("source", "preview")
    _files_open_in = ("source", "preview")
    _order = "intake_id, sequence, id"

    intake_id = fields.Many2one(
        "agency.evaluation.intake", required=True, ondelete="cascade", index=True, open_in=("source", "preview")
    )
    sequence = fields.Integer(default=1_000_000, open_in=("source", "preview"))
    place = fields.Integer(
        string="Source Row", readonly=True, aggregator=None, help="The row in the file or the text.", open_in=("new",)
    )
    kind = fields.Selection(
        choices(
            {
                Kind.CRITERION: "Criterion",
                Kind.RULE: "Rule",
                Kind.CONTINUED: "Rest of the Text Above",
                Kind.TOTAL: "Total",
                Kind.IGNORED: "Left Out",
            }
        ),
        default="criterion",
        required=True,
        open_in=("source", "preview"),
    )
    level = fields.Integer(
        default=1, aggregator=None, help="1 for a group, one more for each step below.", open_in=("source", "preview")
    )
    number = fields.Char(open_in=("source", "preview"))
    name = fields.Text(string="Text", open_in=("source", "preview"))
    max_text = fields.Char(
        string="Maximum", help="The standard points, with a decimal comma or point.", open_in=("source", "preview")
    )
    own_text = fields.Char(
        string="Self-Scored", help="The unit's own points; empty if they are blank.", open_in=("source", "preview")
    )
    is_bonus = fields.Boolean(string="Bonus", open_in=("source", "preview"))
    is_guessed = fields.Boolean(readonly=True, open_in=("source", "preview"))

    is_printed = fields.Boolean(
        string="Printed",
        default=True,
        help="The sheet prints the rule as a line of its own.",
        open_in=("source", "preview"),
    )
    is_sure = fields.Boolean(default=True, readonly=True, open_in=("source", "preview"))
    effect = fields.Selection(EFFECTS, open_in=("source", "preview"))
    points = fields.Float(digits=(7, 2), open_in=("source", "preview"))
    basis = fields.Selection(BASES, default="when", open_in=("source", "preview"))
    step = fields.Float(default=1.0, open_in=("source", "preview"))
    operator = fields.Selection(OPERATORS, default=">=", open_in=("source", "preview"))
    threshold = fields.Float(default=1.0, open_in=("source", "preview"))
    max_times = fields.Integer(
        string="At Most", help="The most often that the rule applies; 0 for no limit.", open_in=("source", "preview")
    )
    fact_name = fields.Char(
        string="Fact",
        help="What is counted or measured; the criteria set gets it as a fact.",
        open_in=("source", "preview"),
    )
    fact_code = fields.Char(
        help="Names the fact in formulas; rules with the same code read the same fact.", open_in=("source", "preview")
    )
    fact_unit = fields.Char(string="Unit", open_in=("source", "preview"))
    is_monthly = fields.Boolean(
        string="Monthly", help="The fact is stated month by month.", open_in=("source", "preview")
    )

    code = fields.Char(compute="_compute_doubts")
    criterion_code = fields.Char(compute="_compute_doubts", help="The criterion that the rule belongs to.")
    is_heading = fields.Boolean(compute="_compute_doubts")
    doubts = fields.Text(compute="_compute_doubts")
    is_blocking = fields.Boolean(compute="_compute_doubts")
    criterion_id = fields.Many2one("agency.evaluation.criterion", readonly=True, copy=False, ondelete="set null")

    _points_check = models.Constraint(
        "CHECK (points BETWEEN 0 AND 99999.99 AND step > 0)",
        "A rule is worth zero points or more, for a step above zero.",
    )

    @api.depends("intake_id.row_notes")
    @api.depends_context("lang")
    def _compute_doubts(self):
        # All rows decide about each, so that the import finds it for all of them at once.
        for intake, lines in self.grouped("intake_id").items():
            notes = intake.row_notes or {}
            for line in lines:
                line.update(notes.get(line._note_key(), NO_DOUBTS))

    def _note_key(self):
        """Return what names the row in the notes of its import, saved or not."""
        return str(self._origin.id or self.id.ref)

    def write(self, vals):
        check_values(self, vals)
        if self._is_own_write(vals):
            return super().write(vals)
        vals = dict(vals)
        if "level" in vals:
            vals.setdefault("is_guessed", False)
        if vals.keys() & _RULE_FIELDS:
            vals.setdefault("is_sure", True)
        result = super().write(vals)
        if vals.get("kind") == Kind.RULE.value:
            self._understand_rules()
        return result

    def _understand_rules(self):
        """Read the texts of what was turned into rules, as far as nobody said what they mean."""
        for line in self.filtered(lambda line: not line.effect):
            if rule := read_line(line.name or ""):
                line._write_through(self._prepare_rule_values(rule))

    @api.model
    def _prepare_rule_values(self, rule):
        """Return the values that say how a rule was understood."""
        return {
            "effect": rule.effect.value,
            "points": rule.points,
            "basis": rule.basis.value,
            "step": rule.step,
            "operator": rule.operator,
            "threshold": rule.threshold,
            "max_times": rule.max_times or 0,
            "fact_name": rule.fact,
            "fact_unit": rule.unit,
            "is_monthly": rule.monthly,
            "is_sure": rule.sure,
        }

    @api.model
    def _prepare_values(self, entry):
        """Return the values of the row that an entry becomes."""
        return {
            "place": entry.place,
            "kind": entry.kind.value,
            "level": entry.level + 1,
            "number": entry.number,
            "name": entry.text,
            "max_text": _write(entry.maximum, entry.unread_maximum),
            "own_text": _write(entry.own, entry.unread_own),
            "is_bonus": entry.bonus,
            "is_guessed": entry.guessed,
            "is_printed": entry.printed,
            **(self._prepare_rule_values(entry.rule) if entry.rule else {}),
        }

    def _entries(self):
        """Return the rows as :class:`Entry`, in their order."""
        return [line._entry() for line in self]

    def _entry(self):
        self.ensure_one()
        maximum, unread_maximum = _read(self.max_text)
        own, unread_own = _read(self.own_text)
        return Entry(
            place=self.place,
            kind=Kind(self.kind),
            text=self.name or "",
            number=(self.number or "").strip(),
            level=self.level - 1,
            maximum=maximum,
            own=own,
            bonus=self.is_bonus,
            unread_maximum=unread_maximum,
            unread_own=unread_own,
            guessed=self.is_guessed,
            printed=self.is_printed,
            rule=self._rule() if self.effect else None,
        )

    def _rule(self):
        return ProposedRule(
            effect=rules.Effect(self.effect),
            points=self.points,
            basis=rules.Basis(self.basis or "when"),
            fact=self.fact_name or self.name or "",
            unit=self.fact_unit or "",
            step=self.step,
            operator=self.operator or ">=",
            threshold=self.threshold,
            max_times=self.max_times or None,
            monthly=self.is_monthly,
            sure=self.is_sure,
        )

    def _label(self):
        """Name the row in messages: by its code, else by its place in the source."""
        self.ensure_one()
        return self.code or self.env._("row %(place)s", place=self.place or self.sequence)


def _write(points, unread):
    """Write points with a decimal comma; what could not be read stays as printed."""
    if points is None:
        return unread or False
    return format_points(points) if points >= 0 else f"-{format_points(-points)}"


def _read(text):
    try:
        return read_points(text or ""), ""
    except ValueError:
        return None, text
