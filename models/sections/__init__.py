"""The yearly report: its sections, filled from facts, rows and documents. It uses the rooms above it."""

from . import criteria_set
from . import evaluation
from . import evaluation_start
from . import evaluation_outdated
from . import line
from . import section
from . import section_outdated
