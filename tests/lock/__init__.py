from . import test_door
from . import test_doors
from . import test_gate
from . import test_locks
from . import test_messages
from . import test_open_fields
from . import test_shared_fields
from . import test_texts
