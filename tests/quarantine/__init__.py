from . import test_quarantine
from . import test_retention
