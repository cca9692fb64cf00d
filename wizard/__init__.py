from . import agency_evaluation_reason
from . import agency_evaluation_verification
from . import agency_evaluation_remark
from . import agency_evaluation_copy_import
from . import agency_evaluation_comparison
from . import agency_evaluation_signed_upload
