from . import test_round_access
from . import test_round_deadlines
from . import test_round_opening
from . import test_round_people
from . import test_round_steps
from . import test_round_units
from . import test_round_ranking
from . import test_round_publication
