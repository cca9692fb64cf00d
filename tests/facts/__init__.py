from . import test_fact_queries
from . import test_facts
from . import test_suggestions
