from . import test_access
from . import test_criteria_set
from . import test_evaluation
from . import test_evidence
from . import test_locks
from . import test_queries
from . import test_rpc
from . import test_workflow
