"""Facts as a unit states them, and the points and the grade that follow. It uses lock, criteria, sheet and workflow."""

from . import criterion
from . import criteria_set
from . import evaluation
from . import evaluation_grade
from . import evaluation_numbers
from . import evaluation_previous
from . import evaluation_suggestion
from . import line
from . import line_working
from . import fact
from . import measure
from . import fact_origin
from . import measure_origin
from . import evaluation_parts
