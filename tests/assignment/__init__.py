from . import test_assignment
from . import test_hand_in
from . import test_my_work
