from . import test_file_check
from . import test_access_log
