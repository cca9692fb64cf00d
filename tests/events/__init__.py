from . import test_events
from . import test_chain
from . import test_export
from . import test_time_stamps
from . import test_verify_all
