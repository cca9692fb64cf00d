from . import agency_evaluation_reason
