"""Any sheet, read as a draft criteria set with its evaluation. It uses lock, criteria, sheet and workflow."""

from . import reader
from . import intake
from . import intake_line
from . import intake_line_making
from . import intake_reading
from . import intake_making
from . import intake_doubts
from . import evaluation
