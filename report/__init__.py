from . import paper_report
from . import score_sheet_report
from . import annual_report_report
from . import exchange_report
from . import findings_report
