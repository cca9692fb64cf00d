"""The sheet of a year: its rows, rules, grades, facts asked for, checks and sections. It uses lock."""

from . import justified
from . import hr_department
from . import criteria_set
from . import criteria_set_use
from . import criteria_set_copy
from . import criterion
from . import rule
from . import indicator
from . import indicator_bounds
from . import indicator_formula
from . import relation
from . import grade
from . import check_setting
from . import section_template
from . import set_finding
from . import set_finding_message
from . import criteria_set_findings
