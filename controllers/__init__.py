from . import dossier, papers, upload, verify_page
