from . import dossier, score_sheet, upload, verify_page
