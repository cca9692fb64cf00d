from . import test_report_text
