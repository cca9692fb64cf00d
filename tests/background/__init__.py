from . import test_circumstances
from . import test_files
from . import test_task_attacks
from . import test_tasks
