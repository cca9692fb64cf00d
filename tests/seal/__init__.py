from . import test_late_fields
from . import test_seal
from . import test_seal_years_later
from . import test_sealed_files
from . import test_signed_copies
from . import test_verify_page
from . import test_sealed_history
