"""Data that leaves as a file and comes back: working copies and imports. It uses the rooms above it."""

from . import criterion
from . import indicator
from . import evidence
from . import filled_part
from . import evaluation
from . import evaluation_filled
from . import evaluation_import
from . import line
from . import line_filled
from . import fact
from . import fact_filled
from . import fact_import
