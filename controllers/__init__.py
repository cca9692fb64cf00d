from . import score_sheet, upload
