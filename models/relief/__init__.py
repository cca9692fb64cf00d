"""Relief of units from rows, decided by the organiser. It uses the sheet and the workflow."""

from . import relief
from . import evaluation
from . import line
