from odoo import api, models
from odoo.exceptions import UserError

from ...reading.delimited import read_text
from ...reading.document import read_document
from ...reading.limits import Reason, Unreadable
from ...reading.workbook import read_workbook

_WORKBOOK = (".xlsx",)
_ANY = (".docx", ".xlsx", ".csv", ".tsv", ".txt")
#: What archives and old office files start with.
ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"


class Reader(models.AbstractModel):
    """Reads files from outside, and says to the user why one is refused."""

    _name = "agency.evaluation.reader"
    _description = "Reader of Files"

    @api.model
    def _read_workbook(self, content):
        """Return the sheets of an ``.xlsx`` file as plain values, a list of :class:`Grid`.

        :raises UserError: if it is not read, and why
        """
        try:
            return read_workbook(content)
        except Unreadable as error:
            raise UserError(self._describe_unreadable(error, _WORKBOOK)) from error

    @api.model
    def _read_tables(self, source):
        """Return the tables of a Word file, a workbook, a text file (bytes) or a pasted text, a list of :class:`Grid`.

        :raises UserError: if it is not read, and why
        """
        try:
            return _read_any(source)
        except Unreadable as error:
            raise UserError(self._describe_unreadable(error, _ANY)) from error

    @api.model
    def _describe_unreadable(self, error, kinds):
        """Say why a file is not read, as what an :class:`Unreadable` says.

        :param kinds: the file name extensions of what could be read
        """
        values = {
            "kinds": ", ".join(kinds),
            "limit": f"{error.limit:,}".replace(",", "\N{NO-BREAK SPACE}"),
            "megabytes": error.limit // 1_000_000,
        }
        messages = {
            Reason.ENCODING: self.env._(
                "The text is in an old encoding such as TCVN3 (.VnTime) or VNI. Convert it to Unicode."
            ),
            Reason.TOO_LARGE: self.env._(
                "The file is larger than %(megabytes)s MB. Delete what is not needed, such as pictures, and try again.",
                **values,
            ),
            Reason.NOT_THIS_FORMAT: self.env._("This is no file of the kind %(kinds)s.", **values),
            Reason.OLD_FORMAT: self.env._(
                "The file is in the format of Office before 2007. Save it anew as %(kinds)s and try again.", **values
            ),
            Reason.ENCRYPTED: self.env._("The file is protected by a password. Save it without one and try again."),
            Reason.MACROS: self.env._("The file contains macros. Save it without them and try again."),
            Reason.TOO_MANY_PARTS: self.env._("The file consists of more than %(limit)s parts.", **values),
            Reason.BOMB: self.env._("The file unpacks to far more than an office file ever does; it is not opened."),
            Reason.ENTITIES: self.env._(
                "The file declares a document type, as no office program does; it is not read."
            ),
            Reason.DAMAGED: self.env._("The file is damaged. Open it, save it anew, and try again."),
            Reason.NO_SHEET: self.env._("The file has no sheet of cells."),
            Reason.TOO_MANY_SHEETS: self.env._("The file has more than %(limit)s sheets or tables.", **values),
            Reason.TOO_MANY_ROWS: self.env._("The sheet has more than %(limit)s rows.", **values),
            Reason.TOO_MANY_COLUMNS: self.env._("The sheet has more than %(limit)s columns.", **values),
            Reason.TOO_MANY_CELLS: self.env._("The file has more than %(limit)s cells.", **values),
            Reason.TOO_MUCH_TEXT: self.env._("The file has more than %(limit)s characters of text.", **values),
        }
        place = " ".join(filter(None, (error.sheet and f"“{error.sheet}”", error.cell)))
        return f"{place}: {messages[error.reason]}" if place else messages[error.reason]


def _read_any(source):
    if isinstance(source, str) or not source.startswith((ZIP, _OLE)):
        return read_text(source)
    try:
        return read_document(source)
    except Unreadable as error:
        if error.reason is not Reason.NOT_THIS_FORMAT:
            raise
    return read_workbook(source)
