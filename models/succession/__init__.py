"""Which units came from which by what decision, and what follows from that. It uses the rooms above it."""

from . import succession
from . import hr_department
from . import evaluation
from . import evaluation_people
from . import evaluation_previous
