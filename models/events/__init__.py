"""One chain of events in each agency, time stamps, and verifying everything at once. It uses the rooms above it."""

from . import event
from . import event_chain
from . import event_chain_faults
from . import event_chain_export
from . import event_source
from . import decision
from . import evaluation
from . import evaluation_verified
from . import line
from . import consent
from . import seal
from . import signed_copy
from . import access_log
from . import file_trouble
from . import quarantine
from . import quarantined_file
from . import criteria_set
from . import relief
from . import substitution
from . import time_stamp
from . import evaluation_time_stamp
from . import res_company
from . import res_config_settings
from . import verification_run
from . import verification_result
