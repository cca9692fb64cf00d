"""Going on from one period to the next: the set, the round, and what units answered. It uses the rooms above it."""

from . import criteria_set
from . import criterion
from . import set_finding
from . import campaign
from . import document_type
from . import evaluation
from . import line
from . import fact
from . import evidence
