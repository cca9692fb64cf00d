"""What is done about rows that lost points, from one period to the next. It uses the rooms above it."""

from . import improvement
from . import line
from . import evaluation
