from . import test_questions
from . import test_confirmation
from . import test_review
from . import test_settlements
