from . import test_history
from . import test_fact_history
