from . import test_outdated_counts
from . import test_report_text
