"""What contradicts itself in an evaluation, and why it is in order. It uses the rooms above it."""

from . import evaluation
from . import finding
from . import finding_message
from . import line
