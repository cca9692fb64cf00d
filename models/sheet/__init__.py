"""One unit's evaluation and its rows: answers, points and sums. It uses lock and criteria."""

from . import res_company
from . import criteria_set
from . import evaluation
from . import evaluation_period
from . import evaluation_own_unit
from . import evaluation_agency_time
from . import evaluation_identity
from . import total
from . import evaluation_roll_up
from . import evaluation_totals
from . import evaluation_not_applicable
from . import evaluation_making
from . import evaluation_round
from . import line
from . import evaluation_for_user
from . import line_tree
