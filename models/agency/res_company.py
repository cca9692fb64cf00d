from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import file_types


class ResCompany(models.Model):
    """How the agency names itself on its papers (Nghị định 30/2020/NĐ-CP, Phụ lục I), and which files are evidence."""

    _inherit = "res.company"

    agency_parent_name = fields.Char(
        string="Parent Agency", help="Printed above the agency, such as UBND TỈNH BẮC GIANG."
    )
    agency_name = fields.Char(help="The name of the issuing agency on its papers; the company's name if empty.")
    agency_short_name = fields.Char(help="Used in the line that ties the sheet to its report, such as Sở TN&MT.")
    agency_place = fields.Char(string="Place of Issue", help="Printed before the date, such as Bắc Giang.")
    agency_document_symbol = fields.Char(
        string="Report Symbol", help="What follows the number of a report, such as BC-TNMT."
    )
    agency_addressees = fields.Text(
        string="Addressees",
        help="To whom the yearly report is addressed after “Kính gửi:”, one a line, such as"
        " Văn phòng UBND tỉnh Bắc Giang.",
    )
    agency_recipients = fields.Text(
        string="Recipients",
        help="Who else gets a copy, one a line, printed below “Nơi nhận:” without dashes and stops of your own.",
    )
    agency_filing = fields.Char(
        string="Filed At",
        default="VT, VP",
        help="The last line of the recipients, after “Lưu:”: the registry and the unit that drafted the report.",
    )
    agency_signer_title = fields.Text(
        string="Signer's Title", help="One line each, such as KT. GIÁM ĐỐC and PHÓ GIÁM ĐỐC."
    )
    agency_head_title = fields.Char(
        string="Head's Title", default="GIÁM ĐỐC", help="Who signs on behalf of the head signs “KT.” and this title."
    )
    agency_second_approval = fields.Boolean(
        string="Two Approvals", help="An evaluation is approved by two approvers, one after the other."
    )
    agency_own_approval = fields.Boolean(
        string="Judging Own Content",
        help="In a small agency, whoever put in content may review and approve it; decision, papers and the public page"
        " say so then.",
    )
    agency_signer_name = fields.Char(string="Signer's Name")
    agency_file_extensions = fields.Char(
        string="Allowed File Types",
        default=file_types.DEFAULT_EXTENSIONS,
        help="File name extensions, separated by commas. Content is checked too.",
    )
    agency_file_megabytes = fields.Integer(
        string="Largest File (MB)", default=file_types.DEFAULT_MEGABYTES, required=True
    )
    agency_file_dangers = fields.Selection(
        [("refuse", "Refuse the File"), ("mark", "Keep the File and Mark It")],
        string="Dangerous Files",
        default="refuse",
        required=True,
        help="What happens to files with scripts, macros, programs or a password in them.",
    )

    _agency_file_megabytes_check = models.Constraint(
        "CHECK (agency_file_megabytes BETWEEN 1 AND 1024)", "The largest evidence file has between 1 and 1024 MB."
    )

    @api.constrains("agency_file_extensions")
    def _check_agency_file_extensions(self):
        for company in self:
            try:
                file_types.parse_extensions(company.agency_file_extensions)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "Evidence cannot be of type %(unknown)s. Possible types: %(possible)s.",
                        unknown=str(error),
                        possible=", ".join(sorted(file_types.CONTENT_TYPES)),
                    )
                ) from error
