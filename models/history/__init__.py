"""Who changed what in the rows and facts of an evaluation, and from what to what. It uses all rooms up to review."""

from . import way
from . import change
from . import change_for_user
from . import history
from . import line
from . import line_ways
from . import fact
from . import fact_ways
from . import measure
from . import evaluation
