from . import test_deadlines
from . import test_opening
from . import test_people
from . import test_round_access
from . import test_round_steps
from . import test_units
