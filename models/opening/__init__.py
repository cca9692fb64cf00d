"""Reading what a form shows in few queries, whatever the number of rows. It uses the rooms above it."""

from . import criteria_set
from . import evaluation
from . import shared_record
from . import evaluation_saved
