from . import test_comparison
from . import test_replaced
from . import test_revisions
