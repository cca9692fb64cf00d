"""The review of rows and documents: settled, questioned, answered. It uses the rooms above it."""

from . import evaluation
from . import evaluation_confirmation
from . import evaluation_reviewer
from . import evaluation_question
from . import evaluation_settlement
from . import line
from . import line_settlement
from . import line_reviewer
from . import line_question
from . import line_answer
from . import evidence
from . import evidence_answer
from . import question
from . import decision
