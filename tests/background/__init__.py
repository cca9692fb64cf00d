from . import test_tasks
from . import test_files
