from . import test_succession
from . import test_previous
