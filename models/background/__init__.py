"""Work that is too long for a request, done piece by piece, and seen by whoever asked. It uses the rooms above it."""

from . import work
from . import task
from . import task_part
from . import evaluation
from . import quarantine
