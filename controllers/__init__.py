from . import dossier, events, papers, printed, kept_content, task_files, upload, verify_page, ranking
