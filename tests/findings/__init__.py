from . import test_claims
from . import test_consistent
from . import test_findings
from . import test_justify
