from . import test_criteria_set
