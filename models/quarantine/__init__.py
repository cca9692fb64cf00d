"""Taking the content of files away by decision, in any state, and retention. It uses the rooms above it."""

from . import quarantine
from . import quarantined_file
from . import ir_attachment
from . import criteria_set
from . import evaluation
from . import evaluation_taken_out
from . import evaluation_retention
from . import evidence
