from . import exchange_report
from . import findings_report
from . import score_sheet_report
