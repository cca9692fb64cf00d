from . import test_last_period_offers
from . import test_next_year_set
