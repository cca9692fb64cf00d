from . import test_intake
from . import test_intake_damaged
from . import test_intake_sources
from . import test_intake_tour
