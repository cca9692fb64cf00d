from . import dossier, papers, kept_content, upload, verify_page
