from . import test_improvement_report
from . import test_improvements
