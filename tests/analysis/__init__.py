from . import test_analysis_access
from . import test_analysis_dashboard
from . import test_analysis_records
