from . import test_conflicts
from . import test_live
