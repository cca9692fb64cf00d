from . import test_seal
from . import test_signed_copies
from . import test_verify_page
