"""Correcting what is approved by a new draft beside it. It uses the rooms above it."""

from . import criteria_set
from . import rule
from . import line
from . import evaluation
from . import evaluation_carry_over
from . import evaluation_replaced
