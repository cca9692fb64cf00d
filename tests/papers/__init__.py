from . import test_renaming
from . import test_kept_papers
from . import test_print_again
