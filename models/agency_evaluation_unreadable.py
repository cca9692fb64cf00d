from odoo import api, models
from odoo.exceptions import UserError

from ..reading.workbook import Limits, Reason, Unreadable, read_workbook


class Reader(models.AbstractModel):
    """Reads files from outside, and says to the user why one is refused."""

    _name = "agency.evaluation.reader"
    _description = "Reader of Files"

    @api.model
    def _read_workbook(self, content, limits=None):
        """Return the sheets of an ``.xlsx`` file as plain values, a list of :class:`Grid`.

        :raises UserError: if it is not read, and why
        """
        try:
            return read_workbook(content, limits)
        except Unreadable as error:
            raise UserError(self._describe_unreadable(error, limits or Limits())) from error

    @api.model
    def _describe_unreadable(self, error, limits):
        """Say why a file is not read, as what an :class:`Unreadable` says."""
        limit = f"{error.limit:,}".replace(",", "\N{NO-BREAK SPACE}")
        messages = {
            Reason.TOO_LARGE: self.env._(
                "The file is larger than %(size)s MB. Delete pictures and sheets that are not needed, and try again.",
                size=limits.size // 1_000_000,
            ),
            Reason.NOT_THIS_FORMAT: self.env._("This is no Excel workbook (.xlsx). Save it as .xlsx and try again."),
            Reason.OLD_FORMAT: self.env._("The file has the old Excel format (.xls). Save it as .xlsx and try again."),
            Reason.ENCRYPTED: self.env._("The file is protected by a password. Save it without one and try again."),
            Reason.MACROS: self.env._("The file contains macros. Save it as .xlsx, without macros, and try again."),
            Reason.TOO_MANY_PARTS: self.env._("The file consists of more than %(limit)s parts.", limit=limit),
            Reason.BOMB: self.env._("The file unpacks to far more than a workbook ever does; it is not opened."),
            Reason.ENTITIES: self.env._(
                "The file declares a document type, as no office program does; it is not read."
            ),
            Reason.DAMAGED: self.env._("The file is damaged. Open it, save it again as .xlsx, and try again."),
            Reason.NO_SHEET: self.env._("The file has no sheet of cells."),
            Reason.TOO_MANY_SHEETS: self.env._("The file has more than %(limit)s sheets.", limit=limit),
            Reason.TOO_MANY_ROWS: self.env._("The sheet has more than %(limit)s rows.", limit=limit),
            Reason.TOO_MANY_COLUMNS: self.env._("The sheet has more than %(limit)s columns.", limit=limit),
            Reason.TOO_MANY_CELLS: self.env._("The file has more than %(limit)s cells.", limit=limit),
            Reason.TOO_MUCH_TEXT: self.env._("The file has more than %(limit)s characters of text.", limit=limit),
        }
        place = " ".join(filter(None, (error.sheet and f"“{error.sheet}”", error.cell)))
        return f"{place}: {messages[error.reason]}" if place else messages[error.reason]
