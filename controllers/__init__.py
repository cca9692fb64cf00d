from . import score_sheet
