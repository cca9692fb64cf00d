import base64
import binascii
import textwrap

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.workbook.filled_part import Kind
from ...reading import working_copy as layout
from ...reading.workbook import Limits

#: How much of a row's text tells which row it is.
_LABEL = 90


class CopyImport(models.TransientModel):
    """Takes a filled working copy back: shows every change first, then writes all of them or none."""

    _name = "agency.evaluation.copy.import"
    _description = "Import of a Working Copy"
    _inherit = ["agency.evaluation.dialog"]

    evaluation_id = fields.Many2one("agency.evaluation", required=True, readonly=True, ondelete="cascade")
    file = fields.Binary(string="Filled Working Copy", attachment=False)
    file_name = fields.Char()
    outcome = fields.Json(
        readonly=True, help="What was shown: every cell that says something else than the evaluation."
    )
    is_previewed = fields.Boolean(readonly=True)
    is_outdated = fields.Boolean(readonly=True, help="The evaluation or the file changed after it was shown.")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    change_count = fields.Integer(compute="_compute_preview")
    conflict_count = fields.Integer(compute="_compute_preview")
    refused_count = fields.Integer(compute="_compute_preview")
    keep = fields.Selection(
        [("evaluation", "Keep what the evaluation says"), ("file", "Take what the file says")],
        string="Where Both Changed",
    )

    @api.depends("outcome")
    @api.depends_context("lang")
    def _compute_preview(self):
        for copy in self:
            cells = {kind: [cell for cell in copy.outcome or () if cell["kind"] == kind.value] for kind in Kind}
            copy.change_count = len(cells[Kind.CHANGE])
            copy.conflict_count = len(cells[Kind.CONFLICT])
            copy.refused_count = len(cells[Kind.REFUSED])
            copy.preview = self.env["ir.qweb"]._render(
                "agency_evaluation.copy_import_preview",
                {
                    "refused": cells[Kind.REFUSED],
                    "conflicts": cells[Kind.CONFLICT],
                    "changes": cells[Kind.CHANGE],
                },
            )

    def action_preview(self):
        """Read the file and show what it changes; nothing is written to the evaluation.

        :raises UserError: if the file is refused as a whole, or the evaluation is not open to the user
        """
        self.ensure_one()
        self.evaluation_id._check_copy_open()
        self.write({"outcome": self._describe(self._compare()), "is_previewed": True, "is_outdated": False})
        return self._show()

    def action_apply(self):
        """Write what was shown, all or nothing; if it would be something else by now, show that instead.

        :raises UserError: if a cell is refused, a conflict is undecided, or the evaluation is not open to the user
        """
        self.ensure_one()
        evaluation = self.evaluation_id
        evaluation._check_copy_open()
        evaluation._check_structure()
        found = self._compare()
        outcome = self._describe(found)
        if not self.is_previewed or outcome != (self.outcome or []):
            self.write({"outcome": outcome, "is_previewed": True, "is_outdated": True})
            return self._show()
        if self.refused_count:
            raise UserError(self.env._("Nothing is imported as long as a cell is refused. Correct the file first."))
        if self.conflict_count and not self.keep:
            raise UserError(self.env._("Choose what counts where both the evaluation and the file changed."))
        wanted = {Kind.CHANGE, Kind.CONFLICT} if self.keep == "file" else {Kind.CHANGE}
        taken = [difference for rows in found.values() for difference in rows if difference.kind in wanted]
        evaluation._apply_copy(taken)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(count)s cells of the working copy were taken over.", count=len(taken)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _show(self):
        """Return the action that opens the dialog again."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import a Working Copy"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def _compare(self):
        """Return the differences between file and evaluation, by the name of the sheet.

        :raises UserError: if the file is refused as a whole
        """
        content = self.with_context(bin_size=False).file
        if not content:
            raise UserError(self.env._("Choose the filled working copy first."))
        grids = self.env["agency.evaluation.reader"]._read_workbook(self._decode(content))
        try:
            copy = layout.read_copy(grids)
        except layout.NotACopy as error:
            raise UserError(self._describe_mismatch(error)) from error
        return self.evaluation_id._compare_copy(copy)

    def _decode(self, content):
        # What is far beyond the limit is cut, so that it is not decoded whole only to be refused.
        try:
            return base64.b64decode(content[: 2 * Limits().size])
        except binascii.Error as error:
            raise UserError(self.env._("The file did not arrive whole; choose it again.")) from error

    def _describe_mismatch(self, error):
        titles = {
            layout.POINTS: self.env._("Self-Scored"),
            layout.NOT_APPLICABLE: self.env._("Not Applicable"),
            layout.EXPLANATION: self.env._("Explanation"),
            layout.IMPROVEMENT: self.env._("Improvement"),
            layout.ENTRY: self.env._("Year"),
            layout.NOTE: self.env._("Note"),
            **{name: self.env._("Month %(month)s", month=int(name[-2:])) for name in layout.MONTHS},
        }
        if error.mismatch is layout.Mismatch.TWO_COPIES:
            return self.env._("“%(sheet)s” is in the file twice. Delete one of them.", sheet=error.sheet)
        if error.mismatch is layout.Mismatch.MISSING_COLUMNS:
            return self.env._(
                "“%(sheet)s” misses columns: %(columns)s. Download a new working copy and copy your entries into it.",
                sheet=error.sheet,
                columns=", ".join(titles[name] for name in error.detail.split()) or self.env._("hidden columns"),
            )
        if error.mismatch is layout.Mismatch.MERGED:
            return self.env._(
                "“%(sheet)s”: the cells %(range)s are merged. Unmerge them and type each value into its own row.",
                sheet=error.sheet,
                range=error.detail,
            )
        return self.env._(
            "The file is no working copy of an evaluation. Download one from the evaluation, and fill that in."
        )

    def _describe(self, found):
        """Return the differences as plain values, to be shown and to be compared with what was shown before."""
        return [
            {
                "kind": difference.kind.value,
                "sheet": sheet,
                "cell": difference.place,
                "row": self._describe_row(difference.record),
                "field": self._describe_field(difference),
                "old": difference.old,
                "new": difference.new,
                "reason": difference.reason,
            }
            for sheet, differences in found.items()
            for difference in differences
        ]

    def _describe_row(self, record):
        if not record:
            return ""
        if record._name == "agency.evaluation.fact":
            return record.display_name
        return textwrap.shorten(f"{record.code} {record.name}", _LABEL, placeholder="…")

    def _describe_field(self, difference):
        if difference.name in (layout.ANSWER, layout.POINTS):
            return self.env._("Self-Scored")
        if difference.name == layout.NOT_APPLICABLE:
            return self.env._("Not Applicable")
        return difference.record._fields[difference.name]._description_string(self.env)
