from . import test_evidence
from . import test_secrecy
from . import test_upload
