"""The steps of an evaluation: who may take them, when, and what they leave on record. It uses the rooms before it."""

from . import evaluation
from . import evaluation_approval
from . import substitution
from . import decision
