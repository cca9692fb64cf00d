from . import test_opening
from . import test_read_ahead
from . import test_saved_rows
