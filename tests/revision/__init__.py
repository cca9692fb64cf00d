from . import test_comparison
from . import test_replaced
from . import test_revised_periods
from . import test_revisions
