"""Facts as a unit states them, and the points that rules make of them. It uses lock, criteria and sheet."""

from . import evaluation
from . import evaluation_suggestion
from . import line
from . import fact
from . import measure
