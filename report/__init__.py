"""The papers of an evaluation: collectors read the models, writers get plain data. It uses models, scoring and reading.

A `*_report.py` collects what a paper says; what it says is described beside it, without Odoo; a writer makes the file.
"""

from . import ir_actions_report
from . import paper_report
from . import score_sheet_report
from . import annual_report_report
from . import exchange_report
from . import findings_report
from . import working_copy_report
from . import history_report
from . import ranking_report
from . import dossier_report
from . import evaluation
from . import task_files
