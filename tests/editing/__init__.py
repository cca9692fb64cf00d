from . import test_conflicts
from . import test_live
from . import test_editing_tour
