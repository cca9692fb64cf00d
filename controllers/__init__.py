from . import score_sheet, upload, verify_page
