from . import test_approval
from . import test_steps
from . import test_workflow
from . import test_people
from . import test_contributors
