from . import test_tasks
from . import test_files
from . import test_task_attacks
