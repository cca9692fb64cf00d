from . import test_identity
from . import test_unit_names
