"""The steps of an evaluation: who may take them, when, and what is kept of them. It uses lock, agency and sheet."""

from . import evaluation
from . import evaluation_people
from . import contributors
from . import evaluation_approval
from . import line
from . import substitution
from . import decision
