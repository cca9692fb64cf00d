from odoo import api, fields, models
from odoo.exceptions import UserError

from ...scoring.intake import doubts
from ...scoring.intake.columns import Role
from ...scoring.intake.entries import Kind
from ...scoring.intake.outline import make_outline
from ...scoring.points import sum_points
from ..lock.values import check_values

#: The fields that name the column of each role.
COLUMN_FIELDS = {
    Role.NUMBER: "number_column",
    Role.TEXT: "text_column",
    Role.MAXIMUM: "maximum_column",
    Role.OWN: "own_column",
}
#: The fields of rows on which doubts depend.
READ_FIELDS = "sequence kind level number name max_text own_text effect is_guessed is_sure".split()
#: What is told of a row that there is nothing to tell of.
NO_DOUBTS = {"code": False, "criterion_code": False, "is_heading": False, "doubts": False, "is_blocking": False}


class Intake(models.Model):
    """The import of a sheet that nobody prepared: its source, its rows as recognised and corrected, and what was made.

    It is kept, so that correcting may take days, and so that the points which a paper states wait until the criteria
    set is published.
    """

    _name = "agency.evaluation.intake"
    _description = "Import of a Sheet"
    _inherit = ["agency.evaluation.lock"]
    _first_state = "source"
    _structure_open_in = ("source", "preview", "done")
    _files_open_in = ("source", "preview")
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        required=True,
        default=lambda self: self.env._("New sheet"),
        help="Names the criteria set.",
        open_in=("source", "preview"),
    )
    state = fields.Selection(
        [("source", "Source"), ("preview", "Preview"), ("done", "Criteria Set Made")],
        default="source",
        required=True,
        readonly=True,
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True, open_in=("source", "preview")
    )
    is_shared = fields.Boolean(
        string="For All Companies", help="The criteria set is shared by all companies.", open_in=("source", "preview")
    )
    code = fields.Char(
        copy=False,
        help="The code of the criteria set; empty to derive it from the year.",
        open_in=("source", "preview"),
    )
    year = fields.Integer(
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year,
        required=True,
        open_in=("source", "preview"),
    )
    paper_title = fields.Char(
        help="The title of the printed sheet; the unit and the period follow on the next line.",
        open_in=("source", "preview"),
    )

    file = fields.Binary(
        attachment=True,
        help="A Word (.docx), Excel (.xlsx) or text file (.csv, .tsv, .txt).",
        open_in=("source", "preview"),
    )
    filename = fields.Char(open_in=("source", "preview"))
    pasted = fields.Text(
        help="Rows copied from Word, Excel or a web page; used where there is no file.", open_in=("source", "preview")
    )
    table_index = fields.Integer(
        string="Table",
        aggregator=None,
        help="Which table of the source is read; 0 to find it.",
        open_in=("source", "preview"),
    )
    table_names = fields.Char(string="Tables", readonly=True)
    column_names = fields.Char(string="Columns", readonly=True)
    number_column = fields.Char(
        size=3, help="The letter of the column with the numbers; empty for none.", open_in=("source", "preview")
    )
    text_column = fields.Char(size=3, help="The letter of the column with the criteria.", open_in=("source", "preview"))
    maximum_column = fields.Char(
        size=3, help="The letter of the column with the standard points; empty for none.", open_in=("source", "preview")
    )
    own_column = fields.Char(
        string="Self-Scored Column",
        size=3,
        help="The letter of the column with the self-scored points; empty for none.",
        open_in=("source", "preview"),
    )
    reading_doubts = fields.Text(readonly=True, help="What was unclear about tables and columns.")

    line_ids = fields.One2many("agency.evaluation.intake.line", "intake_id", string="Rows")
    rule_line_ids = fields.One2many(
        "agency.evaluation.intake.line", "intake_id", string="Rules", domain=[("kind", "=", "rule")]
    )
    # Of the rows beside the one that is corrected, a form hears only what is a field of the form itself.
    row_notes = fields.Json(compute="_compute_doubts", help="What is told of each row, by its id.")
    doubt_count = fields.Integer(string="Doubts", compute="_compute_doubts")
    blocking_count = fields.Integer(compute="_compute_doubts")
    sheet_doubts = fields.Text(compute="_compute_doubts")
    criterion_count = fields.Integer(string="Criteria", compute="_compute_doubts")
    total_points = fields.Float(digits=(7, 2), compute="_compute_doubts", help="The sum of the groups.")
    has_own_points = fields.Boolean(compute="_compute_doubts")

    criteria_set_id = fields.Many2one(
        "agency.evaluation.criteria.set", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Unit",
        check_company=True,
        ondelete="set null",
        help="Whose points the sheet states.",
        open_in=("source", "preview", "done"),
    )
    user_id = fields.Many2one(
        "res.users",
        string="Evaluator",
        check_company=True,
        help="Who goes on with it.",
        open_in=("source", "preview", "done"),
    )
    evaluation_id = fields.Many2one(
        "agency.evaluation", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )

    @api.depends(*(f"line_ids.{name}" for name in READ_FIELDS))
    @api.depends_context("lang")
    def _compute_doubts(self):
        for intake in self:
            lines = intake._rows()
            entries = lines._entries()
            outline = make_outline(entries)
            found = doubts.find_doubts(entries, outline) if entries else []
            rows = intake._describe_rows(entries, outline, found)
            intake.row_notes = {line._note_key(): row for line, row in zip(lines, rows, strict=True)}
            intake.doubt_count = len(found)
            intake.blocking_count = sum(doubt.blocks for doubt in found)
            intake.sheet_doubts = "\n".join(self._describe_doubt(doubt) for doubt in found if doubt.index is None)
            intake.criterion_count = len(outline.nodes)
            intake.total_points = sum_points(node.maximum for node in outline.groups)
            intake.has_own_points = any(node.entry.own is not None for node in outline.nodes)

    def write(self, vals):
        check_values(self, vals)
        return super().write(vals if self._is_own_write(vals) else {**_found_anew(vals), **vals})

    def action_read(self):
        """Read the source again, and replace all rows by what is recognised in it.

        :raises AccessError: if the user may not import
        :raises UserError: if the criteria set is made already, or the source cannot be read; it says why
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open_for(["file"])
        self._read_source()
        return True

    def action_make_criteria_set(self):
        """Make a draft criteria set of the rows, with their rules and the facts that these ask for.

        :raises AccessError: if the user may not import or make criteria sets
        :raises UserError: if the set is made already, or doubts stand in its way; it names each row
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open_for(["file"])
        criteria_set = self._make_criteria_set()
        criteria_set._refresh_findings()
        self._write_through({"state": "done", "criteria_set_id": criteria_set.id})
        return self._open(criteria_set)

    def action_make_evaluation(self):
        """Make the evaluation whose points the sheet states; the criteria set is published for it.

        :raises AccessError: if the user may not import, publish or make evaluations
        :raises UserError: if there is no unit or no criteria set, or the evaluation is made already
        :raises ValidationError: if the points of the criteria set do not add up; it names each row
        """
        self.ensure_one()
        self.check_access("write")
        self._claim()
        if self.state != "done" or not self.criteria_set_id or self.evaluation_id:
            raise UserError(self.env._("There is no criteria set to evaluate by, or its evaluation is made already."))
        if not self.department_id:
            raise UserError(self.env._("Choose the unit whose points the sheet states."))
        evaluation = self._make_evaluation()
        self._write_through({"evaluation_id": evaluation.id})
        return self._open(evaluation)

    @api.readonly
    def action_open_criteria_set(self):
        """Open the criteria set that was made."""
        self.ensure_one()
        return self._open(self.criteria_set_id)

    @api.readonly
    def action_open_evaluation(self):
        """Open the evaluation that was made."""
        self.ensure_one()
        return self._open(self.evaluation_id)

    def _open(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _describe_lock(self, records, names):
        if self.state != "done":
            return self.env._("What an import has made changes only with its buttons.")
        return self.env._(
            "%(sheet)s was made into a criteria set: correct it there, or import it anew.", sheet=self.name
        )

    def _describe_blocking(self, entries, outline):
        """Return the doubts that stand in the way of a criteria set, one text each."""
        self.ensure_one()
        lines = self.line_ids
        texts = []
        for doubt in doubts.find_doubts(entries, outline):
            if doubt.blocks:
                row = "" if doubt.index is None else lines[doubt.index]._label()
                texts.append(": ".join(filter(None, (row, self._describe_doubt(doubt)))))
        return texts

    def _rows(self):
        """Return the rows in their order, which a form may have changed without having saved it."""
        return self.line_ids.sorted("sequence")

    def _total_line(self):
        return self.line_ids.filtered(lambda line: line.kind == Kind.TOTAL.value)[-1:]


def _found_anew(vals):
    """Return the values that make the next reading find table and columns anew, where others are read from now on."""
    columns = dict.fromkeys(COLUMN_FIELDS.values(), False)
    if vals.keys() & {"file", "pasted"}:
        return {"table_index": 0, **columns}
    return columns if "table_index" in vals else {}
