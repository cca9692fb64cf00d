import re

from odoo.http import content_disposition, request

from ..report.score_sheet_xlsx import CONTENT_TYPE


def make_workbook_response(content, name):
    """Return the response that downloads a workbook; characters that no file name can have are left out of `name`."""
    name = re.sub(r'[\\/:*?"<>|\s]+', " ", name).strip()
    return request.make_response(
        content, headers=[("Content-Type", CONTENT_TYPE), ("Content-Disposition", content_disposition(f"{name}.xlsx"))]
    )
