from . import agency_evaluation_reason
from . import agency_evaluation_verification
from . import agency_evaluation_remark
