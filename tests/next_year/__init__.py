from . import test_last_period_numbers
from . import test_last_period_offers
from . import test_last_period_queries
from . import test_next_year_round
from . import test_next_year_set
