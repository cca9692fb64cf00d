from . import score_sheet_report
