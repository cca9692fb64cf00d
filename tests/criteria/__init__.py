from . import test_criteria_set
from . import test_set_findings
