from . import test_facts
from . import test_frequencies
from . import test_grades
from . import test_last_period
from . import test_numbers
from . import test_partly_stated
from . import test_parts
from . import test_suggestions
