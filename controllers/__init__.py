from . import dossier, events, papers, printed, kept_content, upload, verify_page
