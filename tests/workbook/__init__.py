from . import test_copy_queries
from . import test_filled_copy
from . import test_import
from . import test_working_copy
