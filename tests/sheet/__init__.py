from . import test_evaluation
from . import test_fact_queries
from . import test_lists
from . import test_making
from . import test_not_applicable
from . import test_periods
from . import test_queries
from . import test_roll_up
