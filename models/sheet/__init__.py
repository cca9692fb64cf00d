"""One unit's evaluation and its rows: answers, points, sums and the grade they give. It uses lock and criteria."""

from . import evaluation
from . import evaluation_own_unit
from . import evaluation_paper_points
from . import evaluation_grade
from . import evaluation_not_applicable
from . import line
